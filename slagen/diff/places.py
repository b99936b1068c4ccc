"""Every place of a redline at which something changed, by clause: the paragraphs, rows, headings and cover lines.

What moved stands once, at its new place, as what was there before compared with what is there now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import Literal, TypeVar

from rapidfuzz.fuzz import ratio

from slagen.diff.redline import Terms, block_of, clause_of, row_of, terms_of, whole_block, whole_clause, whole_row
from slagen.model.edit import Place
from slagen.tree import (
    LANGUAGES,
    Annex,
    Block,
    Change,
    Chapter,
    Clause,
    Content,
    Deleted,
    Document,
    Fact,
    Heading,
    Inline,
    Inserted,
    Lang,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    inlines,
    plain,
)
from slagen.tree.numbering import Numbering
from slagen.tree.redline import SIDES, said, side_of
from slagen.tree.walk import nested, own_passages

COVER, SIGNATURE = "cover", "signature"
NOTHING = Content()
T = TypeVar("T", bound="Block | Row")


@dataclass(frozen=True, slots=True)
class Move:
    """From where to where: labels, empty for what has none."""

    old: Content
    new: Content


@dataclass(frozen=True, slots=True)
class Passage:
    """A place with what a redline says of it.

    `before` is its old label where that is another.  `whole` is the same for all passages of a block that only one of
    the documents has, None for a passage that both have.
    """

    place: Place
    before: Content | None = None
    whole: int | None = None
    moved: Move | None = None
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A numbered clause or heading of a text, with what stands under it; `change` where only one document has it."""

    order: int
    change: Literal["inserted", "deleted"] | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause, the heading over one, the cover or the signature page, and where it changed.

    `change` is that of a clause which only one of the documents has, with all its passages.
    """

    id: str
    passages: tuple[Passage, ...]
    clause: Clause | None = None
    change: Literal["inserted", "deleted"] | None = None
    moved: Move | None = None


def units(redline: Document) -> Iterator[Unit]:
    """What changed in a redline, in the order in which it is printed."""
    walk = _Walk(count(), terms_of(redline), {gone.clause.id: gone for gone in _gone(redline)})
    yield Unit(COVER, tuple(walk.cover(redline)))
    for chapter in redline.chapters:
        yield from walk.heading(chapter.heading, _first(chapter.sections))
        for section in chapter.sections:
            yield from walk.heading(section.heading, _first([section]))
            inside = replace(walk, above=_above(redline, chapter, section))
            for clause in section.clauses:
                yield from inside.clause(clause)
    yield Unit(SIGNATURE, tuple(walk.signature(redline)))
    for annex in redline.annexes:
        yield from walk.heading(annex.heading, annex.clause)
        yield from walk.text(annex.clause) if redline.is_text else walk.clause(_numbered(annex))


def _first(sections: Iterable[Section]) -> Clause | None:
    return next((clause for section in sections for clause in section.clauses), None)


def _numbered(annex: Annex) -> Clause:
    """The clause of an annex, called by the annex's number, too: its paragraphs count from 1."""
    label, title = clean(annex.heading.label), clean(annex.clause.title)

    def called(lang: Lang) -> tuple[Inline, ...] | None:
        number = label.get(lang)
        return (*number, *((Text(" "),) if number else ()), *title.get(lang)) or None

    return replace(annex.clause, title=Content(called("zh"), called("en")))


@dataclass(frozen=True, slots=True)
class _Labels:
    """What is said before the number of a paragraph, in the new document and in the old one."""

    new: Content = NOTHING
    old: Content = NOTHING


def _above(redline: Document, chapter: Chapter, section: Section) -> _Labels:
    """The numbers of what a section's paragraphs are in, where theirs do not say it: 第十二条 before （二）."""
    was = redline if redline.was is None else redline.was
    headings = (chapter.heading, section.heading)
    return _Labels(
        _chained(redline.numbering, [heading.label for heading in headings]),
        _chained(was.numbering, [_old_label(heading) for heading in headings]),
    )


def _chained(numbering: Numbering, labels: Sequence[Content]) -> Content:
    depth = len(labels) + 1

    def said(lang: Lang) -> tuple[Inline, ...]:
        levels = numbering.scheme(lang).chain(depth, annex=False)[:-1]
        return tuple(node for level in levels for node in labels[level - 1].get(lang))

    return Content(said("zh"), said("en"))


@dataclass(frozen=True, slots=True)
class _Gone:
    """An old clause that moved, and the label that it had."""

    clause: Clause
    label: Content


