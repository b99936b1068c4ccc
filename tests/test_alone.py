"""An annex alone: the same words under the same number, in every format, and nothing that points outside of it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest
from editions import Kind
from judges import ROOT, page_texts, schema_errors, to_pdf
from lxml import html
from streams import pieces, read, solid

from slagen.compiled import AnnexError, Compiled
from slagen.opened import Language
from slagen.pipeline import compile_all, load
from slagen.tree import Document, ResolvedRef, inlines, plain
from slagen.tree.alone import alone
from slagen.tree.walk import nested, own_passages

FORM, LINKED, OUT = "annex.change-request", "annex.contacts", "annex.service-credits"
"""An annex that is a form, one that refers to itself and to the contract, and one that the minimal contract lacks."""


@pytest.fixture(scope="module")
def whole() -> Compiled:
    return compile_all(load(ROOT / "tests" / "minimal" / "contract.yaml"), ["bilingual"])


def _edition(whole: Compiled, kind: Kind, wanted: str) -> Compiled:
    language: Language = kind if kind in ("zh", "en") else "bilingual"
    edition = whole.edition(language).annex(wanted)
    if language != "bilingual":
        return edition
    return replace(edition, document=replace(edition.document, layout=kind))


def _words(document: Document, wanted: str) -> list[str]:
    (annex,) = (annex for annex in document.annexes if annex.clause.id == wanted)
    contents = (content for block in nested(annex.clause.blocks) for content in own_passages(block))
    return [plain(content.get(lang)) for content in contents for lang in document.languages]


def _references(document: Document) -> set[str]:
    contents = (
        content
        for annex in document.annexes
        for block in nested(annex.clause.blocks)
        for content in own_passages(block)
    )
    return {
        node.key
        for content in contents
        for lang in document.languages
        for node in inlines(content.get(lang))
        if isinstance(node, ResolvedRef)
    }


@pytest.mark.parametrize("wanted", [FORM, LINKED])
def test_it_says_what_it_says_in_the_contract(whole: Compiled, wanted: str) -> None:
    made = alone(whole.document, wanted)
    assert made.alone
    assert not whole.document.alone
    assert (made.chapters, made.signature, len(made.annexes)) == ((), None, 1)
    assert _words(made, wanted) == _words(whole.document, wanted)
    (annex,) = made.annexes
    assert annex.heading == next(each.heading for each in whole.document.annexes if each.clause.id == wanted)
    assert plain(made.header.get("zh")).endswith(plain(annex.heading.label.get("zh")))
    shown = [plain(fact.value.get("zh")) for fact in made.cover.facts]
    assert shown == ["MIN-2026-001", "1.0"]


def test_references_to_the_contract_are_words_and_its_own_are_links(whole: Compiled) -> None:
    before, after = _references(whole.document), _references(alone(whole.document, LINKED))
    assert after
    assert {key for key in before if key.startswith(LINKED)} >= after
    assert all(key.startswith(LINKED) for key in after)


@pytest.mark.parametrize("kind", ["zh", "en", "interleaved", "parallel"])
def test_html_and_markdown_have_no_dead_link(whole: Compiled, kind: Kind) -> None:
    for wanted in (FORM, LINKED):
        edition = _edition(whole, kind, wanted)
        page = html.document_fromstring(edition.render("html"))
        ids = set(page.xpath("//@id"))
        assert {unquote(link[1:]) for link in page.xpath("//a/@href")} <= ids
        assert page.xpath("//nav | //*[@class='cover' or @class='signature']") == []
        text = edition.render("md").decode()
        anchors = set(re.findall(r'<a id="([^"]+)">', text))
        assert {unquote(link) for link in re.findall(r"\]\(#([^)]+)\)", text)} <= anchors


@pytest.mark.parametrize(
    ("kind", "wanted"), [("zh", FORM), ("interleaved", LINKED), ("parallel", FORM), ("en", LINKED)]
)
def test_pdf_and_docx_say_what_the_tree_says(
    whole: Compiled, kind: Kind, wanted: str, tmp_path: Path, profile: Path
) -> None:
    edition = _edition(whole, kind, wanted)
    margins = edition.template.theme.margins
    files = {form: tmp_path / f"made.{form}" for form in ("pdf", "docx")}
    for form, content in edition.outputs(("docx", "pdf")):
        files[form].write_bytes(content)
    assert schema_errors(files["docx"]) == []
    read(page_texts(files["pdf"], margins.top, margins.bottom), pieces(edition.document, boxes=False))
    to_pdf(files["docx"], tmp_path / "printed", profile)
    printed = tmp_path / "printed" / "made.pdf"
    read(page_texts(printed, margins.top, margins.bottom), pieces(edition.document))
    with pikepdf.open(files["pdf"]) as file:
        title = solid(plain(edition.document.annexes[0].heading.title.get(edition.document.languages[0])))
        assert title in solid(str(file.docinfo["/Title"]))
        assert "MIN-2026-001" in str(file.docinfo["/Title"])
        with file.open_outline() as outline:
            assert len(outline.root) == 1


def test_two_annexes_are_two_files_to_a_reader(whole: Compiled) -> None:
    zh = whole.edition("zh")
    marks = {re.search(rb"/ID ?\[[^]]*\]", zh.annex(wanted).render("pdf")) for wanted in (FORM, LINKED)}
    assert len({mark[0] for mark in marks if mark}) == 2


def test_an_unknown_annex_lists_those_there_are(whole: Compiled) -> None:
    with pytest.raises(AnnexError) as caught:
        whole.annex("annex.nothing")
    for text in (caught.value.message.zh, caught.value.message.en):
        assert "annex.nothing" in text
        assert FORM in text
        assert OUT not in text


def test_an_annex_that_is_left_out_says_by_which_condition(whole: Compiled) -> None:
    with pytest.raises(AnnexError) as caught:
        whole.annex(OUT)
    when = whole.outline.verdicts[OUT].clause.head.when
    assert when
    assert when in caught.value.message.zh
    assert when in caught.value.message.en


def test_a_clause_of_the_body_is_no_annex(whole: Compiled) -> None:
    with pytest.raises(AnnexError, match=r"no annex quality\.levels"):
        whole.annex("quality.levels")
