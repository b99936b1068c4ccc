"""Outside judges over every edition of every sample.

The words of both outputs are compared with the tree's, character by character (``streams.read``), so that DOCX and
PDF hold the same words in the same order because both hold the tree's.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from editions import SAMPLES, Edition
from judges import ROOT, fonts, margin_texts, page_texts, pandoc_words, pdf_failures, schema_errors
from lxml import etree
from streams import Place, Reading, Words, in_order, pieces, read, solid

from slagen.diagnostics import Span
from slagen.pipeline import compile_all, load
from slagen.tree import Document, Heading, Table, blocks, plain, select
from slagen.tree.walk import headings

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def reading(edition: Edition, output: str) -> Reading:
    """The PDF, or the DOCX as LibreOffice prints it, read against the tree."""
    pdf = edition.pdf if output == "pdf" else edition.printed
    return read(page_texts(pdf, *edition.margins), pieces(edition.document, boxes=output != "pdf"))


# DOCX -----------------------------------------------------------------------------------------------------------


def test_docx_is_valid(edition: Edition) -> None:
    assert schema_errors(edition.docx) == []


def test_docx_through_libreoffice_says_what_the_tree_says(edition: Edition) -> None:
    """Every word and, since the tree's labels are among them, every number that LibreOffice counts."""
    reading(edition, "docx")


def test_contents_of_docx_list_the_pages_of_the_pdf(edition: Edition) -> None:
    assert reading(edition, "docx").listed == reading(edition, "pdf").listed


def test_docx_through_pandoc_says_what_the_tree_says(edition: Edition) -> None:
    # Pandoc neither counts lists nor reads the contents, so neither labels nor the contents' lines are looked for.
    expected = [piece.text for piece in pieces(edition.document, labels=False) if isinstance(piece, Words)]
    listed = set(_contents_lines(edition.document))
    assert in_order(pandoc_words(edition.docx), [text for text in expected if text not in listed]) is None


def test_docx_has_no_empty_paragraphs(edition: Edition) -> None:
    """Outside of cells, but for the cover's end and, in columns, between tables.

    A cell must end with a paragraph (17.4.65), be it an empty one.
    """
    with zipfile.ZipFile(edition.docx) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    end, *empty = [p for p in body.iter(f"{W}p") if not _says_something(p) and not _between_parties(p)]
    assert _style(end) == "CoverEnd"
    if edition.kind == "parallel":
        empty = [p for p in empty if _style(p) != "TableSpace"]
    assert [p for p in empty if p.getparent().tag != f"{W}tc" or len(p.getparent().findall(f"{W}p")) > 1] == []
    assert len(empty) == _empty_cells(edition.document)


@pytest.mark.parametrize("standard", ["3a", "ua1"])
def test_pdf_is_archival_and_accessible(edition: Edition, standard: str) -> None:
    assert pdf_failures(edition.pdf.read_bytes(), standard) == []


def _contents_lines(document: Document) -> list[str]:
    from slagen.tree import contents

    return [entry.label + entry.title for entry in contents(document)]


