"""The HTML: what it shows, in which order, and that no value becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import factory
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from slagen.diagnostics import Span
from slagen.render import html
from slagen.render.columns import column_widths
from slagen.tree import Chapter, Content, Document, Field, Ref, Table, Text, blocks, contents

CSS = (Path(__file__).parents[2] / "templates" / "standard" / "print.css").read_text("utf-8")
DOCUMENTS = {
    "interleaved": factory.rich_document(),
    "parallel": factory.rich_document("parallel"),
    "zh": factory.in_language("zh", long_text=True),
    "en": factory.in_language("en", long_text=True),
}


def _parsed(document: Document) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(html.render(document, factory.theme(), CSS))


def _shown(element: lxml_html.HtmlElement) -> str:
    """The text of an element with <br> as a newline."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag == "br" else _shown(child), child.tail or ""]
    return "".join(parts)


def _with_value(text: str) -> Document:
    document = factory.in_language("zh")
    title = Content((Field("title", text),))
    first, *others = document.chapters
    heading = replace(first.heading, title=title)
    chapters: tuple[Chapter, ...] = (replace(first, heading=heading), *others)
    return replace(document, cover=replace(document.cover, title=title), chapters=chapters)


def test_a_citation_names_what_it_cites_where_the_document_is_marked_up() -> None:
    cites = _parsed(DOCUMENTS["zh"]).xpath("//cite[@data-cites]")
    assert [(cite.get("data-cites"), _shown(cite)) for cite in cites] == [
        ("civil-code/142", "《中华人民共和国民法典》第一百四十二条")
    ]
    plain = html.render(DOCUMENTS["zh"], factory.theme(), CSS, marked=False)
    assert "<cite" not in plain
    assert "《中华人民共和国民法典》第一百四十二条" in plain


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_field_shows_exactly_its_value(name: str) -> None:
    document = DOCUMENTS[name]
    shown = [_shown(span) for span in _parsed(document).xpath("//p//span[contains(@class, 'field')]")]
    expected = [
        node.text
        for block in blocks(document)
        if not isinstance(block, Table)
        for lang in document.languages
        for node in block.content.get(lang)
        if isinstance(node, Field)
    ]
    assert shown == expected
    assert set(factory.HOSTILE) <= set(shown)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), min_size=1))
@settings(max_examples=60, deadline=None)
def test_any_value_is_shown_as_itself(text: str) -> None:
    page = html.render(_with_value(text), factory.theme(), "")
    tree = lxml_html.document_fromstring(page)
    (cover,) = tree.xpath("//p[@class='title' and ancestor::section]//span[@data-path='title']")
    assert _shown(cover) == text


@pytest.mark.parametrize("value", ["</title><script>x</script>", "</style>", "a\nb", "{{7*7}}", '" onload="x'])
def test_a_value_never_becomes_markup(value: str) -> None:
    tree = lxml_html.document_fromstring(html.render(_with_value(value), factory.theme(), CSS))
    assert not tree.xpath("//script | //@onload")
    assert len(tree.xpath("//style")) == 3
    assert tree.xpath("string(//title)") == f"{value} SLA-2026-001".replace("\n", " ")


def test_a_font_name_cannot_leave_the_style_sheet() -> None:
    theme = factory.theme()
    fonts = theme.pdf.body.model_copy(update={"zh": ('x"</style><script>alert(1)</script>',)})
    hostile = theme.model_copy(update={"pdf": theme.pdf.model_copy(update={"body": fonts})})
    page = html.render(factory.in_language("zh"), hostile, "p::after{content:'</style>'}")
    assert page.count("</style>") == 3


@pytest.mark.parametrize("name", DOCUMENTS)
def test_ids_are_unique_and_every_link_finds_one_in_its_language(name: str) -> None:
    tree = _parsed(DOCUMENTS[name])
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    lang_of = {element.get("id"): element.get("lang") for element in tree.xpath("//*[@id]")}
    links = tree.xpath("//a[@href]")
    assert links
    for link in links:
        target = unquote(link.get("href").removeprefix("#"))
        assert lang_of[target] == link.xpath("string(ancestor::*[@lang][1]/@lang)")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_headings_are_as_the_contents_list_them(name: str) -> None:
    document = DOCUMENTS[name]
    tree = _parsed(document)
    headings = [" ".join(_shown(h).split()) for h in tree.xpath("//h1[@id] | //h2[@id]")]
    listed = [" ".join(_shown(a).split()) for a in tree.xpath("//nav//a")]
    assert headings == listed == [" ".join(f"{entry.label} {entry.title}".split()) for entry in contents(document)]


