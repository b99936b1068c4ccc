"""The priority matrix: every combination has a priority, every priority a combination, and graver is never lower.

ISO/IEC 20000-1:2018, 8.6.1 has incidents ranked by impact and urgency; annex 4 prints the matrix.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.delivery import Priority
from slagen.sla.priority import Axis, Inversion, inversions, missing_cells, unreachable

SHOWN = 9
"""How many missing cells a message lists at most."""


def complete(inputs: Inputs) -> Iterator[Finding]:
    """A cell for each impact and urgency, and a cell for each priority."""
    priority = inputs.contract.priority
    if lacking := tuple(islice(missing_cells(priority), SHOWN)):
        yield _missing(priority, lacking)
    beyond_reach = set(unreachable(priority))
    for index, target in enumerate(priority.targets):
        if target.id in beyond_reach:
            yield _unreached(index, target.id)


def _missing(priority: Priority, lacking: tuple[tuple[str, str], ...]) -> Finding:
    impacts, urgencies = len(priority.impacts), len(priority.urgencies)
    count = impacts * urgencies - len(priority.matrix)
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


def monotone(inputs: Inputs) -> Iterator[Finding]:
    """Along each row and each column, from grave to slight, priorities never rise."""
    priority = inputs.contract.priority
    places = {(cell.impact, cell.urgency): place for place, cell in enumerate(priority.matrix)}
    for found in inversions(priority):
        yield _inverted(found, places[found.lighter.impact, found.lighter.urgency])


_GRAVER = {Axis.IMPACT: Message("影响更重的", "the graver"), Axis.URGENCY: Message("更紧急的", "the more urgent")}


def _inverted(found: Inversion, place: int) -> Finding:
    light, grave, than = found.lighter, found.graver, _GRAVER[found.axis]
    here, there = f"{light.impact} × {light.urgency}", f"{grave.impact} × {grave.urgency}"
    return Finding(
        ("priority", "matrix", place, "priority"),
        Message(
            f"{here} 为 {light.priority}，高于{than.zh} {there} 的 {grave.priority}",
            f"{here} has {light.priority}, a higher priority than {than.en} {there}, which has {grave.priority}",
        ),
        light.priority,
        Message(
            f"把 {here} 改为 {grave.priority} 或者更低，或者把 {there} 改为 {light.priority} 或者更高",
            f"give {here} {grave.priority} or lower, or {there} {light.priority} or higher",
        ),
    )


RULES = (
    Rule(Code.MATRIX_COMPLETE, Severity.ERROR, ("priority",), complete),
    Rule(Code.MATRIX_MONOTONE, Severity.ERROR, ("priority",), monotone),
)
