"""Data tables, which print once with all languages in their cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from xml.etree import ElementTree

from slagen.render import forms
from slagen.render.columns import column_widths, density, is_short
from slagen.render.html.changes import bar_of, unmoved
from slagen.render.html.passages import Piece, Wide
from slagen.render.html.spoken import spoken
from slagen.render.html.voices import Voice
from slagen.render.markup import element
from slagen.tree import Row, Table


def data_table(node: Table, voices: tuple[Voice, ...], _: int) -> Iterator[Piece]:
    """A table of the full width, whose columns share it as their words need."""
    voices = tuple(replace(voice, forms=forms.titles(node, voice.lang)) for voice in voices)
    languages = tuple(voice.lang for voice in voices)
    room = voices[0].room
    widths = column_widths(node, languages, room)
    kind = " ".join(filter(None, ("data", "short" if is_short(node, languages, room) else "", density(node))))
    columns = (element("col", {"style": f"width:{width:.2f}%"}) for width in widths)
    head = (
        element("th", {"scope": "col", "class": align}, *spoken(cell, voices))
        for cell, align in zip(node.header, node.align, strict=True)
    )
    table = element(
        "table",
        {"class": kind, **voices[0].place(next(iter(node.header), None))},
        element("colgroup", {}, *columns),
        element("thead", {}, element("tr", {}, *head)),
        element("tbody", {}, *(_row(row, node, voices) for row in node.rows)),
    )
    yield Wide(_scrolled(table, len(node.header)) if voices[0].marked else table)


def _scrolled(table: ElementTree.Element, columns: int) -> ElementTree.Element:
    """A table that a narrow screen scrolls sideways rather than breaks the words of."""
    return element("div", {"class": "wide", "style": f"--columns:{columns}"}, table)


def _row(row: Row, table: Table, voices: tuple[Voice, ...]) -> ElementTree.Element:
    voices = tuple(voice.of(row.change) for voice in voices)
    bars = (bar_of(row.change, cell.get(voice.lang)) for cell in row.cells for voice in voices)
    kind = next(filter(None, bars), "").strip()
    # The first cell speaks for the row.
    changes = chain((row.change,), repeat(unmoved(row.change)))
    cells = (
        element("td", {"class": align}, *spoken(cell, voices, change))
        for cell, align, change in zip(row.cells, table.align, changes, strict=False)
    )
    attributes = {**({"class": kind} if kind else {}), **voices[0].place(next(iter(row.cells), None))}
    return element("tr", attributes, *cells)
