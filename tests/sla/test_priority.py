"""The priority matrix: what is missing, out of reach, out of order."""

from __future__ import annotations

import pytest

from slagen.model.delivery import Level, MatrixCell, Priority, PriorityTarget
from slagen.sla.priority import Axis, doubled_cells, inversions, missing_cells, unreachable


def _priority(*rows: str) -> Priority:
    """A row for each impact i0, i1 …, a priority number for each urgency u0, u1 …, a dot for a missing cell."""
    cells = [
        MatrixCell(impact=f"i{place}", urgency=f"u{column}", priority=f"P{number}")
        for place, row in enumerate(rows)
        for column, number in enumerate(row)
        if number != "."
    ]
    return Priority.model_construct(
        impacts=tuple(Level.model_construct(id=f"i{place}") for place in range(len(rows))),
        urgencies=tuple(Level.model_construct(id=f"u{column}") for column in range(len(rows[0]))),
        matrix=tuple(cells),
        targets=tuple(PriorityTarget.model_construct(id=f"P{number}") for number in range(1, 5)),
    )


@pytest.mark.parametrize(
    ("rows", "missing", "beyond_reach"),
    [
        (("123", "234", "344"), (), ()),
        (("12", "24"), (), ("P3",)),
        (("1.", ".4"), (("i0", "u1"), ("i1", "u0")), ("P2", "P3")),
    ],
)
def test_complete_and_reachable(
    rows: tuple[str, ...], missing: tuple[tuple[str, str], ...], beyond_reach: tuple[str, ...]
) -> None:
    assert tuple(missing_cells(_priority(*rows))) == missing
    assert unreachable(_priority(*rows)) == beyond_reach


def test_cells_given_twice() -> None:
    priority = _priority("12", "34")
    assert doubled_cells(priority) == ()
    assert doubled_cells(priority.model_copy(update={"matrix": (*priority.matrix, priority.matrix[0])})) == (
        ("i0", "u0"),
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("123", "234", "344"), []),
        (("11", "11"), []),
        (("13", "22"), [(Axis.IMPACT, ("i0", "u1"), ("i1", "u1"))]),
        (("21", "22"), [(Axis.URGENCY, ("i0", "u0"), ("i0", "u1"))]),
        # A missing cell between two others does not hide that they are inverted.
        (("3", ".", "1"), [(Axis.IMPACT, ("i0", "u0"), ("i2", "u0"))]),
    ],
)
def test_monotone_on_both_axes(
    rows: tuple[str, ...], found: list[tuple[Axis, tuple[str, str], tuple[str, str]]]
) -> None:
    places = [
        (each.axis, (each.graver.impact, each.graver.urgency), (each.lighter.impact, each.lighter.urgency))
        for each in inversions(_priority(*rows))
    ]
    assert places == found
