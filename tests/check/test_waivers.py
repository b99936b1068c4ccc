"""Waivers: a known finding becomes a notice until its day; nothing else is covered, and none stays unneeded."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from check.contracts import base, compiled, drop, loaded, put, written
from library import Library

from slagen import pipeline
from slagen.check.waived import covers
from slagen.diagnostics import Code, Diagnostic
from slagen.model.waiver import Waiver
from slagen.read.waivers import Placed
from slagen.remembered import remembered

GAP = {"credits[0].tiers[1].lt": "98.99%"}
LONG = date(2999, 12, 31)


def waiver(until: Any = LONG, **other: Any) -> dict[str, Any]:
    return {"rule": "SLA001", "until": until, "reason": "MARKER agreed with the customer"} | other


def found(folder: Path, values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.code.value, one.severity.value) for one in diagnostics(folder, values)]


def diagnostics(folder: Path, values: dict[str, Any]) -> tuple[Diagnostic, ...]:
    data = base()
    for path, value in values.items():
        put(data, path, value)
    return loaded(data, folder)[1]


@pytest.mark.parametrize("scope", ["credits[0].tiers[1]", "credits[0]"])
def test_a_finding_is_waived_at_its_value_or_around_it(scope: str, tmp_path: Path) -> None:
    assert found(tmp_path, GAP | {f"{scope}.waive": [waiver()]}) == [("SLA001", "notice")]


@pytest.mark.parametrize("scope", ["credits[1]", "credits[0].tiers[0]", "credit_terms"])
def test_a_waiver_elsewhere_covers_nothing_and_is_told(scope: str, tmp_path: Path) -> None:
    assert sorted(found(tmp_path, GAP | {f"{scope}.waive": [waiver()]})) == [
        ("SLA001", "error"),
        ("WAIVER002", "warning"),
    ]


def test_a_waiver_of_another_rule_covers_nothing(tmp_path: Path) -> None:
    assert sorted(found(tmp_path, GAP | {"credits[0].waive": [waiver(rule="SLA027")]})) == [
        ("SLA001", "error"),
        ("WAIVER002", "warning"),
    ]


def test_a_waiver_covers_its_last_day_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = GAP | {"credits[0].waive": [waiver(until=date(2026, 3, 31))]}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774915200")  # 2026-03-31
    assert found(tmp_path, values) == [("SLA001", "notice")]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775001600")  # the day after
    assert sorted(found(tmp_path, values)) == [("SLA001", "error"), ("WAIVER003", "warning")]


def test_the_notice_says_until_when_and_why(tmp_path: Path) -> None:
    [one] = diagnostics(tmp_path, GAP | {"credits[0].waive": [waiver()]})
    assert "waived until 2999-12-31 (MARKER agreed with the customer): credits[0]" in one.message.en
    assert "已豁免至 2999-12-31（MARKER agreed with the customer）：" in one.message.zh


def test_a_rule_that_there_is_not(tmp_path: Path) -> None:
    assert found(tmp_path, {"credits[0].waive": [waiver(rule="SLA999")]}) == [("WAIVER001", "error")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": "soon"},
        {"reason": ""},
        {"rule": "sla1"},
        {"rule": None},
        {"oops": 1},
    ],
    ids=str,
)
def test_a_waiver_that_is_none(wrong: dict[str, Any], tmp_path: Path) -> None:
    assert found(tmp_path, {"credits[0].waive": [waiver(**wrong)]}) == [("WAIVER001", "error")]


def test_a_waiver_that_is_no_list(tmp_path: Path) -> None:
    assert found(tmp_path, {"credits[0].waive": "SLA001"}) == [("WAIVER001", "error")]


def test_at_the_top_of_the_file_only_what_is_about_a_whole_list() -> None:
    placed = Placed(Waiver(rule="SLA001", until=LONG, reason="…"), (), ("waive", 0))
    assert covers(placed, Code.TIERS_CONTIGUOUS, ("kpis",))
    assert not covers(placed, Code.TIERS_CONTIGUOUS, ("credits", 0))


def test_a_waiver_is_no_part_of_the_contract(tmp_path: Path) -> None:
    diagnostics(tmp_path, GAP | {"credits[0].waive": [waiver()]})
    opened = pipeline.load(tmp_path / "contract.yaml")
    assert "MARKER" not in repr(opened.contract)
    assert "MARKER" not in pipeline.compile(opened).render("json").decode()


def test_a_contract_that_waives_a_complete_matrix_prints_the_open_cell(tmp_path: Path) -> None:
    data = base()
    drop(data, "priority.matrix[3]")
    put(data, "priority.waive", [waiver(rule="SLA009")])
    (tmp_path / "contract.yaml").write_text(written(data), "utf-8")
    edition = pipeline.compile(pipeline.load(tmp_path / "contract.yaml"))
    assert "| P2 紧急<br>P2 High | — |" in edition.render("md").decode()


# What is found in the document ----------------------------------------------------------------------------------

OLD = {"references": [{"id": "gb-t-22080-2016"}]}
UNKNOWN = {"references": [{"id": "iso-20000-2"}]}


def late(folder: Path, values: dict[str, Any]) -> list[tuple[str, str]]:
    data = base()
    for path, value in values.items():
        put(data, path, value)
    return sorted((one.code.value, one.severity.value) for one in compiled(data, folder)[1])


@pytest.mark.parametrize(("values", "severity"), [(OLD, "warning"), (UNKNOWN, "error")], ids=["superseded", "unknown"])
def test_what_the_document_shows_is_waived_at_its_value(values: dict[str, Any], severity: str, tmp_path: Path) -> None:
    assert late(tmp_path, values) == [("SLA041", severity)]
    waived = {"references[0].waive": [waiver(rule="SLA041")]}
    assert late(tmp_path, copy.deepcopy(values) | waived) == [("SLA041", "notice")]


def test_a_waiver_of_the_document_elsewhere_covers_nothing_and_is_told(tmp_path: Path) -> None:
    values = {"references": [{"id": "iso-27001"}, {"id": "gb-t-22080-2016"}]}
    elsewhere = {"references[0].waive": [waiver(rule="SLA041")]}
    assert late(tmp_path, values | elsewhere) == [("SLA041", "warning"), ("WAIVER002", "warning")]


def test_a_waiver_of_the_document_ends_on_its_day(tmp_path: Path) -> None:
    expired = {"references[0].waive": [waiver(rule="SLA041", until=date(2020, 1, 1))]}
    assert late(tmp_path, copy.deepcopy(OLD) | expired) == [("SLA041", "warning"), ("WAIVER003", "warning")]


def test_whether_a_waiver_of_the_document_is_needed_is_not_asked_of_the_inputs(tmp_path: Path) -> None:
    unneeded = {"references": [{"id": "iso-27001"}], "references[0].waive": [waiver(rule="SLA041")]}
    assert found(tmp_path, unneeded) == []
    assert late(tmp_path, unneeded) == [("WAIVER002", "warning")]


def test_what_a_clause_of_the_project_cites_is_waived_at_the_top_of_the_contract(library: Library) -> None:
    library.references(
        "- {id: a, kind: standard, number: A-1, title: {zh: 甲, en: A}, status: superseded, superseded_by: b, "
        "verified: false}\n- {id: b, kind: standard, number: B-1, title: {zh: 乙}, status: current, verified: false}"
    )
    library.clause("1. **题** 依照{{ cite('a') }}。", "1. **T.** Under {{ cite('a') }}.")
    file = library.contract()
    plain = file.read_text("utf-8")
    assert [one.severity.value for one in pipeline.compile(pipeline.load(file)).diagnostics] == ["warning"]
    file.write_text(plain + "\nwaive: [{rule: SLA041, until: 2999-12-31, reason: known}]\n", "utf-8")
    assert [one.severity.value for one in pipeline.compile(pipeline.load(file)).diagnostics] == ["notice"]


def test_what_is_remembered_of_a_waiver_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    diagnostics(tmp_path, GAP | {"credits[0].waive": [waiver(until=date(2026, 3, 31))]})

    def find(path: Path) -> tuple[Diagnostic, ...]:
        try:
            return pipeline.load(path).loaded.diagnostics
        except pipeline.InputError as wrong:
            return wrong.diagnostics

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774915200")  # 2026-03-31
    assert [one.severity.value for one in remembered(tmp_path / "contract.yaml", find)] == ["notice"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775001600")  # the day after
    assert "error" in [one.severity.value for one in remembered(tmp_path / "contract.yaml", find)]
