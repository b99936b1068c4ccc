"""What was last made of a contract, clause by clause and rule by rule, and the inputs that it was made of.

A clause is a function of its text, of the library's registers, and of the inputs that it looks at: with the same
values there it takes the same way through its conditions, looks at nothing else, and becomes the same.  So after an
edit only those clauses are made again that look at what was edited; and so with rules over the inputs.  Where they did
no more with it than print it, only that is done again.  What was looked at, as :mod:`slagen.resolve.bound` notes it,
is compared by value.  A file a contract holds what its last run made.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from slagen.cache import digest, pickled, unpickled
from slagen.project import Project
from slagen.read.positioned import Positioned

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What one function made: the inputs that it looked at, a hash of their values, and the pickled result.

    `asked` has each input that it did no more with than print it, and a hash of its value.
    """

    looked: tuple[str, ...]
    values: str
    asked: tuple[tuple[str, str], ...]
    made: bytes


@dataclass
class Memory:
    """What the last run made of a contract, by what it was made of, and what this one makes.

    `kind` tells one memory of a contract from another.  `source` has the contract's plain data, `looked` and `asked`
    get what is looked at (:class:`slagen.resolve.bound.Register`), and `common` is a hash of what everything is made
    of, None where that is not known.  `included` has the ids of the contract's clauses, once that is settled.
    """

    kind: str
    project: Project
    source: Positioned
    looked: set[str]
    common: str | None
    included: Collection[str] = ()
    asked: set[str] = field(default_factory=set)
    _now: dict[str, _Kept] = field(default_factory=dict)
    _new: bool = False
    _values: dict[str, str] = field(default_factory=dict)
    _hashes: dict[tuple[str, ...], str] = field(default_factory=dict)

    @cached_property
    def _key(self) -> str:
        return f"{self.kind}-{self.project.key(self.source.at(()).file)}"

    @cached_property
    def _before(self) -> Mapping[str, _Kept]:
        before = self.project.cache.recall(self._key)
        return before if isinstance(before, dict) else {}

    def once(
        self,
        kind: type[T],
        parts: Sequence[str | None],
        make: Callable[[], tuple[T, bool]],
        print_anew: Callable[[T, Collection[str]], T | None] = lambda *_: None,
    ) -> T:
        """What `make` makes of `parts` and of the inputs that it looks at; it says, too, whether that may be kept.

        A part that is None is not known, so that nothing is kept.

        Args:
            print_anew: gives what was made with other values of inputs that were no more than printed, which it is
                told; None where all is to be made again.
        """
        own = self._own(parts)
        if own is None:
            return make()[0]
        if (known := self._recalled(own, kind, print_anew)) is not None:
            return known
        self.looked.clear()
        self.asked.clear()
        made, whole = make()
        if whole:
            looked = self.looked | _ALWAYS
            self._keep(own, tuple(sorted(looked)), sorted(self.asked - looked), made)
        return made

    def _recalled(self, own: str, kind: type[T], print_anew: Callable[[T, Collection[str]], T | None]) -> T | None:
        kept = self._before.get(own)
        if kept is None or kept.values != self._hash(kept.looked):
            return None
        known = unpickled(kept.made)
        if not isinstance(known, kind):
            return None
        changed = {what for what, value in kept.asked if value != self._value(what)}
        if not changed:
            self._now[own] = kept
            return known
        printed = print_anew(known, changed)
        if printed is not None:
            self._keep(own, kept.looked, [what for what, _ in kept.asked], printed)
        return printed

    def _keep(self, own: str, looked: tuple[str, ...], asked: Iterable[str], made: object) -> None:
        values = tuple((what, self._value(what)) for what in asked)
        self._now[own] = _Kept(looked, self._hash(looked), values, pickled(made))
        self._new = True

    def stamp(self, parts: Sequence[str | None]) -> str | None:
        """A hash of all that the result of :meth:`once` for the same parts was made of; None where it was not kept."""
        own = self._own(parts)
        kept = self._now.get(own) if own else None
        return digest(str(own), kept.values, *(value for _, value in kept.asked)) if kept else None

    def _own(self, parts: Sequence[str | None]) -> str | None:
        known = [part for part in (self.common, *parts) if part is not None]
        return digest(*known) if len(known) > len(parts) else None

    def save(self) -> None:
        """Keep what this run made for the next."""
        if self._new or len(self._now) != len(self._before):
            self.project.cache.remember(self._key, self._now)

    def _hash(self, looked: tuple[str, ...]) -> str:
        """A hash of the values of all that is looked at."""
        if looked not in self._hashes:
            self._hashes[looked] = digest(*(part for what in looked for part in (what, self._value(what))))
        return self._hashes[looked]

    def _value(self, what: str) -> str:
        """A hash of one of them."""
        if what not in self._values:
            self._values[what] = digest(self._look(what))
        return self._values[what]

    def _look(self, what: str) -> str:
        """The value of ``slos``, ``slos#``, ``slos.target`` or ``has scope.services``."""
        if what.startswith("has "):
            return str(what.removeprefix("has ") in self.included)
        name, _, key = what.removesuffix("#").partition(".")
        data = self.source.data.get(name)
        if what.endswith("#"):
            return f"{type(data).__name__} {len(data) if isinstance(data, dict | list | str) else data}"
        if not key:
            return _json(data)
        return _json([_field(entry, key) for entry in data] if isinstance(data, list) else _field(data, key))


_ALWAYS = frozenset({"parties#", "parties.role"})
"""What decides who ``customer`` and ``provider`` are."""


def _field(entry: Any, key: str) -> Any:
    return entry.get(key) if isinstance(entry, dict) else entry


def _json(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)
