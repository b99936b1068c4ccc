"""Validation over data that is wrong anywhere: nothing but InputError comes out, in words of both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slagen.diagnostics import Code, Diagnostic, InputError
from slagen.model.clause import FrontMatter
from slagen.model.contract import Contract
from slagen.model.register import Phrasebook, Specification, Terms
from slagen.model.template import Template
from slagen.model.waiver import Waivers
from slagen.pipeline import load as load_contract
from slagen.read.positioned import Positioned, parse_yaml
from slagen.read.shape import walk
from slagen.read.validate import MAX_PROBLEMS, check_ids, validate
from slagen.read.words import FORMS

MINIMAL = yaml.safe_load((Path(__file__).parents[1] / "minimal" / "contract.yaml").read_text("utf-8"))
MODELS = (Contract, FrontMatter, Template, Phrasebook, Specification, Terms, Waivers)
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**17, 1.5, "", " ", "x", "x" * 30_000, "%", "*_#<b>&{{7*7}}{%", "../../etc", "２０％",
    [], [[]], [None], ["x"], {}, {"x": {}}, {"zh": 1}, {"id": []}, "2026-02-30", "2026-01-01",
)  # fmt: skip


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(child, (*path, key))


PATHS = list(paths(MINIMAL))


def replaced(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    key, *rest = path
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = replaced(value[key], tuple(rest), junk)
    return copy


def deep(value: Any, depth: int, junk: Any) -> Any:
    """`value` with everything at `depth`, and every leaf above it, replaced."""
    if depth == 0 or not isinstance(value, dict | list):
        return junk
    if isinstance(value, dict):
        return {key: deep(child, depth - 1, junk) for key, child in value.items()}
    return [deep(child, depth - 1, junk) for child in value]


def load(data: Any, folder: Path) -> tuple[Diagnostic, ...]:
    # JSON is YAML, and PyYAML reads its own dump of a long text far more slowly.
    (folder / "contract.yaml").write_text(json.dumps(data, ensure_ascii=False, default=str), "utf-8")
    try:
        return load_contract(folder / "contract.yaml").loaded.diagnostics
    except InputError as caught:
        return caught.diagnostics


def check_words(found: tuple[Diagnostic, ...]) -> None:
    for one in found:
        assert "值无效" not in one.message.zh, f"an error of pydantic's has no words: {one.message.en}"
        assert "应当符合" not in one.message.zh, f"a pattern has no words: {one.message.en}"
        assert len(one.message.zh) < 1000


@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: repr(junk)[:20])
def test_every_field_refuses_junk_in_words(junk: Any, tmp_path: Path) -> None:
    for depth in range(1, 8):
        found = load(deep(MINIMAL, depth, junk), tmp_path)
        assert found
        check_words(found)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(PATHS[1:]), st.sampled_from(JUNK) | st.text(max_size=9)), min_size=1, max_size=3)
)
def test_junk_anywhere_gives_nothing_but_diagnostics(tmp_path: Path, edits: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = MINIMAL
    for path, junk in edits:
        if path in set(paths(data)):
            data = replaced(data, path, junk)
    check_words(load(data, tmp_path))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PATHS[1:]))
def test_leaving_anything_out_says_what_is_missing_or_is_fine(tmp_path: Path, path: tuple[Any, ...]) -> None:
    data = json.loads(json.dumps(MINIMAL, default=str))
    parent: Any = data
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]
    found = load(data, tmp_path)
    check_words(found)
    assert {one.code for one in found if not one.code.startswith("SLA")} <= {
        Code.FIELD_MISSING, Code.VALUE_INVALID, Code.TEXT_FORM, Code.ID_UNKNOWN, Code.VALUE_CONFLICT,
    }  # fmt: skip


def patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        # The units say what is wrong themselves; they are the ones with an example.
        if "pattern" in schema and isinstance(schema["pattern"], str) and "examples" not in schema:
            yield schema["pattern"]
        for child in schema.values():
            yield from patterns(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from patterns(child)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_pattern_has_words(model: Any) -> None:
    assert set(patterns(model.model_json_schema())) <= set(FORMS)


def test_no_words_are_left_for_patterns_that_are_gone() -> None:
    assert set(FORMS) <= {found for model in MODELS for found in patterns(model.model_json_schema())}


def test_a_valid_contract_is_typed() -> None:
    text = (Path(__file__).parents[1] / "minimal" / "contract.yaml").read_text("utf-8")
    contract = validate(Contract, parse_yaml("c", text))
    assert str(contract.slos[0].target) == "99.9%"
    assert contract.contract.effective.isoformat() == "2026-01-01"
    assert contract.services[0].name.zh == "网站托管"
    assert contract.calendars[0].weekly.keys() >= {"mon", "fri"}


def test_a_date_in_a_text_stays_as_written() -> None:
    source = parse_yaml("c", "id: a.b\nsection: annex\nversion: 1.0.0\ntitle: {zh: 2026-01-01}\nrisk: low\n")
    assert validate(FrontMatter, source).title.zh == "2026-01-01"


def test_a_model_that_is_a_list() -> None:
    source = parse_yaml("c", "- {id: a, zh: 甲, en: A}\n- {id: a, zh: 乙, en: B, definition: {zh: 乙}}\n")
    with pytest.raises(InputError) as caught:
        validate(Terms, source)
    assert [(one.code, one.span.line, one.message.zh) for one in caught.value.diagnostics] == [
        (Code.FIELD_MISSING, 1, "[0] 缺少必填项 definition")
    ]
    assert [(one.code, one.span.line) for one in check_ids(walk(Terms, source.data), source)] == [
        (Code.ID_DUPLICATE, 2)
    ]


def test_ids_are_checked_in_data_of_any_shape() -> None:
    for junk in JUNK:
        for depth in range(5):
            source = Positioned(deep(MINIMAL, depth, junk), AnywhereElse(), AnywhereElse())
            check_ids(walk(Contract, source.data), source)


class AnywhereElse(dict[Any, Any]):
    """Spans for data that was never text."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: Any) -> Any:
        return parse_yaml("c", "x").at(())


def test_no_more_problems_than_people_read() -> None:
    source = parse_yaml("c", "slos:\n" + "- x\n" * (MAX_PROBLEMS * 2))
    with pytest.raises(InputError) as caught:
        validate(Contract, source)
    assert len(caught.value.diagnostics) == MAX_PROBLEMS
