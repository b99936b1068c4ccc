"""Looks through a document clause by clause; of a clause that reads as before, what was found is recalled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from slagen.resolve.memory import Memory
from slagen.tree import Clause

T = TypeVar("T")


@dataclass(frozen=True)
class ByClause:
    """What earlier runs found; `stamps` has a hash of each clause as it reads, by id, None where that is not known."""

    memory: Memory
    stamps: Mapping[str, str | None]

    def find(self, what: Iterable[str], clause: Clause, look: Callable[[Clause], Iterable[T]]) -> tuple[T, ...]:
        """What `look` finds in a clause, as a pure function of it and of what `what` names."""
        return self.memory.once(tuple, (*what, self.stamps.get(clause.id)), lambda: (tuple(look(clause)), True))
