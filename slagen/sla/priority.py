"""The priority matrix and its times: which cells are missing, which priorities can't occur, what is out of order.

Levels of impact and urgency stand gravest first and targets highest priority first (clause 3.2, annex “Priority
Matrix”).  A higher priority has a smaller rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, product

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


def missing_cells(priority: Priority) -> tuple[tuple[str, str], ...]:
    """Pairs of impact and urgency that have no priority."""
    given = _cells(priority)
    wanted = product((each.id for each in priority.impacts), (each.id for each in priority.urgencies))
    return tuple(pair for pair in wanted if pair not in given)


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


def _inverted(priority: Priority) -> Iterator[Inversion]:
    cells, rank = _cells(priority), {target.id: place for place, target in enumerate(priority.targets)}
    impacts, urgencies = ([level.id for level in levels] for levels in (priority.impacts, priority.urgencies))
    columns = [(Axis.IMPACT, [(impact, urgency) for impact in impacts]) for urgency in urgencies]
    rows = [(Axis.URGENCY, [(impact, urgency) for urgency in urgencies]) for impact in impacts]
    for axis, pairs in columns + rows:
        for graver, lighter in pairwise(cells[pair] for pair in pairs if pair in cells):
            if rank[graver.priority] > rank[lighter.priority]:
                yield Inversion(axis, graver, lighter)


def _cells(priority: Priority) -> Mapping[tuple[str, str], MatrixCell]:
    return {(cell.impact, cell.urgency): cell for cell in priority.matrix}
