"""A whole file: the stages from the tree to bytes, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from slagen.model.template import Theme
from slagen.read.logo import Picture
from slagen.render import look, ooxml
from slagen.render.docx.body import annex_alone, body, footnotes
from slagen.render.docx.names import clause_bookmark
from slagen.render.docx.properties import properties
from slagen.render.docx.read_back import read_back, read_notes
from slagen.render.docx.running import headers_and_footers, is_two_sided
from slagen.render.docx.writer import Writer
from slagen.render.html import said_of
from slagen.render.ooxml import Element, Tracking
from slagen.render.ooxml.letterhead import Letterhead
from slagen.render.ooxml.merging import merged
from slagen.render.ooxml.styles.part import styles
from slagen.render.options import NONE, Options
from slagen.render.provenance import Provenance
from slagen.tree import Document
from slagen.tree.redline import final, noted_once


def render(
    document: Document,
    theme: Theme,
    pages: Mapping[str, int],
    provenance: Provenance | None = None,
    tracking: Tracking | None = None,
    options: Options = NONE,
    logo: Picture | None = None,
    letterhead: Letterhead | None = None,
) -> bytes:
    """The document as a DOCX file; the same arguments give the same bytes.

    Args:
        document: the tree; a document in two languages is set in its `layout`.
        theme: fonts, sizes, colours and margins of the styles.
        pages: for headings, by key, the page each stands on, for the filled-in table of contents; a heading that
            is missing there is listed without a page.
        provenance: what the file carries of where it comes from.
        tracking: whose changes a redline shows; needed where `document` is one.
        options: what the file is asked for beside that.
        logo: the picture of the theme's logo.
        letterhead: a DOCX of the company's own, whose styles, headers, footers and margins come first.

    Raises:
        RenderError: the tree's labels are not what native numbering counts, a reference points nowhere, or the
            file read back does not hold the tree's words.
    """
    theme = _fitted(theme, document, letterhead)
    document = document if tracking is not None and tracking.native_moves else noted_once(document)
    newest = final(_title_only(document) if document.is_text else document)
    writer = Writer(document, newest, theme, pages, tracking, options)
    package = _begun(writer, provenance, letterhead)
    running = headers_and_footers(writer, package, logo, letterhead)
    if logo is not None and theme.logo is not None and theme.logo.cover:
        writer.logo = package.picture(logo, theme.logo.cover, said_of(theme.logo, document))
    blocks, last = _blocks(writer, running, letterhead)
    data = package.save(blocks, last, writer.comments, tracking)
    read_back(data, document, pages)
    read_notes(data, document)
    return data


def _begun(writer: Writer, provenance: Provenance | None, letterhead: Letterhead | None) -> ooxml.Package:
    """The package with all that does not hang on its pages: properties, provenance, looks and notes."""
    package = ooxml.Package(properties(writer.newest))
    if provenance is not None:
        package.add_provenance(provenance, [(text, clause_bookmark(text.id, text.lang)) for text in writer.texts])
    two_sided = is_two_sided(writer.theme, letterhead)
    package.set_looks(_looks(writer), letterhead, two_sided=two_sided, protected=writer.options.protect)
    if writer.document.notes:
        package.add_notes(footnotes(writer))
    return package


def _blocks(
    writer: Writer, running: Sequence[ooxml.Running], letterhead: Letterhead | None
) -> tuple[Iterator[Element], Element]:
    """The blocks of the document, each made as it is asked for, and the properties of its last section."""
    section = partial(ooxml.section, writer.theme, letterhead=letterhead)
    numbered = writer.options.line_numbers
    if writer.document.alone:
        return annex_alone(writer), section(running, line_numbers=numbered)
    # The cover's section holds them for those that follow, and hides them on its own first page.
    return body(writer, section(running, hidden_at_first=True), letterhead), section(line_numbers=numbered)


def _title_only(text: Document) -> Document:
    """A text without its words: it has no contents, and no clauses that files are to tell apart."""
    annexes = (replace(annex, clause=replace(annex.clause, blocks=())) for annex in text.annexes)
    return replace(text, annexes=tuple(annexes))


def lacking(document: Document, theme: Theme, letterhead: Letterhead) -> tuple[str, ...]:
    """The names of the styles that a letterhead lacks for a document, and that are added to it."""
    writer = Writer(document, document, _fitted(theme, document, letterhead), {})
    return merged(letterhead.styles, styles(_looks(writer))).added


def _fitted(theme: Theme, document: Document, letterhead: Letterhead | None) -> Theme:
    applied = look.of_edition(theme, document)
    return applied if letterhead is None else letterhead.fitted(applied)


def _looks(writer: Writer) -> ooxml.Looks:
    document, numbered = writer.document, writer.options.line_numbers
    return ooxml.Looks(
        writer.theme, document.numbering, document.languages, writer.side_by_side, writer.first_annex, numbered
    )
