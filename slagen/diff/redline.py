"""A redline: the new document with what only the old one had put back as deleted, and what only it has as inserted.

Chapters, sections, clauses and annexes pair by what they are, never by number, so that renumbering shows nothing;
paragraphs, items and rows pair by their words; words are compared within what paired.  What is at another place is
deleted at the old and inserted at the new, and each says where the other is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Literal, TypeVar

from slagen.diff.align import Pair, by_name, by_words
from slagen.diff.inlines import joined, merged
from slagen.tree import (
    LANGUAGES,
    Annex,
    Block,
    Change,
    Chapter,
    Clause,
    Content,
    Cover,
    Document,
    Emphasis,
    Fact,
    Heading,
    Inline,
    Paragraph,
    ResolvedRef,
    Row,
    Section,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    Term,
    Text,
    inlines,
    plain,
)
from slagen.tree.walk import nested, own_passages, passages

Terms = frozenset[str]
T = TypeVar("T")


def redline(old: Document, new: Document, terms: Terms = frozenset()) -> Document:
    """Both documents in one; accepted it is the new one, rejected the old one (:mod:`slagen.tree.redline`).

    Args:
        terms: words that are compared whole, besides the defined terms that the documents use.
    """
    terms |= terms_of(old) | terms_of(new)
    return replace(
        new,
        header=_content(old.header, new.header, terms),
        cover=_cover(old.cover, new.cover, terms),
        chapters=_merged(by_name(old.chapters, new.chapters, _chapter_name), _chapter, _whole_chapter, terms),
        signature=_signature(old.signature, new.signature, terms),
        annexes=_merged(by_name(old.annexes, new.annexes, lambda one: one.clause.id), _annex, _whole_annex, terms),
        was=replace(old, chapters=(), annexes=()),
    )


def terms_of(document: Document) -> Terms:
    """The defined terms that a document uses; a text has none."""
    if document.is_text:
        return frozenset()
    contents = (content.get(lang) for content in passages(document) for lang in LANGUAGES)
    return frozenset(node.text for content in contents for node in inlines(content) if isinstance(node, Term))


def _merged(
    pairs: Iterable[Pair[T]],
    both: Callable[[T, T, Terms], T],
    whole: Callable[[T, Change], T],
    terms: Terms,
) -> tuple[T, ...]:
    """The entries of both lists in one: paired ones merged, the others whole as inserted or deleted."""
    made: list[T] = []
    for pair in pairs:
        if pair.old is not None and pair.new is not None:
            made.append(both(pair.old, pair.new, terms))
        elif pair.new is not None:
            made.append(whole(pair.new, _change("inserted", pair)))
        elif pair.old is not None:
            made.append(whole(pair.old, _change("deleted", pair)))
    return tuple(made)


def _change(kind: Literal["inserted", "deleted"], pair: Pair[T]) -> Change:
    return Change(kind, None if pair.moved is None else _place(pair.moved))


def _place(node: object) -> Content:
    """Where a node stands: its label, or that of the heading it is under; no words where it has none."""
    heading = getattr(node, "heading", None)
    if heading is None and isinstance(node, Clause):
        numbered = (block for block in nested(node.blocks) if isinstance(block, Paragraph) and block.number)
        heading = next(numbered, None)
    label = getattr(node if heading is None else heading, "label", None)
    return label if isinstance(label, Content) else Content()


# Chapters, sections, clauses, annexes -----------------------------------------------------------------------------


def _chapter_name(chapter: Chapter) -> str:
    """What a chapter is, whatever its number: its title in either language."""
    title = chapter.heading.title
    return plain(title.get("zh")) or plain(title.get("en"))


def _chapter(old: Chapter, new: Chapter, terms: Terms) -> Chapter:
    sections = by_name(old.sections, new.sections, lambda one: one.section)
    return Chapter(_heading(old.heading, new.heading, terms), _merged(sections, _section, _whole_section, terms))


def _section(old: Section, new: Section, terms: Terms) -> Section:
    clauses = by_name(old.clauses, new.clauses, lambda one: one.id)
    was = None if (old.section, old.used) == (new.section, new.used) else replace(old, clauses=())
    heading = _heading(old.heading, new.heading, terms)
    return replace(new, heading=heading, clauses=_merged(clauses, clause_of, whole_clause, terms), was=was)


def clause_of(old: Clause, new: Clause, terms: Terms) -> Clause:
    """Both states of a clause in one."""
    was, now = (replace(one, title=Content(), blocks=()) for one in (old, new))
    title, blocks = _content(old.title, new.title, terms), _blocks(old.blocks, new.blocks, terms)
    return replace(new, title=title, blocks=blocks, was=None if was == now else was)


def _annex(old: Annex, new: Annex, terms: Terms) -> Annex:
    return Annex(_heading(old.heading, new.heading, terms), clause_of(old.clause, new.clause, terms))


def _heading(old: Heading, new: Heading, terms: Terms) -> Heading:
    was, now = (replace(one, title=Content()) for one in (old, new))
    return replace(new, title=_content(old.title, new.title, terms), was=None if was == now else was)


def _whole_chapter(chapter: Chapter, change: Change) -> Chapter:
    sections = (_whole_section(section, change) for section in chapter.sections)
    return Chapter(replace(chapter.heading, change=change), tuple(sections))


def _whole_section(section: Section, change: Change) -> Section:
    clauses = (whole_clause(clause, change) for clause in section.clauses)
    return replace(section, heading=replace(section.heading, change=change), clauses=tuple(clauses))


def whole_clause(clause: Clause, change: Change | None) -> Clause:
    """The clause as only one document has it, or, without `change`, as both may."""
    return replace(clause, blocks=tuple(whole_block(block, change) for block in clause.blocks))


def _whole_annex(annex: Annex, change: Change) -> Annex:
    return Annex(replace(annex.heading, change=change), whole_clause(annex.clause, change))


# Blocks and rows --------------------------------------------------------------------------------------------------


def _blocks(old: Sequence[Block], new: Sequence[Block], terms: Terms) -> tuple[Block, ...]:
    pairs = (one for pair in by_words(old, new, _words_of) for one in _of_one_kind(pair))
    return _merged(pairs, block_of, whole_block, terms)


def _words_of(block: Block) -> str:
    """What a block says without what is under it, by which it is known; a table by its header and first column."""
    if isinstance(block, Paragraph):
        return _said(own_passages(block))
    return _said((*block.header, *(row.cells[0] for row in block.rows if row.cells)))


def _said(contents: Iterable[Content]) -> str:
    return "\n".join(plain(content.get(lang)) for content in contents for lang in LANGUAGES)


def _of_one_kind(pair: Pair[Block]) -> tuple[Pair[Block], ...]:
    """A pair, or the two apart where one can't become the other: a table of other columns, a paragraph for a table."""
    if pair.old is None or pair.new is None or _fits(pair.old, pair.new):
        return (pair,)
    return Pair(pair.old, None), Pair(None, pair.new)


