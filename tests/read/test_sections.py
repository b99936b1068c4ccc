"""A contract of which some sections are known is the one that is validated as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from judges import ROOT

from slagen.model.contract import Contract
from slagen.project import Project
from slagen.read import sections
from slagen.read.positioned import Positioned, parse_yaml
from slagen.read.sections import examine_contract
from slagen.read.validate import examine

TEXT = (ROOT / "tests" / "minimal" / "contract.yaml").read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One whose last contract was the minimal one."""
    project = Project(tmp_path, {"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert examine_contract(project, "contract.yaml", parse_yaml("contract.yaml", TEXT))[0] is not None
    return project


def edited(*changes: tuple[str, str]) -> Positioned:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_yaml("contract.yaml", text)


@pytest.mark.parametrize(
    "changes",
    [
        [],
        [("# The", "# A comment. The")],
        [('version: "1.0"', 'version: "1.1"')],
        [("en: Web Hosting", "en: Hosting"), ("tax_rate: 5%", "tax_rate: 6%")],
        [("parties:\n", "sites: []\nparties:\n")],
        [("contract:\n", "variants: {scope.services: provider}\ncontract:\n")],
    ],
    ids=["nothing", "a comment", "one section", "two", "a further one", "another"],
)
def test_what_is_written_as_before_is_not_validated_again(
    project: Project, changes: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = edited(*changes)
    whole, _ = examine(Contract, source)
    monkeypatch.setattr(sections, "examine", None)  # it must not be asked
    contract, problems = examine_contract(project, "contract.yaml", source)
    assert whole is not None
    assert contract is not None
    assert (contract, problems) == (whole, [])
    assert contract.model_fields_set == whole.model_fields_set
    assert list(contract.model_dump()) == list(whole.model_dump())


@pytest.mark.parametrize(
    "changes",
    [
        [("tax_rate: 5%", "tax_rate: 5")],
        [("tax_rate: 5%", "tax_rate: 5"), ("criticality: important", "criticality: much")],
        [("parties:\n", "partys:\n")],
        [("parties:\n", "more: 1\nparties:\n")],
        [("parties:\n", "sites: 1\nparties:\n")],
    ],
    ids=["a wrong value", "two", "a section missing", "one too many", "one that is no list"],
)
def test_what_is_wrong_is_said_as_of_the_whole(project: Project, changes: list[tuple[str, str]]) -> None:
    source = edited(*changes)
    expected = examine(Contract, source)
    assert expected[0] is None
    assert examine_contract(project, "contract.yaml", source) == expected
    assert examine_contract(project, "contract.yaml", source) == expected


def test_an_edit_is_known_the_next_time(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    source = edited(("tax_rate: 5%", "tax_rate: 6%"))
    first, _ = examine_contract(project, "contract.yaml", source)
    monkeypatch.setattr(sections, "examine", None)
    monkeypatch.setattr(sections, "validated", None)
    assert examine_contract(project, "contract.yaml", source)[0] == first


def test_another_contract_is_another(project: Project, tmp_path: Path) -> None:
    source = edited(("tax_rate: 5%", "tax_rate: 6%"))
    other = Project(tmp_path / "other", dict(os.environ) | project.environment)
    assert examine_contract(other, "contract.yaml", source)[0] == examine(Contract, source)[0]
    assert examine_contract(project, "contract.yaml", parse_yaml("", TEXT))[0] == examine(Contract, edited())[0]


def test_no_model_looks_at_two_sections_at_once() -> None:
    """Else a section would not be valid or wrong by itself."""
    decorators = Contract.__pydantic_decorators__
    assert not decorators.model_validators
    assert not decorators.root_validators
    assert not decorators.field_validators
    assert not decorators.validators
