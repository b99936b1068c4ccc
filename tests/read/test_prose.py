"""A plain Markdown text as a document: its numbers are labels, its markup is read, nothing of it gets lost."""

from __future__ import annotations

from datetime import date

import pytest

from slagen.diff.changes import edits
from slagen.diff.redline import alike, redline
from slagen.model.edit import Kind
from slagen.read.prose import prose
from slagen.tree import Content, Document, Emphasis, Paragraph, Strong, Table, Text, plain
from slagen.tree.redline import accepted, rejected

PAGE = Content((Text("第 {page} 页"),), (Text("Page {page}"),))


def read(text: str) -> Document:
    return prose("text", "text.md", text, PAGE, date(2026, 1, 2))


def lines(text: str, lang: str = "zh") -> list[tuple[str, str]]:
    found = read(text).annexes[0].clause.blocks
    return [
        (plain(one.label.get(lang)), plain(one.content.get(lang)))  # type: ignore[arg-type]
        for one in found
        if isinstance(one, Paragraph)
    ]


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("第一条　双方平等。", "第一条", "双方平等。"),
        ("**第十二条** 付款", "第十二条", "付款"),
        ("第三条之一 另行约定。", "第三条之一", "另行约定。"),
        ("（二）二级事件。", "（二）", "二级事件。"),
        ("一、总体要求", "一、", "总体要求"),
        ("② 采购文件。", "②", "采购文件。"),
        ("3.2.1 服务提供方应当响应。", "3.2.1", "服务提供方应当响应。"),
        ("3. 服务提供方应当响应。", "3.", "服务提供方应当响应。"),
        ("第二条规定的期限不变。", "", "第二条规定的期限不变。"),
        ("30日内支付，逾期的计息。", "", "30日内支付，逾期的计息。"),
        ("1.5 小时内响应。", "", "1.5 小时内响应。"),
    ],
)
def test_a_number_in_front_is_a_label_and_a_figure_is_not(text: str, label: str, words: str) -> None:
    assert lines(text) == [(label, words)]


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("1.2 The Provider shall respond.", "1.2", "The Provider shall respond."),
        ("(a) the Customer;", "(a)", "the Customer;"),
        ("Section 4.1 Fees", "Section 4.1", "Fees"),
        ("99.9 percent of requests succeed.", "", "99.9 percent of requests succeed."),
        ("30 days after receipt, payment is due.", "", "30 days after receipt, payment is due."),
        ("Lines that follow\none another are one paragraph.", "", "Lines that follow one another are one paragraph."),
    ],
)
def test_the_same_in_english(text: str, label: str, words: str) -> None:
    assert lines(text, "en") == [(label, words)]


def test_each_numbered_line_is_a_paragraph_of_its_own() -> None:
    assert lines("第一条 甲方\n应当付款。\n（一）按月；\n（二）按年。\n第二条 乙方") == [
        ("第一条", "甲方应当付款。"),
        ("（一）", "按月；"),
        ("（二）", "按年。"),
        ("第二条", "乙方"),
    ]


def test_lists_quotations_comments_and_markup() -> None:
    text = (
        "<!-- x -->\n* 甲\n    * 丙\n* 乙\n\n> 引文 `代码` [链接](http://example.com) <b>不是标记</b>\n\n**粗**与*斜*"
    )
    (*items, quoted, styled) = read(text).annexes[0].clause.blocks
    assert [plain(one.label.get("zh")) for one in items if isinstance(one, Paragraph)] == ["•"] * 3
    assert isinstance(quoted, Paragraph)
    assert plain(quoted.content.get("zh")) == "引文 代码 链接 <b>不是标记</b>"
    assert isinstance(styled, Paragraph)
    assert styled.content.zh == (Strong((Text("粗"),)), Text("与"), Emphasis((Text("斜"),)))


def test_tables_have_their_alignment() -> None:
    (table,) = read("| 级别 | 目标 |\n|:--|--:|\n| 一级 | 4小时 |\n").annexes[0].clause.blocks
    assert isinstance(table, Table)
    assert table.align == ("left", "right")
    assert [plain(cell.get("zh")) for cell in table.rows[0].cells] == ["一级", "4小时"]


def test_headings_leave_no_level_out_below_the_title() -> None:
    made = read("# 名称\n\n### 第一节 甲\n\n# 又一\n\n##### 乙")
    assert plain(made.annexes[0].heading.title.get("zh")) == "名称"
    assert [block.rank for block in made.annexes[0].clause.blocks if isinstance(block, Paragraph)] == [2, 2, 3]


@pytest.mark.parametrize(("text", "lang"), [("服务 SLA", "zh"), ("The Provider 甲", "en"), ("", "zh")])
def test_the_language_is_that_of_most_words(text: str, lang: str) -> None:
    assert read(text).languages == (lang,)


OLD = """# 协议

## 第一章 总则

第一条 甲方按月付款。

第二条 乙方在4小时内响应并告知编号。

（一）一级事件十五分钟。
"""


def kinds(old: str, new: str) -> list[tuple[Kind, str]]:
    made = redline(read(old), read(new))
    assert alike(accepted(made), read(new))
    assert alike(rejected(made), read(old))
    return [(edit.kind, edit.clause) for edit in edits(made) if edit.kind is not Kind.NUMBERING]


def test_a_clause_inserted_in_front_is_one_and_the_others_only_have_other_numbers() -> None:
    new = OLD.replace("第二条", "第三条").replace("第一条", "第一条 双方平等自愿。\n\n第二条")
    assert kinds(OLD, new) == [(Kind.INSERTED, "第一条")]
    assert kinds(new, OLD) == [(Kind.DELETED, "第一条")]


def test_clauses_that_changed_places_moved() -> None:
    first, second = "甲方应当按月向乙方支付服务费用。", "乙方应当在4小时内响应并告知编号。"
    old = f"第一条 {first}\n\n第二条 {second}\n"
    assert kinds(old, f"第一条 {second}\n\n第二条 {first}\n") == [(Kind.MOVED, "第一条")]


def test_words_and_markup_changed() -> None:
    assert kinds(OLD, OLD.replace("4小时", "8小时")) == [(Kind.WORDING, "第二条")]
    assert kinds(OLD, OLD.replace("十五分钟", "**十五分钟**")) == [(Kind.FORMATTING, "第二条")]
    assert kinds(OLD, OLD.replace("总则", "通则")) == [(Kind.WORDING, "第一章 通则")]
