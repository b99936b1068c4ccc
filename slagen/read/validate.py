"""Plain data with positions → a typed model, with every error of the file said in both languages, where it stands.

pydantic reads the data in its strict JSON mode: the one mode that takes a list for a tuple and a string for a choice
or a date, but neither ``true`` for a number nor a number for a date.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from slagen.diagnostics import Code, Diagnostic, InputError, Message, error
from slagen.model.base import Names
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import Place, clip, is_model, kind_at, nearest, shown
from slagen.read.words import Problem, problem_of

M = TypeVar("M", bound=BaseModel)

FEW = 12
"""How many ids a hint lists at most."""
MAX_PROBLEMS = 1000
"""How many errors of one kind (values, ids) are reported for one file."""


def validate(model: type[M], source: Positioned) -> M:
    """The data of `source` as a `model`.

    Raises:
        InputError: with every value that is missing, unknown or wrong.
    """
    value, problems = examine(model, source)
    if value is None:
        raise InputError(problems)
    return value


def examine(model: type[M], source: Positioned) -> tuple[M | None, list[Diagnostic]]:
    """The data of `source` as a `model`; or None, and what is wrong with it."""
    written = json.dumps(source.data, default=str, ensure_ascii=False)
    try:
        return model.model_validate_json(written, strict=True), []
    except ValidationError as caught:
        return None, [
            _diagnostic(problem, source) for problem in islice(_problems(model, source, caught), MAX_PROBLEMS)
        ]


def _problems(model: type[BaseModel], source: Positioned, caught: ValidationError) -> Iterator[Problem]:
    at_one_place: dict[tuple[Path, bool], list[Any]] = {}
    for raised in caught.errors(include_url=False, include_input=False):
        path, is_key = _path(source.data, raised["loc"], raised["type"] == "missing")
        if not _is_consequence(raised, _value(source.data, path)):
            at_one_place.setdefault((path, is_key), []).append(raised)
    for (path, is_key), raised_here in at_one_place.items():
        yield problem_of(model, path, _value(source.data, path), raised_here, is_key)


def _is_consequence(raised: Any, value: Any) -> bool:
    """Whether a list only counts as too short because pydantic leaves its wrong entries, reported anyway, out."""
    return raised["type"] == "too_short" and len(value) >= int(raised["ctx"]["min_length"])


def _path(data: Any, loc: tuple[Any, ...], missing: bool) -> tuple[Path, bool]:
    """The path in `data` that pydantic's `loc` means, without its names of union branches; whether it means a key."""
    is_key = bool(loc) and loc[-1] == "[key]"
    path: list[Any] = []
    for key in loc[:-1] if missing else loc:
        if _holds(data, key):
            path.append(key)
            data = data[key]
    return (*path, *(loc[-1:] if missing else ())), is_key and not missing


def _holds(data: Any, key: str | int) -> bool:
    if isinstance(data, dict):
        return key in data
    return isinstance(data, list) and isinstance(key, int)


def _value(data: Any, path: Path) -> Any:
    for key in path:
        if isinstance(data, dict) and key not in data:
            return None
        data = data[key]
    return data


def _diagnostic(problem: Problem, source: Positioned) -> Diagnostic:
    path = problem.path
    span = source.at(path)
    if problem.at_key:
        span = source.key_at(path if path in source.spans else path[:-1])
    message = problem.message
    return error(problem.code, span, zh=message.zh, en=message.en, value=problem.value, hint=problem.hint)


def check_ids(places: Sequence[Place], source: Positioned) -> list[Diagnostic]:
    """Ids that stand twice in one list, and fields marked :class:`slagen.model.base.Names` that name no entry.

    It reads the plain data, so that it says what it can of data that is not valid.

    Args:
        places: every value of it and what it is declared to be (:func:`slagen.read.shape.walk`).
    """
    lists = (place for place in places if isinstance(place.value, list) and _has_id(place.kind))
    duplicates = (found for place in lists for found in _repeated_ids(place, source))
    named = [(place, mark) for place in places for mark in place.marks if isinstance(mark, Names)]
    registers = {register: _ids(source.data, register) for register in {mark.register for _, mark in named}}
    return list(islice(chain(duplicates, _unknown_ids(named, registers, source)), MAX_PROBLEMS))


def _repeated_ids(place: Place, source: Positioned) -> Iterator[Diagnostic]:
    first: dict[str, Path] = {}
    for index, entry in enumerate(place.value):
        written = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(written, str):
            continue
        path = (*place.path, index, "id")
        if written in first:
            yield _repeated(written, path, source.at(first[written]).line, source)
        first.setdefault(written, path)


def _has_id(kind: Any) -> bool:
    entry = kind_at(kind, (0,))
    return is_model(entry) and "id" in entry.model_fields


def _repeated(written: str, path: Path, line: int, source: Positioned) -> Diagnostic:
    return error(
        Code.ID_DUPLICATE,
        source.at(path),
        zh=f"{shown(path)}：标识 {clip(written)} 重复，第 {line} 行已经用过",
        en=f"{shown(path)}: the id {clip(written)} is taken by line {line}",
        value=written,
        hint=Message("改用另一个标识", "use another id"),
    )


def _ids(data: Any, register: str) -> dict[str, None] | None:
    """The ids of the list called `register`; None where there is no list that could be looked at."""
    for key in register.split("."):
        if not isinstance(data, dict):
            return None
        data = data.get(key, [])
    if not isinstance(data, list):
        return None
    return {str(entry["id"]): None for entry in data if isinstance(entry, dict) and "id" in entry}


def _unknown_ids(
    named: Iterable[tuple[Place, Names]], registers: dict[str, dict[str, None] | None], source: Positioned
) -> Iterator[Diagnostic]:
    for place, mark in named:
        ids = registers[mark.register]
        if ids is not None and isinstance(place.value, str) and place.value not in ids:
            yield unknown_id(place.value, place.path, mark.register, ids, source)


def unknown_id(written: str, path: Path, register: str, ids: Collection[str], source: Positioned) -> Diagnostic:
    """The diagnostic for an id at `path` that names none of `ids`, the entries of a register."""
    return error(
        Code.ID_UNKNOWN,
        source.at(path),
        zh=f"{shown(path)}：{register} 中没有标识为 {clip(written)} 的条目",
        en=f"{shown(path)}: no entry of {register} has the id {clip(written)}",
        value=written,
        hint=_known_ids(written, register, ids),
    )


def _known_ids(written: str, register: str, ids: Collection[str]) -> Message | None:
    if not ids:
        return Message(f"{register} 里还没有条目", f"{register} has no entries yet")
    near = nearest(written, ids)
    listed = [clip(known) for known in ids] if len(ids) <= FEW else []
    zh = [f"是否应为 {clip(near)}？"] if near else []
    en = [f"did you mean {clip(near)}?"] if near else []
    if listed:
        zh.append(f"现有：{'、'.join(listed)}")
        en.append(f"there are: {', '.join(listed)}")
    return Message("".join(zh), " ".join(en)) if zh else None