def _gone(redline: Document) -> Iterator[_Gone]:
    for chapter in redline.chapters:
        for section in chapter.sections:
            above = _above(redline, chapter, section).old
            yield from (_Gone(clause, _under(above, _label(clause))) for clause in section.clauses if _went(clause))
    yield from (_Gone(annex.clause, _label(annex.clause)) for annex in redline.annexes if _went(annex.clause))


def _went(clause: Clause) -> bool:
    change = _change_of(clause)
    return change is not None and change.kind == "deleted" and change.moved is not None


def _change_of(clause: Clause) -> Change | None:
    """The change of a clause that only one of the documents has: that of all its blocks."""
    kinds = {None if block.change is None else block.change.kind for block in clause.blocks}
    return clause.blocks[0].change if len(kinds) == 1 and clause.was is None else None


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through a redline; `gone` are the old clauses that moved, by id, `above` what its clauses' numbers lack."""

    orders: Iterator[int]
    terms: Terms
    gone: dict[str, _Gone]
    above: _Labels = _Labels()

    def cover(self, redline: Document) -> Iterator[Passage]:
        cover = redline.cover
        yield from self._said(_Under(COVER), Content(), cover.title, _Spot(cover.title))
        for fact in (*cover.parties, *cover.facts):
            yield from self._fact(_Under(COVER), fact)
        yield from self._said(_Under(COVER), Content(), cover.note, _Spot(cover.note))

    def signature(self, redline: Document) -> Iterator[Passage]:
        signature = redline.signature
        if signature is None:
            return
        under = _Under(SIGNATURE, clean(signature.heading))
        for words in (signature.heading, signature.statement):
            yield from self._said(under, Content(), words, _Spot(words))
        for signatory in signature.signatories:
            for fact in (signatory.party, *signatory.lines):
                yield from self._fact(under, fact)

    def _fact(self, under: _Under, fact: Fact) -> Iterator[Passage]:
        yield from self._said(under, clean(fact.label), fact.value, _Spot(fact.value), fact.change)

    def heading(self, heading: Heading, clause: Clause | None) -> Iterator[Unit]:
        """A heading belongs to the first clause under it, with which it moves."""
        change = heading.change
        if clause is None or (change is not None and change.moved is not None):
            return
        under = _Under(clause.id, clean(heading.title), was=_old_label(heading))
        passages = self._said(under, heading.label, heading.title, _spot(heading), change, _before(heading))
        yield Unit(clause.id, tuple(passages), None, None if change is None else change.kind)

    def clause(self, clause: Clause) -> Iterator[Unit]:
        change = _change_of(clause)
        if change is None or change.moved is None:
            passages = tuple(self._clause(clause))
            if clause.was is not None and clause.blocks and not passages:
                passages = (self._beginning(clause),)  # of another version, perhaps, with the same words
            yield Unit(clause.id, passages, clause, None if change is None else change.kind)
        elif change.kind == "inserted" and clause.id in self.gone:
            old = self.gone[clause.id]
            both = clause_of(whole_clause(old.clause, None), whole_clause(clause, None), self.terms)
            there = (self._beginning(clause), *self._clause(both))
            yield Unit(clause.id, there, both, None, Move(old.label, self._called(clause)))

    def text(self, clause: Clause) -> Iterator[Unit]:
        """Each numbered clause of a text as a unit, called by its number."""
        found = self._blocks(_Under(clause.id, clean(clause.title), articles=_articles(clause.blocks)), clause.blocks)
        for article, some in groupby(found, key=lambda passage: passage.article):
            passages = tuple(some)
            yield Unit(passages[0].place.clause, passages, None, None if article is None else article.change)

    def _beginning(self, clause: Clause) -> Passage:
        """The first words of a clause that moved, where it is now."""
        first = clause.blocks[0]
        under = _Under(clause.id, clean(clause.title))
        return Passage(under.place(next(self.orders), self._called(clause), clean(_own_words(first)), _spot(first)))

    def _called(self, clause: Clause) -> Content:
        return _under(self.above.new, _label(clause))

    def _clause(self, clause: Clause) -> Iterator[Passage]:
        under = _Under(clause.id, clean(clause.title), self.above.new, self.above.old)
        yield from self._blocks(under, clause.blocks)

    def _blocks(self, under: _Under, blocks: Sequence[Block]) -> Iterator[Passage]:
        for block, moved in _rejoined(blocks, _block_words, lambda old, new: self._joined(old, new)):
            under = under.at(block, self.orders)
            here = replace(under, whole=under.whole if block.change is None else under.whole or next(self.orders))
            if moved is not None:
                inner = self._inner(here, block) if isinstance(block, Paragraph) else here
                place = inner.place(next(self.orders), inner.label, _own_words(block), _spot(block))
                yield Passage(place, moved=moved, article=here.article)
            yield from self._block(here, block)

    def _joined(self, old: Block, new: Block) -> Block | None:
        try:
            return block_of(whole_block(old, None), whole_block(new, None), self.terms)
        except TypeError:  # a paragraph that became a table is no move
            return None

    def _block(self, under: _Under, block: Block) -> Iterator[Passage]:
        if isinstance(block, Table):
            yield from self._table(under, block)
            return
        here = self._inner(under, block) if block.number or _is_item(block) else under
        yield from self._said(here, here.label, block.content, _spot(block), block.change, _before(block))
        yield from self._blocks(here, block.children)

    def _inner(self, under: _Under, block: Paragraph) -> _Under:
        """The same for a numbered paragraph and what is under it."""
        label, was = _under(under.label, block.label), _under(under.was, _old_label(block))
        return replace(under, label=label, was=was)

    def _table(self, under: _Under, table: Table) -> Iterator[Passage]:
        yield from self._said(under, under.label, _in_a_row(table.header), _spot(table), table.change)
        rows = _rejoined(
            table.rows, _cells_words, lambda old, new: row_of(whole_row(old, None), whole_row(new, None), self.terms)
        )
        for row, moved in rows:
            if moved is not None:
                place = under.place(next(self.orders), under.label, _in_a_row(row.cells), _spot(row))
                yield Passage(place, moved=moved, article=under.article)
            here = replace(under, whole=under.whole if row.change is None else under.whole or next(self.orders))
            yield from self._said(here, under.label, _in_a_row(row.cells), _spot(row), row.change)

    def _said(
        self,
        under: _Under,
        label: Content,
        content: Content,
        spot: _Spot,
        change: Change | None = None,
        before: Content | None = None,
    ) -> Iterator[Passage]:
        """The passage, where anything changed in it."""
        if change is not None and change.kind == "inserted":
            under = replace(under, was=NOTHING)
        content = _marked(content, change)
        if _is_marked(content):
            whole = under.whole if change is None else under.whole or next(self.orders)
            yield Passage(under.place(next(self.orders), label, content, spot), before, whole, None, under.article)
        elif before is not None:
            yield Passage(under.place(next(self.orders), label, content, spot), before, None, None, under.article)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a passage stands in the redline's tree: a passage of the tree itself, and the key of its node, if any."""

    passage: Content | None
    key: str = ""