def _fits(old: Block, new: Block) -> bool:
    if isinstance(old, Table) or isinstance(new, Table):
        return isinstance(old, Table) and isinstance(new, Table) and len(old.header) == len(new.header)
    return (len(old.number), old.rank) == (len(new.number), new.rank)


def block_of(old: Block, new: Block, terms: Terms) -> Block:
    """Both states of a block in one.

    Raises:
        TypeError: a paragraph can't become a table.
    """
    if old == new:
        return new
    if isinstance(old, Table) and isinstance(new, Table):
        return _table(old, new, terms)
    if isinstance(old, Paragraph) and isinstance(new, Paragraph):
        return _paragraph(old, new, terms)
    raise TypeError(f"{old!r} and {new!r} can't be one block")


def _paragraph(old: Paragraph, new: Paragraph, terms: Terms) -> Paragraph:
    own, its = ((one.key, one.number, one.label, one.span, one.rank) for one in (old, new))
    return replace(
        new,
        content=_content(old.content, new.content, terms),
        children=_blocks(old.children, new.children, terms),
        was=None if own == its else replace(old, content=Content(), children=()),
    )


def _table(old: Table, new: Table, terms: Terms) -> Table:
    was, now = (replace(one, header=(), rows=()) for one in (old, new))
    header = (_content(one, other, terms) for one, other in zip(old.header, new.header, strict=True))
    rows = _merged(by_words(old.rows, new.rows, lambda row: _said(row.cells)), row_of, whole_row, terms)
    return replace(new, header=tuple(header), rows=rows, was=None if was == now else was)


