"""Rules over the clause library itself, with no contract: what those who keep clauses are told.

A rule is a function from the library to what it finds, and stands in :data:`LIBRARY_RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from slagen.check.cited import citations
from slagen.check.parity import everywhere
from slagen.check.terms import renderings, small, undefined, unused
from slagen.check.written import by_hand, names, targets
from slagen.diagnostics import Code, Diagnostic, Message, in_order, warning
from slagen.model.clause import ClauseFile
from slagen.read.library import Library

LibraryRule = Callable[[Library], Iterable[Diagnostic]]


def check_library(library: Library) -> tuple[Diagnostic, ...]:
    """What all rules find in a library, and what was odd about it when it was read."""
    found = (one for rule in LIBRARY_RULES for one in rule(library))
    return in_order((*library.warnings, *found))


def both_languages(library: Library) -> Iterable[Diagnostic]:
    """Clauses whose two languages do not say the same."""
    return everywhere(library.files)


def questions(library: Library) -> Iterator[Diagnostic]:
    """Clauses that leave counsel without a question."""
    for clause in library.files:
        if not clause.head.questions:
            yield _without_questions(clause)


def _without_questions(clause: ClauseFile) -> Diagnostic:
    return warning(
        Code.QUESTIONS_MISSING,
        clause.span,
        zh=f"条款 {clause.head.id} 没有供法务追问的问题",
        en=f"the clause {clause.head.id} has no questions for counsel",
        value=clause.head.id,
        hint=Message(
            "在文件头写出 questions：接受本条款之前应当问清的事项",
            "give questions in its head: what to ask before accepting the clause",
        ),
    )


LIBRARY_RULES: tuple[LibraryRule, ...] = (
    names,
    targets,
    by_hand,
    citations,
    undefined,
    small,
    unused,
    renderings,
    both_languages,
    questions,
)
"""Every rule over the library."""
