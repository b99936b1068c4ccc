"""Passages and the layouts they are set in: one under another, or side by side in a borderless table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from slagen.render import ooxml
from slagen.render.columns import PARALLEL_SHARES
from slagen.render.docx.writer import ONLY, Writer
from slagen.render.ooxml import Element
from slagen.tree import Change, Content, plain
from slagen.tree.redline import SIDES, Side, at, said, side_of


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph a language: whether it `leads` others, which then stay with it.

    `splits` lets its row break across pages.  That of one that leads must have it, for LibreOffice to keep the two.
    """

    paragraphs: tuple[Element, ...]
    leads: Mapping[Side, bool]
    splits: Mapping[Side, bool]
    change: Change | None


@dataclass(frozen=True, slots=True)
class Wide:
    """A block of the full width, which holds its languages itself."""

    block: Element
    change: Change | None = None


Piece = Passage | Wide


def laid_out(writer: Writer, pieces: Iterable[Piece]) -> Iterator[Element]:
    """The blocks, made one by one as they are asked for, since nobody needs them all at once."""
    return _side_by_side(writer, pieces) if writer.side_by_side else _one_under_another(pieces)


def _one_under_another(pieces: Iterable[Piece]) -> Iterator[Element]:
    for piece in pieces:
        yield from (piece.block,) if isinstance(piece, Wide) else piece.paragraphs


def _side_by_side(writer: Writer, pieces: Iterable[Piece]) -> Iterator[Element]:
    """Rows of two columns, and blocks of the full width.

    Above such a block stands a paragraph that nobody sees, and another above what leads it, with all that leads that
    in turn: tables that touch are one for LibreOffice, which then doesn't repeat the header row of the second, and
    leaves rows that are to stay with the next behind at the end of a page.  A table of nothing but such rows it keeps.
    """
    some: list[Piece] = []
    for piece in pieces:
        some.append(piece)
        if isinstance(piece, Wide) and piece.change is None:
            yield from _between(writer, some)
            some = []
    yield from _between(writer, some)


def _between(writer: Writer, pieces: Sequence[Piece]) -> Iterator[Element]:
    """The tables of some pieces, of which only the last is a block that both sides have."""
    spaces = {side: set(_spaces(pieces, side)) for side in SIDES}
    rows: list[Element] = []
    for place, piece in enumerate(pieces):
        new, old = (place in spaces[side] for side in SIDES)
        if rows and (new or old):
            yield _columns(writer, rows)
            rows = []
        if new or old:
            yield writer.end(ooxml.paragraph("TableSpace", ()), ONLY[new, old])
        if isinstance(piece, Wide):
            yield piece.block
        else:
            rows.append(_pair(writer, piece))
    if rows:
        yield _columns(writer, rows)


def _spaces(pieces: Sequence[Piece], side: Side) -> Iterator[int]:
    """The places of the blocks of the full width that a side has, and of the first passage that leads each there."""
    start, leads = -1, False
    for place, piece in enumerate(pieces):
        if not at((piece,), side):
            continue
        if isinstance(piece, Wide):
            yield from (place,) if start < 0 else (start, place)
            start, leads = -1, False
        else:
            start, leads = start if leads else place, piece.leads[side]


def _pair(writer: Writer, passage: Passage) -> Element:
    gutter = ooxml.twips(3.2)
    sides = zip(_halves(writer), passage.paragraphs, ((0, gutter), (gutter, 0)), strict=True)
    splits = passage.splits
    split = splits[side_of(passage.change)]
    row = ooxml.row((ooxml.cell(width, [p], inset=inset) for width, p, inset in sides), split=split)
    return row_changed(writer, row, passage.change, split=splits["old"] if splits["old"] != splits["new"] else None)


def row_changed(writer: Writer, row: Element, change: Change | None, *, split: bool | None = None) -> Element:
    """The row as changed; `split` says whether it could break across pages before, where that is another."""
    if change is not None:
        ooxml.track_row(row, change.kind, *writer.next_track())
    elif split is not None and writer.tracking is not None:
        ooxml.track_split(row, split, *writer.next_track())
    return row


def kept_with(
    writer: Writer, new: Element, change: Change | None, was: Callable[[], Element], *, as_it_was: bool
) -> Element:
    """A paragraph that both documents have; where its properties differ, it says what they were."""
    if writer.tracking is not None and change is None and not as_it_was:
        ooxml.track_properties(new, was(), *writer.next_track())
    return new


def _halves(writer: Writer) -> tuple[int, ...]:
    return tuple(round(writer.width * PARALLEL_SHARES[lang]) for lang in writer.languages)


def _columns(writer: Writer, rows: Iterable[Element]) -> Element:
    return ooxml.table("ParallelText", _halves(writer), rows)


def apart(writer: Writer, elements: Iterable[Element]) -> Iterator[Element]:
    """The same blocks; of two data tables that touch, the second gets the other style."""
    before: dict[Side, str] = dict.fromkeys(SIDES, "")  # where a table stands right before, its style
    for element in elements:
        if not ooxml.is_table(element):
            if any(before.values()) and ooxml.style_of(element):  # nobody sees what bounds a move
                before.update(dict.fromkeys(ooxml.sides_of(element), ""))
            yield element
            continue
        style, sides = ooxml.style_of(element), ooxml.sides_of(element)
        wanted = {side: ooxml.NEXT_TABLE_STYLE if style == before[side] == "ContractTable" else style for side in sides}
        if style == "ContractTable":
            ooxml.set_table_style(element, wanted[sides[0]])
            if writer.tracking is not None and len(set(wanted.values())) > 1:
                ooxml.track_table_style(element, wanted["old"], *writer.next_track())
        before.update(wanted)
        yield element


def is_long(writer: Writer, cells: Iterable[Content], side: Side, most: int) -> bool:
    """Whether any cell has more than `most` characters on that side."""
    return any(len(plain(said(cell.get(lang), side))) > most for cell in cells for lang in writer.languages)


LOOSE: Mapping[Side, bool] = MappingProxyType({"new": False, "old": False})
"""On neither side: of rows that break across pages, or of what leads others."""
LEADING: Mapping[Side, bool] = MappingProxyType({"new": True, "old": True})
"""The same on both."""
