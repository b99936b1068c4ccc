from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cli.runner import Run, RunPython
from jsonschema import Draft202012Validator

from slagen.cli import schema

ROOT = Path(__file__).parent.parent.parent
CONTRACTS = [
    *sorted((ROOT / "samples").glob("*/contract.yaml")),
    ROOT / "tests" / "minimal" / "contract.yaml",
    ROOT / "slagen" / "cli" / "starter" / "contract.yaml",
]


class Loader(yaml.SafeLoader):
    """Reads dates as the strings that JSON has, as editors do."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader)  # noqa: S506 - a SafeLoader


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.text()))


def test_it_is_a_json_schema(validator: Draft202012Validator) -> None:
    assert validator.schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(validator.schema)


def test_the_command_prints_it(slagen: Run) -> None:
    ran = slagen("schema")
    assert (ran.code, ran.out) == (0, schema.text())


def test_it_is_printed_as_utf_8_whatever_the_locale(process: RunPython) -> None:
    assert process("-m", "slagen", "schema", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").out == schema.text()


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.parent.name)
def test_contracts_that_slagen_takes_are_valid(validator: Draft202012Validator, path: Path) -> None:
    assert [error.message for error in validator.iter_errors(read(path))] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["contract", "efective"], "2026-01-01"),
        (["contract", "renewal", "mode"], "sometimes"),
        (["slos", 0, "target"], 99.9),
        (["priority", "acknowledge"], "15 fortnights"),
        (["contract", "annual_fee"], "120000"),
        (["services"], []),
    ],
)
def test_mistakes_are_not(validator: Draft202012Validator, path: list[Any], value: Any) -> None:
    contract = copy.deepcopy(read(ROOT / "tests" / "minimal" / "contract.yaml"))
    place = contract
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not validator.is_valid(contract)


def fields(made: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for owner, part in [("", made), *made["$defs"].items()]:
        for name, field in part.get("properties", {}).items():
            yield f"{owner}.{name}", field


def test_every_field_is_described_in_both_languages(validator: Draft202012Validator) -> None:
    found = dict(fields(validator.schema))
    assert len(found) > 300
    for name, field in found.items():
        zh, _, en = field["description"].partition("\n\n")
        assert re.search("[\u4e00-\u9fff]|SHA-256", zh), name
        assert en, name
        assert not re.search("[\u4e00-\u9fff]", en), name


def test_the_schema_that_editors_are_pointed_to_is_current() -> None:
    assert (ROOT / "schema" / "contract.schema.json").read_text("utf-8") == schema.text(), "run `make schema`"


@pytest.mark.parametrize("path", CONTRACTS[:3], ids=lambda path: path.parent.name)
def test_samples_point_editors_to_it(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == ROOT / "schema" / "contract.schema.json"


def test_the_schema_of_measurements(slagen: Run) -> None:
    ran = slagen("schema", "--of", "measurements")
    assert (ran.code, ran.out) == (0, schema.measurements())
    assert (ROOT / "schema" / "measurements.schema.json").read_text("utf-8") == ran.out, "run `make schema`"
    made = json.loads(ran.out)
    Draft202012Validator.check_schema(made)
    for name, field in fields(made):
        zh, _, en = field["description"].partition("\n\n")
        assert re.search("[\u4e00-\u9fff]", zh), name
        assert en, name
        assert not re.search("[\u4e00-\u9fff]", en), name


def test_measurements_that_slagen_takes_are_valid() -> None:
    sample = ROOT / "samples" / "cloud-hosting" / "measurements.json"
    judge = Draft202012Validator(json.loads(schema.measurements()))
    data = json.loads(sample.read_text("utf-8"))
    assert [error.message for error in judge.iter_errors(data)] == []
    assert (sample.parent / data["$schema"]).resolve() == ROOT / "schema" / "measurements.schema.json"
    data["outages"][0]["start"] = "2026/4/9"
    assert not judge.is_valid(data)
