"""Passages and the layouts they are set in: one under another, or side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree import ElementTree

from slagen.render.markup import Node, element
from slagen.tree import Document


@dataclass(frozen=True, slots=True)
class Passage:
    """One element a language, and whether it leads what follows: then it must not be left at a page's foot."""

    elements: tuple[ElementTree.Element, ...]
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Wide:
    """An element of the full width, which holds its languages itself."""

    element: ElementTree.Element


Piece = Passage | Wide


def laid_out(document: Document, pieces: Iterable[Piece]) -> tuple[Node, ...]:
    """The elements of passages as the document's layout sets them."""
    side = document.bilingual and document.layout == "parallel"
    return tuple(_side_by_side(pieces) if side else _one_under_another(pieces))


def _one_under_another(pieces: Iterable[Piece]) -> Iterator[Node]:
    for piece in pieces:
        yield from (piece.element,) if isinstance(piece, Wide) else piece.elements


def _side_by_side(pieces: Iterable[Piece]) -> Iterator[Node]:
    """Rows of two columns; a full-width piece ends the table and the next passage starts another."""
    for _, group in groupby(pieces, type):
        alike = list(group)
        yield from (piece.element for piece in alike if isinstance(piece, Wide))
        passages = [piece for piece in alike if isinstance(piece, Passage)]
        if passages:
            yield _columns(passages)


def _columns(passages: Sequence[Passage]) -> ElementTree.Element:
    # What the last row leads stands outside this table, which must then stay with it as a row would.
    kind = "parallel lead" if passages[-1].leads else "parallel"
    rows = element("tbody", {}, *map(_pair, passages))
    return element("table", {"class": kind, "role": "presentation"}, rows)


def _pair(passage: Passage) -> ElementTree.Element:
    cells = (element("td", {"class": "second"} if turn else {}, one) for turn, one in enumerate(passage.elements))
    return element("tr", {"class": "lead"} if passage.leads else {}, *cells)
