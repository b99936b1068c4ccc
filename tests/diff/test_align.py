"""Which entries of two lists belong together."""

from __future__ import annotations

import pytest

from slagen.diff.align import Pair, by_name, by_words, stripped

A = "服务提供方应当在收到报告后十五分钟内登记事件并告知编号"
B = "客户应当通过约定的渠道报告事件并提供排查所需的信息"
C = "双方对优先级有异议的，在异议解决之前按较高的优先级处理"


def identity(text: str) -> str:
    return text


def test_names_pair_and_swapped_ones_have_moved() -> None:
    pairs = by_name(["a", "b", "c"], ["b", "a", "c", "d"], identity)
    assert Pair("c", "c") in pairs
    assert Pair(None, "d") in pairs
    assert sum(pair.moved is not None for pair in pairs) == 2


def test_what_was_inserted_at_the_front_is_all_that_is_new() -> None:
    assert by_words([A, B], [C, A, B], identity) == [Pair(None, C), Pair(A, A), Pair(B, B)]


def test_a_changed_entry_pairs_with_what_it_was() -> None:
    changed = A.replace("十五", "三十")
    assert by_words([A, B], [changed, B], identity) == [Pair(A, changed), Pair(B, B)]


def test_what_reads_otherwise_does_not_pair() -> None:
    assert by_words([A], [C], identity) == [Pair(A, None), Pair(None, C)]


def test_what_went_and_came_has_moved_even_where_a_word_changed() -> None:
    changed = A.replace("十五", "三十")
    pairs = by_words([A, B, C], [B, C, changed], identity)
    assert Pair(A, None, changed) in pairs
    assert Pair(None, changed, A) in pairs


def test_short_words_are_alike_by_chance_and_do_not_move() -> None:
    assert all(pair.moved is None for pair in by_words(["甲方", A, B], [A, B, "甲方"], identity))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("第三条　本办法", "本办法"),
        ("第十二条 本办法", "本办法"),
        ("（二）报告", "报告"),
        ("三、报告", "报告"),
        ("十一、报告", "报告"),
        ("②报告", "报告"),
        ("1.2.3 Report", "Report"),
        ("Section 3.2 Report", "Report"),
        ("2026年起", "2026年起"),
        ("一般事件", "一般事件"),
    ],
)
def test_numbers_in_front_do_not_count(text: str, words: str) -> None:
    assert stripped(text) == words
