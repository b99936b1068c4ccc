"""What the services of a contract rest on, and what that allows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import slagen
from slagen.model.contract import Contract
from slagen.model.delivery import Dependency
from slagen.model.quality import Operator, ServiceLevel, Sli, SliType
from slagen.model.services import Service, Topology
from slagen.model.units import Duration, Percent
from slagen.sla.composition import DependencyCycleError, Relation, Support, compositions, targets
from slagen.sla.exact import share

SAMPLES = Path(__file__).parents[2] / "samples"


def _contract(
    services: Mapping[str, Mapping[str, Any]], slos: Mapping[str, str], dependencies: tuple[dict[str, Any], ...] = ()
) -> Contract:
    return Contract.model_construct(
        services=tuple(
            Service.model_construct(
                id=id_,
                topology=Topology(serial=needs.get("serial", ()), parallel=needs.get("parallel", ())),
                depends_on=tuple(needs.get("depends_on", ())),
            )
            for id_, needs in services.items()
        ),
        slis=(Sli.model_construct(id="up", type=SliType.TIME),),
        slos=tuple(
            ServiceLevel.model_construct(service=id_, sli="up", op=Operator.AT_LEAST, target=Percent.parse(target))
            for id_, target in slos.items()
        ),
        dependencies=tuple(
            Dependency.model_validate({"provider": {"en": entry["id"]}, "type": "UC", **entry})
            for entry in dependencies
        ),
    )


def _allowed(contract: Contract, service: str) -> Fraction | None:
    return compositions(contract)[service].allowed


def _product(*percents: str) -> Fraction:
    found = Fraction(1)
    for percent in percents:
        found *= share(Percent.parse(percent))
    return found


def test_all_that_is_needed_in_series_counts() -> None:
    contract = _contract(
        {"a": {}, "b": {}, "app": {"serial": ["a"], "depends_on": ["b"]}},
        {"a": "99.9%", "b": "99.8%", "app": "99.5%"},
        ({"id": "uc", "service": "app", "availability": "99.95%"},),
    )
    found = compositions(contract)["app"]
    assert found.allowed == _product("99.9%", "99.8%", "99.95%")
    assert found.assured == _product("99.5%")
    assert [(each.relation, each.members) for each in found.supports] == [
        (Relation.SERIAL, ("a",)),
        (Relation.DEPENDS_ON, ("b",)),
        (Relation.AGREEMENT, ("uc",)),
    ]


def test_one_of_a_parallel_group_is_enough() -> None:
    contract = _contract({"a": {}, "b": {}, "app": {"parallel": [["a", "b"]]}}, {"a": "99%", "b": "98%"})
    assert _allowed(contract, "app") == 1 - Fraction(1, 100) * Fraction(2, 100)


def test_a_service_named_twice_counts_once() -> None:
    contract = _contract({"a": {}, "app": {"serial": ["a"], "depends_on": ["a"]}}, {"a": "99%"})
    assert _allowed(contract, "app") == _product("99%")


def test_a_service_counts_with_its_target_or_with_less_where_less_is_allowed() -> None:
    below = {"db": {}, "web": {"depends_on": ["db"]}, "app": {"depends_on": ["web"]}}
    assert _allowed(_contract(below, {"db": "99.9%", "web": "99%"}), "app") == _product("99%")
    assert _allowed(_contract(below, {"db": "98%", "web": "99%"}), "app") == _product("98%")
    assert _allowed(_contract(below, {"db": "98%"}), "app") == _product("98%")


def test_what_two_members_of_a_chain_share_counts_once() -> None:
    # web has its target, db included; web and db together are no less available than web alone.
    contract = _contract(
        {"db": {}, "web": {"depends_on": ["db"]}, "app": {"serial": ["web", "db"]}}, {"db": "99%", "web": "98%"}
    )
    assert _allowed(contract, "app") == _product("98%")


def test_members_of_a_group_that_rest_on_one_service_fail_together() -> None:
    services = {
        "power": {},
        "a": {"depends_on": ["power"]},
        "b": {"depends_on": ["power"]},
        "app": {"parallel": [["a", "b"]]},
    }
    contract = _contract(services, {"power": "99%", "a": "98.01%", "b": "98.01%"})
    found = compositions(contract)["app"]
    assert found.allowed == share(Percent.parse("99%")) * (1 - Fraction(1, 100) ** 2)
    assert found.shared == ("power",)


def test_one_agreement_written_for_two_services_is_one() -> None:
    services: dict[str, dict[str, Any]] = {"a": {}, "b": {}, "app": {"parallel": [["a", "b"]]}}
    same = {"provider": {"en": "Power"}, "availability": "99%"}
    entries = ({"id": "uc-a", "service": "a", **same}, {"id": "uc-b", "service": "b", **same})
    found = compositions(_contract(services, {}, entries))["app"]
    assert found.allowed == _product("99%")
    assert found.shared == ("uc-a",)
    apart = compositions(_contract(services, {}, (entries[0], {**entries[1], "response": "1h"})))["app"]
    assert apart.allowed == 1 - Fraction(1, 100) ** 2
    assert apart.shared == ()


def test_what_has_no_figure_is_left_out_and_named() -> None:
    services = {"a": {}, "b": {}, "app": {"serial": ["a"], "parallel": [["a", "b"]]}, "lone": {}}
    contract = _contract(services, {"a": "99%"}, ({"id": "ola", "service": "app"},))
    found = compositions(contract)
    assert found["app"].allowed == _product("99%")
    assert found["app"].unknown == ("b", "ola")
    assert found["app"].supports[-1] == Support(Relation.AGREEMENT, ("ola",), None, ("ola",))
    assert (found["lone"].allowed, found["lone"].assured) == (None, None)


def test_a_group_with_a_member_of_no_figure_limits_nothing() -> None:
    services = {
        "a": {},
        "b": {},
        "c": {},
        "app": {"serial": ["c"], "parallel": [["a", "b"]]},
        "top": {"serial": ["app"]},
    }
    found = compositions(_contract(services, {"a": "99%", "c": "99.9%", "app": "99.5%"}))
    assert found["app"].allowed == _product("99.9%")
    assert found["app"].supports[1] == Support(Relation.PARALLEL, ("a", "b"), None, ("b",))
    assert found["top"].allowed == _product("99.5%")


def test_what_is_needed_in_series_without_the_groups() -> None:
    services = {"a": {}, "b": {}, "c": {}, "app": {"serial": ["c"], "parallel": [["a", "b"]], "depends_on": ["c"]}}
    found = compositions(_contract(services, {"a": "90%", "b": "90%", "c": "99.9%"}))
    assert found["app"].in_series == _product("99.9%")
    assert found["app"].allowed == _product("99.9%", "99%")
    assert found["c"].in_series is None


def test_the_order_of_services_does_not_matter() -> None:
    contract = _contract({"app": {"depends_on": ["db"]}, "db": {}}, {"db": "99%"})
    assert list(compositions(contract)) == ["app", "db"]
    assert _allowed(contract, "app") == _product("99%")


@pytest.mark.parametrize(
    ("services", "cycle"),
    [
        ({"a": {"depends_on": ["a"]}}, {"a"}),
        (
            {"a": {"depends_on": ["b"]}, "b": {"serial": ["c"]}, "c": {"parallel": [["a", "d"]]}, "d": {}},
            {"a", "b", "c"},
        ),
    ],
)
def test_circles_are_named(services: dict[str, dict[str, Any]], cycle: set[str]) -> None:
    with pytest.raises(DependencyCycleError) as caught:
        compositions(_contract(services, {}))
    path = caught.value.services
    assert set(path) == cycle
    assert path[0] == path[-1]
    rests_on = {id_: str(needs) for id_, needs in services.items()}
    assert all(f"'{other}'" in rests_on[one] for one, other in pairwise(path))


def test_the_lowest_target_over_time_is_the_one() -> None:
    contract = _contract({"a": {}}, {"a": "99.9%"})
    level, sli = contract.slos[0], contract.slis[0]
    others = (
        level.model_copy(update={"target": Percent.parse("99.5%")}),
        level.model_copy(update={"target": Percent.parse("1%"), "op": Operator.AT_MOST}),
        level.model_copy(update={"target": Percent.parse("2%"), "sli": "requests"}),
        level.model_copy(update={"target": Duration.parse("1h")}),
    )
    slis = (sli, sli.model_copy(update={"id": "requests", "type": SliType.REQUEST}))
    assert targets(contract.model_copy(update={"slos": (level, *others), "slis": slis})) == {"a": _product("99.5%")}


def test_a_chain_of_200_services() -> None:
    chain = {f"s{place}": {"depends_on": [f"s{place - 1}", "net"] if place else ["net"]} for place in range(200)}
    contract = _contract({**chain, "net": {}}, {**dict.fromkeys(chain, "99.5%"), "net": "99.9%"})
    assert _allowed(contract, "s199") == _product("99.5%")


@pytest.mark.parametrize(
    ("sample", "service", "percents"),
    [
        ("cloud-hosting", "compute", ["99.995%", "99.99%"]),
        ("cloud-hosting", "database", ["99.975%", "99.99%"]),
        ("it-operations", "application", ["99.9%", "99.9%", "99.8%"]),
    ],
)
def test_samples(sample: str, service: str, percents: list[str]) -> None:
    contract = slagen.load(SAMPLES / sample / "contract.yaml").contract
    assert _allowed(contract, service) == _product(*percents)
