"""The priority matrix and its times: which cells are missing, which priorities can't occur, what is out of order.

Levels of impact and urgency stand gravest first and targets highest priority first (clause 3.2, annex “Priority
Matrix”).  A higher priority has a smaller rank.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, product
from typing import NamedTuple

from slagen.model.delivery import MatrixCell, Priority


class Axis(StrEnum):
    """One of the two sides of the matrix."""

    IMPACT = "impact"
    URGENCY = "urgency"


@dataclass(frozen=True, slots=True)
class Inversion:
    """Two cells of one row or column, of which the one that is graver on `axis` has the lower priority."""

    axis: Axis
    graver: MatrixCell
    lighter: MatrixCell


def missing_cells(priority: Priority) -> Iterator[tuple[str, str]]:
    """Pairs of impact and urgency that have no priority, row by row; there may be far more of them than of levels."""
    given = {(cell.impact, cell.urgency) for cell in priority.matrix}
    wanted = product((each.id for each in priority.impacts), (each.id for each in priority.urgencies))
    return (pair for pair in wanted if pair not in given)


def doubled_cells(priority: Priority) -> tuple[tuple[str, str], ...]:
    """Pairs of impact and urgency that have more than one priority, each once."""
    pairs = [(cell.impact, cell.urgency) for cell in priority.matrix]
    return tuple(pair for pair in dict.fromkeys(pairs) if pairs.count(pair) > 1)


def unreachable(priority: Priority) -> tuple[str, ...]:
    """Priorities that have times and that no cell of the matrix gives."""
    given = {cell.priority for cell in priority.matrix}
    return tuple(target.id for target in priority.targets if target.id not in given)


def inversions(priority: Priority) -> tuple[Inversion, ...]:
    """Where the priority falls though impact, or urgency, gets graver and the other stays the same.

    Each cell is compared with the next lighter one there is; where none of these pairs is inverted, none at all is.
    """
    return tuple(_inverted(priority))


class _Placed(NamedTuple):
    """A cell by the places of its row, its column and its priority."""

    row: int
    column: int
    rank: int
    cell: MatrixCell


def _inverted(priority: Priority) -> Iterator[Inversion]:
    placed = _placed(priority)
    for graver, lighter in pairwise(sorted(placed, key=lambda each: (each.column, each.row))):
        if graver.column == lighter.column and graver.rank > lighter.rank:
            yield Inversion(Axis.IMPACT, graver.cell, lighter.cell)
    for graver, lighter in pairwise(sorted(placed, key=lambda each: (each.row, each.column))):
        if graver.row == lighter.row and graver.rank > lighter.rank:
            yield Inversion(Axis.URGENCY, graver.cell, lighter.cell)


def _placed(priority: Priority) -> list[_Placed]:
    rows = {level.id: place for place, level in enumerate(priority.impacts)}
    columns = {level.id: place for place, level in enumerate(priority.urgencies)}
    ranks = {target.id: place for place, target in enumerate(priority.targets)}
    return [_Placed(rows[cell.impact], columns[cell.urgency], ranks[cell.priority], cell) for cell in priority.matrix]
