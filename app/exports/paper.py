"""Sheets of paper as PDF: Chinese with an embedded subset of one font, tables over many pages.

The bytes depend on what is drawn alone: the date of creation is handed in, the file's own id is a
digest of its content. Font: Noto Sans SC, licence in fonts/OFL.txt.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TextMode

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
MARGIN, FOOT = 12.0, 14.0
SIZES = {"A4": (210.0, 297.0), "A5": (148.0, 210.0)}
GREY, INK, SHADE = (150, 150, 150), (20, 28, 24), (238, 243, 240)
PADDING = 2.0
POINT = 0.3528  # millimetres
SMALLEST = 4.5
logging.getLogger("fontTools").setLevel(logging.ERROR)
logging.getLogger("fpdf").setLevel(logging.ERROR)  # missing glyphs are told on the paper itself


@dataclass(frozen=True)
class Column:
    """A column of a table. width: millimetres; align: L, C or R."""

    name: str
    width: float
    align: str = "L"


class Paper(FPDF):
    """A document. size: A4 or A5; wide: landscape; made: the instant it says it was made."""

    def __init__(self, title: str, *, made: datetime, size: str = "A4", wide: bool = False) -> None:
        super().__init__("L" if wide else "P", "mm", SIZES[size])
        self.alias_nb_pages("{pages}")
        self._foot, self._seen = title, set[str]()
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=False, margin=FOOT)
        self.set_creation_date(made)
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_producer("Tongbao")
        self.add_font("song", "", FONT)
        self.set_font("song", size=9)
        self.set_draw_color(*GREY)
        self.set_text_color(*INK)
        self.set_line_width(0.2)

    @property
    def inner(self) -> float:
        """Return the width between the margins."""
        return float(self.w) - 2 * MARGIN

    def footer(self) -> None:
        self.set_y(-FOOT + 3)
        self.write_line(self._foot, 7.5, width=self.inner - 34, new_line=False)
        self.write_line(f"第 {self.page_no()} 页，共 {{pages}} 页", 7.5, width=34)

    def write_line(
        self, text: str, size: float, *, width: float | None = None, align: str = "L",
        new_line: bool = True, strong: bool = False, height: float | None = None,
    ) -> None:  # fmt: skip
        """Write one line, in smaller letters where it is too long for its width."""
        wide = self.inner if width is None else width
        self._letters(text, size, wide, strong)
        self.cell(
            wide, height or size * POINT * 1.6, text, align=align,
            new_x="LMARGIN" if new_line else "RIGHT", new_y="NEXT" if new_line else "TOP",
        )  # fmt: skip

    def paragraph(self, text: str, size: float = 9) -> None:
        """Write a text over as many lines as it needs."""
        self._letters("", size, self.inner, strong=False)
        self._seen.update(text)
        self.multi_cell(self.inner, size * POINT * 1.7, text, new_x="LMARGIN", new_y="NEXT")

    def heading(self, text: str, under: str = "") -> None:
        """Write the title of the document."""
        self.write_line(text, 16, align="C", strong=True)
        if under:
            self.write_line(under, 9, align="C")
        self.ln(2)

    def section(self, text: str) -> None:
        """Write the title of a part."""
        self.room(16)
        self.ln(2)
        self.write_line(text, 11, strong=True)

    def facts(self, pairs: Sequence[tuple[str, str]], *, columns: int = 1) -> None:
        """Write names and values beside each other."""
        wide = self.inner / columns
        for place, (name, value) in enumerate(pairs):
            last = place % columns == columns - 1 or place == len(pairs) - 1
            self.room(6)
            self.write_line(name, 9, width=26, new_line=False, height=6)
            self.write_line(value, 9, width=wide - 26, new_line=last, height=6)

    def grid(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, size: float = 8,
        height: float = 6, strong_last: bool = False, head: bool = True,
    ) -> None:  # fmt: skip
        """Draw a table; its heading stands on every page. head: also in front of the first row."""
        self.room(height * 2)
        if head:
            self._head(columns, size, height)
        for number, row in enumerate(rows):
            if self.room(height):
                self._head(columns, size, height)
            strong = strong_last and number == len(rows) - 1
            self._row(columns, row, size, height, strong)

    def room(self, height: float) -> bool:
        """Begin a new page if so much does not fit on this one; tell whether it did."""
        if self.get_y() + height <= float(self.h) - FOOT:
            return False
        self.add_page()
        return True

    def finish(self) -> bytes:
        """Return the file; characters the font does not have are named on the last page."""
        lacking = sorted(one for one in self._seen if ord(one) > 32 and ord(one) not in _known())
        if lacking:
            self.room(8)
            names = "、".join(f"U+{ord(one):04X}" for one in lacking)
            self.write_line(f"字库里没有这些字，请对照证件手写：{names}", 8)
        return bytes(self.output())

    def _head(self, columns: Sequence[Column], size: float, height: float) -> None:
        self.set_fill_color(*SHADE)
        self.rect(MARGIN, self.get_y(), sum(one.width for one in columns), height, style="F")
        names = [column.name for column in columns]
        self._row([Column(one.name, one.width, "C") for one in columns], names, size, height, True)

    def _row(
        self, columns: Sequence[Column], row: Sequence[str], size: float, height: float,
        strong: bool,
    ) -> None:  # fmt: skip
        """Draw a row with its lines; `text` at places of its own is far quicker than `cell`."""
        left, top = MARGIN, self.get_y()
        for column, text in zip(columns, row, strict=True):
            self.line(left, top, left, top + height)
            if text:
                self._letters(text, size, column.width, strong)
                room = column.width - PADDING
                rest = room - float(self.get_string_width(text)) if column.align != "L" else 0.0
                start = left + PADDING / 2 + (rest if column.align == "R" else rest / 2)
                self.text(start, top + height / 2 + float(self.font_size) * 0.36, text)
            left += column.width
        self.line(left, top, left, top + height)
        self.line(MARGIN, top, left, top)
        self.line(MARGIN, top + height, left, top + height)
        self.set_xy(MARGIN, top + height)

    def _letters(self, text: str, size: float, width: float, strong: bool) -> None:
        """Choose letters that let a text fit; strong ones are drawn with an outline."""
        self._seen.update(text)
        needed = _ems(text) * size * POINT + PADDING
        fitting = max(size * width / needed, SMALLEST) if needed > width else size
        chosen = round(fitting, 1)
        if chosen != self.font_size_pt:
            self.set_font_size(chosen)
        mode = TextMode.FILL_STROKE if strong else TextMode.FILL
        if mode != self.text_mode:
            self.text_mode = mode
            self.set_draw_color(*(INK if strong else GREY))


def _ems(text: str) -> float:
    return sum(1.0 if ord(one) > 0x2E7F else 0.58 for one in text)


@cache
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, and only paper needs it

    with TTFont(FONT, lazy=True) as font:
        return frozenset(font.getBestCmap())
