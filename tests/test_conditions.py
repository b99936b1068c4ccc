"""Conditions of the clauses, turned on and off at random: whatever valid inputs say, the agreement is whole."""

from __future__ import annotations

import copy
import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judges import ROOT
from pydantic import BaseModel

from slagen.check.inputs import LATE, SLA_CODES
from slagen.diagnostics import Code, InputError
from slagen.model.contract import Contract
from slagen.pipeline import compile_all, load

SAMPLES = {path.parent.name: path for path in sorted(ROOT.glob("samples/*/contract.yaml"))}
OF_INPUTS = frozenset(code for code in Code if code.startswith(("LOAD", "INPUT"))) | SLA_CODES - LATE
"""Codes of inputs that contradict each other: such a contract needs no text."""

ABSENT = object()


@dataclass(frozen=True)
class Change:
    """Another value for the input at a path; ABSENT takes it away."""

    path: tuple[str | int, ...]
    value: Any

    def make(self, data: Any) -> None:
        for key in self.path[:-1]:
            if isinstance(data, list) and isinstance(key, int) and key >= len(data):
                return  # an earlier change has shortened the list
            if key not in data and isinstance(data, dict):
                return
            data = data[key]
        if self.value is not ABSENT:
            data[self.path[-1]] = self.value
        elif isinstance(data, dict):
            data.pop(self.path[-1], None)


def changes(model: type[BaseModel], data: dict[str, Any], path: tuple[str | int, ...] = ()) -> Iterator[Change]:
    """Everything that may be otherwise: what is optional absent, flags the other way, choices another."""
    for name, field in model.model_fields.items():
        if name not in data:
            continue
        here = (*path, name)
        if not field.is_required():
            yield Change(here, ABSENT)
        yield from _within(field.annotation, data[name], here)


def _within(kind: Any, value: Any, path: tuple[str | int, ...]) -> Iterator[Change]:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        for one in get_args(kind):
            yield from _within(one, value, path)
    elif get_origin(kind) is tuple and isinstance(value, list):
        if len(value) > 1:
            yield Change(path, value[:1])
        for index, item in enumerate(value[:2]):
            yield from _within(get_args(kind)[0], item, (*path, index))
    elif get_origin(kind) is Literal and value in get_args(kind):
        yield from (Change(path, other) for other in get_args(kind) if other != value)
    elif kind is bool and isinstance(value, bool):
        yield Change(path, not value)
    elif isinstance(kind, type) and issubclass(kind, StrEnum) and isinstance(value, str):
        yield from (Change(path, other.value) for other in kind if other.value != value)
    elif isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(value, dict):
        yield from changes(kind, value, path)


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
