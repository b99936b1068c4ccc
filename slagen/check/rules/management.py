"""Management: a RACI matrix in which each activity has one function that answers for it and one that does it."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.management import RaciRow


def matrix(inputs: Inputs) -> Iterator[Finding]:
    """Each activity has exactly one accountable function and at least one that is responsible."""
    for index, row in enumerate(inputs.contract.raci):
        if len(row.A) != 1:
            yield _accountable(index, row)
        if not row.R:
            yield Finding(
                ("raci", index, "R"),
                Message(f"“{_name(row).zh}”没有执行者（R）", f"“{_name(row).en}” has nobody responsible (R)"),
                hint=Message("至少写出一个执行的职能", "name at least one function that does it"),
            )


def _accountable(index: int, row: RaciRow) -> Finding:
    name, number, listed = _name(row), len(row.A), ", ".join(row.A)
    if not row.A:
        message = Message(f"“{name.zh}”没有负责者（A）", f"“{name.en}” has nobody accountable (A)")
        return Finding(("raci", index, "A"), message, hint=Message("写出一个负责的职能", "name the one that answers"))
    return Finding(
        ("raci", index, "A"),
        Message(
            f"“{name.zh}”有 {number} 个负责者（A）：{listed}；应当恰有一个",
            f"“{name.en}” has {number} accountable (A): {listed}; there should be exactly one",
        ),
        listed,
        Message("留下最终负责的一个，其余改为 R、C 或者 I", "keep the one that answers; make the others R, C or I"),
    )


def _name(row: RaciRow) -> Message:
    """The activity, in the language that there is of it."""
    zh, en = row.activity.zh or row.activity.en or "", row.activity.en or row.activity.zh or ""
    return Message(zh, en)


RULES = (Rule(Code.RACI_ROW, Severity.ERROR, ("raci",), matrix),)
