"""A project's clauses over packaged ones: the version each started from, and clauses that extend others."""

from __future__ import annotations

import pytest
from library import Library, says, words

from slagen.diagnostics import Code, Diagnostic, Severity
from slagen.pipeline import compile_all, load
from slagen.tree import Clause, Document, Paragraph


def diagnostics(library: Library) -> list[Diagnostic]:
    return list(compile_all(load(library.contract()), ["bilingual"]).diagnostics)


def first(document: Document) -> Clause:
    return document.chapters[0].sections[0].clauses[0]


def two(library: Library, version: str, based_on: str | None) -> str:
    library.clause("1. 库", "1. library", version=version)
    head = [f"based_on: {based_on}"] if based_on else []
    return library.clause("1. 自", "1. own", own=True, head=head)


def test_a_replacement_of_the_same_version_is_quiet(library: Library) -> None:
    two(library, "1.2.0", "1.2.0")
    assert diagnostics(library) == []
    assert words(library.document()) == ["自"]


def test_a_replacement_that_does_not_say_what_it_started_from(library: Library) -> None:
    name = two(library, "1.2.0", None)
    (one,) = diagnostics(library)
    assert (one.code, one.severity, one.span.file) == (Code.BASE_UNKNOWN, Severity.WARNING, name)
    assert one.hint is not None
    assert "add the line based_on: 1.2.0" in one.hint.en


@pytest.mark.parametrize(
    ("packaged", "written", "said"),
    [
        ("1.2.0", "1.0.0", "moved on from 1.0.0 to 1.2.0"),
        ("1.10.0", "1.9.0", "moved on from 1.9.0 to 1.10.0"),
        ("1.0.0", "1.2.0", "an earlier one, 1.0.0"),
    ],
)
def test_a_packaged_clause_that_has_another_version_by_now(
    packaged: str, written: str, said: str, library: Library
) -> None:
    name = two(library, packaged, written)
    (one,) = diagnostics(library)
    assert (one.code, one.severity, one.span.file) == (Code.BASE_MOVED, Severity.WARNING, name)
    assert one.span.line == library.place(name, "based_on:")[0]
    assert said in one.message.en
    assert one.hint is not None
    assert ("slagen clauses show first.beginning --packaged" in one.hint.en) is ("moved on" in said)


def test_a_base_that_is_not_there(library: Library) -> None:
    library.clause("1. 库", "1. library")
    name = library.clause("1. 自", "1. own", id_="first.begining", own=True, head=["based_on: 1.0.0"])
    (one,) = library.problems()
    assert (one.code, one.span.file) == (Code.BASE_MISSING, name)
    assert one.hint is not None
    assert "first.beginning" in one.hint.en


def variant(name: str) -> list[str]:
    return [f"variant: {name}", "note: {zh: 提示, en: note}"]


def test_a_variant_is_held_against_that_variant(library: Library) -> None:
    library.clause("1. 均", "1. B", name="b", version="1.0.0", head=variant("balanced"))
    library.clause("1. 客", "1. C", name="c", version="2.0.0", head=variant("customer"))
    library.clause("1. 自", "1. own", name="own", own=True, head=[*variant("customer"), "based_on: 1.0.0"])
    (one,) = diagnostics(library)
    assert "from 1.0.0 to 2.0.0" in one.message.en


def test_a_clause_in_place_of_all_variants_is_held_against_the_balanced_one(library: Library) -> None:
    library.clause("1. 均", "1. B", name="b", version="1.0.0", head=variant("balanced"))
    library.clause("1. 客", "1. C", name="c", version="2.0.0", head=variant("customer"))
    library.clause("1. 自", "1. own", name="own", own=True, head=["based_on: 1.0.0"])
    assert diagnostics(library) == []


def test_a_variant_that_the_library_does_not_have_replaces_none(library: Library) -> None:
    library.clause("1. 均", "1. B", name="b", head=variant("balanced"))
    library.clause("1. 自", "1. own", name="own", own=True, head=variant("customer"))
    assert diagnostics(library) == []


# Extending --------------------------------------------------------------------------------------------------------

MORE = ["extends: first.beginning"]


