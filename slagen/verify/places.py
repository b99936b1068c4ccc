"""To which clause each passage of a built file belongs, and which words of it are values.

A file is walked beside the tree that it was built from, in reading order: a passage of the file holds one of the tree,
with its label or without, or a part of it where a page ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from slagen.tree import Block, Content, Document, Field, Inline, Paragraph, ResolvedRef, contents, inlines, plain
from slagen.tree.nodes import Heading, Signatory
from slagen.verify.reading import Passage, solid

COVER, CONTENTS, SIGNATURE, RUNNING = "cover", "contents", "signature", "header"
"""What stands for a clause outside of clauses."""
_AHEAD = 80
"""How many passages of the tree are looked through for the next one that a file has."""
_NEAR, _SHORT, _MOSTLY = 6, 12, 0.6
"""How many passages ahead any likeness counts, which words are the same by chance, and what share is most of one."""
_WORD = re.compile(r"[^\w]")


@dataclass(frozen=True, slots=True)
class Place:
    """The clause, or page, that a passage of a file belongs to, and what the tree says there."""

    clause: str
    content: tuple[Inline, ...] = ()


def places(document: Document, passages: Sequence[Passage]) -> list[Place]:
    """The place of each passage of a file that was built from a document."""
    said = [(place, words) for place in _told(document) if (words := key(plain(place.content)))]
    found: list[Place] = []
    at, here = 0, Place(COVER)
    for passage in passages:
        if passage.running:
            found.append(Place(RUNNING))
            continue
        score, index = _best(key(passage.words), said, at)
        if score:
            at, here = index, said[index][0]
        found.append(here if score else Place(here.clause))
    return found


def told(document: Document) -> Iterator[tuple[str, str]]:
    """Each passage of a tree in reading order: the clause that it is of, and its letters and digits."""
    return ((place.clause, words) for place in _told(document) if (words := key(plain(place.content))))


def key(words: str) -> str:
    """The letters and digits of some words: hyphens and marks may be the layout's."""
    return _WORD.sub("", words)


def _best(words: str, said: Sequence[tuple[Place, str]], start: int) -> tuple[float, int]:
    """How much of a passage the likeliest of the next of the tree is, and which that is; 0 for none."""
    best, index = 0.0, start
    if not words:
        return best, index
    for number in range(start, min(start + _AHEAD, len(said))):
        other = said[number][1]
        near = number - start <= _NEAR
        if other == words and (near or len(words) > _SHORT):
            return 1.0, number
        score = _likeness(words, other, near=near)
        if score > best:
            best, index = score, number
    return best, index


def _likeness(words: str, other: str, *, near: bool) -> float:
    """How much of the longer one is the other, or alike; what is far off has to be so for the most part."""
    if other in words or words in other:
        score = min(len(words), len(other)) / max(len(words), len(other))
        return score if near or (score > _MOSTLY and len(other) > _SHORT) else 0.0
    return ratio(words, other, score_cutoff=80) / 100 if near else 0.0


# The tree in reading order ----------------------------------------------------------------------------------------


def _told(document: Document) -> Iterator[Place]:
    cover = document.cover
    facts = [content for fact in (*cover.parties, *cover.facts) for content in (fact.label, fact.value)]
    yield from _said(document, COVER, [cover.title, *facts, *([] if cover.note is None else [cover.note])])
    if not document.alone:
        yield from _said(document, CONTENTS, [document.contents_title])
        for entry in contents(document):
            yield Place(CONTENTS, (Field("", f"{entry.label}{entry.title}"),))
    for chapter in document.chapters:
        first = next((clause.id for section in chapter.sections for clause in section.clauses), COVER)
        yield from _heading(document, first, chapter.heading)
        for section in chapter.sections:
            yield from _heading(document, section.clauses[0].id if section.clauses else first, section.heading)
            for clause in section.clauses:
                yield from _blocks(document, clause.id, clause.blocks)
    yield from _signed(document)
    for annex in document.annexes:
        yield from _heading(document, annex.clause.id, annex.heading)
        yield from _blocks(document, annex.clause.id, annex.clause.blocks)


def _said(document: Document, clause: str, some: Iterable[Content]) -> Iterator[Place]:
    return (Place(clause, content.get(lang)) for content in some for lang in document.languages)


def _heading(document: Document, clause: str, heading: Heading) -> Iterator[Place]:
    return _said(document, clause, [heading.title])


def _blocks(document: Document, clause: str, some: Iterable[Block]) -> Iterator[Place]:
    for block in some:
        if isinstance(block, Paragraph):
            yield from _said(document, clause, [block.content])
            yield from _blocks(document, clause, block.children)
        else:
            yield from _said(document, clause, [*block.header, *(cell for row in block.rows for cell in row.cells)])


def _signed(document: Document) -> Iterator[Place]:
    signature = document.signature
    if signature is not None:
        yield from _said(document, SIGNATURE, [signature.heading, signature.statement])
        for start in range(0, len(signature.signatories), 2):
            rows = zip(*(_signatory(one) for one in signature.signatories[start : start + 2]), strict=False)
            yield from _said(document, SIGNATURE, [content for row in rows for cell in row for content in cell])


def _signatory(one: Signatory) -> Iterator[tuple[Content, ...]]:
    """What stands beside what the other party has."""
    yield from ((one.party.label,), (one.party.value,), (one.seal,))
    yield from ((line.label, line.value) for line in one.lines)


# Values -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """What a passage shows that is not its own words, and from where to where among the solid words.

    `path` is that of a value among the inputs, empty for a number that is referred to.
    """

    path: str
    start: int
    end: int


def values(content: Iterable[Inline]) -> tuple[str, tuple[Shown, ...]]:
    """The solid words of a passage of the tree, and the values and references in them."""
    words, found = "", []
    for node in inlines(content):
        if isinstance(node, Field | ResolvedRef):
            said = solid(node.text)
            found.append(Shown(node.path if isinstance(node, Field) else "", len(words), len(words) + len(said)))
            words += said
        elif not hasattr(node, "children"):
            words += solid(plain((node,)))
    return words, tuple(found)
