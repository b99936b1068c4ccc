"""The words of a DOCX are the tree's, whatever they hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx_parts import Parts, W, alone, says, val, words
from factory import HOSTILE, LONG, SPAN, in_language, rich_document, theme

from slagen.render.docx import RenderError, render
from slagen.render.docx.read_back import read_back
from slagen.tree import Content, Ref, Table, Text


def test_no_paragraph_is_empty(parts: Parts) -> None:
    """But what ends the cover, the cells that are blanks to write in, and between the parties who sign, one each.

    And, in columns, what stands between tables.
    """
    end, *empty = [p for p in parts.body.iter(f"{W}p") if not words(p).strip()]
    assert val(end, "pPr", "pStyle") == "CoverEnd"
    if parts.tree.layout == "parallel":
        empty = [p for p in empty if val(p, "pPr", "pStyle") != "TableSpace"]
    between = len(parts.tree.signature.signatories[0].lines) + 3
    assert [p.getparent().tag for p in empty] == [f"{W}tc"] * (2 + between)


@pytest.mark.parametrize("text", [*HOSTILE, LONG, " leading and trailing ", "w:t", "\u200b\u00ad\ufeff"])
def test_hostile_values_come_out_as_themselves(text: str) -> None:
    body = alone(says(text)).body
    assert [words(p) for p in body.iter(f"{W}p") if val(p, "pPr", "pStyle") == "ClauseTextChinese"] == [text]


def test_line_breaks_and_tabs_of_a_value_are_elements() -> None:
    body = alone(says("示例路1号\n18层\tA座")).body
    found = next(p for p in body.iter(f"{W}p") if val(p, "pPr", "pStyle") == "ClauseTextChinese")
    assert words(found) == "示例路1号\n18层\tA座"
    assert [e.text for e in found.iter(f"{W}t")] == ["示例路1号", "18层", "A座"]


def test_cells_say_once_what_both_languages_share() -> None:
    body = Parts(rich_document(), render(rich_document(), theme(), {})).body
    rows = [[[words(p) for p in cell.iter(f"{W}p")] for cell in row.iter(f"{W}tc")] for row in body.iter(f"{W}tr")]
    assert [["P1"], ["15分钟", "15 minutes"], ["4小时", "4 hours"], ["95%"]] in rows


def test_an_empty_cell_holds_its_one_paragraph() -> None:
    blank, full = Content(zh=()), Content(zh=(Text("项"),))
    made = Table((full, blank), ("left", "left"), (), SPAN)
    row = next(alone(made).body.iter(f"{W}tr"))
    assert [[words(p) for p in cell.iter(f"{W}p")] for cell in row.iter(f"{W}tc")] == [["项"], [""]]


def test_reading_back_finds_other_words() -> None:
    document = in_language("zh")
    data = render(document, theme(), {})
    cover = replace(document.cover, title=Content(zh=(Text("另一协议"),)))
    with pytest.raises(RenderError, match="另一协议"):
        read_back(data, replace(document, cover=cover), {})


def test_refuses_an_unresolved_reference() -> None:
    broken = replace(says(""), content=Content(zh=(Ref("scope.terms", SPAN),)))
    with pytest.raises((RenderError, TypeError), match=r"scope\.terms"):
        alone(broken)