def test_the_paragraphs_of_an_extension_are_the_last_of_the_clause(library: Library) -> None:
    library.clause("1. 甲{{ ref('own.more#own') }}", "1. A{{ ref('own.more#own') }}")
    text = "1. {{ mark('own') }}乙{{ ref('#own') }}\n\n1. 丙"
    library.clause(text, text, id_="own.more", own=True, head=MORE)
    library.clause("1. {{ ref('first.beginning') }}{{ ref('own.more') }}", "1. x", id_="test.refers", section="1.2")
    document = library.document(language="zh")
    assert words(document) == ["甲第1.1.2款", "乙第1.1.2款", "丙", "第1.1条第1.1.2款至第1.1.3款"]
    clause = first(document)
    assert len(document.chapters[0].sections[0].clauses) == 1
    assert [(one.id, one.span.file) for one in clause.extensions] == [("own.more", "clauses/own.more.md")]
    labels = [says(block.label) for block in clause.blocks if isinstance(block, Paragraph)]
    assert labels == ["1.1.1", "1.1.2", "1.1.3"]


def test_a_clause_that_shares_its_section_takes_its_extension_in(library: Library) -> None:
    library.clause("1. 甲", "1. A")
    library.clause("1. 乙", "1. B", id_="second.other")
    library.clause("1. 增", "1. more", id_="own.more", own=True, head=MORE)
    library.clause("1. {{ ref('first.beginning') }}", "1. x", id_="test.refers", section="1.2")
    assert words(library.document(language="zh")) == ["甲", "增", "乙", "第1.1.1款至第1.1.2款"]


def test_an_annex_may_be_extended(library: Library) -> None:
    library.clause("1. 甲", "1. A")
    library.clause("1. 附", "1. annex", id_="annex.list", section="annex")
    library.clause(
        "1. {{ mark('m') }}增{{ ref('#m') }}", "1. {{ mark('m') }}more{{ ref('#m') }}",
        id_="own.more", section="annex", own=True, head=["extends: annex.list"],
    )  # fmt: skip
    document = library.document()
    assert words(document) == ["甲", "附", "增附件1第2段"]
    assert [annex.clause.id for annex in document.annexes] == ["annex.list"]


def test_an_extension_goes_with_its_clause(library: Library) -> None:
    library.clause("1. 甲", "1. A", when="exclusions")
    library.clause("1. 增", "1. more", id_="own.more", own=True, head=MORE)
    library.clause("1. 问{% if has('own.more') %}有{% endif %}", "1. x{% if has('own.more') %}y{% endif %}", id_="a.b")
    assert words(library.document()) == ["问"]
    library.clause("1. {{ ref('own.more') }}", "1. {{ ref('own.more') }}", id_="a.b")
    assert all("its condition exclusions does not hold" in one.message.en for one in library.problems())


def test_an_extension_has_a_condition_of_its_own(library: Library) -> None:
    library.clause("1. 甲", "1. A")
    library.clause("1. 增", "1. more", id_="own.more", own=True, head=MORE, when="exclusions")
    document = library.document()
    assert words(document) == ["甲"]
    assert first(document).extensions == ()


def test_an_extension_may_say_which_version_it_was_written_for(library: Library) -> None:
    library.clause("1. 甲", "1. A", version="2.0.0")
    library.clause("1. 增", "1. more", id_="own.more", own=True, head=[*MORE, "based_on: 1.0.0"])
    (one,) = diagnostics(library)
    assert one.code is Code.BASE_MOVED


@pytest.mark.parametrize(
    ("extends", "section", "said"),
    [
        ("first.begining", "1.1", "no clause first.begining"),
        ("first.beginning", "1.2", "is in 1.1"),
        ("own.other", "1.1", "itself extends"),
        ("own.more", "1.1", "itself extends"),
    ],
)
def test_what_can_not_be_extended(extends: str, section: str, said: str, library: Library) -> None:
    library.clause("1. 甲", "1. A")
    library.clause("1. 增", "1. more", id_="own.other", own=True, head=MORE)
    name = library.clause("1. 增", "1. more", id_="own.more", section=section, own=True, head=[f"extends: {extends}"])
    (one,) = library.problems()
    assert (one.code, one.span.file) == (Code.BASE_MISSING, name)
    assert one.span.line == library.place(name, "extends:")[0]
    assert said in one.message.en
