"""Passages side by side or one under another, data tables, and what starts a page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx_parts import Parts, W, alone, val, words
from editions import compiled, source
from factory import LONG, SPAN, in_language, rich_document, theme
from judges import page_texts, to_pdf
from recounted import recounted

from slagen.render.docx import render
from slagen.tree import Content, Document, Row, Table, Text, blocks, plain


def test_ten_thousand_characters_in_two_columns_may_break_across_pages() -> None:
    document = rich_document("parallel", long_text=True)
    body = Parts(document, render(document, theme(), {})).body
    rows = [row for row in body.iter(f"{W}tr") if any(words(p) == LONG for p in row.iter(f"{W}p"))]
    assert len(rows) == 1
    assert rows[0].find(f"{W}trPr/{W}cantSplit") is None


def test_parallel_rows_hold_one_paragraph_of_each_language_and_short_ones_that_lead_nothing_stay_whole() -> None:
    document = rich_document("parallel")
    body = Parts(document, render(document, theme(), {})).body
    tables = [t for t in body.iter(f"{W}tbl") if val(t, "tblPr", "tblStyle") == "ParallelText"]
    rows = [row for table in tables for row in table.iter(f"{W}tr")]
    pairs = [[words(p) for p in row.iter(f"{W}p")] for row in rows]
    assert ["术语和定义", "Terms and Definitions"] in pairs
    assert ["一级；", "P1; or"] in pairs
    assert all(len(pair) == 2 for pair in pairs)
    leading = [row for row in rows if all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p"))]
    short = [row for row in rows if max(len(words(p)) for p in row.iter(f"{W}p")) <= 400 and row not in leading]
    assert [row for row in rows if row.find(f"{W}trPr/{W}cantSplit") is not None] == short
    assert min(len(leading), len(short)) > 8


def test_what_introduces_a_table_stays_with_it_in_columns() -> None:
    document = rich_document("parallel")
    body = Parts(document, render(document, theme(), {})).body
    blocks = list(body)
    second = [at for at, block in enumerate(blocks) if val(block, "tblPr", "tblStyle") == "ContractTable"][1]
    above, leading, between = blocks[second - 3 : second]
    assert [val(space, "pPr", "pStyle") for space in (above, between)] == ["TableSpace", "TableSpace"]
    pairs = [[words(p) for p in row.iter(f"{W}p")] for row in leading.iter(f"{W}tr")]
    assert pairs == [["服务质量指标", "Quality Metrics"], ["检查项目如下：", "The checks are:"]]
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in leading.iter(f"{W}p"))
    assert list(leading.iter(f"{W}cantSplit")) == []  # LibreOffice would not keep it


def test_in_columns_libreoffice_leaves_nothing_that_leads_behind_and_repeats_header_rows(
    tmp_path: Path, profile: Path
) -> None:
    whole = compiled(source("helpdesk"), "parallel").document
    document = recounted(whole, whole.chapters[:3])
    file = tmp_path / "columns.docx"
    file.write_bytes(render(document, theme(), {}))
    leading = [_solid(words) for words in _leading(Parts(document, file.read_bytes()).body)]
    tables = [block for block in blocks(document) if isinstance(block, Table)]
    heads = tuple(_solid(plain(table.header[0].get("zh"))) for table in tables)
    pages = [_solid(text) for text in page_texts(to_pdf(file, tmp_path, profile), 25, 25)][2:]
    assert len(pages) > 40
    assert len(leading) > 40
    assert [page for page in pages if page.endswith(tuple(leading))] == []
    assert sum(page.startswith(heads) for page in pages) > 5


def _solid(text: str) -> str:
    return "".join(text.split())


def _leading(body: Any) -> Iterator[str]:
    """The words of what is to stay with the next, in columns."""
    for row in body.iter(f"{W}tr"):
        paragraphs = list(row.iter(f"{W}p"))
        if len(paragraphs) == 2 and all(p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs):
            yield words(paragraphs[1])


def test_tables_of_one_style_never_touch(parts: Parts) -> None:
    # Word would join them and set the second's header in the middle of the first.
    for first, second in itertools.pairwise(parts.body):
        styles = [val(block, "tblPr", "tblStyle") for block in (first, second) if block.tag == f"{W}tbl"]
        assert len(set(styles)) == len(styles)


def test_data_tables_that_follow_each_other_get_different_styles() -> None:
    cell = Content(zh=(Text("甲"),))
    made = Table((cell,), ("left",), (), SPAN)
    tables = [val(t, "tblPr", "tblStyle") for t in alone(made, made, made).body.iter(f"{W}tbl")]
    assert tables[:3] == ["ContractTable", "ContractTableNext", "ContractTable"]


def test_header_rows_repeat_and_rows_stay_whole(parts: Parts) -> None:
    tables = [t for t in parts.body.iter(f"{W}tbl") if str(val(t, "tblPr", "tblStyle")).startswith("ContractTable")]
    assert len(tables) == 4
    for table in tables:
        head, *rows = table.findall(f"{W}tr")
        assert head.find(f"{W}trPr/{W}tblHeader") is not None
        assert [row.find(f"{W}trPr/{W}tblHeader") for row in rows] == [None] * len(rows)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (head, *rows))


def _kept_rows(count: int) -> list[bool]:
    cell = Content(zh=(Text("甲"),))
    made = Table((cell,), ("left",), (Row((cell,), SPAN),) * count, SPAN)
    table = next(alone(made).body.iter(f"{W}tbl"))
    rows = table.findall(f"{W}tr")[1:]
    return [all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p")) for row in rows]


def test_small_tables_stay_on_one_page_and_long_ones_end_with_two_rows() -> None:
    assert _kept_rows(1) == [False]
    assert _kept_rows(3) == [True, True, False]
    assert _kept_rows(40) == [*[False] * 38, True, False]


def test_the_second_language_has_styles_of_its_own_where_it_stands_below() -> None:
    def used(document: Document) -> set[str]:
        found = Parts(document, render(document, theme(), {})).body.iter(f"{W}p")
        return {str(val(p, "pPr", "pStyle")) for p in found if str(val(p, "pPr", "pStyle")).endswith("Second")}

    assert used(rich_document("interleaved")) >= {"ClauseSecond", "ClauseItemSecond", "ClauseTextSecond"}
    assert used(rich_document("parallel")) == used(in_language("en")) == set()


def test_annexes_and_signature_page_start_a_page(parts: Parts) -> None:
    lang = parts.tree.languages[0]
    paragraphs = list(parts.body.iter(f"{W}p"))
    starts = [at for at, p in enumerate(paragraphs) if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    # In columns, a paragraph that nobody sees starts the page.
    broken = [next(filter(None, map(words, paragraphs[at:]))) for at in starts]
    annexes = [plain(annex.heading.title.get(lang)) for annex in parts.tree.annexes]
    assert broken == [plain(parts.tree.signature.heading.get(lang)), *annexes]


def test_the_signature_page_keeps_together(parts: Parts) -> None:
    table = next(t for t in parts.body.iter(f"{W}tbl") if val(t, "tblPr", "tblStyle") == "SignatureTable")
    styles = parts.part("word/styles.xml")
    kept = {s.get(f"{W}styleId") for s in styles.findall(f"{W}style") if s.find(f"{W}pPr/{W}keepNext") is not None}
    assert {val(p, "pPr", "pStyle") for p in table.iter(f"{W}p")} <= kept
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr"))
    assert len(list(table.iter(f"{W}tbl"))) == 1


def test_what_the_parties_sign_is_level(parts: Parts) -> None:
    table = next(t for t in parts.body.iter(f"{W}tbl") if val(t, "tblPr", "tblStyle") == "SignatureTable")
    first, second = parts.tree.signature.signatories
    lang = parts.tree.languages[0]
    rows = [[words(cell) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
    assert [len(row) for row in rows] == [3] * (3 + len(first.lines))
    for row, (one, other) in zip(rows[3:], zip(first.lines, second.lines, strict=True), strict=True):
        assert row[0].startswith(plain(one.label.get(lang)))
        assert row[1] == ""
        assert row[2].startswith(plain(other.label.get(lang)))
