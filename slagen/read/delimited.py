"""CSV with the place of every cell (RFC 4180): rows of a table whose first row names its columns.

The csv module of the standard library doesn't say where a cell begins, so cells are split here, by one pattern.  Line
ends may be CRLF, LF or CR; a cell in double quotes may hold delimiters, line ends and doubled quotes.  The delimiter is
the first of comma, semicolon and tab that stands in the first row.  White space around a cell is no part of it, nor is
a row without words a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from slagen.diagnostics import Code, Diagnostic, InputError, Message, Span, error
from slagen.read.source import Places, check_characters

DELIMITERS = (",", ";", "\t")
_QUOTED = re.compile(r'"(?:[^"]++|"")*+"')
_BEFORE = re.compile(rf'{_QUOTED.pattern}|[^",;\t\r\n]+|[,;\t]')


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, and the offset in the text at which it begins."""

    text: str
    offset: int


Row = tuple[Cell, ...]
"""The cells of a row, as many as it has."""


class Sheet:
    """A CSV text, split row by row: rows are found again by their offsets rather than kept.

    Raises:
        InputError: a character is one that no document can hold.
    """

    def __init__(self, name: str, text: str) -> None:
        check_characters(name, text)
        self._text, self._places = text, Places(name, text)
        self._delimiter = _delimiter(text)
        self._pattern = _cell_pattern(self._delimiter)

    def __iter__(self) -> Iterator[Row]:
        """Every row that has words, the first of which is the head.

        Raises:
            InputError: a quotation mark stands where it can't.
        """
        at = 0
        while at < len(self._text):
            row, at = self._row(at)
            if any(cell.text for cell in row):
                yield row

    def row(self, offset: int) -> Row:
        """The row whose first cell begins at an offset."""
        return self._row(offset)[0]

    def span(self, offset: int) -> Span:
        """Where the character at an offset stands."""
        return self._places.span(offset)

    def _row(self, at: int) -> tuple[Row, int]:
        cells: list[Cell] = []
        end = self._delimiter
        while end == self._delimiter:
            match = self._pattern.match(self._text, at)
            if match is None:
                raise InputError([self._misquoted(at)])
            cells.append(_cell(match))
            end, at = match["end"], match.end()
        return tuple(cells), at

    def _misquoted(self, at: int) -> Diagnostic:
        """A quotation mark that is never closed, or one with words after it."""
        opening = self._text.index('"', at)
        closed = _QUOTED.match(self._text, opening)
        if closed is None:
            return error(
                Code.TABLE_FORM,
                self.span(opening),
                zh="引号没有结束",
                en="the quotation mark is never closed",
                value=self._text[opening : opening + 40],
                hint=Message('在单元格末尾补上 "', 'put a " at the end of the cell'),
            )
        return error(
            Code.TABLE_FORM,
            self.span(closed.end()),
            zh="结束的引号之后还有文字",
            en="there are words after the closing quotation mark",
            value=self._text[closed.end() : closed.end() + 40],
            hint=Message('单元格内的引号写两遍：""', 'double a quotation mark within a cell: ""'),
        )


def _delimiter(text: str) -> str:
    """The first delimiter of the first row, outside of quotation marks; a comma where it has none."""
    at = 0
    while match := _BEFORE.match(text, at):
        if match[0] in DELIMITERS:
            return match[0]
        at = match.end()
    return ","


def _cell_pattern(delimiter: str) -> re.Pattern[str]:
    # Possessive throughout: a cell can be split in one way only, and a long one must not be tried in others.
    blank = r"[ \u3000]*+" if delimiter == "\t" else r"[ \t\u3000]*+"
    other = rf"[^{re.escape(delimiter)}\r\n]"
    return re.compile(
        rf'{blank}(?:"(?P<quoted>(?:[^"]++|"")*+)"{blank}|(?P<plain>(?!"){other}*+))'
        rf"(?P<end>{re.escape(delimiter)}|\r\n|\r|\n|\Z)"
    )


def _cell(match: re.Match[str]) -> Cell:
    if (quoted := match["quoted"]) is not None:
        return Cell(quoted.replace('""', '"'), match.start("quoted") - 1)
    return Cell(match["plain"].strip(), match.start("plain"))
