"""The parity gate: what it must find, what it must not, and what a recorded review changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from check.mutations import KINDS, as_agreed, clauses, findings, mutants, packaged
from hypothesis import given
from hypothesis import strategies as st

from slagen.check.explain import explanation
from slagen.check.parity import agreed, differences, doubts, pairs, stale
from slagen.diagnostics import Code, Span
from slagen.model.clause import ClauseFile, FrontMatter, Source
from slagen.read.passages import passages

ZH, EN = (
    "1. **期限** 服务提供方应当在{{ x.days }}内答复。",
    "1. **Time.** The Provider shall reply within {{ x.days }}.",
)


def clause(zh: str, en: str) -> ClauseFile:
    head = FrontMatter.model_validate(
        {"id": "test.clause", "section": "1.1", "version": "1.0.0", "title": {"zh": "甲", "en": "A"}, "risk": "low"}
    )
    return ClauseFile(
        head, {"zh": Source(zh, 1), "en": Source(en, 101)}, {"id": Span("clauses/test.md", 2, 1)}, overlay=True
    )


def found(zh: str, en: str) -> list[tuple[Code, int]]:
    made = clause(zh, en)
    return [(one.code, one.span.line) for one in (*differences(made), *doubts(made))]


DIFFERENT, DOUBT = Code.PARITY_DIFFERENT, Code.PARITY_DOUBT


@pytest.mark.parametrize(
    ("zh", "en", "wrong"),
    [
        (ZH, EN, []),
        (ZH, EN.replace("x.days", "x.hours"), [(DIFFERENT, 101)]),
        (ZH.replace("**期限** ", ""), EN, [(DIFFERENT, 101)]),
        (ZH, EN.replace("{{ x.days }}", "5 days"), [(DIFFERENT, 101), (DIFFERENT, 101)]),
        (ZH + "\n\n1. 乙", EN, [(DIFFERENT, 3)]),
        (ZH, EN + "\n\n1. B", [(DIFFERENT, 103)]),
        (ZH + "\n\n   1. 乙\n   1. 丙", EN + "\n\n   1. B", [(DIFFERENT, 4)]),
        (ZH + "\n\n1. {{ mark('a') }}乙", EN + "\n\n1. {{ mark('b') }}B", [(DIFFERENT, 103)]),
        (f"{{% if x.a %}}\n{ZH}\n{{% endif %}}", f"{{% if x.b %}}\n{EN}\n{{% endif %}}", [(DIFFERENT, 101)]),
        (ZH + "见{{ ref('a.b') }}。", EN + " See {{ ref('a.c') }}.", [(DIFFERENT, 101)]),
        (ZH + "{% if x %}甲{% endif %}", EN + "{% if x %}A{% else %}B{% endif %}", [(DIFFERENT, 101)]),
        ("1. 甲\n\n   | 列 | 列 |\n   |---|---|\n   | {{ x.a }} | {{ x.b }} |",
         "1. A\n\n   | C | C |\n   |---|---|\n   | {{ x.b }} | {{ x.a }} |", [(DIFFERENT, 105), (DIFFERENT, 105)]),
        ("1. 甲\n\n   | 列 | 列 |\n   |---|---|", "1. A\n\n   | C | C |\n   |---|---:|", [(DIFFERENT, 104)]),
        (ZH.replace("应当", "可以"), EN, [(DOUBT, 101), (DOUBT, 101)]),
        (ZH, EN.replace("shall reply", "shall not reply"), [(DOUBT, 101), (DOUBT, 101), (DOUBT, 101)]),
        (ZH.replace("服务提供方", "客户"), EN, [(DOUBT, 101), (DOUBT, 101)]),
        ("1. 甲须经两次测试。", "1. A is tested three times.", [(DOUBT, 101)]),
        ("1. 甲须经两次测试。", "1. A is tested two times, by a third party.", []),
    ],
)  # fmt: skip
def test_what_two_texts_have_in_common(zh: str, en: str, wrong: list[tuple[Code, int]]) -> None:
    assert found(zh, en) == wrong


def test_the_examples_of_its_explanation_do_what_they_say() -> None:
    example = explanation(DIFFERENT)
    for text, codes in ((example.wrong, {DIFFERENT}), (example.right, set())):
        zh, en = text.split("<!-- en -->")
        made = clause(zh.replace("<!-- zh -->", "").strip(), en.strip())
        assert {one.code for one in differences(made)} == codes


def test_a_paragraph_changed_in_one_language_is_stale_in_the_other() -> None:
    before = as_agreed(clause(ZH + "\n\n1. 乙方答复。", EN + "\n\n1. The other replies."))
    after = replace(before, sources={**before.sources, "en": Source(EN + "\n\n1. The other is silent.", 101)})
    assert not list(stale(before))
    (problem,) = stale(after)
    assert (problem.code, problem.span.line) == (Code.PARITY_STALE, 3)
    assert problem.hint is not None
    assert "乙方答复" in problem.hint.en and "The other is silent" in problem.hint.en  # noqa: PT018 - both texts


def test_white_space_and_order_are_no_change() -> None:
    before = as_agreed(clause(ZH + "\n\n1. 乙", EN + "\n\n1. B"))
    moved = replace(before, sources={"zh": Source(f"1. 乙\n\n\n{ZH}\n", 1), "en": Source(f"1.  B \n\n{EN}", 101)})
    assert not list(stale(moved))


def test_a_paragraph_rewritten_in_both_languages_is_new_not_stale() -> None:
    before = as_agreed(clause(ZH, EN))
    after = replace(before, sources={"zh": Source("1. 可以。", 1), "en": Source("1. It shall.", 101)})
    assert not list(stale(after))
    assert {one.code for one in doubts(after)} == {DOUBT}


def test_a_review_settles_doubts_and_nothing_that_is_certain() -> None:
    doubtful = clause(ZH.replace("应当", "可以"), EN)
    assert list(doubts(doubtful))
    assert not list(doubts(as_agreed(doubtful)))
    wrong = clause(ZH.replace("x.days", "x.hours"), EN)
    assert len(list(differences(as_agreed(wrong)))) == len(list(differences(wrong))) == 1


@given(st.lists(st.text("1. |{}%甲a\n ", max_size=30), max_size=8).map("\n".join))
def test_no_text_is_lost_in_taking_it_apart(text: str) -> None:
    taken = passages(Source(text, 1))
    assert "".join(passage.text for passage in taken).split() == text.split() or (
        "".join("".join(passage.text.split()) for passage in taken) == "".join(text.split())
    )
    assert [passage.line for passage in taken] == sorted(passage.line for passage in taken)


FILES: Mapping[str, ClauseFile] = {one.span.file: one for one in clauses()}


@pytest.mark.parametrize("name", FILES)
def test_the_library_has_no_certain_difference(name: str) -> None:
    assert [str(one.span) + one.message.en for one in differences(FILES[name])] == []


@pytest.mark.parametrize("name", FILES)
def test_the_library_is_agreed_as_it_stands(name: str) -> None:
    """What was edited since is stale or doubtful here: read both languages, then run `slagen clauses agree`."""
    clause_ = next(one for one in packaged() if one.span.file == name)
    assert clause_.head.agreed is not None
    assert not findings(clause_)
    assert all(agreed(clause_, zh, en) for zh, en in pairs(clause_))


def test_the_gate_catches_what_a_hurried_editor_does() -> None:
    kinds, missed, edits = set(), [], 0
    for mutant in mutants(seed=1, each=12):
        kinds.add(mutant.kind)
        edits += 1
        if not findings(mutant.clause):
            missed.append(f"{mutant.kind} {mutant.lang} {mutant.clause.span.file}")
    assert kinds == set(KINDS)
    assert edits >= 200
    assert len(missed) <= edits * 0.05, missed


def test_starter_clauses_are_agreed() -> None:
    from slagen.project import Project
    from slagen.read.clauses import load_clause

    starter = Path(__file__).parents[2] / "slagen" / "cli" / "starter"
    project = Project.at(starter / "contract.yaml")
    for name in project.names("clauses", ".md"):
        assert not findings(load_clause(project, name)), name