def _between_parties(paragraph: Any) -> bool:
    """Whether it only keeps the two parties of the signature page apart."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val") == "SealText"


def _style(paragraph: Any) -> str:
    return str(paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))


def _says_something(paragraph: Any) -> bool:
    return bool("".join(paragraph.itertext(f"{W}t")).strip())


def _empty_cells(document: Document) -> int:
    cells = (cell for block in blocks(document) if isinstance(block, Table) for row in block.rows for cell in row.cells)
    return sum(not any(plain(cell.get(lang)).strip() for lang in document.languages) for cell in cells)


# PDF ------------------------------------------------------------------------------------------------------------


def test_pdf_says_what_the_tree_says(edition: Edition) -> None:
    reading(edition, "pdf")


def test_contents_of_pdf_list_the_pages_that_headings_stand_on(edition: Edition) -> None:
    read_ = reading(edition, "pdf")
    assert read_.listed
    assert read_.listed == read_.begins


def test_outline_of_pdf_is_the_headings(edition: Edition) -> None:
    document = edition.document
    expected = [
        (level, heading, reading(edition, "pdf").begins[_place(heading, document)])
        for level, heading in headings(document)
    ]
    with pikepdf.open(edition.pdf) as pdf, pdf.open_outline() as outline:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        found = [
            (level, item.title, pages[item.destination[0].objgen])
            for level, item in _items(outline.root, 1)
            if solid(item.title) not in {solid(plain(document.signature.heading.get(lang))) for lang in ("zh", "en")}
            and solid(item.title)
            != solid("".join(plain(document.signature.heading.get(lang)) for lang in ("zh", "en")))
        ]
    assert [(level, page) for level, _, page in found] == [(level, page) for level, _, page in expected]
    for (_, title, _), (_, heading, _) in zip(found, expected, strict=True):
        for lang in document.languages:
            assert plain(heading.label.get(lang)) in title
            assert plain(heading.title.get(lang)) in title


def _place(heading: Heading, document: Document) -> Place:
    return heading.key, document.languages[0]


def _items(items: Any, level: int) -> Any:
    for item in items:
        yield level, item
        yield from _items(item.children, level + 1)


def test_pdf_names_title_author_and_language(edition: Edition) -> None:
    document = edition.document
    with pikepdf.open(edition.pdf) as pdf:
        assert plain(document.cover.title.get(document.languages[0])) in str(pdf.docinfo.Title)
        assert document.id in str(pdf.docinfo.Title)
        assert str(pdf.docinfo.Author) == plain(document.author.get(document.languages[0]))
        assert str(pdf.Root.Lang).startswith(document.languages[0])


def test_fonts_of_pdf_are_embedded_subsets(edition: Edition) -> None:
    used = fonts(edition.pdf)
    assert used
    assert [font for font in used if (font["embedded"], font["subset"], font["unicode"]) != ("yes", "yes", "yes")] == []
    assert not [font for font in used if "Noto" not in font["name"]], "a font that the theme does not name"


# Both -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("output", ["pdf", "docx"])
def test_running_header_and_footer(edition: Edition, output: str) -> None:
    """Every page but the cover says whose it is, which it is, and of how many."""
    pdf = edition.pdf if output == "pdf" else edition.printed
    document = edition.document
    (above, below), *others = margin_texts(pdf, *edition.margins)
    assert (above.strip(), below.strip()) == ("", "")
    assert others
    for number, (above, below) in enumerate(others, 2):
        for lang in document.languages:
            assert solid(plain(document.header.get(lang))) in solid(above)
            wanted = plain(document.page_of.get(lang)).format(page=number, pages=len(others) + 1)
            assert re.search(rf"(?<!\d){re.escape(solid(wanted))}(?!\d)", solid(below)), below


# Languages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_an_edition_is_the_same_whatever_is_built_with_it(sample: str, lang: Any) -> None:
    path = ROOT / "samples" / sample / "contract.yaml"
    alone = compile_all(load(path), [lang]).edition(lang).document
    together = compile_all(load(path), ["bilingual"])
    assert _without_spans(alone) == _without_spans(together.edition(lang).document)
    for node in together.edition("bilingual").document.chapters:
        assert plain(node.heading.title.get("zh"))
        assert plain(node.heading.title.get("en"))


def _without_spans(node: Any) -> Any:
    """A node is found where its first language stands, so a tree in English alone knows other lines."""
    if isinstance(node, tuple):
        return tuple(map(_without_spans, node))
    if not is_dataclass(node) or isinstance(node, Span):
        return None if isinstance(node, Span) else node
    return type(node), tuple(_without_spans(getattr(node, field.name)) for field in fields(node))


def test_a_bilingual_edition_says_all_of_both(edition: Edition) -> None:
    document = edition.document
    both = "".join(solid(piece.text) for piece in pieces(document) if isinstance(piece, Words))
    for lang in document.languages:
        one = select(document, (lang,))
        assert in_order(both, [piece.text for piece in pieces(one) if isinstance(piece, Words)]) is None


def test_samples_are_inputs_only() -> None:
    assert SAMPLES
    for sample in SAMPLES:
        names = [path for path in Path(ROOT / "samples" / sample).rglob("*") if path.is_file()]
        assert all(path.suffix in (".yaml", ".md", ".csv", ".json") for path in names)
