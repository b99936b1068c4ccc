"""The table of contents, filled in."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.render import ooxml
from slagen.render.docx.inlines import one_line, run_in
from slagen.render.docx.names import bookmark
from slagen.render.docx.writer import Writer
from slagen.render.ooxml import Element
from slagen.tree import Entry, contents


def contents_page(writer: Writer) -> Iterator[Element]:
    """The title, and one field with an entry for each heading that it lists."""
    title = writer.document.contents_title
    yield ooxml.paragraph("ContentsTitle", run_in(title, writer))
    entries = contents(writer.newest)
    for i, entry in enumerate(entries):
        runs = [_entry(writer, entry)]
        if i == 0:
            runs = [*ooxml.field_open(entry.lang, r'TOC \o "1-2" \h \z \u'), *runs]
        if i == len(entries) - 1:
            runs = [*runs, ooxml.field_close(entry.lang)]
        yield ooxml.paragraph(f"TOC{entry.level}", runs)


def _entry(writer: Writer, entry: Entry) -> Element:
    lang, name = entry.lang, bookmark(entry.key, entry.lang)
    runs = [ooxml.text_run(lang, entry.label), ooxml.tab(lang), ooxml.text_run(lang, one_line(entry.title))]
    page = writer.pages.get(entry.key)
    if page is not None:
        runs += [ooxml.tab(lang), *ooxml.field(lang, rf"PAGEREF {name} \h", str(page))]
    return ooxml.link(name, *runs)
