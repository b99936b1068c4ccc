"""Structures with shared components, against the enumeration of every state."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.strategies import SHARES

from slagen.sla import composite
from slagen.sla.composite import (
    Component,
    Network,
    Parallel,
    Serial,
    Structure,
    TooEntangledError,
    availability,
    shared,
)

NAMES = "abcdef"
FIXED = {name: Fraction(90 + place, 100) for place, name in enumerate(NAMES)}
COMPONENTS = st.sampled_from([Component(name, share) for name, share in FIXED.items()])
STRUCTURES = st.recursive(
    COMPONENTS,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=4).map(lambda some: Serial(tuple(some))),
        st.lists(parts, min_size=1, max_size=4).map(lambda some: Parallel(tuple(some))),
    ),
    max_leaves=14,
)


def _up(structure: Structure, state: Mapping[str, bool]) -> bool:
    if isinstance(structure, Component):
        return state[structure.name]
    return (all if isinstance(structure, Serial) else any)(_up(part, state) for part in structure.parts)


def _enumerated(structure: Structure) -> Fraction:
    states = (dict(zip(NAMES, ups, strict=True)) for ups in product((True, False), repeat=len(NAMES)))
    return sum(
        (
            prod(FIXED[name] if up else 1 - FIXED[name] for name, up in state.items())
            for state in states
            if _up(structure, state)
        ),
        Fraction(0),
    )


@given(STRUCTURES)
def test_shared_components_equal_the_enumeration_of_states(structure: Structure) -> None:
    assert availability(structure) == _enumerated(structure)


@given(st.lists(SHARES, min_size=1, max_size=6))
def test_serial_and_parallel_of_independent_parts(shares: list[Fraction]) -> None:
    parts = tuple(Component(str(place), share) for place, share in enumerate(shares))
    serial, parallel = availability(Serial(parts)), availability(Parallel(parts))
    assert serial == prod(shares)
    assert 1 - parallel == prod(1 - share for share in shares)
    assert serial <= min(shares)
    assert parallel >= max(shares)


@given(STRUCTURES, STRUCTURES)
def test_serial_is_no_better_and_parallel_no_worse_than_a_part(one: Structure, other: Structure) -> None:
    parts = [availability(one), availability(other)]
    assert availability(Serial((one, other))) <= min(parts)
    assert availability(Parallel((one, other))) >= max(parts)


def test_three_in_series() -> None:
    parts = tuple(Component(name, Fraction(9999, 10000)) for name in "abc")
    assert availability(Serial(parts)) == Fraction(9999, 10000) ** 3


def test_nothing_needed_is_always_up() -> None:
    assert availability(Serial(())) == 1


def test_a_shared_component_is_counted_once() -> None:
    a, b, net = Component("a", Fraction(9, 10)), Component("b", Fraction(9, 10)), Component("net", Fraction(1, 2))
    branches = Parallel((Serial((a, net)), Serial((b, net))))
    assert availability(branches) == Fraction(99, 100) * Fraction(1, 2)
    assert availability(Serial((net, branches, net))) == Fraction(99, 100) * Fraction(1, 2)
    assert shared(branches) == ("net",)


@pytest.mark.parametrize(
    ("structure", "names"),
    [
        (Serial((Component("a", Fraction(1)), Component("a", Fraction(1)))), ()),
        (Parallel((Component("a", Fraction(1)), Component("b", Fraction(1)))), ()),
        (Parallel((Component("a", Fraction(1)), Serial((Component("a", Fraction(1)),)))), ("a",)),
    ],
)
def test_shared_names_what_parallel_branches_share(structure: Structure, names: tuple[str, ...]) -> None:
    assert shared(structure) == names


def test_many_shared_components_that_all_branches_need_cost_nothing() -> None:
    common = tuple(Component(f"c{place}", Fraction(999, 1000)) for place in range(200))
    branches = tuple(Serial((Component(f"b{place}", Fraction(1, 2)), *common)) for place in range(9))
    expected = (1 - Fraction(1, 2) ** 9) * Fraction(999, 1000) ** 200
    assert availability(Parallel(branches)) == expected


def test_too_many_shared_components_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composite, "EXPANSIONS", 3)
    parts = [Component(f"c{place}", Fraction(1, 2)) for place in range(9)]
    ring = Serial(tuple(Parallel((parts[place], parts[place - 1], parts[place - 3])) for place in range(9)))
    with pytest.raises(TooEntangledError) as caught:
        availability(ring)
    assert set(caught.value.names) < {part.name for part in parts}
    assert caught.value.names[0] in str(caught.value)


def _alternating(depth: int) -> Fraction:
    network = Network()
    node = network.component("c", Fraction(1, 2))
    for place in range(depth):
        joined = [node, network.component(f"c{place}", Fraction(1, 2))]
        node = network.serial(joined) if place % 2 else network.parallel(joined)
    return network.availability(node)


def test_structures_that_alternate_too_deep_are_refused() -> None:
    assert 0 < _alternating(composite.DEPTH) < 1
    with pytest.raises(TooEntangledError):
        _alternating(composite.DEPTH + 1)


def test_what_can_not_be() -> None:
    with pytest.raises(ValueError, match="can't have an availability of 2"):
        Component("a", Fraction(2))
    with pytest.raises(ValueError, match="of no parts"):
        Parallel(())
    with pytest.raises(ValueError, match="a has two availabilities"):
        availability(Serial((Component("a", Fraction(1)), Component("a", Fraction(0)))))
