"""Two states of a clause library compared: versions and heads as values, words by language, clauses as wholes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from slagen.diff.clauses import by_name, compared
from slagen.model.edit import Comparison, Kind
from slagen.project import Project
from slagen.read.clauses import load_clause
from slagen.render import diff_text

HEAD = """---
id: {id}
section: "8.2"
version: {version}
title: {{zh: 宣传, en: Publicity}}
risk: {risk}
{more}---

<!-- zh -->

{zh}

<!-- en -->

{en}
"""
ZH = "1. **不得宣传** 任何一方应当在{{ contract.term }}内不使用对方的名称。\n\n1. **例外** 法律要求的除外："
EN = (
    "1. **No publicity** Within {{ contract.term }}, no Party shall use the other's name.\n\n"
    "1. **Exception** As the law asks:"
)
TABLE = "\n\n   | 甲 | 乙 |\n   |---|---|\n   | {{ a }} | b |"


def _library(folder: Path, *files: str) -> dict[str, object]:
    names = []
    for number, text in enumerate(files):
        (folder / f"{number}.md").write_text(text, "utf-8")
        names.append(f"{number}.md")
    return by_name(load_clause(Project(folder, os.environ), name) for name in names)  # type: ignore[return-value]


def _file(
    zh: str = ZH, en: str = EN, *, id_: str = "own.publicity", version: str = "1.0.0", risk: str = "low", more: str = ""
) -> str:
    return HEAD.format(id=id_, version=version, risk=risk, more=more, zh=zh, en=en)


@pytest.fixture
def compare(tmp_path: Path):  # noqa: ANN201 - a function
    def compare(old: list[str], new: list[str], *terms: str) -> Comparison:
        for name in ("old", "new"):
            (tmp_path / name).mkdir()
        sides = (_library(tmp_path / name, *files) for name, files in (("old", old), ("new", new)))
        return compared(*sides, ("old", "new"), terms)  # type: ignore[arg-type]

    return compare


def _told(comparison: Comparison) -> list[tuple[str, Kind, str, str]]:
    return [(edit.clause, edit.kind, edit.old.en or "", edit.new.en or "") for edit in comparison.edits]


def test_the_same_library_has_no_edits_whatever_its_files_are_called(compare) -> None:  # noqa: ANN001
    one, other = _file(), _file(id_="own.other")
    assert compare([one, other], [other, one]).edits == ()


def test_what_a_head_says_is_a_value_of_its_clause(compare) -> None:  # noqa: ANN001
    told = _told(
        compare([_file(more="when: contract.term\n")], [_file(version="1.1.0", risk="high", more="when: slos\n")])
    )
    assert told == [
        ("own.publicity", Kind.VALUE, "Version 1.0.0", "Version 1.1.0"),
        ("own.publicity", Kind.VALUE, "Risk low", "Risk high"),
        ("own.publicity", Kind.VALUE, "Condition contract.term", "Condition slos"),
    ]


def test_words_that_changed_in_one_language_only_are_told(compare) -> None:  # noqa: ANN001
    (edit,) = compare([_file()], [_file(en=EN.replace("no Party shall", "no Party may"))]).edits
    assert (edit.kind, edit.languages, edit.one_sided) == (Kind.WORDING, ("en",), True)
    text = diff_text.render([compare_again(edit)], "en", colour=False, width=200)
    assert "1 edit is in one language only; see to the other" in text


def compare_again(edit: object) -> Comparison:
    return Comparison("clauses", "old", "new", ("zh", "en"), (edit,))  # type: ignore[arg-type]


def test_words_that_changed_in_both_languages_are_one_edit(compare) -> None:  # noqa: ANN001
    (edit,) = compare(
        [_file()], [_file(zh=ZH.replace("应当", "可以"), en=EN.replace("no Party shall", "each Party may"))]
    ).edits
    assert (edit.languages, edit.one_sided, edit.risk.value) == (("zh", "en"), False, "low")


def test_a_template_value_is_never_cut(compare) -> None:  # noqa: ANN001
    new = "{{ contract.term_end }}"
    (edit,) = compare(
        [_file()],
        [_file(zh=ZH.replace("{{ contract.term }}", new), en=EN.replace("{{ contract.term }}", new))],
    ).edits
    text = diff_text.render([compare_again(edit)], "en", colour=False, width=200)
    assert "[-{{ contract.term }}-]{+{{ contract.term_end }}+}" in text


@pytest.mark.parametrize(("terms", "cut"), [((), True), (("重大故障", "Major Incident"), False)])
def test_a_defined_term_is_never_cut(compare, terms: tuple[str, ...], cut: bool) -> None:  # noqa: ANN001
    old, new = ("1. 发生重大故障的。", "1. A Major Incident."), ("1. 发生重大过错的。", "1. A Major Fault.")
    (edit,) = compare([_file(*old)], [_file(*new)], *terms).edits
    text = diff_text.render([compare_again(edit)], "en", colour=False, width=200)
    assert ("Major [-Incident-]" in text) is cut
    assert ("[-Major Incident-]" in text) is not cut


def test_clauses_that_came_and_went_are_told_whole(compare) -> None:  # noqa: ANN001
    kinds = [(edit.clause, edit.kind) for edit in compare([_file(id_="own.a")], [_file(id_="own.b")]).edits]
    assert kinds == [("own.a", Kind.DELETED), ("own.b", Kind.INSERTED)]


def test_variants_are_compared_each_with_its_own(compare) -> None:  # noqa: ANN001
    variants = [_file(more=f"variant: {name}\nnote: {{zh: 注意, en: Beware}}\n") for name in ("balanced", "customer")]
    new = [variants[0], variants[1].replace("Beware", "Take care").replace("注意", "小心")]
    (edit,) = compare(variants, new).edits
    assert (edit.clause, edit.one_sided) == ("own.publicity (customer)", False)
    assert edit.places[0].title.en is not None
    assert edit.places[0].title.en[0].text == "Publicity (customer)"  # type: ignore[union-attr]


def test_a_row_that_one_table_gained_is_one_edit(compare) -> None:  # noqa: ANN001
    old, new = _file(ZH + TABLE, EN + TABLE), _file(ZH + TABLE + "\n   | c | d |", EN + TABLE + "\n   | c | d |")
    (edit,) = compare([old], [new]).edits
    assert (edit.kind, edit.languages) == (Kind.WORDING, ("zh", "en"))


def test_a_paragraph_that_only_one_language_has_is_told(compare) -> None:  # noqa: ANN001
    (edit,) = compare([_file()], [_file(zh=ZH + "\n\n1. **另一款** 只有中文。")]).edits
    assert (edit.languages, edit.one_sided) == (("zh",), True)
