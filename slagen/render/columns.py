"""Widths of columns: of tables, from what the cells hold, and of the parallel layout.

Computed here rather than left to an automatic table layout: every output gets the same columns, no column is
squeezed to one character by a long neighbour, and fixed tables are laid out in one pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from types import MappingProxyType
from typing import Literal

from slagen.render import forms
from slagen.tree import Content, Lang, Table, plain
from slagen.tree.walk import BOX

BILINGUAL_SCALE: Mapping[str, float] = MappingProxyType({"interleaved": 0.95, "parallel": 0.86})
"""How much smaller a bilingual layout sets its words than one language alone; print.css has the same figures."""
PARALLEL_SHARES: Mapping[Lang, float] = MappingProxyType({"zh": 0.39, "en": 0.61})
"""The columns of the parallel layout, which make both about equally long; print.css has the same figures."""

Density = Literal["", "dense", "crowded"]
"""How small a table of many columns is set, in a word that print.css and the names of Word's styles take."""
LINES: Mapping[Density, int] = MappingProxyType({"": 90, "dense": 104, "crowded": 110})
"""Half-widths that a full line of a table holds, about 160 mm at 9.5 pt and at what it is set in with many columns."""
PADDING: Mapping[Density, int] = MappingProxyType({"": 3, "dense": 2, "crowded": 2})
"""Half-widths beside the words of a cell."""
DENSE, CROWDED = 6, 7
"""From how many columns a table is set smaller, and smaller still."""
SHORT = 18
"""The most lines of a table that is kept on one page."""
LEAST, WORD, HEAD, BOLD = 6, 18, 16, 1.04
"""A column's least width in half-widths, the longest words of cells and headings that are kept whole, how much
wider bold is."""
_ADVANCES: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(" ijlftI.,:;'()-/", 0.65),
        **dict.fromkeys("bdhknpqu", 1.3),
        **dict.fromkeys("mwMW%", 1.9),
        BOX: 3,
    }
)
"""Letters that are unlike most, in the half-widths of Noto Serif CJK; Times New Roman is a little narrower."""


_DATE = re.compile("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")


def width(text: str) -> int:
    """The width of `text` in half-widths: two for a full-width character, none for a combining one."""
    return round(sum(map(_advance, text)))


@lru_cache(maxsize=8192)
def _advance(char: str) -> float:
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return _ADVANCES.get(char, 1.4 if char.isupper() else 1.1)


