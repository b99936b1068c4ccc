"""Reading back: the finished file must hold the tree's words, in the tree's order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from slagen.render import ooxml
from slagen.render.docx.problem import RenderError
from slagen.tree import Block, Content, Document, Fact, Paragraph, Signatory, SignatureBlock, contents, plain
from slagen.tree.redline import SIDES, Side, at, final, said, typed
from slagen.tree.walk import ROOM


def read_back(data: bytes, document: Document, pages: Mapping[str, int]) -> None:
    """Read the main part and hold its words against the tree's.

    Raises:
        RenderError: they differ; says where.
    """
    read = ooxml.read_words(data)
    for side in SIDES if document.was is not None else SIDES[:1]:
        found, expected = _solid(read[side]), _solid("".join(_Words(document, pages, side).all()))
        if found != expected:
            first = next(i for i in range(len(expected) + 1) if found[: i + 1] != expected[: i + 1])
            near = slice(max(0, first - 20), first + 20)
            raise RenderError(f"the DOCX reads {found[near]!r}, the tree {expected[near]!r}")


def read_notes(data: bytes, document: Document) -> None:
    """The same for the footnotes."""
    found = _solid(ooxml.read_words(data, kind=ooxml.FOOTNOTES)["new"]) if document.notes else ""
    expected = _solid("".join(plain(note.content.get(lang)) for note in document.notes for lang in document.languages))
    if found != expected:
        raise RenderError(f"the footnotes of the DOCX read {found!r}, those of the tree {expected!r}")


def _solid(text: str) -> str:
    """The text without white space that is an element of its own, or is added between words, in the file."""
    return re.sub(rf"[ \t\r\n{ROOM}]", "", text)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the body of any output says, in reading order, without labels, which the lists make.

    Of a redline, what one of its two sides says; the contents are those of the new one.
    """

    document: Document
    pages: Mapping[str, int]
    side: Side

    def all(self) -> Iterator[str]:
        cover, signature = self.document.cover, self.document.signature
        parties, facts = self._facts(cover.parties), self._facts(cover.facts)
        note = () if cover.note is None else (cover.note,)
        if signature is None:
            yield from self._alone((*facts, *parties, *note))
            return
        yield from self._once((cover.title, *parties, *facts, *note))
        yield from self._contents()
        yield from self._chapters()
        yield from self._signature(signature)
        for annex in at(self.document.annexes, self.side):
            yield from self._each(annex.heading.title)
            yield from self._blocks(annex.clause.blocks)

    def _contents(self) -> Iterator[str]:
        yield from self._once((self.document.contents_title,))
        for entry in contents(final(self.document)):
            yield f"{entry.label}{entry.title}{self.pages.get(entry.key, '')}"

    def _chapters(self) -> Iterator[str]:
        for chapter in at(self.document.chapters, self.side):
            yield from self._each(chapter.heading.title)
            for section in at(chapter.sections, self.side):
                yield from self._each(section.heading.title)
                for clause in section.clauses:
                    yield from self._blocks(clause.blocks)

    def _signature(self, block: SignatureBlock) -> Iterator[str]:
        yield from self._once((block.heading, block.statement))
        for start in range(0, len(block.signatories), 2):
            sides = (self._signed(one) for one in block.signatories[start : start + 2])
            yield from self._once(content for cells in zip(*sides, strict=True) for cell in cells for content in cell)

    def _alone(self, whose: Iterable[Content]) -> Iterator[str]:
        for annex in self.document.annexes:
            yield from self._once((self.document.cover.title,))
            yield from self._each(typed(annex.heading))
            yield from self._each(annex.heading.title)
            yield from self._once(whose)
            yield from self._blocks(annex.clause.blocks)

    def _signed(self, one: Signatory) -> Iterator[tuple[Content, ...]]:
        """What one party's cells on the signature page say, from top to bottom."""
        yield (one.party.label,)
        yield (one.party.value,)
        yield (one.seal,)
        yield from ((line.label, line.value) for line in one.lines)

    def _facts(self, facts: tuple[Fact, ...]) -> tuple[Content, ...]:
        return tuple(content for fact in at(facts, self.side) for content in (fact.label, fact.value))

    def _each(self, content: Content) -> Iterator[str]:
        return (plain(said(content.get(lang), self.side)) for lang in self.document.languages)

    def _once(self, passages: Iterable[Content]) -> Iterator[str]:
        for content in passages:
            yield from dict.fromkeys(self._each(content))

    def _blocks(self, some: tuple[Block, ...]) -> Iterator[str]:
        for block in at(some, self.side):
            if isinstance(block, Paragraph):
                own = zip(self._each(typed(block)), self._each(block.content), strict=True)
                yield from (word for words in own for word in words)
                yield from self._blocks(block.children)
            else:
                rows = at(block.rows, self.side)
                yield from self._once((*block.header, *(cell for row in rows for cell in row.cells)))
