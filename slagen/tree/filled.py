"""A form with some of its blanks filled in: values take their place, the others stay to fill in by hand.

What is filled in is words of the document from then on, no field of a form.  A row of a table may be printed several
times, each time with other values; the blanks that such a row leaves open then get names of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from slagen.diagnostics import Lang
from slagen.tree.nodes import Annex, Blank, Block, Content, Document, Field, Inline, Paragraph, Row, Tick
from slagen.tree.walk import inlines

TICKED, UNTICKED = "■", "□"
"""A box that is ticked, and one that is not: characters that every font for Chinese has (GB 2312)."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What blanks are filled with, by their names in the document.

    `rows` has, by the name of a blank in a row, the values of each row that takes its place; none of them removes the
    row.  The names of their values are those of the row that they replace.
    """

    values: Mapping[str, Content] = field(default_factory=dict)
    ticks: Mapping[str, bool] = field(default_factory=dict)
    rows: Mapping[str, tuple[Mapping[str, Content], ...]] = field(default_factory=dict)
    path: str = ""
    """The path that a box is shown with as a value."""


def fill(document: Document, filling: Filling) -> Document:
    """The document with the blanks of its annexes filled in."""
    return replace(document, annexes=tuple(_annex(annex, filling) for annex in document.annexes))


def _annex(annex: Annex, filling: Filling) -> Annex:
    blocks = tuple(_block(block, filling) for block in annex.clause.blocks)
    return replace(annex, clause=replace(annex.clause, blocks=blocks))


def _block(block: Block, filling: Filling) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, children=tuple(_block(child, filling) for child in block.children))
    return replace(block, rows=tuple(row for each in block.rows for row in _rows(each, filling)))


def _rows(row: Row, filling: Filling) -> Iterator[Row]:
    """The rows that take the place of one."""
    key = next((name for name in _names(row) if name in filling.rows), None)
    if key is None:
        yield replace(row, cells=tuple(_cell(cell, filling, 1) for cell in row.cells))
        return
    for turn, values in enumerate(filling.rows[key], 1):
        own = replace(filling, values={**filling.values, **values})
        yield replace(row, cells=tuple(_cell(cell, own, turn) for cell in row.cells))


def _names(row: Row) -> Iterator[str]:
    for cell in row.cells:
        for node in (*inlines(cell.zh or ()), *inlines(cell.en or ())):
            if isinstance(node, Blank | Tick):
                yield node.name


def _cell(cell: Content, filling: Filling, turn: int) -> Content:
    zh, en = (
        None if nodes is None else tuple(made for node in nodes for made in _inline(node, filling, lang, turn))
        for lang, nodes in _languages(cell)
    )
    return Content(zh, en)


def _languages(cell: Content) -> tuple[tuple[Lang, tuple[Inline, ...] | None], ...]:
    return ("zh", cell.zh), ("en", cell.en)


def _inline(node: Inline, filling: Filling, lang: Lang, turn: int) -> tuple[Inline, ...]:
    """What takes the place of a node; `turn` counts the rows made of one."""
    if isinstance(node, Tick) and node.name in filling.ticks:
        return (Field(filling.path, TICKED if filling.ticks[node.name] else UNTICKED),)
    if isinstance(node, Blank) and node.name in filling.values:
        return filling.values[node.name].get(lang)
    if isinstance(node, Blank | Tick) and turn > 1:
        return (replace(node, name=f"{node.name}-{turn}"),)
    return (node,)
