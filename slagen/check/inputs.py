"""Runs every rule over a contract's inputs whose inputs are there; findings get their places, waivers are applied."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from slagen.check.exemptions import CODES
from slagen.check.rule import Finding, Inputs
from slagen.check.rules import MODULES, rules_of
from slagen.check.waived import Waiving
from slagen.diagnostics import Code, Diagnostic, Severity, Span, error
from slagen.read.contract import Loaded
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import shown
from slagen.resolve.bound import watched
from slagen.resolve.memory import Memory

SLA_CODES = frozenset(code for code in Code if code.startswith("SLA"))
"""The rules on what an agreement promises; those that need its document are in the other modules of this package."""
GLYPHS = frozenset({Code.IDENTIFIER_FORM})
"""Found in the inputs, and again where the characters of a document are looked at."""
LATE = frozenset({Code.REFERENCE_SUPERSEDED, Code.PARITY_DIFFERENT})
"""Found in the document alone; what is found of liability there has waivers of its own places."""


@dataclass(frozen=True, slots=True)
class _Ran:
    """A rule that ran, and what it found."""

    code: Code
    severity: Severity
    findings: tuple[Finding, ...]


def check_inputs(loaded: Loaded, today: date, memory: Memory | None = None) -> list[Diagnostic]:
    """What the rules find in a contract's inputs.

    Args:
        today: the day that waivers are measured against.
        memory: what they found last; those that look at nothing that is edited since need not run.
    """
    waiving = Waiving.of(loaded.source, loaded.waivers, today)
    ran = list(_run_all(loaded, today) if memory is None or loaded.wrong else _run_anew(loaded, today, memory))
    found = [waiving.apply(_diagnostic(one, it, loaded.source), it.path) for one in ran for it in one.findings]
    return [*found, *waiving.unneeded({one.code for one in ran} - LATE - GLYPHS - CODES, SLA_CODES)]


def _run_all(loaded: Loaded, today: date) -> Iterator[_Ran]:
    inputs = Inputs(loaded.contract, today)
    for module in MODULES:
        yield from _run(module, inputs, loaded.wrong)


def _run_anew(loaded: Loaded, today: date, memory: Memory) -> Iterator[_Ran]:
    def run(module: str) -> tuple[tuple[_Ran, ...], bool]:
        return tuple(_run(module, Inputs(watched(loaded.contract, memory.looked), today))), True

    for module in MODULES:
        yield from memory.once(tuple, (module, str(today)), partial(run, module))


def _run(module: str, inputs: Inputs, wrong: Collection[str] = frozenset()) -> Iterator[_Ran]:
    """Run the rules of a module all of whose inputs are there."""
    for rule in rules_of(module):
        if not any(name in wrong for name in rule.reads):
            yield _Ran(rule.code, rule.severity, tuple(rule.find(inputs)))


def _diagnostic(rule: _Ran, finding: Finding, source: Positioned) -> Diagnostic:
    where, message = shown(finding.path), finding.message
    made = error(
        rule.code,
        place_of(source, finding.path),
        zh=f"{where}：{message.zh}",
        en=f"{where}: {message.en}",
        value=finding.value,
        hint=finding.hint,
    )
    return replace(made, severity=finding.severity or rule.severity)


def place_of(source: Positioned, path: Path) -> Span:
    """Where the value at `path` is mended: a list or block at its key, one that is not there around it."""
    holder: Any = source.data
    for key in path:
        try:
            holder = holder[key]
        except (KeyError, IndexError, TypeError):
            return source.key_at(path[:-1]) if path[:-1] in source.keys else source.at(path)
    return source.key_at(path) if isinstance(holder, dict | list) else source.at(path)
