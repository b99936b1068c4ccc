"""Data tables, which take the full width and hold both languages in their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat

from slagen.render import forms, look, ooxml
from slagen.render.columns import column_widths, density, is_short
from slagen.render.docx.inlines import runs_of, words_of
from slagen.render.docx.passages import LOOSE, Piece, Wide, is_long, kept_with, row_changed
from slagen.render.docx.writer import Writer
from slagen.render.ooxml import Element, Part
from slagen.tree import Change, Content, Row, Table
from slagen.tree.redline import SIDES, Side, at, on_side, side_of
from slagen.tree.walk import ROOM

_LONG = 1500
"""Characters above which a row of a data table may break across pages: kept whole it might be taller than one."""


def data_table(writer: Writer, node: Table, _: Part, __: int) -> Iterator[Piece]:
    """A table of the full width."""
    room = look.room_of_tables(writer.theme)
    shares = column_widths(node, writer.languages, room)
    widths = [round(writer.width * share / 100) for share in shares]
    tables = (
        {side: on_side(node, side) for side in SIDES} if writer.tracking is not None else dict.fromkeys(SIDES, node)
    )
    sizes = {side: density(tables[side]).capitalize() for side in SIDES}
    header = Row(node.header, node.span, node.change)
    head = _row(writer, node, header, widths, _sized("TableHeader", sizes), LOOSE)
    stays = {side: _staying(node, side, short=is_short(tables[side], writer.languages, room)) for side in SIDES}
    rows = (
        _row(writer, node, row, widths, _sized("TableText", sizes), {side: stays[side][index] for side in SIDES})
        for index, row in enumerate(node.rows)
    )
    inset = ooxml.CLOSE if density(node) else None
    yield Wide(ooxml.table("ContractTable", widths, [head, *rows], header=True, inset=inset), node.change)


def _sized(style: str, sizes: Mapping[Side, str]) -> Mapping[Side, str]:
    return {side: style + size for side, size in sizes.items()}


def _staying(table: Table, side: Side, *, short: bool) -> list[bool]:
    """For each row, whether it stays with the next among those that a side has."""
    places = [index for index, row in enumerate(table.rows) if at((row,), side)]
    staying = [False] * len(table.rows)
    for place, index in enumerate(places):
        staying[index] = _stays(place, len(places), short=short)
    return staying


def _stays(place: int, count: int, *, short: bool) -> bool:
    """Whether a row stays with the next: short tables stay whole, long ones end with two rows at least.

    The first row of a long one does not: LibreOffice 7.4 would lose rows at the page's end.
    """
    return place < count - 1 and (short or place == count - 2)


def _row(
    writer: Writer,
    table: Table,
    row: Row,
    widths: Sequence[int],
    style: Mapping[Side, str],
    stays: Mapping[Side, bool],
) -> Element:
    long = {side: is_long(writer, row.cells, side, _LONG) for side in SIDES}
    keeps = {side: stays[side] and not long[side] for side in SIDES}
    # The first cell says for the row that it moved.
    changes = chain((row.change,), repeat(None if row.change is None else Change(row.change.kind)))
    made = (
        ooxml.cell(width, cell_paragraphs(writer, content, style, align, keeps=keeps, change=change))
        for content, width, align, change in zip(row.cells, widths, table.align, changes, strict=False)
    )
    lines = forms.room(row.cells, writer.languages)
    height = ooxml.twips(lines * forms.LINE) if lines else None
    here = ooxml.row(
        made, header=style["new"].startswith("TableHeader"), split=long[side_of(row.change)], height=height
    )
    return row_changed(writer, here, row.change, split=long["old"] if long["old"] != long["new"] else None)


def cell_paragraphs(
    writer: Writer,
    content: Content,
    style: Mapping[Side, str],
    align: ooxml.Align = "left",
    *,
    keeps: Mapping[Side, bool] = LOOSE,
    change: Change | None = None,
) -> list[Element]:
    """What a cell holds: a paragraph a language, or an empty one to write in."""
    align_ = None if align == "left" else align

    def made(side: Side, *runs: Element) -> Element:
        return ooxml.paragraph(style[side], runs, keep_next=keeps[side], align=align_)

    def one(*runs: Element) -> Element:
        same = (style["new"], keeps["new"]) == (style["old"], keeps["old"])
        return kept_with(writer, made(side_of(change), *runs), change, lambda: made("old"), as_it_was=same)

    # A cell must end with a paragraph (17.4.65), so one without words, or to be written in, holds an empty one.
    lang = writer.languages[0]
    blank = forms.whole(content, lang)
    if blank and writer.options.protect:
        return [one(*ooxml.form_text(lang, *writer.form(blank, lang), ROOM))]
    if blank or not writer.says(content):
        return [one()]
    if change is not None:
        said = ((lang, runs_of(content.get(lang), lang, writer)) for lang in writer.says(content))
        return [one(*writer.track(change, lang, runs)) for lang, runs in said]
    spoken = writer.spoken(content)
    if len({only for _, only in spoken}) == 1 and spoken[0][1] is not None:
        spoken[0] = spoken[0][0], None  # the other side has an empty paragraph
    return list(_in_a_cell(writer, [(one(*words_of(content, lang, only, writer)), only) for lang, only in spoken]))


def _in_a_cell(writer: Writer, paragraphs: Sequence[tuple[Element, Change | None]]) -> Iterator[Element]:
    """Paragraphs that end as their changes say; the last of a cell can't go, but what stands before may join it."""
    ends = [change for _, change in paragraphs]
    if len(ends) > 1 and ends[-1] is not None:
        ends[-2:] = [ends[-2] or ends[-1], None]
    for (paragraph, _), end in zip(paragraphs, ends, strict=True):
        yield writer.end(paragraph, end)
