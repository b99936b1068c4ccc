"""Inlines: a table from each kind of node to the function that makes its elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from slagen.render.html.blanks import box_for, input_for
from slagen.render.html.voices import Voice
from slagen.render.markup import Node, element
from slagen.tree import (
    Blank,
    Citation,
    Content,
    Deleted,
    Emphasis,
    Field,
    Inline,
    Inserted,
    LineBreak,
    ResolvedRef,
    Strong,
    Term,
    Text,
    Tick,
)


def inlines_of(nodes: Iterable[Inline], voice: Voice) -> Iterator[Node]:
    """Inlines in one language.

    Raises:
        TypeError: one of them is of a kind that outputs don't know.
    """
    for node in nodes:
        writer = _INLINES.get(type(node))
        if writer is None:
            raise TypeError(f"HTML has no form for {node!r}")
        yield from writer(node, voice)


def label_of(content: Content, voice: Voice) -> Iterator[Node]:
    """The label of a heading or a paragraph, where it has one."""
    words = content.get(voice.lang)
    if words:
        # The space is the label's own, so that copied and extracted text keeps label and words apart.
        yield element("span", {"class": "label"}, *inlines_of(words, voice), " ")


def _text(node: Text, _: Voice) -> Iterator[Node]:
    yield from _lines(node.text)


def _lines(text: str) -> Iterator[Node]:
    """The text with a <br> for each of its line breaks."""
    first, *rest = re.split(r"\r\n|\r|\n", text)
    yield first
    for line in rest:
        yield element("br", {})
        yield line


def _strong(node: Strong, voice: Voice) -> Iterator[Node]:
    yield element("strong", {}, *inlines_of(node.children, voice))


def _emphasis(node: Emphasis, voice: Voice) -> Iterator[Node]:
    yield element("em", {}, *inlines_of(node.children, voice))


def _field(node: Field, voice: Voice) -> Iterator[Node]:
    spaced = re.search(r"^\s|\s\s|\t|\s$", node.text)
    if voice.marked or spaced:
        kind = "field kept" if spaced else "field"
        yield element("span", {"class": kind, "data-path": node.path}, *_lines(node.text))
    else:
        yield from _lines(node.text)


def _term(node: Term, voice: Voice) -> Iterator[Node]:
    if voice.marked:
        yield element("span", {"class": "term", "data-term": node.id}, *_lines(node.text))
    else:
        yield from _lines(node.text)


def _citation(node: Citation, voice: Voice) -> Iterator[Node]:
    if voice.marked:
        yield element("cite", {"data-cites": " ".join(node.targets)}, *_lines(node.text))
    else:
        yield from _lines(node.text)


def _break(_: LineBreak, __: Voice) -> Iterator[Node]:
    yield element("br", {})


def _inserted(node: Inserted, voice: Voice) -> Iterator[Node]:
    yield element("ins", {}, *inlines_of(node.children, voice))


def _deleted(node: Deleted, voice: Voice) -> Iterator[Node]:
    yield element("del", {}, *inlines_of(node.children, replace(voice, gone=True)))


def _reference(node: ResolvedRef, voice: Voice) -> Iterator[Node]:
    words = node.text.replace(" ", "\u00a0")
    yield words if voice.gone else element("a", {"class": "ref", "href": voice.href(node.key)}, words)


def _blank(node: Blank, voice: Voice) -> Iterator[Node]:
    # Inside a cell with other words; a cell that is a blank is made by :func:`~slagen.render.html.spoken.spoken`.
    yield input_for(node, voice, "fill")


def _tick(node: Tick, voice: Voice) -> Iterator[Node]:
    yield box_for(node, voice)


_INLINES: Mapping[type, Callable[[Any, Voice], Iterator[Node]]] = MappingProxyType(
    {
        Text: _text,
        Strong: _strong,
        Emphasis: _emphasis,
        Field: _field,
        Term: _term,
        Citation: _citation,
        LineBreak: _break,
        ResolvedRef: _reference,
        Blank: _blank,
        Tick: _tick,
        Inserted: _inserted,
        Deleted: _deleted,
    }
)
