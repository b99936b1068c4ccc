"""The words of a document tree in reading order, and reading them off the pages of a PDF.

A renderer's own idea of the words is not asked: what a reader should find is worked out here from the tree again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from slagen.tree import (
    Block,
    Content,
    Document,
    Fact,
    Heading,
    Lang,
    Paragraph,
    Signatory,
    Table,
    contents,
    plain,
)
from slagen.tree.walk import BOX

Place = tuple[str, Lang]
"""A heading in one language."""


@dataclass(frozen=True)
class Words:
    """Words that stand next."""

    text: str


@dataclass(frozen=True)
class Begins:
    """Here a heading begins."""

    place: Place


@dataclass(frozen=True)
class PageNumber:
    """Here the contents say on which page a heading stands."""

    place: Place


@dataclass(frozen=True)
class Head:
    """Here the head of a table begins, or the table ends (no words), perhaps with rows of nothing but blanks."""

    text: str
    blank: bool = False


Piece = Words | Begins | PageNumber | Head


def pieces(document: Document, *, labels: bool = True, boxes: bool = True) -> Iterator[Piece]:
    """Everything that stands on the pages between running header and footer, in order.

    Without `boxes` the boxes to tick are left out: in a PDF they are fields, not words.
    """
    return _Reader(document, labels, boxes).everything()


@dataclass(frozen=True)
class _Reader:
    document: Document
    labels: bool
    boxes: bool

    def everything(self) -> Iterator[Piece]:
        document = self.document
        yield from self.once(document.cover.title)
        if document.alone:
            yield from self.alone()
            return
        yield from self.facts((*document.cover.parties, *document.cover.facts))
        if document.cover.note:
            yield from self.once(document.cover.note)
        yield from self.once(document.contents_title)
        for entry in contents(document):
            yield Words(entry.label + entry.title)
            yield PageNumber((entry.key, entry.lang))
        for chapter in document.chapters:
            yield from self.heading(chapter.heading)
            for section in chapter.sections:
                yield from self.heading(section.heading)
                for clause in section.clauses:
                    yield from self.blocks(clause.blocks)
        yield from self.once(document.signature.heading)
        yield from self.once(document.signature.statement)
        for start in range(0, len(document.signature.signatories), 2):
            yield from self.signed(document.signature.signatories[start : start + 2])
        for annex in document.annexes:
            yield from self.heading(annex.heading)
            yield from self.blocks(annex.clause.blocks)

    def alone(self) -> Iterator[Piece]:
        """An annex with the lines below its heading that say whose it is."""
        cover = self.document.cover
        for annex in self.document.annexes:
            yield from self.heading(annex.heading)
            yield from self.facts((*cover.facts, *cover.parties))
            if cover.note:
                yield from self.once(cover.note)
            yield from self.blocks(annex.clause.blocks)

    def said(self, content: Content) -> list[str]:
        said = [plain(content.get(lang)) for lang in self.document.languages]
        return said if self.boxes else [words.replace(BOX, "") for words in said]

    def once(self, content: Content) -> Iterator[Words]:
        """In a cell or a fact, what is the same in both languages is said once."""
        yield from (Words(words) for words in dict.fromkeys(self.said(content)))

    def facts(self, facts: Iterable[Fact]) -> Iterator[Words]:
        for fact in facts:
            yield from self.once(fact.label)
            yield from self.once(fact.value)

    def signed(self, beside: Sequence[Signatory]) -> Iterator[Words]:
        """Two parties are read level by level."""
        for content in (*(one.party.label for one in beside), *(one.party.value for one in beside)):
            yield from self.once(content)
        for one in beside:
            yield from self.once(one.seal)
        for level in zip(*(one.lines for one in beside), strict=True):
            yield from self.facts(level)

    def labelled(self, label: Content, content: Content) -> Iterator[Words]:
        for number, words in zip(self.said(label), self.said(content), strict=True):
            yield Words((number if self.labels else "") + words)

    def heading(self, heading: Heading) -> Iterator[Piece]:
        for lang, words in zip(self.document.languages, self.labelled(heading.label, heading.title), strict=True):
            yield Begins((heading.key, lang))
            yield words

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Piece]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield from self.labelled(block.label, block.content)
                yield from self.blocks(block.children)
            else:
                yield from self.table(block)

    def table(self, table: Table) -> Iterator[Piece]:
        head = [words for cell in table.header for words in self.once(cell)]
        yield from head
        yield Head("".join(words.text for words in head))
        said = [[words for cell in row.cells for words in self.once(cell)] for row in table.rows]
        for row in said:
            yield from row
        yield Head("", blank=bool(said) and not any(words.text.strip() for words in said[-1]))


def solid(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


# Reading pages --------------------------------------------------------------------------------------------------


class OtherWordsError(AssertionError):
    """A page does not say what the tree says."""


@dataclass
class Reading:
    """What was read besides the words: the pages that headings begin on, and those that the contents give."""

    begins: dict[Place, int] = field(default_factory=dict)
    listed: dict[Place, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Char:
    """A character on a page, and what follows it there."""

    char: str
    page: int
    first: bool
    gap: bool
    line_end: bool


def read(pages: Sequence[str], expected: Iterable[Piece]) -> Reading:
    """Read `expected` off the pages, every character of them.

    What may differ, and why that hides nothing:

    - White space, which typesetting makes: a Chinese text has none at its line ends, LibreOffice sets some between
      Han and Latin characters.
    - A hyphen at the end of a line that the tree doesn't have: hyphenation.  One that the tree has must be there.
    - The head of a table at the top of a page in the middle of that table, which is repeated: it must be whole, and
      the table's own words must go on behind it, unless its last row is one of blanks to fill in.
    - Dot leaders before a page number in the contents, where nothing else can stand.

    Raises:
        OtherWordsError: something else stands there.
    """
    return _Pages(pages).read(expected)


class _Pages:
    def __init__(self, pages: Sequence[str]) -> None:
        self._chars = [char for number, text in enumerate(pages, 1) for char in _chars(text, number)]
        self._at = 0
        self._head = ""
        self._reading = Reading()

    def read(self, expected: Iterable[Piece]) -> Reading:
        for piece in expected:
            match piece:
                case Words(text):
                    self._words(solid(text))
                case Begins(place):
                    self._reading.begins[place] = self._chars[min(self._at, len(self._chars) - 1)].page
                case PageNumber(place):
                    self._reading.listed[place] = self._page_number()
                case Head(text, blank):
                    if blank:
                        self._repeated_head()
                    self._head = solid(text)
        if self._at < len(self._chars):
            self._differs("the end")
        return self._reading

    def _words(self, text: str) -> None:
        for index, char in enumerate(text):
            self._repeated_head()
            if self._next(1) in ("-", "‐") and self._here("line_end") and char != self._next(1):
                self._at += 1
            if self._next(1) != char:
                self._differs(text[max(0, index - 20) : index] + "⟦" + text[index : index + 40])
            self._at += 1

    def _repeated_head(self) -> None:
        if self._here("first") and self._head and self._next(len(self._head)) == self._head:
            self._at += len(self._head)

    def _page_number(self) -> int:
        while self._next(1) in (".", "…", "·") and self._next(1):
            self._at += 1
        digits = ""
        while self._next(1).isdigit():
            digits += self._next(1)
            self._at += 1
            if self._chars[self._at - 1].gap:
                break
        return int(digits) if digits else self._differs("a page number")

    def _here(self, flag: str) -> bool:
        return self._at < len(self._chars) and bool(getattr(self._chars[self._at], flag))

    def _next(self, count: int) -> str:
        return "".join(char.char for char in self._chars[self._at : self._at + count])

    def _differs(self, wanted: str) -> int:
        page = self._chars[min(self._at, len(self._chars) - 1)].page
        before = "".join(char.char for char in self._chars[max(0, self._at - 20) : self._at])
        raise OtherWordsError(f"page {page} says …{before}⟦{self._next(40)}…, the tree …{wanted}…")


def _chars(text: str, page: int) -> Iterator[_Char]:
    first = True
    for index, char in enumerate(text):
        if char.isspace():
            continue
        after = text[index + 1 : index + 2]
        yield _Char(char, page, first, not after or after.isspace(), not after or after == "\n")
        first = False


def in_order(found: str, expected: Iterable[str]) -> str | None:
    """The first of `expected` that does not follow the one before it in `found`; None where all do."""
    at = 0
    for text in map(solid, expected):
        place = found.find(text, at)
        if place < 0:
            return text
        at = place + len(text)
    return None


__all__: Sequence[str] = ("OtherWordsError", "Reading", "in_order", "pieces", "read", "solid")
