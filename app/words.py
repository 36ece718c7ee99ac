"""Sentences of the desk: Chinese where they are written, English beside in app/english/.

A `Word` is its Chinese: it is stored, compared, printed and put on paper as that. Only where it
becomes part of a page does it turn into the language of the reader.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial, reduce
from pathlib import Path
from typing import Any, Self, TypeVar

from markupsafe import Markup

from app.findings import CODES

LANGUAGES = {"zh-CN": "中文", "en": "English"}
CHINESE = "zh-CN"
FOLDER = Path(__file__).parent / "english"
# Ideographs, and the marks that stand between them.
HAN = re.compile("[\u3001-\u3003\u3008-\u3011\u3400-\u9fff\uff01-\uff5e]")

_PLACE = re.compile(r"\{([0-9])\}")
_current: ContextVar[str] = ContextVar("language", default=CHINESE)
Table = TypeVar("Table")


def language() -> str:
    """Return the language of the person who reads what is being made."""
    return _current.get()


def speak(chosen: str | None) -> None:
    """From here on in this request speak a language; anything unknown is Chinese."""
    _current.set(chosen if chosen in LANGUAGES else CHINESE)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak a language inside the block."""
    before = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(before)


class Word(str):
    """A sentence with its values: a str in Chinese, in the reader's language on a page."""

    key: str
    values: tuple[Any, ...]
    __slots__ = ("key", "values")

    def __new__(cls, key: str, values: Sequence[Any] = ()) -> Self:
        word = super().__new__(cls, "".join(str(part) for part in _parts(key, values)))
        word.key, word.values = str(key), tuple(values)
        return word

    def __html__(self) -> Markup:
        return Markup("").join(_parts(self.said(), self.values))

    def said(self) -> str:
        """Return the sentence in the language of the reader, its places not yet filled."""
        if language() == CHINESE:
            return self.key
        found = english().get(self.key, self.key)
        if isinstance(found, str):
            return found
        # One of a thing, or several of it.
        return found[0 if self.values and str(self.values[0]) == "1" else 1]

    def __reduce__(self) -> tuple[Any, ...]:
        return Word, (self.key, self.values)


def say(chinese: str, *values: Any) -> Word:
    """Return a sentence; `{0}`, `{1}` ... in it are the values."""
    return Word(chinese, values)


def words(table: Table) -> Table:
    """Return a table whose Chinese strings, at any depth, are sentences of the desk."""
    marked: Table = _marked(table)
    return marked


def listed(parts: Sequence[Any], key: str = "{0}、{1}") -> str:
    """Return parts as one text, two and two by a sentence of `{0}` and `{1}`; nothing is ""."""
    return reduce(partial(say, key), parts) if parts else ""


def spoken(text: Any) -> str:
    """Return a text in the language of the reader, for files he downloads. Not for pages."""
    if isinstance(text, Word):
        return "".join(spoken(part) for part in _parts(text.said(), text.values))
    return str(text)


def aloud(value: Any) -> Any:
    """Return data for a script of the page, each sentence in it in the language of the reader."""
    if isinstance(value, dict):
        return {key: aloud(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [aloud(one) for one in value]
    return spoken(value) if isinstance(value, Word) else value


def sentence(code: str) -> Word:
    """Return the sentence of a finding that says what is wrong."""
    return Word(CODES[code]["zh-CN"])


@cache
def english() -> dict[str, str | list[str]]:
    """Return {Chinese: English, or [for one, for several]} of everything the desk says."""
    found: dict[str, str | list[str]] = {entry["zh-CN"]: entry["en"] for entry in CODES.values()}
    for path in sorted(FOLDER.glob("*.json")):
        found.update(json.loads(path.read_text(encoding="utf-8")))
    return found


def _marked(value: Any) -> Any:
    if isinstance(value, str):
        return Word(value) if not isinstance(value, Word) and HAN.search(value) else value
    if isinstance(value, dict):
        return {key: _marked(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_marked(one) for one in value)
    return value


def _parts(sentence: str, values: Sequence[Any]) -> list[Any]:
    """Return the pieces of a sentence, its values among them."""
    if not values:
        return [sentence]
    return [
        values[int(part)] if place % 2 else part
        for place, part in enumerate(_PLACE.split(sentence))
    ]
