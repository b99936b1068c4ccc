"""Words are compared so that they read right: figures, dates, references and terms whole, short islands taken in."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slagen.diff.words import Piece, compare, tokens

WHOLE = (
    *("99.95%", "CNY 1,200.00", "2026年9月30日", "2026-09-30", "30 September 2026", "12:30", "£5", "P1"),
    *("第三百二十一条", "第3.2.1款", "（三）", "(a)", "Section 3.2.1", "Articles 12", "Service-Level"),
    *("百分之九十九点九", "千分之五", "4小时", "15个工作日", "十日"),
)


@pytest.mark.parametrize("whole", WHOLE)
def test_these_are_one_token_wherever_they_stand(whole: str) -> None:
    for text in (whole, f"在{whole}之前", f"by {whole} at the latest"):
        assert whole in tokens(text), tokens(text)


def test_defined_terms_are_whole_the_longest_first() -> None:
    terms = frozenset({"服务级别", "服务级别目标", "Service Level"})
    assert "服务级别目标" in tokens("任一服务级别目标未达标", terms)
    assert tokens("a Service Level Objective", terms)[2] == "Service Level"
    assert "Service Level" not in tokens("a Service Levels", terms)


def shown(old: str, new: str) -> str:
    marks = {"equal": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in compare(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("可用性不低于99.9%。", "可用性不低于99.95%。", "可用性不低于[-99.9%-]{+99.95%+}。"),
        ("应当在4小时内解决。", "应当在8小时内解决。", "应当在[-4小时-]{+8小时+}内解决。"),
        ("依照第3.2条处理。", "依照第3.12条处理。", "依照[-第3.2条-]{+第3.12条+}处理。"),
        ("The Provider shall notify", "The Provider may notify", "The Provider [-shall-]{+may+} notify"),
        ("甲的乙", "丙的丁", "[-甲的乙-]{+丙的丁+}"),
        ("服务提供方应当通知客户", "服务提供方应当在次日通知客户", "服务提供方应当{+在次日+}通知客户"),
        ("", "新", "{+新+}"),
        ("同样的文字", "同样的文字", "同样的文字"),
    ],
)
def test_changes_read_as_a_person_would_mark_them(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


TEXT = st.text(alphabet="服务应当在的，。0123456789.% abcAB年月日第条（）", max_size=60)


@given(TEXT)
def test_tokens_together_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(TEXT, TEXT)
def test_the_pieces_hold_both_texts_and_no_cut_is_in_a_number(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == new
    for side in ("inserted", "deleted"):
        kept = [piece.text for piece in pieces if piece.kind != side and piece.text]
        for before, after in pairwise(kept):
            assert not (before[-1].isdigit() and after[0].isdigit()), pieces


@given(TEXT, TEXT)
def test_no_short_island_stands_between_changes(old: str, new: str) -> None:
    pieces = compare(old, new)
    for before, island, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if island.kind == "equal" and "equal" not in (before.kind, after.kind):
            assert len(island.text) > 2, pieces


def test_a_piece_says_what_it_is() -> None:
    assert compare("甲", "甲") == (Piece("equal", "甲"),)
    assert re.fullmatch("equal|deleted|inserted", compare("甲", "乙")[0].kind)
