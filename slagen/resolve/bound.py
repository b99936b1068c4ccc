"""Inputs as a clause sees them: a value together with its path, so that what prints knows where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic.fields import FieldInfo

from slagen.model.base import Model, Names
from slagen.model.contract import Contract


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
    """Finds the entry that an id names: by the list it is in (``services``), then by id."""

    entries: Mapping[str, Mapping[str, tuple[Model, str]]]

    @classmethod
    def of(cls, contract: Contract) -> Register:
        """All lists of entries with ids in a contract, by their paths."""
        found: dict[str, dict[str, tuple[Model, str]]] = {}
        _collect(contract, "", found)
        return cls(found)

    def find(self, register: str, id_: str) -> Bound:
        """The entry called `id_`; loading has made sure that it is there."""
        entry, path = self.entries[register][id_]
        return Bound(entry, path, self)


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
            field = type(value).model_fields.get(name)
            if field is None:
                raise UnknownNameError(self._path, name, list(type(value).model_fields))
            return self._field(name, getattr(value, name), field)
        if isinstance(value, Mapping) and name in value:
            return Bound(value[name], f"{self._path}.{name}", self._register)
        raise UnknownNameError(self._path, name, [str(key) for key in value] if isinstance(value, Mapping) else [])

    def item(self, index: int) -> Bound:
        """The entry at `index` of a list."""
        return self._entry(self._value[index], f"{self._path}[{index}]")

    def _field(self, name: str, value: Any, field: FieldInfo) -> Bound:
        names = _names_of(field)
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
            return tuple(unwrap(entry) for entry in self)
        return self._value

    def __iter__(self) -> Iterator[Bound]:
        if isinstance(self._value, Mapping):
            raise UnknownNameError(self._path, "[]", [])
        return (self._entry(value, f"{self._path}[{index}]") for index, value in enumerate(self._value))

    def __len__(self) -> int:
        return len(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return bool(self._value == unwrap(other))

    def __lt__(self, other: object) -> bool:
        return bool(self._value < unwrap(other))

    def __gt__(self, other: object) -> bool:
        return bool(self._value > unwrap(other))

    def __hash__(self) -> int:
        return hash(self._value)

    def __str__(self) -> str:
        raise TypeError(f"{self._path} can only be printed, not joined to other words")


def unwrap(value: object) -> Any:
    """The plain value of a Bound; anything else as it is."""
    return value._value if isinstance(value, Bound) else value


def path_of(value: Bound) -> str:
    """Where the value stands in the inputs."""
    return value._path


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
