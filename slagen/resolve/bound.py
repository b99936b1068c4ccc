"""Inputs as a clause sees them: a value together with its path, so that what prints knows where it came from.

Whatever a clause can find out of the inputs goes through here, so here it is noted what it looks at: ``slos.target``
(that field of the entries, or of the block), ``slos#`` (how many there are), or ``slos`` as a whole.  What computes
something for clauses takes the contract :func:`watched`, for the same reason.  A field that is asked for, and then at
most printed as it is, is noted apart: with another value there, a clause takes the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any, cast

from pydantic.fields import FieldInfo

from slagen.model.base import Model, Names
from slagen.model.contract import Contract

NAMING = ("name", "title", "role", "id")
"""The fields that an entry is called by when it is printed as a whole, the first that it has."""


class UnknownNameError(Exception):
    """A clause asked a value for a field that it does not have."""

    def __init__(self, path: str, name: str, known: Sequence[str]) -> None:
        super().__init__(f"{path}.{name}")
        self.path, self.name, self.known = path, name, tuple(known)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was probably meant to be."""
    return next(iter(get_close_matches(name, list(known), 1)), None)


@dataclass(frozen=True, slots=True)
class Register:
    """Finds the entry that an id names: by the list it is in (``services``), then by id.

    `looked` has what clauses looked at since it was last emptied, `asked` the fields that they asked for; those that
    are not in `looked`, too, they did no more with than print them.
    """

    entries: Mapping[str, Mapping[str, tuple[Model, str]]]
    looked: set[str] = field(default_factory=set, compare=False)
    asked: set[str] = field(default_factory=set, compare=False)

    @classmethod
    def of(cls, contract: Contract) -> Register:
        """All lists of entries with ids in a contract, by their paths."""
        found: dict[str, dict[str, tuple[Model, str]]] = {}
        _collect(contract, "", found)
        return cls(found)

    def find(self, register: str, id_: str) -> Bound:
        """The entry called `id_`; loading has made sure that it is there."""
        self.looked.add(register if "." in register else f"{register}.id")
        entry, path = self.entries[register][id_]
        return Bound(entry, path, self)


class _Watched:
    """A contract, or a block at its top, of which it is noted what is asked for."""

    __slots__ = ("_below", "_looked", "_value")

    def __init__(self, value: Model, looked: set[str], below: str = "") -> None:
        self._value, self._looked, self._below = value, looked, below

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._value, name)
        if isinstance(value, Model) and not self._below:
            self._looked.add(f"{name}#")  # that it is there
            return _Watched(value, self._looked, f"{name}.")
        self._looked.add(self._below + name)
        return value


def watched(contract: Contract, looked: set[str]) -> Contract:
    """The contract for code that takes it as a whole; `looked` gets what it looks at, as :class:`Bound` notes it."""
    return cast("Contract", _Watched(contract, looked))


def _collect(node: Model, path: str, found: dict[str, dict[str, tuple[Model, str]]]) -> None:
    for name in type(node).model_fields:
        value = getattr(node, name)
        here = f"{path}.{name}" if path else name
        if isinstance(value, Model):
            _collect(value, here, found)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Model) and isinstance(id_ := getattr(item, "id", None), str):
                    found.setdefault(here, {}).setdefault(id_, (item, f"{here}[{index}]"))


