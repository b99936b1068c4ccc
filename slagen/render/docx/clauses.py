"""Headings and paragraphs with their native numbers; a table from each kind of block to the function that sets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any, Literal

from slagen.diagnostics import Lang
from slagen.render import ooxml
from slagen.render.docx.inlines import runs_of
from slagen.render.docx.moves import moved_alike
from slagen.render.docx.passages import LEADING, LOOSE, Passage, Piece, Wide, is_long, kept_with
from slagen.render.docx.tables import data_table
from slagen.render.docx.writer import Writer
from slagen.render.ooxml import Element, Part
from slagen.tree import Block, Change, Clause, Heading, Paragraph, Table
from slagen.tree.redline import SIDES, Side, at, side_of, typed

_LONG_PAIR = 400
"""The same for a row of two columns, where a dozen lines kept whole leave a third of a page empty."""
_NUMBERED = ("Heading1", "Heading2", "Clause", "ClauseItem", "ClauseSubitem")
_CONTINUED = ("ClauseText", "ClauseText", "ClauseContinued", "ItemContinued", "SubitemContinued")


def headed(writer: Writer, heading: Heading, part: Part, *, top: bool = False) -> Passage:
    """A heading in each language; `top` where it stands at the top of a page."""

    def one(lang: Lang) -> Element:
        number = writer.count(part, lang, heading) if heading.number else ooxml.UNNUMBERED
        words = runs_of((*typed(heading, lang), *heading.title.get(lang)), lang, writer)
        runs = writer.mark(heading, lang, writer.track(heading.change, lang, words))
        # The style carries the list of the first language's body; every other stream names its own.
        linked = part == "body" and lang == writer.languages[0]
        style = _NUMBERED[max(len(heading.number) - 1, 0)]
        keeps = writer.side_by_side  # in a table, LibreOffice asks the paragraph and not its style
        made = ooxml.paragraph(style, runs, number=None if linked else number, at_top=top, keep_next=keeps)
        return writer.end(made, heading.change)

    return Passage(tuple(one(lang) for lang in writer.languages), LEADING, LEADING, heading.change)


def _paragraph(writer: Writer, node: Paragraph, part: Part, above: int) -> Iterator[Piece]:
    level = len(node.number) - 1 if node.number else above
    leads = {side: bool(at(node.children, side)) for side in SIDES}

    splits, wholes = LOOSE, LOOSE
    if writer.side_by_side:
        long = {side: is_long(writer, (node.content,), side, _LONG_PAIR) for side in SIDES}
        splits = {side: leads[side] or long[side] for side in SIDES}
        wholes = {side: leads[side] and not long[side] for side in SIDES}
    same = (leads["new"], wholes["new"]) == (leads["old"], wholes["old"])

    def one(lang: Lang) -> Element:
        runs, style = _runs(writer, node, lang), _style(writer, node, level, lang)
        number = writer.count(part, lang, node) if node.number else ooxml.UNNUMBERED if node.rank else None

        def made(side: Side, *runs: Element) -> Element:
            keeps = {"keep_next": leads[side], "keep_lines": wholes[side]}
            return ooxml.paragraph(style, runs, number=number, align=_alignment(writer, lang), **keeps)

        here = made(side_of(node.change), *runs)
        return writer.end(kept_with(writer, here, node.change, lambda: made("old"), as_it_was=same), node.change)

    yield Passage(tuple(one(lang) for lang in writer.languages), leads, splits, node.change)
    yield from _blocks(writer, node.children, part, level)


def _runs(writer: Writer, node: Paragraph, lang: Lang) -> list[Element]:
    """The words of a paragraph with its bookmarks, and the call of its note."""
    words = runs_of((*typed(node, lang), *node.content.get(lang)), lang, writer)
    runs = writer.mark(node, lang, writer.track(node.change, lang, words))
    return [*writer.mark_clause(node, lang, runs), *writer.call(node.key, lang)]


def _style(writer: Writer, node: Paragraph, level: int, lang: Lang) -> str:
    if node.rank:
        return _NUMBERED[min(node.rank, 2) - 1]
    return (_NUMBERED[level] if node.number else _plain_style(level, lang)) + writer.variant(lang)


def _plain_style(level: int, lang: Lang) -> str:
    style = _CONTINUED[level]
    return "ClauseTextChinese" if style == "ClauseText" and lang == "zh" else style


def _alignment(writer: Writer, lang: Lang) -> Literal["both"] | None:
    # In columns the styles are ragged for the sake of Latin words; Han characters fill a line evenly.
    return "both" if writer.side_by_side and lang == "zh" else None


_BLOCKS: Mapping[type, Callable[[Writer, Any, Part, int], Iterator[Piece]]] = MappingProxyType(
    {Paragraph: _paragraph, Table: data_table}
)


def _blocks(writer: Writer, nodes: Iterable[Block], part: Part, above: int = 0) -> Iterator[Piece]:
    for change, some in groupby(nodes, key=moved_alike):
        run = list(some)
        made = (piece for node in run for piece in _BLOCKS[type(node)](writer, node, part, above))
        name = writer.moves.get(id(run[0]))
        yield from made if change is None or name is None else _as_move(writer, change, name, made)


def _as_move(writer: Writer, change: Change, name: str, pieces: Iterator[Piece]) -> Iterator[Piece]:
    start, end = ooxml.move_bounds(change.kind, name, *writer.next_track())
    writer.moving = True
    yield Wide(start)
    yield from pieces
    writer.moving = False
    yield Wide(end)


def clauses_of(writer: Writer, clauses: Iterable[Clause], part: Part) -> Iterator[Piece]:
    """The pieces of clauses, in the body's stream of numbers or the annexes'."""
    for clause in clauses:
        yield from _blocks(writer, clause.blocks, part)
