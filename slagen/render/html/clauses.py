"""Paragraphs of clauses; a table from each kind of block to the function that makes its pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

from slagen.render.html.changes import as_changed, bar_of
from slagen.render.html.inlines import inlines_of, label_of
from slagen.render.html.notes import called
from slagen.render.html.passages import Passage, Piece
from slagen.render.html.tables import data_table
from slagen.render.html.voices import Voice, new_key
from slagen.render.markup import element
from slagen.tree import Block, Clause, Paragraph, Table
from slagen.tree.redline import side_of, typed


def _paragraph(node: Paragraph, voices: tuple[Voice, ...], depth: int) -> Iterator[Piece]:
    level = max(len(node.number) - 2, 1) if node.number else depth
    kind = f"level{level}{'' if node.number else ' plain'}{' lead' if node.children else ''}" if not node.rank else ""
    tag = f"h{min(node.rank, 6)}" if node.rank else "p"

    def one(voice: Voice) -> ElementTree.Element:
        anchor = voice.anchor(node.key) if side_of(node.change) == "new" else {}
        inner = voice.of(node.change)
        # A number of the text's own is words of it.
        own = (*typed(node, voice.lang), *node.content.get(voice.lang))
        anchor |= voice.place(node.content, new_key(node))
        attributes = {**voice.tag, **anchor, "class": (kind + bar_of(node.change, own)).strip()}
        words = as_changed(node.change, voice, inlines_of(own, inner))
        label = label_of(node.label, voice) if node.number else ()
        return element(tag, attributes, *label, *words, *called(node.key, voice))

    yield Passage(tuple(map(one, voices)), leads=bool(node.children))
    yield from _blocks(node.children, voices, level)


_BLOCKS: Mapping[type, Callable[[Any, tuple[Voice, ...], int], Iterator[Piece]]] = MappingProxyType(
    {Paragraph: _paragraph, Table: data_table}
)


def _blocks(nodes: Iterable[Block], voices: tuple[Voice, ...], depth: int = 0) -> Iterator[Piece]:
    for node in nodes:
        yield from _BLOCKS[type(node)](node, voices, depth)


def clauses_of(clauses: Iterable[Clause], voices: tuple[Voice, ...]) -> Iterator[Piece]:
    """The pieces of clauses."""
    for clause in clauses:
        yield from _blocks(clause.blocks, voices)