def _spot(node: Heading | Block | Row) -> _Spot:
    match node:
        case Heading():
            return _Spot(node.title, _key(node))
        case Paragraph():
            return _Spot(node.content, _key(node))
        case Table():
            return _Spot(next(iter(node.header), None))
        case Row():
            return _Spot(next(iter(node.cells), None))


def _key(node: Heading | Paragraph) -> str:
    """The key of a node of the new document; the old document's keys may be those of others now."""
    return "" if side_of(node.change) == "old" else node.key


@dataclass(frozen=True, slots=True)
class _Under:
    """What a passage is under: a clause, a numbered paragraph, a block that only one of the documents has.

    `was` is the old document's label.  `articles` are the changes of a text's articles by the identities of the blocks
    that they begin with.
    """

    clause: str
    title: Content = NOTHING
    label: Content = NOTHING
    was: Content = NOTHING
    whole: int | None = None
    article: Article | None = None
    articles: Mapping[int, Literal["inserted", "deleted"] | None] | None = None

    def at(self, block: Block, orders: Iterator[int]) -> _Under:
        """The same for a block and what follows it: in a text it may begin an article, or be a heading."""
        if self.articles is None or not isinstance(block, Paragraph) or not _begins(block):
            return self
        title = clean(block.content) if block.rank else self.title
        label, was = (NOTHING, NOTHING) if block.rank else (block.label, _old_label(block))
        named = " ".join(filter(None, (*_texts(block.label), *(_texts(title) if block.rank else ()))))
        article = Article(next(orders), self.articles.get(id(block)))
        return replace(self, clause=named, title=title, label=label, was=was, article=article)

    def place(self, order: int, label: Content, content: Content, spot: _Spot) -> Place:
        another = self.was != NOTHING and _texts(self.was) != _texts(label)
        was = self.was if another else None
        return Place(order, self.clause, self.title, label, content, spot.passage, spot.key, was)


def _begins(block: Block) -> bool:
    """Whether a block of a text begins what has a number or a heading of its own: 第三条, 1.2.3, ## …"""
    return isinstance(block, Paragraph) and (bool(block.rank) or (any(_texts(block.label)) and not _is_item(block)))


