"""What a document says from beginning to end, in the order in which every output says it.

Both who holds a finished file against its tree, and who tells what part of a tree a passage of a file is, walk it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from slagen.tree.nodes import (
    LANGUAGES,
    Block,
    Chapter,
    Content,
    Document,
    Entry,
    Fact,
    Heading,
    Paragraph,
    Signatory,
    SignatureBlock,
)
from slagen.tree.redline import Side, at, final, typed
from slagen.tree.walk import contents

COVER, CONTENTS, SIGNATURE = "cover", "contents", "signature"
"""What stands for a clause outside of clauses."""


@dataclass(frozen=True, slots=True)
class Said:
    """A passage, and the id of the clause that it is of, or what stands for one.

    `once`: languages that say the same are printed once.  A number that outputs count is no part of it.
    """

    clause: str
    content: Content
    once: bool = False


def in_reading_order(document: Document, side: Side = "new") -> Iterator[Said | Entry]:
    """The passages of a document in reading order, its contents line by line; of a redline, what one side has.

    The contents of a redline are those of the new document.
    """
    return _alone(document, side) if document.signature is None else _whole(document, document.signature, side)


def _whole(document: Document, signature: SignatureBlock, side: Side) -> Iterator[Said | Entry]:
    cover = document.cover
    yield from _once(COVER, (cover.title, *_facts(cover.parties, side), *_facts(cover.facts, side), cover.note))
    yield Said(CONTENTS, document.contents_title, once=True)
    yield from contents(final(document))
    for chapter in at(document.chapters, side):
        yield from _chapter(chapter, side)
    yield from _once(SIGNATURE, (signature.heading, signature.statement))
    for start in range(0, len(signature.signatories), 2):
        beside = (_signed(one) for one in signature.signatories[start : start + 2])
        yield from _once(SIGNATURE, (part for cells in zip(*beside, strict=True) for cell in cells for part in cell))
    for annex in at(document.annexes, side):
        yield Said(annex.clause.id, annex.heading.title)
        yield from _blocks(annex.clause.id, annex.clause.blocks, side)


def _alone(document: Document, side: Side) -> Iterator[Said | Entry]:
    """An annex below what says whose it is, or a text."""
    cover = document.cover
    whose = (*_facts(cover.facts, side), *_facts(cover.parties, side), cover.note)
    for annex in document.annexes:
        yield Said(COVER, cover.title, once=True)
        yield _numbered(annex.clause.id, annex.heading)
        yield from _once(COVER, whose)
        yield from _blocks(annex.clause.id, annex.clause.blocks, side)


def _chapter(chapter: Chapter, side: Side) -> Iterator[Said]:
    """A heading is of the first clause under it."""
    first = next((clause.id for section in chapter.sections for clause in section.clauses), COVER)
    yield Said(first, chapter.heading.title)
    for section in at(chapter.sections, side):
        yield Said(section.clauses[0].id if section.clauses else first, section.heading.title)
        for clause in section.clauses:
            yield from _blocks(clause.id, clause.blocks, side)


def _blocks(clause: str, some: tuple[Block, ...], side: Side) -> Iterator[Said]:
    for block in at(some, side):
        if isinstance(block, Paragraph):
            yield _numbered(clause, block)
            yield from _blocks(clause, block.children, side)
        else:
            yield from _once(clause, (*block.header, *(cell for row in at(block.rows, side) for cell in row.cells)))


def _numbered(clause: str, node: Paragraph | Heading) -> Said:
    """With the number in front of it, where that is a part of the text."""
    words = node.content if isinstance(node, Paragraph) else node.title
    zh, en = ((*typed(node, lang), *words.get(lang)) for lang in LANGUAGES)
    return Said(clause, Content(zh, en))


def _facts(facts: tuple[Fact, ...], side: Side) -> Iterator[Content]:
    return (content for fact in at(facts, side) for content in (fact.label, fact.value))


def _once(clause: str, passages: Iterable[Content]) -> Iterator[Said]:
    return (Said(clause, content, once=True) for content in passages)


def _signed(one: Signatory) -> Iterator[tuple[Content, ...]]:
    """What one party's cells on the signature page say, from top to bottom."""
    yield (one.party.label,)
    yield (one.party.value,)
    yield (one.seal,)
    yield from ((line.label, line.value) for line in one.lines)
