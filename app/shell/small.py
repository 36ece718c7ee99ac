"""JavaScript without its comments and indentation, the same program: nothing is renamed.

A scanner, not a parser: it tells code from strings, templates and regular expressions, takes out
comments, and of spaces and line ends those that separate nothing. `tests/app/shell/test_small.py`
compares the syntax trees of every served file before and after.
"""

import re

# What an expression may follow: there a `/` begins a regular expression, elsewhere it divides.
BEFORE_REGEX = re.compile(
    r"(?:^|[(,=:\[!&|?{};*%~^<>]|(?<!\+)\+|(?<!-)-|\b(?:return|typeof|case|in|of|new|delete|void|await|throw|else))$"
)
LITERAL = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"", re.DOTALL)
REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
WORD = re.compile(r"[\w$\u0080-\uffff]+")
OPEN, CLOSE = "{([,;", "})],;"


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.out: list[str] = []

    def last(self) -> str:
        return self.out[-1][-1] if self.out else ""

    def code(self, end: str) -> None:
        """Copy code up to `end` at the same depth of braces, `end` not included."""
        depth = 0
        while self.at < len(self.text):
            one = self.text[self.at]
            if one == end and depth == 0:
                return
            depth += (one == "{") - (one == "}")
            self._token(one)

    def _token(self, one: str) -> None:
        if one in "'\"":
            self._copy(LITERAL)
        elif one == "`":
            self._template()
        elif one == "/" and self.text[self.at + 1] in "/*":
            self._comment()
        elif one == "/" and BEFORE_REGEX.search("".join(self.out[-3:])):
            self._copy(REGEX)
        elif one.isspace():
            self._space(self._take(SPACE))
        elif WORD.match(one):
            self._copy(WORD)
        else:
            self.out.append(one)
            self.at += 1

    def _take(self, kind: re.Pattern[str]) -> str:
        found = kind.match(self.text, self.at)
        if found is None:
            raise ValueError(f"cannot read `{self.text[self.at : self.at + 40]}`")
        self.at = found.end()
        return found[0]

    def _copy(self, kind: re.Pattern[str]) -> None:
        self.out.append(self._take(kind))

    def _comment(self) -> None:
        text = self._take(COMMENT)
        if text.startswith("/*!"):
            self.out.append(text)
        else:
            self._space("\n" if "\n" in text else " ")

    def _space(self, space: str) -> None:
        """Write of white space what keeps words, signs and statements apart."""
        before, after = self.last(), self.text[self.at : self.at + 1]
        if before in " \n" or before in OPEN or after in CLOSE or not after:
            return
        if "\n" in space:
            self.out.append("\n")
        elif (_is_word(before) and _is_word(after)) or (before in "+-" and before == after):
            self.out.append(" ")

    def _template(self) -> None:
        self.out.append("`")
        self.at += 1
        while self.text[self.at] != "`":
            if self.text.startswith("${", self.at):
                self.out.append("${")
                self.at += 2
                self.code("}")
                self.out.append("}")
                self.at += 1
            else:
                width = 2 if self.text[self.at] == "\\" else 1
                self.out.append(self.text[self.at : self.at + width])
                self.at += width
        self.out.append("`")
        self.at += 1


def _is_word(one: str) -> bool:
    return WORD.match(one) is not None


def smaller(text: str) -> str:
    """Return the same program in less. Raises ValueError for a text it cannot read."""
    scanner = _Scanner(text)
    scanner.code("")
    return "".join(scanner.out)
