"""Contracts with other inputs: what is optional absent, flags the other way, choices another."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

ABSENT = object()


@dataclass(frozen=True)
class Change:
    """Another value for the input at a path; ABSENT takes it away."""

    path: tuple[str | int, ...]
    value: Any

    def make(self, data: Any) -> None:
        for key in self.path[:-1]:
            if isinstance(data, list) and isinstance(key, int) and key >= len(data):
                return  # an earlier change has shortened the list
            if key not in data and isinstance(data, dict):
                return
            data = data[key]
        if self.value is not ABSENT:
            data[self.path[-1]] = self.value
        elif isinstance(data, dict):
            data.pop(self.path[-1], None)


def changes(model: type[BaseModel], data: dict[str, Any], path: tuple[str | int, ...] = ()) -> Iterator[Change]:
    """Everything that may be otherwise: what is optional absent, flags the other way, choices another."""
    for name, field in model.model_fields.items():
        if name not in data:
            continue
        here = (*path, name)
        if not field.is_required():
            yield Change(here, ABSENT)
        yield from _within(field.annotation, data[name], here)


def _within(kind: Any, value: Any, path: tuple[str | int, ...]) -> Iterator[Change]:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        for one in get_args(kind):
            yield from _within(one, value, path)
    elif get_origin(kind) is tuple and isinstance(value, list):
        if len(value) > 1:
            yield Change(path, value[:1])
        for index, item in enumerate(value[:2]):
            yield from _within(get_args(kind)[0], item, (*path, index))
    elif get_origin(kind) is Literal and value in get_args(kind):
        yield from (Change(path, other) for other in get_args(kind) if other != value)
    elif kind is bool and isinstance(value, bool):
        yield Change(path, not value)
    elif isinstance(kind, type) and issubclass(kind, StrEnum) and isinstance(value, str):
        yield from (Change(path, other.value) for other in kind if other.value != value)
    elif isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(value, dict):
        yield from changes(kind, value, path)
