"""A short agreement with a signature page and a form as a PDF, for the tests of signatures."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import factory

from slagen.manifest import FORMAT, Manifest
from slagen.render import html, pdf, tree_json
from slagen.render.provenance import Provenance
from slagen.tree import Document

CSS = (Path(__file__).parents[1] / "templates" / "standard" / "print.css").read_text("utf-8")


def short(name: str) -> Document:
    """The document of the renderers' tests in ``zh``, ``en`` or both, without its sections."""
    whole = factory.in_language(name) if name in ("zh", "en") else factory.rich_document()
    chapters = tuple(replace(chapter, sections=()) for chapter in whole.chapters[:1])
    return replace(whole, chapters=chapters, annexes=whole.annexes[2:])


def built(document: Document) -> bytes:
    """The document as slagen builds it, with its words as data."""
    laid = pdf.lay_out(html.render(document, factory.theme(), CSS, marked=False))
    return pdf.write(laid, document, provenance(document))


def provenance(document: Document) -> Provenance:
    """What its files carry."""
    printed = tree_json.printed(document).encode()
    return Provenance(_manifest(document, printed), printed)


def _manifest(document: Document, printed: bytes) -> bytes:
    """A manifest of sources that are nowhere."""
    contract = {"id": document.id, "version": document.version}
    edition = {"languages": "+".join(document.languages), "dated": document.dated.isoformat()}
    digest = hashlib.sha256(printed).hexdigest()
    return Manifest(FORMAT, {}, contract, edition, {}, {}, (), None, digest).json()
