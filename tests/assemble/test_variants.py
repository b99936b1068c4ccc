"""Variants of a clause: which a contract has, what must agree between them, that all of the library compile."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from editions import SAMPLES
from judges import ROOT
from library import Library, words

from slagen.diagnostics import Code, Lang
from slagen.model.clause import Variant
from slagen.pipeline import compile_all, load
from slagen.project import Project
from slagen.read.library import load_library
from slagen.tree import LANGUAGES, Clause, Document

CONTRACTS = ["tests/minimal", "slagen/cli/starter", *(f"samples/{sample}" for sample in SAMPLES)]
FIRST = "contract:\n"


def head(variant: str, *, fallback: str | None = None, note: bool = True) -> list[str]:
    lines = [f"variant: {variant}", "note: {zh: 提示, en: note}" if note else "# no note"]
    return [*lines, f"fallback: {fallback}"] if fallback else lines


def three(library: Library) -> None:
    for variant, fallback in (("balanced", None), ("provider", "balanced"), ("customer", "balanced")):
        library.clause(
            f"1. {{{{ mark('it') }}}}{variant}", f"1. {{{{ mark('it') }}}}{variant}",
            name=f"first.{variant}", head=head(variant, fallback=fallback),
        )  # fmt: skip


def choosing(chosen: str) -> dict[str, str]:
    return {FIRST: f"variants: {{{chosen}}}\n{FIRST}"}


def clauses(document: Document) -> list[Clause]:
    sections = [section for chapter in document.chapters for section in chapter.sections if section.used]
    return [clause for section in sections for clause in section.clauses]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("", "balanced"),
        ("default: customer", "customer"),
        ("first.beginning: provider", "provider"),
        ("default: customer, first.beginning: balanced", "balanced"),
    ],
)
def test_a_contract_has_the_variant_it_chooses(library: Library, chosen: str, expected: str) -> None:
    three(library)
    library.clause("1. 乙", "1. B", id_="second.plain")
    document = library.document(choosing(chosen))
    assert words(document) == [expected, "乙"]
    assert [clause.variant for clause in clauses(document)] == [expected, None]


def test_a_default_that_a_clause_does_not_have_leaves_it_balanced(library: Library) -> None:
    library.clause("1. 均", "1. B", head=head("balanced"), name="first.balanced")
    assert words(library.document(choosing("default: customer"))) == ["均"]


def test_references_hold_whichever_is_chosen(library: Library) -> None:
    three(library)
    library.clause("1. {{ ref('first.beginning#it') }}", "1. {{ ref('first.beginning#it') }}", id_="second.refers")
    for variant in Variant:
        assert words(library.document(choosing(f"default: {variant}")))[-1] == "第1.1.1款"


@pytest.mark.parametrize(
    ("chosen", "at", "said", "hint"),
    [
        ("first.begining: customer", "first.begining", "no clause has the id first.begining", "first.beginning"),
        ("second.plain: customer", "second.plain", "has no variants", "clauses list"),
        ("third.two: customer", "customer", "has no variant customer", "balanced, provider"),
    ],
)
def test_a_choice_that_can_not_be_made(library: Library, chosen: str, at: str, said: str, hint: str) -> None:
    three(library)
    library.clause("1. 乙", "1. B", id_="second.plain")
    for variant in ("balanced", "provider"):
        library.clause("1. 丙", "1. C", id_="third.two", name=f"third.{variant}", head=head(variant))
    (problem,) = library.problems(choosing(chosen))
    assert problem.code is Code.VARIANT_UNKNOWN
    assert (problem.span.line, problem.span.column) == library.place("contract.yaml", at)
    assert said in problem.message.en
    assert problem.hint is not None
    assert hint in problem.hint.en


def test_a_word_that_is_no_variant(library: Library) -> None:
    three(library)
    (problem,) = library.problems(choosing("default: costumer"))
    assert problem.code is Code.VALUE_INVALID
    assert problem.hint is not None
    assert "customer" in problem.hint.en


# What must agree ------------------------------------------------------------------------------------------------


def test_without_a_balanced_one(library: Library) -> None:
    name = library.clause("1. 甲", "1. A", head=head("customer"))
    (problem,) = library.problems()
    assert (problem.code, problem.span.file) == (Code.VARIANT_FORM, name)
    assert problem.span.line == library.place(name, "variant:")[0]


def test_without_a_note(library: Library) -> None:
    three(library)
    name = library.clause(
        "1. {{ mark('it') }}甲", "1. {{ mark('it') }}A", name="first.provider", head=head("provider", note=False)
    )
    (problem,) = library.problems()
    assert (problem.code, problem.span.file) == (Code.VARIANT_FORM, name)
    assert "note" in problem.message.en


@pytest.mark.parametrize(("zh", "en", "at"), [("it", "other", "other"), ("more", "it", "more"), ("it", "", "variant:")])
def test_marks_that_differ(library: Library, zh: str, en: str, at: str) -> None:
    three(library)
    texts = [f"1. {{{{ mark('{name}') }}}}字" if name else "1. 字" for name in (zh, en)]
    name = library.clause(*texts, name="first.provider", head=head("provider"))
    found = [one for one in library.problems() if one.span.file == name]
    assert {one.code for one in found} == {Code.VARIANT_FORM}
    assert library.place(name, at)[0] in [one.span.line for one in found]


def test_another_section(library: Library) -> None:
    three(library)
    name = library.clause(
        "1. {{ mark('it') }}甲", "1. {{ mark('it') }}A", section="3.1", name="first.provider", head=head("provider")
    )
    (problem,) = library.problems()
    assert (problem.span.file, problem.span.line) == (name, library.place(name, "section:")[0])


def test_a_fallback_that_is_not_there(library: Library) -> None:
    library.clause("1. 甲", "1. A", name="first.balanced", head=head("balanced"))
    name = library.clause("1. 甲", "1. A", name="first.provider", head=head("provider", fallback="customer"))
    (problem,) = library.problems()
    assert (problem.span.file, problem.span.line) == (name, library.place(name, "fallback:")[0])


def test_fallbacks_in_a_circle_are_said_once(library: Library) -> None:
    library.clause("1. 甲", "1. A", name="first.balanced", head=head("balanced", fallback="provider"))
    library.clause("1. 甲", "1. A", name="first.provider", head=head("provider", fallback="balanced"))
    library.clause("1. 甲", "1. A", name="first.customer", head=head("customer", fallback="balanced"))
    (problem,) = library.problems()
    assert "balanced → provider → balanced" in problem.message.en


def test_a_file_that_does_not_say_which_variant_it_is(library: Library) -> None:
    three(library)
    name = library.clause("1. {{ mark('it') }}甲", "1. {{ mark('it') }}A", name="first.more")
    assert name in [one.span.file for one in library.problems() if one.code is Code.VARIANT_FORM]


def test_a_note_without_a_variant(library: Library) -> None:
    library.clause("1. 甲", "1. A", head=["note: {zh: 提示, en: note}"])
    (problem,) = library.problems()
    assert problem.code is Code.VARIANT_FORM


# A project's own ------------------------------------------------------------------------------------------------


def test_a_variant_of_the_project_replaces_that_one_only(library: Library) -> None:
    three(library)
    text = "1. {{ mark('it') }}自"
    library.clause(text, text, name="own", own=True, head=head("customer"))
    assert words(library.document()) == ["balanced"]
    assert words(library.document(choosing("default: customer"))) == ["自"]


def test_a_clause_of_the_project_without_variants_replaces_all(library: Library) -> None:
    three(library)
    library.clause("1. 自", "1. own", name="own", own=True, head=["based_on: 1.0.0"])
    assert words(library.document(choosing("default: customer"))) == ["自"]
    (problem,) = library.problems(choosing("first.beginning: customer"))
    assert "clauses/own.md" in problem.message.en


# The library ----------------------------------------------------------------------------------------------------


def test_negotiated_clauses_have_all_three_variants_with_notes_in_both_languages(tmp_path: Path) -> None:
    library = load_library(Project(tmp_path, {}))
    assert "quality.measures" in library.variants
    for id_, texts in library.variants.items():
        assert list(texts) == list(Variant), id_
        for file in texts.values():
            assert file.head.note is not None
            assert file.head.note.zh, file.span
            assert file.head.note.en, file.span
        assert [file for file in texts.values() if file.head.fallback is None], id_
        bodies = {"".join(source.text for source in file.sources.values()) for file in texts.values()}
        assert len(bodies) == len(texts), f"{id_}: two variants say the same"


@pytest.mark.parametrize(("folder", "variant"), [*product(CONTRACTS, ["provider", "customer"])])
def test_every_variant_compiles(folder: str, variant: str, tmp_path: Path) -> None:
    text = (ROOT / folder / "contract.yaml").read_text("utf-8")
    text = re.sub(r"^variants:.*\n(?:[ ].*\n)*", "", text, flags=re.MULTILINE)
    (tmp_path / "contract.yaml").write_text(f"{text}\nvariants: {{default: {variant}}}\n", "utf-8")
    document = compile_all(load(tmp_path / "contract.yaml"), ["bilingual"]).document
    available = load_library(Project(tmp_path, {})).variants
    assert {clause.id: clause.variant for clause in clauses(document) if clause.variant} == {
        clause.id: variant for clause in clauses(document) if clause.id in available
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("variant", "given", "expected"),
    [
        ("balanced", "", "damages"),
        ("provider", "", "sole-remedy"),
        ("customer", "", "damages"),
        ("balanced", "  sole_remedy: true\n", "sole-remedy"),
        ("provider", "  sole_remedy: false\n", "damages"),
        ("customer", "  sole_remedy: true\n", "sole-remedy"),
    ],
)
def test_a_given_input_prevails_over_the_variant(
    variant: str, given: str, expected: str, lang: Lang, tmp_path: Path
) -> None:
    text = (ROOT / "samples" / "cloud-hosting" / "contract.yaml").read_text("utf-8")
    text = re.sub(r"^  (?:sole_remedy|claim):.*\n", "", text, flags=re.MULTILINE)
    text = text.replace("credit_terms:\n", f"credit_terms:\n{given}")
    (tmp_path / "contract.yaml").write_text(f"{text}\nvariants: {{quality.measures: {variant}}}\n", "utf-8")
    document = compile_all(load(tmp_path / "contract.yaml"), [lang]).document
    (clause,) = [clause for clause in clauses(document) if clause.id == "quality.measures"]
    keys = {getattr(block, "key", "") for block in clause.blocks}
    assert {"quality.measures#damages", "quality.measures#sole-remedy"} & keys == {f"quality.measures#{expected}"}
