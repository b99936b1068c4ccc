"""Widths of table columns, from what the cells hold.

Computed here rather than left to an automatic table layout: every output gets the same columns, no column is
squeezed to one character by a long neighbour, and fixed tables are laid out in one pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from slagen.tree import Lang, Table, plain

LINE = 90
"""Half-widths that a full line of a table holds, about 160 mm at 9.5 pt."""
LEAST, WORD = 6, 16
"""A column's least width in half-widths, and the longest word that is kept whole."""


def width(text: str) -> int:
    """The width of `text` in half-widths: two for a full-width character, none for a combining one."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not unicodedata.combining(char)
    )


def column_widths(table: Table, languages: tuple[Lang, ...]) -> tuple[float, ...]:
    """The share of each column in per cent, 100 together.

    A column that fits on one line gets that; the others share what is left by the square root of their length, so
    that a column of long sentences doesn't starve one of short ones.
    """
    columns = [_column(index, table, languages) for index in range(len(table.header))]
    wanted = [max(LEAST, min(column, 2 * LINE)) for column, _ in columns]
    if sum(wanted) <= LINE:
        return _shares(wanted)
    needed = [max(LEAST, min(column, word)) for column, word in columns]
    room = max(0, LINE - sum(needed))
    weights = [max(0, want - need) ** 0.5 * (want > need) for want, need in zip(wanted, needed, strict=True)]
    return _shares([need + room * weight / (sum(weights) or 1) for need, weight in zip(needed, weights, strict=True)])


def _shares(parts: list[int] | list[float]) -> tuple[float, ...]:
    total = sum(parts)
    return tuple(100 * part / total for part in parts)


def _column(index: int, table: Table, languages: tuple[Lang, ...]) -> tuple[int, int]:
    """The longest line of a column with its padding, and the longest piece that should not be broken."""
    cells = (table.header[index], *(row.cells[index] for row in table.rows))
    lines = [line for cell in cells for lang in languages for line in plain(cell.get(lang)).splitlines()]
    longest = max(map(width, lines), default=0) + 3
    head = (plain(table.header[index].get(lang)) for lang in languages)
    return longest, max(map(width, _pieces([*lines, *head])), default=0) + 3


def _pieces(lines: Iterable[str]) -> Iterable[str]:
    """Words of alphabetic scripts up to a reasonable length; a Chinese heading of four characters is one too."""
    for line in lines:
        if len(line) <= 4:
            yield line
        yield from (word[:WORD] for word in re.findall(r"[\w.,%/:+-]+", line, re.ASCII))
