"""Whether the conditions of clauses (their ``when``) hold for a contract."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import TemplateError

from slagen.diagnostics import Code, Diagnostic, error
from slagen.model.clause import ClauseFile
from slagen.model.contract import Contract
from slagen.resolve.bound import Register, UnknownNameError
from slagen.resolve.sandbox import inputs, sandbox


def decided(
    clauses: Iterable[ClauseFile], contract: Contract, register: Register
) -> tuple[dict[str, bool | None], list[Diagnostic]]:
    """Whether each clause's condition holds, by id; None, and a problem, where it can't be evaluated."""
    environment, names = sandbox(), inputs(contract, register)
    found: dict[str, bool | None] = {}
    problems: list[Diagnostic] = []
    for clause in clauses:
        try:
            condition = environment.compile_expression(clause.head.when or "", undefined_to_none=False)
            found[clause.head.id] = bool(condition(names))
        except (UnknownNameError, TemplateError, TypeError, ValueError, LookupError, ArithmeticError) as problem:
            found[clause.head.id] = None
            problems.append(_undecided(clause, problem))
    return found, problems


def _undecided(clause: ClauseFile, problem: Exception) -> Diagnostic:
    return error(
        Code.NAME_UNDEFINED,
        clause.at("when"),
        zh=f"适用条件无法求值：{problem}",
        en=f"the condition can't be evaluated: {problem}",
        value=clause.head.when,
    )