@pytest.mark.parametrize("name", ["interleaved", "parallel"])
def test_chinese_stands_before_english_in_each_passage(name: str) -> None:
    paragraphs = _parsed(DOCUMENTS[name]).xpath("//p[@id]")
    assert [p.get("lang") for p in paragraphs] == ["zh-CN", "en-GB"] * (len(paragraphs) // 2)
    pairs = zip(paragraphs[::2], paragraphs[1::2], strict=True)
    assert all(en.get("id") == zh.get("id") + html.SECOND for zh, en in pairs)


def test_parallel_rows_hold_one_passage_in_two_cells() -> None:
    tree = _parsed(DOCUMENTS["parallel"])
    rows = tree.xpath("//table[starts-with(@class, 'parallel')]/tbody/tr")
    assert rows
    assert all([cell[0].get("lang") for cell in row] == ["zh-CN", "en-GB"] for row in rows)
    assert not tree.xpath("//table[starts-with(@class, 'parallel')]//table")


def test_a_bilingual_cell_says_the_same_thing_once() -> None:
    tree = _parsed(DOCUMENTS["interleaved"])
    (table,) = [t for t in tree.xpath("//table[starts-with(@class, 'data')]") if len(t.xpath("tbody/tr")) == 70]
    first = [[div.text_content() for div in cell] for cell in table.xpath("tbody/tr[1]/td")]
    assert first == [
        ["C-001"],
        ["第1项检查：核对监测数据与工单记录", "Check 1: monitoring against tickets"],
        ["1分钟", "1 minutes"],
        ["99.95%"],
    ]
    assert table.xpath("count(thead/tr/th[@scope='col'])") == 4


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_screen_has_one_main_part_and_tables_that_scroll_while_pages_have_neither_wrapper(name: str) -> None:
    screen = _parsed(DOCUMENTS[name])
    (main,) = screen.xpath("//main")
    assert [part.tag for part in main.getparent()] == ["header", "footer", "main"]
    tables = screen.xpath("//table[starts-with(@class, 'data')]")
    assert [table.getparent().get("style") for table in tables] == [
        f"--columns:{len(table.xpath('thead/tr/th'))}" for table in tables
    ]
    pages = html.render(DOCUMENTS[name], factory.theme(), CSS, marked=False)
    (main,) = lxml_html.document_fromstring(pages).xpath("//main")
    assert {part.get("class") for part in main} == {"chapter"}
    assert 'class="wide"' not in pages


def test_nothing_is_fetched_from_outside() -> None:
    page = html.render(DOCUMENTS["zh"], factory.theme(), CSS)
    assert not re.search(r"""(src|href)=["'](?!#)|url\(|@import""", page)


def test_an_unresolved_reference_is_a_bug() -> None:
    document = factory.in_language("zh")
    broken = replace(document, signature=replace(document.signature, statement=Content((Ref("x", Span("f", 1, 1)),))))
    with pytest.raises(TypeError):
        html.render(broken, factory.theme(), CSS)


def test_empty_values_are_blanks_to_fill_in() -> None:
    tree = _parsed(DOCUMENTS["zh"])
    assert len(tree.xpath("//section[@class='signature']//div[@class='blank']")) == 6
    assert len(tree.xpath("//table[@class='facts']//div[@class='blank']")) == 1


def _columns(*cells: str) -> Table:
    row = tuple(Content((Text(cell),)) for cell in cells)
    return factory.table(row, (row,))


def test_column_widths_give_room_to_the_long_and_keep_the_short() -> None:
    short, middle, long = column_widths(_columns("编号", "十个字的一段中文文字", "长" * 400), ("zh",))
    assert short + middle + long == pytest.approx(100)
    assert 5 < short < middle < long < 85


@given(st.lists(st.text(max_size=300), min_size=1, max_size=12))
def test_column_widths_are_always_a_hundred_per_cent(cells: list[str]) -> None:
    widths = column_widths(_columns(*cells), ("zh",))
    assert sum(widths) == pytest.approx(100)
    assert min(widths) > 0