def column_widths(table: Table, languages: tuple[Lang, ...], room: float = 1) -> tuple[float, ...]:
    """The share of each column in per cent, 100 together.

    `room` is how much of :data:`LINES` a line holds (:func:`slagen.render.look.room_of_tables`).

    Each column gets what its longest unbreakable piece needs, or half of an equal share.  What is left goes where it
    makes the rows lower, but to no column more than its longest line.  In a form, room that no words need goes to the
    blanks.
    """
    columns = [_column(index, table, languages) for index in range(len(table.header))]
    line = round(LINES[density(table)] * room)
    words = [max(LEAST, min(column.head, HEAD), min(column.piece, WORD + 3)) for column in columns]
    wanted = [max(word, min(column.longest, 2 * line)) for word, column in zip(words, columns, strict=True)]
    if any(column.blank for column in columns) and (form := _form(columns, line)):
        return _shares(form)
    if sum(wanted) <= line:
        return _shares(wanted)
    # In a table of many columns long words have to break, or a column of sentences would be squeezed between them.
    whole = min(WORD + 3, max(13, round(112 * room) // len(columns)))
    half = line / len(columns) / 2
    needed = [
        max(LEAST, min(most, half), min(column.head, HEAD), min(column.piece, whole))
        for most, column in zip(wanted, columns, strict=True)
    ]
    return _shares(_filled(needed, wanted, [column.bulk for column in columns], line))


def _form(columns: Sequence[_Column], line: int) -> list[float] | None:
    """Widths that keep every line of words whole and give the rest to the blanks, if that leaves enough for them."""
    words = [0 if column.blank else max(LEAST, column.whole) for column in columns]
    each = (line - sum(words)) / words.count(0)
    if each < max(column.whole for column in columns if column.blank):
        return None
    return [width or each for width in words]


def density(table: Table) -> Density:
    """How small a table is set for its number of columns."""
    columns = len(table.header)
    return "crowded" if columns >= CROWDED else "dense" if columns >= DENSE else ""


def is_short(table: Table, languages: tuple[Lang, ...], room: float = 1) -> bool:
    """Whether a table is low enough, about a third of a page, to be kept on one page."""
    shares = column_widths(table, languages, room)
    set_ = density(table)
    rooms = [max(LEAST, share * LINES[set_] * room / 100 - PADDING[set_]) for share in shares]
    return sum(_high(row.cells, rooms, languages) for row in table.rows) <= SHORT


def _high(cells: Sequence[Content], rooms: Sequence[float], languages: tuple[Lang, ...]) -> int:
    """The height of a row in lines."""
    printed = max(
        sum(ceil(max(1, width(plain(cell.get(lang)))) / room) for lang in languages)
        for cell, room in zip(cells, rooms, strict=True)
    )
    return max(printed, 2 * forms.room(cells, languages))  # a line by hand is as high as two in print


@dataclass(frozen=True, slots=True)
class _Column:
    """Of one column, in half-widths with padding: a long line, the longest words of heading and cells, its bulk.

    The bulk is what a cell holds, those that hold most counting most, since they make their rows high.  `whole` is its
    longest line, `blank` whether a cell of it is a blank.
    """

    longest: int
    head: int
    piece: int
    bulk: float
    whole: int
    blank: bool


def _filled(needed: Sequence[float], wanted: Sequence[float], bulks: Sequence[float], line: int) -> list[float]:
    """The widths `needed`, widened to fill a line: at each step the column of the highest cells, up to its `wanted`."""
    widths = list(needed)
    for _ in range(round(line - sum(widths))):
        growing = [index for index, width in enumerate(widths) if width < wanted[index]]
        widths[max(growing, key=lambda index: bulks[index] / widths[index])] += 1
    return widths


def _shares(parts: Sequence[float]) -> tuple[float, ...]:
    total = sum(parts)
    return tuple(100 * part / total for part in parts)


def _column(index: int, table: Table, languages: tuple[Lang, ...]) -> _Column:
    cells = [row.cells[index] for row in table.rows]
    lines = [line for cell in cells for lang in languages for line in plain(cell.get(lang)).splitlines()]
    heading = [plain(table.header[index].get(lang)) for lang in languages]
    widths = sorted(width(line) for line in (*heading, *lines))
    beside = PADDING[density(table)]
    piece = max(map(width, _pieces(lines)), default=0) + beside
    head = round(max(map(width, _pieces(heading)), default=0) * BOLD) + beside
    # One long line in eight may wrap once: it should not make the whole column wide.
    longest = max(widths[len(widths) * 7 // 8 - 1], widths[-1] / 2) if widths else 0
    blank = any(forms.whole(cell, lang) for cell in cells for lang in languages)
    whole = max(*map(width, lines), *(round(width(words) * BOLD) for words in heading), 0, 0) + beside
    held = [sum(width(plain(cell.get(lang))) for lang in languages) for cell in (table.header[index], *cells)]
    bulk = (sum(one**4 for one in held) / len(held)) ** 0.25
    return _Column(int(longest) + beside, head, piece, bulk, whole, blank)


def _pieces(lines: Iterable[str]) -> Iterable[str]:
    """Words of alphabetic scripts up to a reasonable length; dates, short Chinese headings and boxes to tick, too."""
    for line in lines:
        if len(line) <= 4 or BOX in line:
            yield line
        yield from _DATE.findall(line)
        yield from (word[:WORD] for word in re.findall(r"[\w.,%/:+-]+", line, re.ASCII))
