"""The rules over a contract's inputs, a module a subject; each is data and a small function.

They are the checks 1 to 37, 39, 40 and 43 of what a service level agreement promises.  Those that need the assembled
document (37 as to its words, 38, 41, 42) are in the modules of :mod:`slagen.check`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from slagen.check.rule import Rule

MODULES = (
    "service_credits",
    "caps",
    "credit_terms",
    "priority_times",
    "priority_matrix",
    "reachability",
    "maintenance",
    "maintenance_hours",
    "measurement",
    "composition",
    "underpinning",
    "continuity",
    "term",
    "calendars",
    "improvement",
    "management",
    "security",
    "identifiers",
    "claims",
    "liability",
)
"""The modules of this package, in the order in which their rules run; each has its RULES."""

if TYPE_CHECKING:
    RULES: tuple[Rule, ...]
    """Every rule over the inputs, in the order of their modules."""


def rules_of(module: str) -> tuple[Rule, ...]:
    """The rules of a module, which is imported only now: where a contract is as before, it need not be."""
    found: tuple[Rule, ...] = import_module(f"{__name__}.{module}").RULES
    return found


def __getattr__(name: str) -> Any:
    if name != "RULES":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return tuple(rule for module in MODULES for rule in rules_of(module))
