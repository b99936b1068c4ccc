"""PDF: the HTML of :mod:`slagen.render.html` laid out by WeasyPrint, in two steps.

:func:`lay_out` makes pages, :func:`pages` says on which page each key fell, :func:`write` paints them.  The bytes
depend on nothing but the HTML, the document and the installed fonts: dates come from the document, the file
identifier (ISO 32000-2, 14.4) from the contract, and nothing is fetched but data: URLs and the template's own files.
"""

from __future__ import annotations

import gc
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import cssselect2
import pydyf
import weasyprint
from weasyprint.pdf import fonts, stream
from weasyprint.text.ffi import ffi, harfbuzz
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from slagen.model.template import Theme
from slagen.render import acroform, archive, glyphs, lean, lean_pdf
from slagen.render.html import LANG_TAGS, SECOND, title
from slagen.render.justify import justify
from slagen.render.provenance import MANIFEST, PRINTED, Provenance
from slagen.render.underlay import lay_under
from slagen.tree import Document, plain
from slagen.tree.redline import final

LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Laid:
    """Pages as WeasyPrint laid them out."""

    pages: Any


def lay_out(html: str | Element, base: Path | None = None) -> Laid:
    """Lay the HTML out on pages.

    Args:
        html: what :func:`slagen.render.html.render` returned, or the elements of :func:`slagen.render.html.tree`.
        base: the template's folder, the only one that images and fonts are read from; None for none.
    """
    with _forwarded_log(), _little_collection(), lean.laying_out():
        url = None if base is None else f"{base.resolve().as_uri()}/"
        source = weasyprint.HTML(string=html if isinstance(html, str) else "", base_url=url, url_fetcher=_Fetcher(base))
        if not isinstance(html, str):
            # WeasyPrint takes text only, and reading it back would take as long as laying out ten pages.
            source.wrapper_element = cssselect2.ElementWrapper.from_html_root(html, content_language=None)
            source.etree_element = source.wrapper_element.etree_element
        rendered = source.render(_fonts(base), pdf_forms=True)
    justify(rendered.pages)
    archive.one_link_each(rendered.pages)
    return Laid(rendered)


@lru_cache(maxsize=1)
def _fonts(_: Path | None) -> FontConfiguration:
    """The fonts of this machine and of a template, for all editions: Pango never closes a font that it has opened."""
    return FontConfiguration()


def underlay(laid: Laid, document: Document, theme: Theme, *, line_numbers: bool) -> None:
    """Put under the pages what a draft says, and numbers of lines if they are wanted; before :func:`write`."""
    lay_under(laid.pages, document, theme, numbered=line_numbers)


def pages(laid: Laid) -> dict[str, int]:
    """Key of each heading and paragraph to the page it begins on, counted from 1, in the first language."""
    found: dict[str, int] = {}
    for number, page in enumerate(laid.pages.pages, start=1):
        for key in page.anchors:
            if not key.endswith(SECOND):
                found.setdefault(key, number)
    return found


def write(laid: Laid, document: Document, provenance: Provenance | None = None) -> bytes:
    """The pages as a tagged PDF (PDF/A-3a, PDF/UA-1) with metadata, bookmarks, links and subset fonts.

    Args:
        laid: from :func:`lay_out`; once, since each page is let go as soon as it is painted and tagged.
        document: the tree the HTML was made from; its `dated` becomes both dates, at midnight UTC.
        provenance: what the file carries of where it comes from, as attachments.

    Raises:
        ValueError: `laid` has been written before.
    """
    if not all(page._page_box.children for page in laid.pages.pages):
        raise ValueError("these pages have been written, and let go")
    _describe(laid.pages.metadata, final(document))
    laid.pages.metadata.attachments = [] if provenance is None else _attachments(provenance, document)
    with (
        _forwarded_log(),
        _little_collection(),
        lean_pdf.painting(),
        lean.replaced(stream, "Font", _Font),
        archive.spoken(),
    ):
        data: bytes = laid.pages.write_pdf(
            finisher=_finish, pdf_identifier=_identifier(document), pdf_variant=archive.VARIANT
        )
    return data


def count(laid: Laid) -> int:
    """How many pages there are."""
    return len(laid.pages.pages)


def paint(laid: Laid) -> bytes:
    """The pages alone, to be set into another PDF: without tags, and of no archival profile by themselves."""
    with _forwarded_log(), _little_collection(), lean.replaced(stream, "Font", _Font):
        data: bytes = laid.pages.write_pdf()
    return data


def _finish(_: Any, pdf: pydyf.PDF) -> None:
    acroform.finish(pdf)
    archive.finish(pdf)


