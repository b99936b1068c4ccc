"""The rules over a contract's inputs, a module a subject; each is data and a small function.

They are the checks 1 to 37, 39, 40 and 43 of what a service level agreement promises.  Those that need the assembled
document (37 as to its words, 38, 41, 42) are in the modules of :mod:`slagen.check`.
"""

from __future__ import annotations

from slagen.check.rule import Rule
from slagen.check.rules import (
    calendars,
    caps,
    claims,
    composition,
    continuity,
    credit_terms,
    identifiers,
    improvement,
    liability,
    maintenance,
    maintenance_hours,
    management,
    measurement,
    priority_matrix,
    priority_times,
    reachability,
    security,
    service_credits,
    term,
    underpinning,
)

RULES: tuple[Rule, ...] = (
    *service_credits.RULES,
    *caps.RULES,
    *credit_terms.RULES,
    *priority_times.RULES,
    *priority_matrix.RULES,
    *reachability.RULES,
    *maintenance.RULES,
    *maintenance_hours.RULES,
    *measurement.RULES,
    *composition.RULES,
    *underpinning.RULES,
    *continuity.RULES,
    *term.RULES,
    *calendars.RULES,
    *improvement.RULES,
    *management.RULES,
    *security.RULES,
    *identifiers.RULES,
    *claims.RULES,
    *liability.RULES,
)
"""Every rule over the inputs, in the order of their codes."""
