"""``slagen check --rules`` and ``--explain``, and how a waived finding is reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from check.contracts import base, loaded, put
from cli.runner import Run

from slagen.check.inputs import SLA_CODES


def test_every_rule_is_listed_with_title_and_severity(slagen: Run) -> None:
    ran = slagen("check", "--rules", "--format", "json")
    rows = json.loads(ran.out)
    assert ran.code == 0
    assert [set(row) for row in rows] == [{"code", "title", "severity"}] * len(rows)
    assert {row["code"] for row in rows} <= SLA_CODES
    assert all(set(row["title"]) == {"zh", "en"} and row["severity"] in ("error", "warning") for row in rows)


def test_the_list_as_text_is_in_the_language_of_messages(slagen: Run) -> None:
    assert "SLA001  错误  抵扣各档首尾相接" in slagen("check", "--rules", "--messages-in", "zh").out
    assert "SLA001  error    Credit tiers are contiguous" in slagen("check", "--rules", "--messages-in", "en").out


@pytest.mark.parametrize("written", ["SLA001", "sla001"])
def test_a_rule_is_explained_with_a_wrong_and_a_right_example(slagen: Run, written: str) -> None:
    ran = slagen("check", "--explain", written)
    assert ran.code == 0
    assert ran.out.index("98.99%") < ran.out.index("Right:") < ran.out.index("Source:")


@pytest.mark.parametrize(
    "arguments", [("--explain", "SLA099"), ("--explain", "LOAD001"), ("--rules", "--format", "github")]
)
def test_wrong_usage(slagen: Run, arguments: tuple[str, ...]) -> None:
    assert slagen("check", *arguments).code == 2


def test_a_code_that_is_no_rule_is_told_from_one_that_is_unknown(slagen: Run) -> None:
    assert "INPUT008 is no rule" in slagen("check", "--explain", "INPUT008").err
    assert "there is no rule INPUT099" in slagen("check", "--explain", "INPUT099").err


def test_a_contract_is_still_needed_otherwise(slagen: Run) -> None:
    assert slagen("check").code == 2


def test_what_is_waived_is_reported_and_does_not_stop(slagen: Run, tmp_path: Path) -> None:
    data = base()
    put(data, "credits[0].tiers[1].lt", "98.99%")
    put(data, "credits[0].waive", [{"rule": "SLA001", "until": "2999-12-31", "reason": "agreed so"}])
    loaded(data, tmp_path)
    ran = slagen("check", tmp_path / "contract.yaml", "--strict", "--format", "json")
    [row] = json.loads(ran.out)
    assert (ran.code, row["severity"], row["code"]) == (0, "notice", "SLA001")
    assert "agreed so" in row["message"]