def _is_item(block: Block) -> bool:
    """Whether it is an item of what stands above it in a text: （一）, (a), •, 2."""
    return isinstance(block, Paragraph) and any(
        re.match(r"[（(•]|[0-9]+[.、）)]$", text) for text in _texts(block.label)
    )


def _articles(blocks: Sequence[Block]) -> dict[int, Literal["inserted", "deleted"] | None]:
    """For each block of a text that begins an article, the change of the whole article, if it is one."""
    starts = [place for place, block in enumerate(blocks) if _begins(block)]
    ends = [*starts[1:], len(blocks)][: len(starts)]
    return {id(blocks[start]): _of_all(blocks[start:end]) for start, end in zip(starts, ends, strict=True)}


def _of_all(blocks: Sequence[Block]) -> Literal["inserted", "deleted"] | None:
    kinds = {None if block.change is None or block.change.moved else block.change.kind for block in blocks}
    return kinds.pop() if len(kinds) == 1 else None


def _rejoined(
    some: Sequence[T], reads: Callable[[T], str], joined: Callable[[T, T], T | None]
) -> Iterator[tuple[T, Move | None]]:
    """The entries with what moved once, at its new place, as both of it in one."""
    gone = [one for one in some if _has_moved(one, "deleted")]
    came = [one for one in some if _has_moved(one, "inserted")]
    pairs: dict[int, T] = {}
    for new in came:
        left = [old for old in gone if all(old is not taken for taken in pairs.values())]
        if left:
            pairs[id(new)] = max(left, key=lambda old: ratio(reads(old), reads(new)))
    for one in some:
        old = pairs.get(id(one))
        both = None if old is None else joined(old, one)
        if old is not None and both is not None:
            yield both, Move(block_label(old), block_label(one))
        elif not any(one is taken for taken in pairs.values()):
            yield one, None


def _has_moved(node: Block | Row, kind: str) -> bool:
    return node.change is not None and node.change.moved is not None and node.change.kind == kind


def block_label(node: Block | Row) -> Content:
    """The number of a paragraph in each language; no words for anything else."""
    return node.label if isinstance(node, Paragraph) else Content()


def _under(label: Content, own: Content) -> Content:
    """The label of an item with that of the paragraph it is under: 3.2.1（4）."""
    zh, en = ((*label.get(lang), *own.get(lang)) for lang in LANGUAGES)
    return Content(zh, en)


def _label(clause: Clause) -> Content:
    numbered = (block for block in nested(clause.blocks) if isinstance(block, Paragraph) and block.number)
    first = next(numbered, None)
    return Content() if first is None else first.label


def _before(node: Heading | Paragraph) -> Content | None:
    """The old label of a node, where it is another."""
    if node.was is None or _texts(node.was.label) == _texts(node.label):
        return None
    return node.was.label


def _old_label(node: Heading | Paragraph) -> Content:
    return node.label if node.was is None else node.was.label


def _texts(content: Content) -> tuple[str, ...]:
    return tuple(plain(content.get(lang)) for lang in LANGUAGES)


def _block_words(block: Block) -> str:
    return "\n".join(text for content in own_passages(block) for text in _texts(content))


def _cells_words(row: Row) -> str:
    return "\n".join(text for content in row.cells for text in _texts(content))


def _own_words(block: Block) -> Content:
    return block.content if isinstance(block, Paragraph) else _in_a_row(block.header)


def _in_a_row(cells: Sequence[Content]) -> Content:
    """Cells as one passage, a bar between two."""
    zh, en = (_barred([cell.get(lang) for cell in cells]) for lang in LANGUAGES)
    return Content(zh, en)


def _barred(cells: Sequence[tuple[Inline, ...]]) -> tuple[Inline, ...] | None:
    if not any(cells):
        return None
    return tuple(node for place, cell in enumerate(cells) for node in ((Text(" | "),) if place else ()) + cell)


def _marked(content: Content, change: Change | None) -> Content:
    """The content, all of it inserted or deleted where its block, row or heading is."""
    if change is None:
        return content
    kind = Inserted if change.kind == "inserted" else Deleted
    zh, en = ((kind(nodes),) if nodes else None for nodes in (content.zh, content.en))
    return Content(zh, en)


def _is_marked(content: Content) -> bool:
    return any(isinstance(node, Inserted | Deleted) for lang in LANGUAGES for node in inlines(content.get(lang)))


def clean(content: Content) -> Content:
    """A title as the new document has it, or else the old one."""
    new, old = (Content(said(content.zh or (), side), said(content.en or (), side)) for side in SIDES)
    return new if any(_texts(new)) else old
