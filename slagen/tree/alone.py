"""An annex as a document of its own: a form to fill in, an agreement to sign, a list to send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from slagen.tree.nodes import Annex, Content, Document, Fact, Field, Heading, Inline, ResolvedRef, Text
from slagen.tree.walk import inlines, nested

T = TypeVar("T")
_IDENTITY = ("contract.id", "contract.version")
"""The facts of the cover that say which contract an annex belongs to."""


def alone(document: Document, id: str) -> Document:  # noqa: A002 - as Clause.id
    """The annex called `id` without the rest of its contract, which its cover and header name.

    It keeps its number.  What it refers to in the contract is referred to by the same words, without a link.

    Raises:
        LookupError: the document has no such annex.
    """
    annex = next((annex for annex in document.annexes if annex.clause.id == id), None)
    if annex is None:
        raise LookupError(id)
    return replace(
        document,
        header=_with(document.header, annex.heading.label),
        cover=replace(document.cover, facts=tuple(filter(_identifies, document.cover.facts))),
        chapters=(),
        signature=None,
        annexes=(_unlinked(annex, _keys(annex)),),
        notes=tuple(note for note in document.notes if note.key in _keys(annex)),
    )


def name_of(document: Document) -> Content:
    """What a document is called: the contract's title, or the label and title of an annex alone."""
    if not document.alone:
        return document.cover.title
    heading: Heading = document.annexes[0].heading
    parts = ((lang, heading.label.get(lang), heading.title.get(lang)) for lang in document.languages)
    words = {lang: (*label, *((Text(" "),) if label else ()), *title) for lang, label, title in parts}
    return Content(zh=words.get("zh"), en=words.get("en"))


def _with(header: Content, label: Content) -> Content:
    """The running header with the annex's label after it."""
    zh = (*header.zh, Text("　"), *label.get("zh")) if header.zh is not None else None
    en = (*header.en, Text(" · "), *label.get("en")) if header.en is not None else None
    return Content(zh, en)


def _identifies(fact: Fact) -> bool:
    shown: Iterable[Inline] = (*fact.value.get("zh"), *fact.value.get("en"))
    return any(isinstance(node, Field) and node.path in _IDENTITY for node in inlines(shown))


def _keys(annex: Annex) -> frozenset[str]:
    """What can be pointed at within the annex."""
    inside = (getattr(block, "key", "") for block in nested(annex.clause.blocks))
    return frozenset((annex.heading.key, *inside))


def _holds(value: object) -> bool:
    return isinstance(value, tuple) or is_dataclass(value)


def _unlinked(node: T, keys: frozenset[str]) -> T:
    """The same nodes, with words in the place of references to what is not among `keys`."""
    if isinstance(node, ResolvedRef):
        return node if node.key in keys else Text(node.text)  # type: ignore[return-value]
    if isinstance(node, tuple):
        return tuple(_unlinked(item, keys) for item in node)  # type: ignore[return-value]
    if is_dataclass(node) and not isinstance(node, type):
        held = {f.name: value for f in fields(node) if _holds(value := getattr(node, f.name))}
        return replace(node, **{name: _unlinked(value, keys) for name, value in held.items()})
    return node
