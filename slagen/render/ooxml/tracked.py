"""Tracked changes: what is inserted, deleted, moved or set otherwise (ECMA-376 part 1, 17.13.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from docx.oxml.parser import oxml_parser

from slagen.render.ooxml.elements import NAMESPACES, Element, W, flag, w
from slagen.render.ooxml.tables import is_table
from slagen.tree.redline import Side


@dataclass(frozen=True, slots=True)
class Tracking:
    """Whose changes a redline shows, and when they were made.

    `native_moves`: what moved is a move of Word's, not a deletion and an insertion.
    """

    author: str
    moment: datetime
    native_moves: bool = False


_ID, _AUTHOR, _DATE = (f"{{{W}}}{name}" for name in ("id", "author", "date"))
TrackKind = Literal["inserted", "deleted"]
_TRACKS: dict[TrackKind, str] = {"inserted": "ins", "deleted": "del"}
_MOVES: dict[TrackKind, str] = {"inserted": "moveTo", "deleted": "moveFrom"}
_DELETED_TEXT = {f"{{{W}}}t": f"{{{W}}}delText", f"{{{W}}}instrText": f"{{{W}}}delInstrText"}
_TEXT = {deleted: text for text, deleted in _DELETED_TEXT.items()}
GONE: dict[Side, frozenset[str]] = {
    "new": frozenset({f"{{{W}}}del", f"{{{W}}}moveFrom"}),
    "old": frozenset({f"{{{W}}}ins", f"{{{W}}}moveTo"}),
}
"""What a side of a redline does not have."""


def tracked(name: str, tracking: Tracking, number: int, *children: Element) -> Element:
    """The element ``w:name`` of a change: its number, and who made it when (17.13.5.1)."""
    element = _mark_of(name, tracking).__copy__()
    element.set(_ID, str(number))
    element.extend(children)
    return element


@lru_cache(maxsize=64)
def _mark_of(name: str, tracking: Tracking) -> Element:
    given = {_ID: "", _AUTHOR: tracking.author, _DATE: tracking.moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return oxml_parser.makeelement(f"{{{W}}}{name}", given, NAMESPACES)


def track_runs(
    kind: TrackKind, runs: Sequence[Element], tracking: Tracking, number: int, *, move: bool = False
) -> Element:
    """Runs as inserted or deleted (17.13.5.18, 17.13.5.14); the text of deleted ones is no text any more (17.3.3.7).

    Or as moved from or to this place (17.13.5.22, 17.13.5.25).  What is tracked among them becomes what their side has.
    """
    runs = _of_side("old" if kind == "deleted" else "new", runs)
    if move:
        return tracked(_MOVES[kind], tracking, number, *runs)
    if kind == "deleted":
        _rename(runs, _DELETED_TEXT)
    return tracked(_TRACKS[kind], tracking, number, *runs)


def _of_side(side: Side, runs: Sequence[Element]) -> list[Element]:
    made: list[Element] = []
    for each in runs:
        if each.tag in GONE["new" if side == "old" else "old"]:
            _rename(each, _TEXT)
            made += each
        elif each.tag not in GONE[side]:
            made.append(each)
    return made


def _rename(runs: Iterable[Element], names: Mapping[str, str]) -> None:
    for each in runs:
        for element in each.iter(*names):
            element.tag = names[element.tag]


def move_bounds(kind: TrackKind, name: str, tracking: Tracking, number: int) -> tuple[Element, Element]:
    """What stands before and after the paragraphs of a move; both places have its name (17.13.5.24, 17.13.5.28)."""
    start = tracked(f"{_MOVES[kind]}RangeStart", tracking, number)
    start.set(f"{{{W}}}name", name)
    return start, w(f"{_MOVES[kind]}RangeEnd", id=number)


def track_paragraph(
    paragraph: Element, kind: TrackKind, tracking: Tracking, number: int, *, move: bool = False
) -> None:
    """Marks the end of a paragraph as inserted, deleted or moved: taken away, what follows joins it (17.13.5.20)."""
    properties = paragraph.find(f"{{{W}}}pPr")
    after = {f"{{{W}}}{name}" for name in ("sectPr", "pPrChange")}
    place = next((i for i, child in enumerate(properties) if child.tag in after), len(properties))
    properties.insert(place, w("rPr", tracked((_MOVES if move else _TRACKS)[kind], tracking, number)))


def track_properties(paragraph: Element, before: Element, tracking: Tracking, number: int) -> None:
    """Says what the properties of a paragraph were before (17.13.5.29)."""
    was = before.find(f"{{{W}}}pPr")
    paragraph.find(f"{{{W}}}pPr").append(tracked("pPrChange", tracking, number, w("pPr", *was)))


def track_row(row: Element, kind: TrackKind, tracking: Tracking, number: int) -> None:
    """Marks a table row as inserted or deleted (17.13.5.17, 17.13.5.12)."""
    properties = row.find(f"{{{W}}}trPr")
    if properties is None:
        properties = w("trPr")
        row.insert(0, properties)
    properties.append(tracked(_TRACKS[kind], tracking, number))


def track_split(row: Element, before: bool, tracking: Tracking, number: int) -> None:
    """Says that a row could or could not break across pages before (17.13.5.37)."""
    properties = row.find(f"{{{W}}}trPr")
    if properties is None:
        properties = w("trPr")
        row.insert(0, properties)
    others = [deepcopy(each) for each in properties if each.tag != f"{{{W}}}cantSplit"]
    was = w("trPr", flag("cantSplit", not before), *others)
    properties.append(tracked("trPrChange", tracking, number, was))


def sides_of(block: Element) -> tuple[Side, ...]:
    """The sides of a redline that a paragraph or table is on: one, where all of it is inserted or deleted."""
    if is_table(block):
        marks = [row.find(f"{{{W}}}trPr") for row in block.iter(f"{{{W}}}tr")]
    else:
        marks = [block.find(f"{{{W}}}pPr/{{{W}}}rPr")]
    for side, gone in GONE.items():
        if all(mark is not None and any(child.tag in gone for child in mark) for mark in marks):
            return ("old",) if side == "new" else ("new",)
    return ("new", "old")


def track_table_style(block: Element, before: str, tracking: Tracking, number: int) -> None:
    """Says what the style of a table was before (17.13.5.36)."""
    properties = block.find(f"{{{W}}}tblPr")
    was = deepcopy(properties)
    was.find(f"{{{W}}}tblStyle").set(f"{{{W}}}val", before)
    properties.append(tracked("tblPrChange", tracking, number, was))
