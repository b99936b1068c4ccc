"""Inputs as clauses see them."""

from __future__ import annotations

import pytest
from judges import ROOT

from slagen.pipeline import load
from slagen.resolve.bound import Bound, Register, UnknownNameError, path_of, unwrap
from slagen.resolve.sandbox import inputs


@pytest.fixture(scope="module")
def names() -> dict[str, Bound]:
    contract = load(ROOT / "tests" / "minimal" / "contract.yaml").contract
    return inputs(contract, Register.of(contract))


def test_a_value_knows_its_path(names: dict[str, Bound]) -> None:
    assert path_of(names["contract"].get("renewal").get("notice")) == "contract.renewal.notice"
    assert [path_of(slo.get("target")) for slo in names["slos"]] == ["slos[0].target"]
    assert path_of(names["priority"].get("targets").item(0).get("clock")) == "priority.targets[0].clock"


def test_an_id_leads_to_the_entry_that_it_names(names: dict[str, Bound]) -> None:
    service = names["slos"].item(0).get("service")
    assert path_of(service) == "services[0]"
    assert path_of(service.get("calendar").get("name")) == "calendars[0].name"


def test_each_id_of_a_list_leads_to_its_entry(names: dict[str, Bound]) -> None:
    participants = names["establishment"].get("review_participants")
    assert [path_of(contact) for contact in participants] == ["contacts[0]", "contacts[1]"]
    assert path_of(participants.item(1)) == "contacts[1]"


def test_the_parties_by_their_roles(names: dict[str, Bound]) -> None:
    assert path_of(names["customer"].get("name")) == "parties[0].name"
    assert path_of(names["provider"].get("name")) == "parties[1].name"


def test_an_unknown_field_tells_the_known_ones(names: dict[str, Bound]) -> None:
    with pytest.raises(UnknownNameError) as caught:
        names["contract"].get("efective")
    assert (caught.value.path, caught.value.name) == ("contract", "efective")
    assert "effective" in caught.value.known


@pytest.mark.parametrize("name", ["model_fields", "__class__", "model_dump", "get", "_value"])
def test_what_python_knows_of_a_model_is_no_field(name: str, names: dict[str, Bound]) -> None:
    with pytest.raises(UnknownNameError):
        names["contract"].get(name)


def test_it_can_not_become_a_string(names: dict[str, Bound]) -> None:
    value = names["contract"].get("id")
    for attempt in (str, "{}".format, lambda one: f"{one}", lambda one: "".join([one])):
        with pytest.raises(TypeError):
            attempt(value)
    assert "MIN" not in repr(value)


def test_it_compares_and_is_true_as_its_value_is(names: dict[str, Bound]) -> None:
    contract = names["contract"]
    assert contract.get("id") == "MIN-2026-001"
    assert contract.get("language").get("mode") == "bilingual"
    assert contract.get("effective") < contract.get("expiry")
    assert contract.get("expiry") > contract.get("effective")
    assert not contract.get("signed")
    assert not contract.get("standard_terms")
    assert len(names["parties"]) == 2
    assert hash(contract.get("id")) == hash("MIN-2026-001")
    assert unwrap(contract.get("id")) == "MIN-2026-001"


def test_a_mapping_gives_its_values_but_not_its_keys(names: dict[str, Bound]) -> None:
    weekly = names["calendars"].item(0).get("weekly")
    assert path_of(weekly.get("mon")) == "calendars[0].weekly.mon"
    with pytest.raises(UnknownNameError):
        list(weekly)
