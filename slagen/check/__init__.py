"""Rules over a compiled contract: each is a small function from a document to what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType

from slagen.assemble import Assembled
from slagen.check.by_clause import ByClause
from slagen.check.languages import words_in_the_wrong_language
from slagen.check.references import outdated_citations
from slagen.diagnostics import Code, Diagnostic, Span
from slagen.read.references import Works

Locate = Callable[[str], Span]
"""Where the input at a path stands."""
Rule = Callable[[Assembled, Locate, ByClause], Iterable[Diagnostic]]

RULES: MappingProxyType[Code, Rule] = MappingProxyType({Code.TEXT_LANGUAGE: words_in_the_wrong_language})
"""Every rule by the code of what it finds."""


def check(assembled: Assembled, locate: Locate, works: Works, by_clause: ByClause) -> list[Diagnostic]:
    """What all rules find in a contract, whose citations are of the register `works`."""
    found = [found for rule in RULES.values() for found in rule(assembled, locate, by_clause)]
    return [*found, *outdated_citations(assembled, works, by_clause)]


__all__ = ["RULES", "check"]
