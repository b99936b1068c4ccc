"""The declared shape of an input beside its plain data: which model, field and marks stand at each path.

It is walked over data that may be wrong anywhere, so that ids and facts are checked even where other values are
invalid.
"""

from __future__ import annotations

import types
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

from slagen.read.positioned import Path


class Place(NamedTuple):
    """A value of the data, and what its field is declared to be: a type without its marks, and the marks."""

    path: Path
    value: Any
    kind: Any
    marks: tuple[Any, ...]


def is_model(kind: Any) -> bool:
    """Whether `kind` is a pydantic model."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def bare(kind: Any, marks: tuple[Any, ...] = ()) -> tuple[Any, tuple[Any, ...]]:
    """`kind` without ``| None``, Annotated and the root of a RootModel, and all marks that it carried.

    A union of several types stays one.
    """
    if get_origin(kind) is Annotated:
        inner, *more = get_args(kind)
        return bare(inner, (*marks, *more))
    if get_origin(kind) in (Union, types.UnionType):
        branches = [branch for branch in get_args(kind) if branch is not types.NoneType]
        return bare(branches[0], marks) if len(branches) == 1 else (kind, marks)
    if is_model(kind) and issubclass(kind, RootModel):
        return bare(kind.model_fields["root"].annotation, marks)
    return kind, marks


Kind = tuple[Any, tuple[Any, ...]]
"""A declared kind, bare, and the marks that it carried."""


def walk(kind: Any, value: Any) -> list[Place]:
    """Every value in `value`, parents first, that has its place in the declared `kind`."""
    found: list[Place] = []
    _walk(bare(kind), value, (), found)
    return found


def _walk(kind: Kind, value: Any, path: Path, found: list[Place]) -> None:
    declared, marks = kind
    found.append(Place(path, value, declared, marks))
    if isinstance(value, dict):
        kinds = _kinds(declared, value)
        for key, child in value.items():
            if key in kinds:
                _walk(kinds[key], child, (*path, key), found)
    elif isinstance(value, list) and (inner := _entries(declared)) is not None:
        for index, child in enumerate(value):
            _walk(inner, child, (*path, index), found)


def _entries(kind: Any) -> Kind | None:
    """The kind of the entries of a list; None where the bare `kind` is none."""
    origin: Any = get_origin(kind)
    return bare(get_args(kind)[0]) if origin in (tuple, list) else None


def _kinds(kind: Any, keys: Iterable[str]) -> Mapping[str, Kind]:
    """The kinds of what may stand under keys in a value of the bare `kind`."""
    if is_model(kind):
        return _fields(kind)
    return dict.fromkeys(keys, bare(get_args(kind)[1])) if get_origin(kind) is dict else {}


@cache
def _fields(model: type[BaseModel]) -> Mapping[str, Kind]:
    return {name: bare(field.annotation, tuple(field.metadata)) for name, field in model.model_fields.items()}


def step(kind: Any, key: str | int) -> tuple[Any, tuple[Any, ...]] | None:
    """The declared type and marks of what stands under `key` in a value of the type `kind`, None if nothing is."""
    kind, _ = bare(kind)
    if is_model(kind):
        field = kind.model_fields.get(key)
        return None if field is None else (field.annotation, tuple(field.metadata))
    if get_origin(kind) is dict:
        return get_args(kind)[1], ()
    if get_origin(kind) in (tuple, list) and isinstance(key, int):
        return get_args(kind)[0], ()
    return None


def kind_at(kind: Any, path: Path) -> Any:
    """The declared type at `path`, bare; None where nothing is declared."""
    for key in path:
        found = step(kind, key)
        if found is None:
            return None
        kind = found[0]
    return bare(kind)[0]


def shown(path: Path) -> str:
    """A path as people write it: ``slos[0].target``."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{clip(key)}" for key in path).removeprefix(".")


def clip(text: str) -> str:
    """`text`, or its start where it is too long to stand in a sentence."""
    return text if len(text) <= 64 else text[:63] + "…"


def nearest(word: str, known: Collection[str], cutoff: float = 0.6) -> str | None:
    """The one of `known` that `word` is probably a slip for; None too where looking for it would take long."""
    if len(word) > 64 or len(known) > 500:
        return None
    near = get_close_matches(word, known, n=1, cutoff=cutoff) or get_close_matches(
        word.lower(), known, n=1, cutoff=cutoff
    )
    return near[0] if near else None