def strangers(laid: Laid, theme: Theme) -> dict[str, str]:
    """Families that painted something though the theme doesn't name them, each with its characters.

    Only after :func:`write`: fonts are chosen while pages are painted.  Empty if glyphs were checked before.
    """
    named = {family.casefold() for family in glyphs.families(theme)}
    drawn: dict[str, set[str]] = {}
    for font in laid.pages.fonts.values():
        if font.family.casefold() not in named:
            drawn.setdefault(font.family, set()).update("".join(font.to_unicode.values()))
    return {family: "".join(sorted(chars)) for family, chars in drawn.items()}


def _attachments(provenance: Provenance, document: Document) -> list[weasyprint.Attachment]:
    moment = datetime.combine(document.dated, time(), UTC)
    given = (
        (MANIFEST, provenance.manifest, "What this document was made from", "Data"),
        (PRINTED, provenance.printed, "This document as data", "Alternative"),
        *((each.name, each.content, "What this document is built from", "Source") for each in provenance.sources),
    )
    return [
        weasyprint.Attachment(
            string=content, name=name, description=said, relationship=relation, created=moment, modified=moment
        )
        for name, content, said, relation in given
    ]


def _describe(metadata: Any, document: Document) -> None:
    # WeasyPrint writes a date without a time as an incomplete PDF date; midnight UTC is what a date says.
    moment = f"{document.dated.isoformat()}T00:00:00+00:00"
    metadata.title = title(document)
    metadata.authors = [plain(document.author.get(document.languages[0]))]
    metadata.description = " / ".join(plain(document.subject.get(lang)) for lang in document.languages)
    metadata.generator = "slagen"
    metadata.created = metadata.modified = moment
    metadata.lang = LANG_TAGS[document.languages[0]]


def _identifier(document: Document) -> bytes:
    annexes = (annex.clause.id for annex in document.annexes if document.alone)
    draft = ("draft",) if document.draft else ()
    was = () if document.was is None else ("redline", document.was.id, document.was.version)
    parts = (document.id, document.version, *document.languages, document.layout, *annexes, *draft, *was)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32].encode()


@contextmanager
def _little_collection() -> Iterator[None]:
    """Look for garbage among new objects only.

    Layout makes half a million objects that live until it ends: looking among all of them is a fifth of its time.
    """
    before = gc.get_threshold()
    gc.set_threshold(20_000, 1_000_000, 1_000_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Font(fonts.Font):  # type: ignore[misc]
    """A font that reads its mapped file where it is until the subset takes its place.

    WeasyPrint copies each whole file that a page uses.  The collections of CJK fonts have 20 to 27 MB and a contract
    uses three or four of them: the copies were half of a build's memory.
    """

    file_content: Any
    # WeasyPrint would embed the whole of a font that a blank is to be filled in with, and call it used.
    used_in_forms = property(lambda _: False, lambda _, __: None)

    def __init__(self, *arguments: Any) -> None:
        original, fonts.get_hb_object_data = fonts.get_hb_object_data, self._view
        try:
            super().__init__(*arguments)
        finally:
            fonts.get_hb_object_data = original

    def _view(self, face: Any) -> memoryview:
        self._blob = ffi.gc(harfbuzz.hb_face_reference_blob(face), harfbuzz.hb_blob_destroy)
        length = ffi.new("unsigned int *")
        data = harfbuzz.hb_blob_get_data(self._blob, length)
        return memoryview(ffi.buffer(data, length[0]))

    def subset(self, to_unicode: dict[int, str], hinting: bool) -> None:
        """Keep the glyphs used; where that fails, the whole file."""
        # A font that only blanks are to be filled in with has no glyph on a page, and would be kept whole.
        super().subset(to_unicode or {0: ""}, hinting)
        self.file_content = bytes(self.file_content)


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Opens data: URLs and files under one folder; everything else is refused before anything is opened."""

    def __init__(self, base: Path | None) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self._base = None if base is None else base.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The resource, or ValueError, which WeasyPrint logs."""
        parts = urlsplit(url)
        if parts.scheme != "data" and not self._allows(parts.scheme, parts.netloc, Path(unquote(parts.path))):
            raise ValueError(f"outside the template: {url}")
        return super().fetch(url, headers)

    def _allows(self, scheme: str, host: str, path: Path) -> bool:
        return scheme == "file" and not host and self._base is not None and path.resolve().is_relative_to(self._base)


class _Forward(logging.Handler):
    """Hands WeasyPrint's messages to slagen's log, which prints nothing by itself."""

    def emit(self, record: logging.LogRecord) -> None:
        LOGGER.log(record.levelno, "WeasyPrint: %s", record.getMessage())


@contextmanager
def _forwarded_log() -> Iterator[None]:
    """WeasyPrint's loggers write to standard error unless they have handlers of their own."""
    loggers = [logging.getLogger(name) for name in ("weasyprint", "weasyprint.progress", "fontTools")]
    before = [(logger.handlers[:], logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [_Forward()], False
    try:
        yield
    finally:
        for logger, (handlers, propagate) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