class Bound:
    """A value of the inputs and its path (``slos[0].target``).

    It compares, iterates and is true or false as its value is; it never turns into a plain string, since a string
    would have lost where it came from.
    """

    __slots__ = ("_names", "_path", "_register", "_value")

    def __init__(self, value: Any, path: str, register: Register, names: Names | None = None) -> None:
        self._value, self._path, self._register, self._names = value, path, register, names

    def get(self, name: str) -> Bound:
        """The field `name` of the value; where it holds an id, the entry that the id names.

        Raises:
            UnknownNameError: there is no such field.
        """
        value = self._value
        if isinstance(value, Model):
            known = _fields(type(value))
            if name not in known:
                raise UnknownNameError(self._path, name, list(known))
            self._ask(name, known[name])
            return self._field(name, getattr(value, name), known[name])
        self._look("")
        if isinstance(value, Mapping) and name in value:
            return Bound(value[name], f"{self._path}.{name}", self._register)
        raise UnknownNameError(self._path, name, [str(key) for key in value] if isinstance(value, Mapping) else [])

    def item(self, index: int) -> Bound:
        """The entry at `index` of a list."""
        self._look("#")
        return self._entry(self._value[index], f"{self._path}[{index}]")

    def _field(self, name: str, value: Any, names: Names | None) -> Bound:
        path = f"{self._path}.{name}"
        if names is not None and isinstance(value, str):
            return self._register.find(names.register, value)
        return Bound(value, path, self._register, names)

    def _entry(self, value: Any, path: str) -> Bound:
        if self._names is not None and isinstance(value, str):
            return self._register.find(self._names.register, value)
        return Bound(value, path, self._register, self._names)

    def printed(self) -> Any:
        """What to print: the value, with the entries that its ids name in their place."""
        if self._names is not None and isinstance(self._value, tuple):
            return tuple(entry.printed() for entry in self)
        called = [name for name in NAMING if isinstance(self._value, Model) and name in _fields(type(self._value))]
        if not called:  # a figure, say, or a text
            return self._value if "." in self._path and self._names is None else unwrap(self)
        for name in called:
            self._look(f".{name}")
        return self._value

    def _look(self, what: str) -> None:
        """Note what is looked at; part of a field is noted as the whole field."""
        if "." in self._path:
            self._register.looked.add(field_of(self._path))
        else:
            self._register.looked.add(self._path.partition("[")[0] + what)

    def _ask(self, name: str, names: Names | None) -> None:
        """Note that a field is asked for; an id is looked at, since it is what it names that is given."""
        if "." in self._path or names is not None:
            self._look(f".{name}")
        else:
            self._register.asked.add(f"{self._path.partition('[')[0]}.{name}")

    def __iter__(self) -> Iterator[Bound]:
        self._look("#")
        if isinstance(self._value, Mapping):
            raise UnknownNameError(self._path, "[]", [])
        return (self._entry(value, f"{self._path}[{index}]") for index, value in enumerate(self._value))

    def __len__(self) -> int:
        self._look("#")
        return len(self._value)

    def __bool__(self) -> bool:
        self._look("#")
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return bool(unwrap(self) == unwrap(other))

    def __lt__(self, other: object) -> bool:
        return bool(unwrap(self) < unwrap(other))

    def __gt__(self, other: object) -> bool:
        return bool(unwrap(self) > unwrap(other))

    def __hash__(self) -> int:
        return hash(unwrap(self))

    def __str__(self) -> str:
        raise TypeError(f"{self._path} can only be printed, not joined to other words")


def unwrap(value: object) -> Any:
    """The plain value of a Bound; anything else as it is."""
    if not isinstance(value, Bound):
        return value
    value._look("")
    return value._value


def field_of(path: str) -> str:
    """The field of a list's entries, or of a block, that a path leads to or into: ``slos.target``."""
    top, _, below = path.partition(".")
    return f"{top.partition('[')[0]}.{below.partition('.')[0].partition('[')[0]}"


def path_of(value: Bound) -> str:
    """Where the value stands in the inputs."""
    return value._path


@cache
def _fields(kind: type[Model]) -> Mapping[str, Names | None]:
    """The fields of a model, each with what its ids name."""
    return {name: _names_of(field) for name, field in kind.model_fields.items()}


def _names_of(field: FieldInfo) -> Names | None:
    for mark in field.metadata:
        if isinstance(mark, Names):
            return mark
    return _names_in(field.annotation)


def _names_in(annotation: Any) -> Names | None:
    for mark in getattr(annotation, "__metadata__", ()):
        if isinstance(mark, Names):
            return mark
    return next((names for arg in getattr(annotation, "__args__", ()) if (names := _names_in(arg))), None)
