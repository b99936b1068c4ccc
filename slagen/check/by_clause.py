"""Looks through a document clause by clause; of a clause that reads as before, what was found is recalled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from slagen.assemble import Unread
from slagen.resolve.memory import Memory
from slagen.tree import Clause

T = TypeVar("T")


@dataclass(frozen=True)
class ByClause:
    """What earlier runs found in clauses."""

    memory: Memory

    def find(self, what: Iterable[str], clause: Unread, look: Callable[[Clause], Iterable[T]]) -> tuple[T, ...]:
        """What `look` finds in a clause, as a pure function of it and of what `what` names."""
        return self.memory.once(tuple, (*what, clause.stamp), lambda: (tuple(look(clause.read())), True))
