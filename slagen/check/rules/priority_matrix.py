"""The priority matrix: every combination has a priority, every priority a combination, and graver is never lower.

ISO/IEC 20000-1:2018, 8.6.1 has incidents ranked by impact and urgency; annex 4 prints the matrix.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, product

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.delivery import Priority

SHOWN = 9
"""How many missing cells a message lists at most."""


def complete(inputs: Inputs) -> Iterator[Finding]:
    """A cell for each impact and urgency, and a cell for each priority."""
    priority = inputs.contract.priority
    given = {(cell.impact, cell.urgency) for cell in priority.matrix}
    if len(given) < len(priority.impacts) * len(priority.urgencies):
        yield _missing(priority, given)
    reached = {cell.priority for cell in priority.matrix}
    for index, target in enumerate(priority.targets):
        if target.id not in reached:
            yield _unreached(index, target.id)


def _missing(priority: Priority, given: set[tuple[str, str]]) -> Finding:
    impacts, urgencies = len(priority.impacts), len(priority.urgencies)
    every = product((level.id for level in priority.impacts), (level.id for level in priority.urgencies))
    lacking, count = islice((cell for cell in every if cell not in given), SHOWN), impacts * urgencies - len(given)
    cells = [f"{impact} × {urgency}" for impact, urgency in lacking]
    more = count > len(cells)
    sides = f"{impacts} × {urgencies} = {impacts * urgencies}"
    return Finding(
        ("priority", "matrix"),
        Message(
            f"影响与紧急程度有 {sides} 种组合，{count} 种没有优先级：{'、'.join(cells)}{'……' if more else ''}",
            f"impacts and urgencies make {sides} combinations, of which {count} "
            f"{'has' if count == 1 else 'have'} no priority: {', '.join(cells)}{', …' if more else ''}",
        ),
        hint=Message("为每一种组合写一格", "give each of them a cell"),
    )


def _unreached(index: int, priority: str) -> Finding:
    return Finding(
        ("priority", "targets", index, "id"),
        Message(
            f"矩阵没有一格是 {priority}，其时限不会适用于任何事件",
            f"no cell of the matrix has {priority}, so that its times never apply to an incident",
        ),
        priority,
        Message(f"在矩阵中用 {priority}，或者删除这一优先级", f"use {priority} in the matrix, or delete the priority"),
        Severity.WARNING,
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell by its place in the matrix as written, its row and column, and the rank of its priority; 0 is gravest."""

    place: int
    row: int
    column: int
    rank: int
    name: str
    priority: str


def monotone(inputs: Inputs) -> Iterator[Finding]:
    """Along each row and each column, from grave to slight, priorities never rise."""
    cells = _cells(inputs.contract.priority)
    for grave, slight in pairwise(sorted(cells, key=lambda cell: (cell.row, cell.column))):
        if grave.row == slight.row and slight.rank < grave.rank:
            yield _rise(grave, slight, Message("更紧急的", "the more urgent"))
    for grave, slight in pairwise(sorted(cells, key=lambda cell: (cell.column, cell.row))):
        if grave.column == slight.column and slight.rank < grave.rank:
            yield _rise(grave, slight, Message("影响更重的", "the graver"))


def _cells(priority: Priority) -> list[_Cell]:
    rows = {level.id: index for index, level in enumerate(priority.impacts)}
    columns = {level.id: index for index, level in enumerate(priority.urgencies)}
    ranks = {target.id: index for index, target in enumerate(priority.targets)}
    return [
        _Cell(
            place,
            rows[cell.impact],
            columns[cell.urgency],
            ranks[cell.priority],
            f"{cell.impact} × {cell.urgency}",
            cell.priority,
        )
        for place, cell in enumerate(priority.matrix)
    ]


def _rise(grave: _Cell, slight: _Cell, than: Message) -> Finding:
    return Finding(
        ("priority", "matrix", slight.place, "priority"),
        Message(
            f"{slight.name} 为 {slight.priority}，高于{than.zh} {grave.name} 的 {grave.priority}",
            f"{slight.name} has {slight.priority}, a higher priority than {than.en} {grave.name}, "
            f"which has {grave.priority}",
        ),
        slight.priority,
        Message(
            f"把 {slight.name} 改为 {grave.priority} 或者更低，或者把 {grave.name} 改为 {slight.priority} 或者更高",
            f"give {slight.name} {grave.priority} or lower, or {grave.name} {slight.priority} or higher",
        ),
    )


RULES = (
    Rule(Code.MATRIX_COMPLETE, Severity.ERROR, ("priority",), complete),
    Rule(Code.MATRIX_MONOTONE, Severity.ERROR, ("priority",), monotone),
)
