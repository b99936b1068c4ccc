"""Conditions of the clauses, turned on and off at random: whatever valid inputs say, the agreement is whole."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judges import ROOT
from otherwise import ABSENT, Change, changes

from slagen.check.inputs import LATE, SLA_CODES
from slagen.diagnostics import Code, InputError
from slagen.model.contract import Contract
from slagen.pipeline import compile_all, load

SAMPLES = {path.parent.name: path for path in sorted(ROOT.glob("samples/*/contract.yaml"))}
OF_INPUTS = frozenset(code for code in Code if code.startswith(("LOAD", "INPUT"))) | SLA_CODES - LATE
"""Codes of inputs that contradict each other: such a contract needs no text."""


def problems(data: Any, folder: Path) -> list[str]:
    """What the library says about a contract whose inputs are valid by themselves."""
    file = folder / "contract.yaml"
    file.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")
    try:
        opened = load(file)
    except InputError:
        return []
    try:
        compile_all(opened, ["bilingual"])
    except InputError as wrong:
        return [
            f"{found.span} {found.code} {found.message.en} {found.value}"
            for found in wrong.diagnostics
            if found.code not in OF_INPUTS
        ]
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conditions")


@pytest.mark.parametrize("sample", SAMPLES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.data())
def test_every_agreement_is_whole(sample: str, folder: Path, choices: st.DataObject) -> None:
    data = yaml.load(SAMPLES[sample].read_text("utf-8"), yaml.CSafeLoader)
    possible = list(changes(Contract, data))
    assert len(possible) > 100
    changed = copy.deepcopy(data)
    for index in choices.draw(st.sets(st.integers(0, len(possible) - 1), max_size=6)):
        possible[index].make(changed)
    changed["variants"] = {"default": choices.draw(st.sampled_from(["balanced", "provider", "customer"]))}
    assert problems(changed, folder) == []


def test_what_is_not_whole_is_found(folder: Path) -> None:
    """The net has no hole: a project's clause that prints an optional input unguarded is caught."""
    own = folder / "clauses"
    own.mkdir()
    (own / "x.md").write_text(
        "---\nid: x.y\nsection: '1.1'\nversion: 1.0.0\ntitle: {zh: 甲, en: A}\nreads: [credit_terms]\nrisk: low\n---\n"
        "<!-- zh -->\n1. {{ credit_terms.claim }}\n<!-- en -->\n1. {{ credit_terms.claim }}\n",
        "utf-8",
    )
    data = yaml.safe_load(SAMPLES["cloud-hosting"].read_text("utf-8"))
    Change(("credit_terms", "claim"), ABSENT).make(data)
    found = problems(data, folder)
    (own / "x.md").unlink()
    assert found
    assert all(Code.VALUE_EMPTY in one for one in found)
