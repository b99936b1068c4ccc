"""An agreement cut down to one of each: every heading, number and kind of block, but few of the words.

What holds of a PDF's structure, links and fonts does not depend on how often the same kind of block stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from recounted import recounted

from slagen.tree import Annex, Block, Chapter, Clause, Document, Table

Shape = tuple[int, frozenset[str]]


def abridged(document: Document) -> Document:
    """The document with every block that has another shape than those before, and of each clause the first words.

    It is counted anew; a reference to what is left out is the words that it shows.
    """
    seen: set[Shape] = set()
    chapters = tuple(_chapter(chapter, seen) for chapter in document.chapters)
    annexes = tuple(_annex(annex, seen) for annex in document.annexes)
    return recounted(replace(document, notes=()), chapters, annexes)


def _chapter(chapter: Chapter, seen: set[Shape]) -> Chapter:
    sections = (
        replace(section, clauses=tuple(_clause(clause, seen) for clause in section.clauses))
        for section in chapter.sections
    )
    return replace(chapter, sections=tuple(sections))


def _annex(annex: Annex, seen: set[Shape]) -> Annex:
    return replace(annex, clause=_clause(annex.clause, seen))


def _clause(clause: Clause, seen: set[Shape]) -> Clause:
    return replace(clause, blocks=tuple(_kept(clause.blocks, seen)))


def _kept(blocks: tuple[Block, ...], seen: set[Shape]) -> Iterator[Block]:
    for place, block in enumerate(blocks):
        shape = _depth(block), kinds(block)
        if shape not in seen:
            yield block
        elif place == 0:
            yield _first_of(block)
        seen.add(shape)


def _first_of(block: Block) -> Block:
    """A paragraph without what stands under it, or the first rows of a table."""
    if isinstance(block, Table):
        return replace(block, rows=block.rows[:2])
    return replace(block, children=())


def _depth(block: Any) -> int:
    """How many levels of numbers are in a block."""
    return 1 + max((_depth(child) for child in getattr(block, "children", ())), default=0)


def kinds(node: Any) -> frozenset[str]:
    """The kinds of all nodes in a node."""
    if isinstance(node, tuple):
        return frozenset().union(*map(kinds, node))
    if not is_dataclass(node):
        return frozenset()
    return frozenset({type(node).__name__}).union(*(kinds(getattr(node, field.name)) for field in fields(node)))
