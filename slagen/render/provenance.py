"""Where a document comes from, as files carry it: its manifest, its words as data, where each clause stands in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from slagen.diagnostics import Lang
from slagen.tree import Block, Clause, Document, Paragraph, plain
from slagen.tree.walk import clauses, nested, own_passages

MANIFEST, PRINTED = "manifest.json", "contract.json"
"""The names under which a PDF carries both; those of the parts of a DOCX that do."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a document is built from, or a ZIP of several."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file carries besides its pages: the manifest, and the document as JSON without its sources' places.

    `sources` are what it was built from, where somebody asked for them to be embedded.
    """

    manifest: bytes
    printed: bytes
    sources: tuple[SourceFile, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of the manifest."""
        return hashlib.sha256(self.manifest).hexdigest()


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause in one language as it was printed: its place in the document from 1, and a hash a paragraph."""

    id: str
    version: str
    variant: str | None
    lang: Lang
    order: int
    first: str
    hashes: tuple[str, ...]


def clause_texts(document: Document) -> tuple[ClauseText, ...]:
    """Every clause in each language of the document; `first` is the key of its first paragraph."""
    return tuple(
        ClauseText(clause.id, clause.version, clause.variant, lang, order, _first(clause), _hashes(clause.blocks, lang))
        for order, clause in enumerate(clauses(document), 1)
        for lang in document.languages
    )


def _first(clause: Clause) -> str:
    return next((block.key for block in nested(clause.blocks) if isinstance(block, Paragraph)), "")


def _hashes(blocks: Iterable[Block], lang: Lang) -> tuple[str, ...]:
    passages = (passage for block in nested(blocks) for passage in own_passages(block))
    return tuple(paragraph_hash(plain(passage.get(lang))) for passage in passages)


def paragraph_hash(words: str) -> str:
    """The first 16 hex digits of the SHA-256 of a paragraph's words without white space, which editors change."""
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()[:16]
