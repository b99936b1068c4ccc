"""``slagen clauses trace``: why each clause is in a contract or out of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cli.runner import Run
from library import Library

from slagen.pipeline import compile_all, load
from slagen.tree import Clause


@pytest.fixture
def filled(library: Library) -> Library:
    """A library and a project with every reason that a clause can have to be in a contract or out of it."""
    library.clause("1. 甲", "1. A", id_="test.always", version="1.2.0")
    library.clause("1. 乙", "1. B", id_="test.empty", when="exclusions and not contract.signed")
    library.clause("1. 丙", "1. C", id_="test.picked", when="slos | selectattr('service.id', 'eq', 'web') | list")
    library.clause("1. 丁", "1. D", id_="test.omitted", section="1.2")
    for variant in ("balanced", "customer"):
        head = [f"variant: {variant}", "note: {zh: 提示, en: note}"]
        library.clause("1. 戊", "1. E", id_="test.sided", name=f"sided.{variant}", section="3.1", head=head)
        library.clause("1. 己", "1. F", id_="test.other", name=f"other.{variant}", section="3.1", head=head)
    library.clause("1. 自", "1. own", id_="test.always", own=True, head=["based_on: 1.0.0"])
    library.clause("1. 续", "1. more", id_="own.more", own=True, head=["extends: test.empty"])
    library.clause("1. 新", "1. new", id_="own.new", own=True)
    library.template('omit: [{section: "1.2", reason: {zh: 另有约定, en: agreed elsewhere}}]\n')
    library.contract(
        {
            "standard_terms:": "template: own\n  standard_terms:",
            "contract:\n": "variants: {default: customer, test.sided: balanced}\ncontract:\n",
        }
    )
    return library


def rows(slagen: Run, library: Library) -> dict[str, dict[str, Any]]:
    ran = slagen("clauses", "trace", library.project, "--format", "json")
    assert ran.code == 0, ran.err
    return {row["id"]: row for row in json.loads(ran.out)}


def at(library: Library, name: str, words: str, nth: int = 1) -> str:
    line, column = library.place(name, words, nth)
    file = name if name.startswith("slagen:") else f"{library.project}/{name}"
    return f"{file}:{line}:{column}"


def test_what_is_included_is_what_is_compiled(slagen: Run, filled: Library) -> None:
    found = rows(slagen, filled)
    document = compile_all(load(filled.project / "contract.yaml"), ["bilingual"]).document
    clauses: list[Clause] = [
        clause
        for chapter in document.chapters
        for section in chapter.sections
        if section.used
        for clause in section.clauses
    ]
    assert {id_ for id_, row in found.items() if row["included"]} == {clause.id for clause in clauses}
    assert {id_ for id_, row in found.items() if not row["included"]} == {"test.empty", "test.omitted", "own.more"}


def test_a_condition_with_its_inputs_their_values_and_places(slagen: Run, filled: Library) -> None:
    found = rows(slagen, filled)
    assert found["test.always"]["condition"] is None
    empty = found["test.empty"]["condition"]
    assert (empty["when"], empty["holds"]) == ("exclusions and not contract.signed", False)
    assert empty["at"] == at(filled, "slagen:clauses/test.empty.md", "exclusions and")
    assert empty["inputs"] == [
        {"path": "exclusions", "value": {"entries": 0}, "at": None},
        {"path": "contract.signed", "value": None, "at": None},
    ]
    slos, service = found["test.picked"]["condition"]["inputs"]
    assert slos == {"path": "slos", "value": {"entries": 1}, "at": at(filled, "contract.yaml", "slos:")}
    assert (service["path"], service["value"]) == ("services[0].id", "web")


def test_variants_and_where_they_were_chosen(slagen: Run, filled: Library) -> None:
    found = rows(slagen, filled)
    assert found["test.always"]["variant"] is None
    sided = {"name": "balanced", "chosen_by": "test.sided", "at": at(filled, "contract.yaml", "balanced")}
    assert found["test.sided"]["variant"] == sided
    other = {"name": "customer", "chosen_by": "default", "at": at(filled, "contract.yaml", "customer")}
    assert found["test.other"]["variant"] == other


def test_overlays_extensions_and_omissions(slagen: Run, filled: Library) -> None:
    found = rows(slagen, filled)
    assert found["test.always"]["overlay"] == {
        "packaged": {"id": "test.always", "version": "1.2.0"},
        "based_on": "1.0.0",
    }
    assert found["own.new"]["overlay"] == {"packaged": None, "based_on": None}
    assert found["test.picked"]["overlay"] is None
    assert found["own.more"]["extends"] == {"id": "test.empty", "included": False}
    assert found["test.omitted"]["omitted"] == {
        "reason": {"zh": "另有约定", "en": "agreed elsewhere"},
        "at": at(filled, "templates/own/template.yaml", "{zh"),
    }


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "in   test.always ",
                "the project's, in place of the packaged test.always 1.2.0, based on 1.0.0",
                "out  test.empty ",
                "condition exclusions and not contract.signed does not hold (slagen:",
                "  exclusions: none",
                "  contract.signed: not given",
                "  slos: 1 entry (",
                "extends test.empty, which is out",
                "omitted by the template (",
                "agreed elsewhere",
                "variant balanced, chosen for it (",
                "variant customer, the default (",
                "8 clauses: 5 in, 3 out",
            ],
        ),
        ("zh", ["有  test.always ", "无  test.empty ", "不成立", "没有给出", "模板略去（", "8 个条款：有 5，无 3"]),
    ],
)
def test_as_text(slagen: Run, filled: Library, language: str, expected: list[str]) -> None:
    out = slagen("clauses", "trace", filled.project, "--messages-in", language).out
    assert [words for words in expected if words not in out] == []


def test_a_contract_with_an_error(slagen: Run, filled: Library) -> None:
    filled.contract({"contract:\n": "variants: {no.such: customer}\ncontract:\n"})
    ran = slagen("clauses", "trace", filled.project)
    assert (ran.code, ran.out) == (1, "")
    assert "VARIANT002" in ran.err


def test_without_a_contract(slagen: Run) -> None:
    ran = slagen("clauses", "trace", "--messages-in", "zh")
    assert (ran.code, ran.out) == (2, "")
    assert "没有写明合同文件" in ran.err


def test_many_inputs_are_cut_short_in_text_only(slagen: Run, library: Library) -> None:
    condition = "contract.id and contract.version and contract.effective and contract.expiry and contract.currency"
    condition += " and contract.copies and contract.layout and contract.renewal and contract.annual_fee"
    library.clause("1. 甲", "1. A", when=condition)
    library.contract()
    out = slagen("clauses", "trace", library.project).out
    assert "and 3 more" in out
    inputs = rows(slagen, library)["first.beginning"]["condition"]["inputs"]
    assert len(inputs) == 9
    assert inputs[-2:] == [
        {"path": "contract.renewal", "value": {"given": True}, "at": at(library, "contract.yaml", "renewal:")},
        {
            "path": "contract.annual_fee",
            "value": inputs[-1]["value"],
            "at": at(library, "contract.yaml", "annual_fee:"),
        },
    ]
