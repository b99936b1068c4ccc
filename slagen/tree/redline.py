"""A redline's two documents: the new one with every change accepted, the old one with every change rejected.

A redline is an ordinary document with inserted and deleted words, blocks, rows and headings in it, so that every
renderer can show it.  Both documents can be had from it exactly, down to numbers, keys and places in the sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Literal, TypeVar

from slagen.diagnostics import Lang
from slagen.tree.nodes import (
    Change,
    Clause,
    Content,
    Deleted,
    Document,
    Emphasis,
    Fact,
    Heading,
    Inline,
    Inserted,
    Paragraph,
    Row,
    Strong,
    Text,
)

Side = Literal["new", "old"]
T = TypeVar("T")
SIDES: tuple[Side, ...] = ("new", "old")
_GONE: dict[Side, str] = {"new": "deleted", "old": "inserted"}
_KEPT: dict[Side, type] = {"new": Inserted, "old": Deleted}


def accepted(redline: Document) -> Document:
    """The new document."""
    return _side(redline, "new")


def side_of(change: Change | None) -> Side:
    """The side whose document shows a block as the redline does: the old one for what is deleted."""
    return "old" if change is not None and change.kind == "deleted" else "new"


def final(document: Document) -> Document:
    """The new document of a redline; any other is its own."""
    return document if document.was is None else accepted(document)


def rejected(redline: Document) -> Document:
    """The old document."""
    return _side(redline, "old")


def at(nodes: tuple[T, ...], side: Side) -> tuple[T, ...]:
    """Those of some blocks, rows or sections that a side has."""
    return tuple(node for node in nodes if not _gone(node, side))


_MOVED: dict[tuple[str, Lang], tuple[str, str]] = {
    ("inserted", "zh"): ("〔移自{}〕", "〔自别处移来〕"),
    ("deleted", "zh"): ("〔移至{}〕", "〔移至别处〕"),
    ("inserted", "en"): ("[moved from {}] ", "[moved here] "),
    ("deleted", "en"): ("[moved to {}] ", "[moved away] "),
}


def moved(change: Change | None, lang: Lang) -> str:
    """What is said in front of what has moved: from where or whereto, where that has a number; else nothing."""
    if change is None or change.moved is None:
        return ""
    to_a_number, to_another_place = _MOVED[change.kind, lang]
    place = "".join(node.text for node in change.moved.get(lang) if isinstance(node, Text))
    return to_a_number.format(place) if place else to_another_place


def noted_once(redline: Document) -> Document:
    """The same, where of neighbours that moved together only the first says so."""
    return _noted(redline, [None]) if redline.was is not None and _has_moves(redline) else redline


def _has_moves(node: object) -> bool:
    if isinstance(node, tuple):
        return any(map(_has_moves, node))
    if isinstance(node, Content) or not is_dataclass(node) or isinstance(node, type):
        return False
    change = getattr(node, "change", None)
    if isinstance(change, Change) and change.moved is not None:
        return True
    return any(_has_moves(getattr(node, name)) for name in _under(type(node)))


def _noted(node: T, last: list[Change | None]) -> T:
    if isinstance(node, tuple):
        made = tuple(_noted(item, last) for item in node)
        return node if all(map(is_, made, node)) else made  # type: ignore[return-value]
    if not is_dataclass(node) or isinstance(node, type | Content | Change):
        return node
    own = getattr(node, "change", None)
    if isinstance(node, Heading | Paragraph | Row | Fact):
        node, last[0] = (replace(node, change=Change(own.kind)) if own and own == last[0] else node), own
    changed = {
        name: made for name in _under(type(node)) if (made := _noted(was := getattr(node, name), last)) is not was
    }
    return replace(node, **changed) if changed else node


def on_side(node: T, side: Side) -> T:
    """A block, row or passage as one side has it."""
    return _side(node, side)


def typed(node: Paragraph | Heading, lang: Lang) -> tuple[Inline, ...]:
    """A number that is part of the text, with the space after it, and in a redline the one that stood there before.

    What slagen numbers has none: renderers count it.
    """
    if node.number:
        return ()
    now = _spaced(node.label.get(lang), lang)
    if node.was is None or node.was.label == node.label:
        return now
    was = _spaced(node.was.label.get(lang), lang)
    changed = (kind(words) for kind, words in ((Deleted, was), (Inserted, now)) if words)
    return tuple(changed)


def _spaced(label: tuple[Inline, ...], lang: Lang) -> tuple[Inline, ...]:
    space = "\u3000" if lang == "zh" else " "
    match label:
        case ():
            return ()
        case (*before, Text(words)):
            return (*before, Text(words + space))
        case _:
            return (*label, Text(space))


def said(content: Iterable[Inline], side: Side) -> tuple[Inline, ...]:
    """The inlines of a passage as one side has them."""
    return tuple(_said(content, side))


def _said(content: Iterable[Inline], side: Side) -> Iterator[Inline]:
    for node in content:
        if isinstance(node, Inserted | Deleted):
            if isinstance(node, _KEPT[side]):
                yield from _said(node.children, side)
        elif isinstance(node, Strong | Emphasis):
            yield replace(node, children=said(node.children, side))
        else:
            yield node


def _side(node: T, side: Side) -> T:
    """A node as one side has it: without what only the other has, and, for the old side, as it `was`."""
    if isinstance(node, Content):
        if not _is_changed(node):
            return node
        zh, en = (None if of is None else said(of, side) for of in (node.zh, node.en))
        return Content(zh, en)  # type: ignore[return-value]
    if isinstance(node, tuple):
        return tuple(_side(item, side) for item in node if not _gone(item, side))  # type: ignore[return-value]
    if not is_dataclass(node) or isinstance(node, type | Change | Inline):
        return node
    was = getattr(node, "was", None)
    base = was if was is not None and side == "old" else node
    known = _names(type(node))
    changed = {name: _side(value, side) for name in known if _is_part(value := getattr(node, name), name)}
    if base is not node:
        # What the old node says itself stands; what was taken from it is what the redline holds.
        changed = {name: value for name, value in changed.items() if name in UNDER}
    marks = {name: None for name in ("change", "was") if name in known}
    return replace(base, **changed, **marks)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


@cache
def _under(kind: type) -> tuple[str, ...]:
    return tuple(name for name in _names(kind) if name in UNDER)


def _is_changed(content: Content) -> bool:
    return any(isinstance(node, _MARKS) for of in (content.zh, content.en) for node in of or ())


_MARKS = (Inserted, Deleted, Strong, Emphasis)


_OF_DOCUMENT = ("cover", "chapters", "signature", "annexes", "parties", "facts", "note", "statement", "signatories")
_OF_CLAUSES = ("heading", "title", "sections", "clauses", "clause", "blocks", "content", "children")
_OF_TABLES = ("header", "rows", "cells", "party", "seal", "lines", "value")
UNDER = frozenset((*_OF_DOCUMENT, *_OF_CLAUSES, *_OF_TABLES))
"""The fields that hold what is under a node, or what it says: those of an old node in `was` are empty."""


def _is_part(value: object, name: str) -> bool:
    return name not in ("change", "was") and (isinstance(value, tuple) or is_dataclass(value))


def _gone(node: object, side: Side) -> bool:
    """Whether the side lacks a node: a heading speaks for its chapter, section or annex, its blocks for a clause."""
    if isinstance(node, Clause):
        return bool(node.blocks) and all(_gone(block, side) for block in node.blocks)
    heading = getattr(node, "heading", None)
    change = getattr(node if heading is None else heading, "change", None)
    return isinstance(change, Change) and change.kind == _GONE[side]
