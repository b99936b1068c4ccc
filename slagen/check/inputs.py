"""Runs every rule over a contract's inputs whose inputs are there; findings get their places, waivers are applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from slagen.check.exemptions import CODES
from slagen.check.rule import Finding, Inputs, Rule
from slagen.check.rules import RULES
from slagen.check.waived import Waiving
from slagen.diagnostics import Code, Diagnostic, Span, error
from slagen.read.contract import Loaded
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import shown

SLA_CODES = frozenset(code for code in Code if code.startswith("SLA"))
"""The rules on what an agreement promises; those that need its document are in the other modules of this package."""
GLYPHS = frozenset({Code.IDENTIFIER_FORM})
"""Found in the inputs, and again where the characters of a document are looked at."""
LATE = SLA_CODES - {rule.code for rule in RULES} - CODES
"""Found in the document alone; what is found of liability there has waivers of its own places."""


def check_inputs(loaded: Loaded, today: date) -> list[Diagnostic]:
    """What the rules find in a contract's inputs.

    Args:
        today: the day that waivers are measured against.
    """
    inputs = Inputs(loaded.contract, today)
    waiving = Waiving.of(loaded.source, loaded.waivers, today)
    ran = [rule for rule in RULES if loaded.wrong.isdisjoint(rule.reads)]
    found = [waiving.apply(one, path) for rule in ran for one, path in _found(rule, inputs, loaded.source)]
    return [*found, *waiving.unneeded({rule.code for rule in ran} - LATE - GLYPHS - CODES, SLA_CODES)]


def _found(rule: Rule, inputs: Inputs, source: Positioned) -> Iterator[tuple[Diagnostic, Path]]:
    for finding in rule.find(inputs):
        yield _diagnostic(rule, finding, source), finding.path


def _diagnostic(rule: Rule, finding: Finding, source: Positioned) -> Diagnostic:
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