def row_of(old: Row, new: Row, terms: Terms) -> Row:
    """Both states of a row in one."""
    cells = (_content(one, other, terms) for one, other in zip(old.cells, new.cells, strict=True))
    was = None if old.span == new.span else replace(old, cells=())
    return replace(new, cells=tuple(cells), was=was)


def whole_row(row: Row, change: Change | None) -> Row:
    """The same for a row."""
    return replace(row, change=change)


def whole_block(block: Block, change: Change | None) -> Block:
    """The same for a block and what is under it."""
    if isinstance(block, Table):
        return replace(block, rows=tuple(whole_row(row, change) for row in block.rows), change=change)
    return replace(block, children=tuple(whole_block(child, change) for child in block.children), change=change)


# The rest ---------------------------------------------------------------------------------------------------------


def _content(old: Content, new: Content, terms: Terms) -> Content:
    return Content(_inlines(old.zh, new.zh, terms), _inlines(old.en, new.en, terms))


def _inlines(old: tuple[Inline, ...] | None, new: tuple[Inline, ...] | None, terms: Terms) -> tuple[Inline, ...] | None:
    if old is None and new is None:
        return None
    return new if old == new else merged(old or (), new or (), terms)


def _cover(old: Cover, new: Cover, terms: Terms) -> Cover:
    return Cover(
        _content(old.title, new.title, terms),
        _facts(old.parties, new.parties, terms),
        _facts(old.facts, new.facts, terms),
        _content(old.note, new.note, terms),
    )


def _facts(old: Sequence[Fact], new: Sequence[Fact], terms: Terms) -> tuple[Fact, ...]:
    pairs = by_name(old, new, lambda fact: _said((fact.label,)))
    return _merged(pairs, _fact, lambda fact, change: replace(fact, change=change), terms)


def _fact(old: Fact, new: Fact, terms: Terms) -> Fact:
    return Fact(_content(old.label, new.label, terms), _content(old.value, new.value, terms))


def _signature(old: SignatureBlock | None, new: SignatureBlock | None, terms: Terms) -> SignatureBlock | None:
    if old is None or new is None or len(old.signatories) != len(new.signatories):
        return new
    signatories = (_signatory(one, other, terms) for one, other in zip(old.signatories, new.signatories, strict=True))
    heading, statement = (
        _content(one, other, terms) for one, other in ((old.heading, new.heading), (old.statement, new.statement))
    )
    return SignatureBlock(heading, statement, tuple(signatories))


def _signatory(old: Signatory, new: Signatory, terms: Terms) -> Signatory:
    return Signatory(
        _fact(old.party, new.party, terms),
        _content(old.seal, new.seal, terms),
        _facts(old.lines, new.lines, terms),
        new.role,
    )


def alike(one: T, other: T) -> bool:
    """Whether two documents read alike and are numbered alike.

    The paths of values and the places of sources don't count, nor do the numbers that references show: they follow
    what they point at, which does.
    """
    return _read(one) == _read(other)


def _read(node: object) -> object:
    if isinstance(node, Content):
        return tuple(_visible(node.get(lang)) for lang in LANGUAGES)
    if isinstance(node, tuple):
        return tuple(_read(item) for item in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    named = {f.name: _read(getattr(node, f.name)) for f in fields(node) if f.name not in ("span", "change", "was")}
    return type(node).__name__, tuple(named.items())


def _visible(content: Iterable[Inline]) -> tuple[Inline, ...]:
    return joined(map(_shown, content))


def _shown(node: Inline) -> Inline:
    if isinstance(node, Strong | Emphasis):
        return type(node)(tuple(map(_shown, node.children)))
    return Text(node.key if isinstance(node, ResolvedRef) else plain((node,)))
