"""A form as a browser without scripts has it: the fields of the page, filled in and sent."""

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient


class _Fields(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside, self.text, self.select = form, False, None, None
        self.fields: dict[str, list[str]] = {}  # what would be sent now
        self.offered: dict[str, set[str] | None] = {}  # None: any text
        self.buttons: set[tuple[str, str]] = set()
        self.shown: dict[str, str] = {}  # faults by field
        self.fault: str | None = None

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.inside = about.get("id") == self.form
        if tag == "button" and (self.inside or about.get("form") == self.form):
            self.buttons.add((about.get("name", ""), about.get("value", "")))
        if "data-error" in about and "hidden" not in about:
            self.fault = about["data-error"]
            self.shown[self.fault] = ""
        if not self.inside:
            return
        if tag == "input":
            self._input(about)
        elif tag == "select":
            self.select = about["name"]
            self.fields[self.select], self.offered[self.select] = [""], set()
        elif tag == "option" and self.select:
            self.offered[self.select].add(about["value"])
            if "selected" in about:
                self.fields[self.select] = [about["value"]]
        elif tag == "textarea":
            self.text = about["name"]
            self.fields[self.text], self.offered[self.text] = [""], None

    def _input(self, about: dict[str, str]) -> None:
        name = about["name"]
        if about.get("type") == "checkbox":
            self.offered.setdefault(name, set()).add(about["value"])
            self.fields.setdefault(name, [])
            if "checked" in about:
                self.fields[name].append(about["value"])
        else:
            self.fields[name] = [about.get("value", "")]
            self.offered[name] = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.text = None
        if tag == "p":
            self.fault = None

    def handle_data(self, data: str) -> None:
        if self.text:
            self.fields[self.text][0] += data
        if self.fault:
            self.shown[self.fault] += data.strip()


class Paper:
    """The designer's form on a page. Filling in what the page does not offer fails."""

    def __init__(self, client: FlaskClient, url: str) -> None:
        self.client, self.url = client, url
        self.read(client.get(url))

    def read(self, answer: Any) -> None:
        """Take over the form of an answer."""
        self.answer = answer
        self._page = _Fields("design")
        self._page.feed(answer.get_data(as_text=True))

    @property
    def fields(self) -> dict[str, str]:
        """Return what is filled in, several boxes of a field joined."""
        return {name: "、".join(texts) for name, texts in self._page.fields.items() if any(texts)}

    @property
    def offered(self) -> set[str]:
        """Return the names of all fields on the page."""
        return set(self._page.offered)

    @property
    def faults(self) -> dict[str, str]:
        """Return the sentences that stand beside fields."""
        return self._page.shown

    def fill(self, name: str, text: str) -> None:
        """Type or choose in a field of the page."""
        assert name in self._page.offered, f"the page has no field {name}"
        offered = self._page.offered[name]
        texts = [text] if offered is None or text in offered else text.split("、")
        if offered is not None:
            assert set(texts) <= offered, f"{name} does not offer {text}"
        self._page.fields[name] = texts

    def press(self, value: str = "save") -> Any:
        """Press a button of the form; follow where it leads."""
        assert ("do", value) in self._page.buttons, f"the page has no button {value}"
        pairs = [(name, text) for name, texts in self._page.fields.items() for text in texts]
        data: dict[str, list[str]] = {}
        for name, text in [*pairs, ("do", value)]:
            data.setdefault(name, []).append(text)
        self.read(self.client.post(self.url, data=data, follow_redirects=True))
        return self.answer
