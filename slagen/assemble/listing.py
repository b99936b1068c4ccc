"""What clauses can list of the others: the terms they use, the works they cite, the annexes there are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from slagen.diagnostics import Lang
from slagen.model.clause import ClauseFile
from slagen.tree import Citation, Inline, Term

TERMS, REFERENCES, ANNEXES = "terms", "document_references", "document_annexes"
LISTS = (TERMS, REFERENCES, ANNEXES)
"""The variables that list what a contract has: terms that it uses, laws and standards that it cites, annexes."""
_LISTING = re.compile(rf"\{{%[^%]*\b(?:{TERMS}|{REFERENCES})\b")

Definitions = dict[tuple[str, Lang], tuple[Inline, ...]]
"""Definitions of terms by id and language."""


def lists_others(clause: ClauseFile) -> bool:
    """Whether a clause lists what others use or cite, so that it can only be made after them."""
    return any(_LISTING.search(source.text) for source in clause.sources.values())


def lists_annexes(clause: ClauseFile) -> bool:
    """Whether a clause may list the annexes."""
    return any(ANNEXES in source.text for source in clause.sources.values())


def terms_in(nodes: Iterable[Inline]) -> set[str]:
    """The ids of the terms among nodes."""
    return {node.id for node in nodes if isinstance(node, Term)}


def works_in(nodes: Iterable[Inline]) -> set[str]:
    """The ids of the works that citations among nodes cite."""
    return {target.partition("/")[0] for node in nodes if isinstance(node, Citation) for target in node.targets}
