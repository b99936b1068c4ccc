"""CSV split into cells with their places, as the csv module of the standard library splits it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slagen.diagnostics import Code, InputError
from slagen.read.delimited import Sheet

CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from('",;\n\r\t '), max_size=8
)


def texts(text: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in Sheet("m.csv", text)]


def printable(cell: str) -> bool:
    return all(ord(character) not in (0xFFFE, 0xFFFF) for character in cell)


@given(
    st.lists(st.lists(CELLS.filter(printable), min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from(("\n", "\r\n")),
)
def test_what_the_standard_library_writes_is_read(rows: list[list[str]], end: str) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    assert texts(written.getvalue()) == [["a", "b"], *(row for row in rows if any(row))]


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="ascii", categories=("L", "N")), max_size=5), min_size=2, max_size=4),
        min_size=1,
    )
)
def test_plain_cells_are_read_as_the_standard_library_reads_them(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in [["a", "b"], *rows])
    assert texts(text) == [row for row in csv.reader(io.StringIO(text)) if any(row)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b\n1,5;2", [["a", "b"], ["1,5", "2"]]),
        ("a\tb\n 1 \t2", [["a", "b"], ["1", "2"]]),
        ('"a;b",c\n1,2', [["a;b", "c"], ["1", "2"]]),
        ('a,b\n "1" , "2, 3"\u3000\n', [["a", "b"], ["1", "2, 3"]]),
        ('a,b\n5" disk,2\n', [["a", "b"], ['5" disk', "2"]]),
        ("a,b\r1,\r\n,2", [["a", "b"], ["1", ""], ["", "2"]]),
        ("a\n\n  \n1", [["a"], ["1"]]),
        ('a,b\n"",""\n', [["a", "b"]]),
    ],
)
def test_forms(text: str, cells: list[list[str]]) -> None:
    assert texts(text) == cells


def test_places() -> None:
    sheet = Sheet("m.csv", 'a,b\r\n"x\ny", z\r\n\r\n七,"八"\n')
    places = [[(sheet.span(cell.offset).line, sheet.span(cell.offset).column) for cell in row] for row in sheet]
    assert places == [[(1, 1), (1, 3)], [(2, 1), (3, 5)], [(5, 1), (5, 3)]]
    rows = list(sheet)
    assert [sheet.row(row[0].offset) for row in rows] == rows


@pytest.mark.parametrize("text", ['a\n"b', 'a\n"b" c', 'a\n"b""', 'a,b\n1,"2"3'])
def test_quotation_marks_where_they_can_not_be(text: str) -> None:
    with pytest.raises(InputError) as caught:
        texts(text)
    assert [one.code for one in caught.value.diagnostics] == [Code.TABLE_FORM]


@pytest.mark.parametrize("text", ["a\n" + " " * 200_000 + '"x" y', 'a\n"' + '""' * 200_000, 'a\n"' + "x" * 400_000])
def test_no_cell_makes_it_hang(text: str) -> None:
    # In quadratic time, this would not end.
    with pytest.raises(InputError):
        texts(text)
