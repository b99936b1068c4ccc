"""An agreement cut down to one of each: every heading, number and kind of block, but few of the words.

What holds of a PDF's structure, links and fonts does not depend on how often the same kind of block stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from recounted import recounted

from slagen.tree import Annex, Block, Chapter, Clause, Document, Table

Trait = tuple[int, str, str]
"""In a block of so many levels, a kind of node that is directly in a kind of node."""


def abridged(document: Document) -> Document:
    """The document with every block that has what none before it has in that way, and of each clause the first words.

    It is counted anew; a reference to what is left out is the words that it shows.
    """
    seen: set[Trait] = set()
    chapters = tuple(_chapter(chapter, seen) for chapter in document.chapters)
    annexes = tuple(_annex(annex, seen) for annex in document.annexes)
    return recounted(replace(document, notes=()), chapters, annexes)


def _chapter(chapter: Chapter, seen: set[Trait]) -> Chapter:
    sections = (
        replace(section, clauses=tuple(_clause(clause, seen) for clause in section.clauses))
        for section in chapter.sections
    )
    return replace(chapter, sections=tuple(sections))


def _annex(annex: Annex, seen: set[Trait]) -> Annex:
    return replace(annex, clause=_clause(annex.clause, seen))


def _clause(clause: Clause, seen: set[Trait]) -> Clause:
    return replace(clause, blocks=tuple(_kept(clause.blocks, seen)))


def _kept(blocks: tuple[Block, ...], seen: set[Trait]) -> Iterator[Block]:
    for place, block in enumerate(blocks):
        traits = {(_depth(block), *pair) for pair in _nested(block)}
        if not traits <= seen:
            yield block
        elif place == 0:
            yield _first_of(block)
        seen |= traits


def _first_of(block: Block) -> Block:
    """A paragraph without what stands under it, or the first rows of a table."""
    if isinstance(block, Table):
        return replace(block, rows=block.rows[:2])
    return replace(block, children=())


def _depth(block: Any) -> int:
    """How many levels of numbers are in a block."""
    return 1 + max((_depth(child) for child in getattr(block, "children", ())), default=0)


def _nested(node: Any) -> Iterator[tuple[str, str]]:
    """The kinds of nodes in a node, each with that of what it is directly in."""
    for child in _children(node):
        yield type(node).__name__, type(child).__name__
        yield from _nested(child)


def _children(node: Any) -> Iterator[Any]:
    for field in fields(node):
        value = getattr(node, field.name)
        yield from (one for one in (value if isinstance(value, tuple) else (value,)) if is_dataclass(one))


def kinds(node: Any) -> frozenset[str]:
    """The kinds of all nodes in a node, and its own."""
    return frozenset((type(node).__name__, *(kind for _, kind in _nested(node))))
