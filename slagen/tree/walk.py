"""Walking the tree: every block, every inline, the plain words, the table of contents, one language of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from slagen.diagnostics import Lang
from slagen.tree.nodes import (
    Annex,
    Blank,
    Block,
    Chapter,
    Citation,
    Clause,
    Content,
    Deleted,
    Document,
    Emphasis,
    Entry,
    Field,
    Heading,
    Inline,
    Inserted,
    LineBreak,
    Paragraph,
    Ref,
    ResolvedRef,
    Section,
    Strong,
    Term,
    Text,
    Tick,
)

BOX = "☐"
"""What a box to tick reads as."""
ROOM = "\u2003"
"""What a blank reads as: white space, this em space, of which no other node is made."""

_WORDS = (Text, Term, Field, ResolvedRef, Citation)
_STYLED = (Strong, Emphasis, Inserted, Deleted)

T = TypeVar("T")


def inlines(content: Iterable[Inline]) -> Iterator[Inline]:
    """Each inline and those inside it, in reading order."""
    for node in content:
        yield node
        if isinstance(node, _STYLED):
            yield from inlines(node.children)


def of_kind(content: Iterable[Inline], kind: type[T]) -> list[T]:
    """The inlines of one kind among those of `content` and inside them, in reading order."""
    found: list[T] = []
    for node in content:
        if isinstance(node, kind):
            found.append(node)
        if isinstance(node, _STYLED):
            found += of_kind(node.children, kind)
    return found


def plain(content: Iterable[Inline]) -> str:
    """The words as a reader sees them; a line break is a newline, and a blank as much white space as it takes.

    Raises:
        TypeError: an unresolved reference is left in it, which is a bug of ours.
    """
    return "".join([node.text if isinstance(node, _WORDS) else _plain(node) for node in content])


def _plain(node: Inline) -> str:
    match node:
        case Strong() | Emphasis() | Inserted() | Deleted():
            return plain(node.children)
        case LineBreak():
            return "\n"
        case Blank(lines=lines):
            return "\n".join([ROOM * 16] * lines)
        case Tick():
            return BOX
        case Ref():
            raise TypeError(f"unresolved reference to {node.target}")
        case _:
            return node.text


def clauses(document: Document) -> Iterator[Clause]:
    """Every clause in the order in which it is printed."""
    for chapter in document.chapters:
        for section in chapter.sections:
            yield from section.clauses
    for annex in document.annexes:
        yield annex.clause


def clause_ids(document: Document) -> frozenset[str]:
    """The ids of its clauses, of those that extend others, too."""
    return frozenset(id_ for clause in clauses(document) for id_ in (clause.id, *(e.id for e in clause.extensions)))


def blocks(document: Document) -> Iterator[Block]:
    """Every block of every clause and annex in reading order, children after their parent."""
    for clause in clauses(document):
        yield from nested(clause.blocks)


def nested(some: Iterable[Block]) -> Iterator[Block]:
    """Each block and those under it, in reading order."""
    for block in some:
        yield block
        if isinstance(block, Paragraph):
            yield from nested(block.children)


def passages(document: Document) -> Iterator[Content]:
    """The words of every block, tables row by row, and of the signature page."""
    for block in blocks(document):
        yield from own_passages(block)
    if document.signature is not None:
        yield document.signature.statement


def own_passages(block: Block) -> Iterator[Content]:
    """The words of one block without its children: a paragraph's, or a table's row by row."""
    if isinstance(block, Paragraph):
        yield block.content
    else:
        yield from block.header
        for row in block.rows:
            yield from row.cells


def referenced(document: Document) -> frozenset[str]:
    """The keys that references in the document point at."""
    return frozenset(
        node.key
        for content in passages(document)
        for lang in document.languages
        for node in inlines(content.get(lang))
        if isinstance(node, ResolvedRef)
    )


def headings(document: Document) -> Iterator[tuple[int, Heading]]:
    """Level (1 or 2) and heading of each chapter, section and annex."""
    for chapter in document.chapters:
        yield 1, chapter.heading
        for section in chapter.sections:
            yield 2, section.heading
    for annex in document.annexes:
        yield 1, annex.heading


def contents(document: Document) -> tuple[Entry, ...]:
    """The table of contents: for each heading one entry a language, as the headings themselves stand."""
    return tuple(
        Entry(level, heading.key, lang, plain(heading.label.get(lang)), plain(heading.title.get(lang)))
        for level, heading in headings(document)
        for lang in document.languages
    )


def select(document: Document, languages: tuple[Lang, ...]) -> Document:
    """The same document in some of its languages."""
    if languages == document.languages:
        return document
    return replace(_project(document, frozenset(languages)), languages=languages)


def _project(node: T, keep: frozenset[Lang]) -> T:
    if isinstance(node, Content):
        return Content(  # type: ignore[return-value]
            zh=node.zh if "zh" in keep else None, en=node.en if "en" in keep else None
        )
    if isinstance(node, tuple):
        return tuple(_project(item, keep) for item in node)  # type: ignore[return-value]
    if is_dataclass(node) and not isinstance(node, type):
        changed = {
            f.name: _project(value, keep)
            for f in fields(node)
            if isinstance(value := getattr(node, f.name), tuple) or is_dataclass(value)
        }
        return replace(node, **changed)
    return node


__all__ = [
    "Annex",
    "Chapter",
    "Section",
    "blocks",
    "contents",
    "headings",
    "inlines",
    "passages",
    "plain",
    "referenced",
    "select",
]
