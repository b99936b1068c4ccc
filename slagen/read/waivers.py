"""Waivers, taken out of a contract's data before it is validated.

They are no facts of the contract: what clauses and documents are made from never holds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from slagen.diagnostics import Code, Diagnostic
from slagen.model.waiver import Waiver, Waivers
from slagen.read.positioned import Path, Positioned
from slagen.read.validate import examine

KEY = "waive"


@dataclass(frozen=True, slots=True)
class Placed:
    """A waiver, the path of the entry or block that it stands in, and its own."""

    waiver: Waiver
    scope: Path
    path: Path


@dataclass(frozen=True, slots=True)
class Taken:
    """The data without waivers, the waivers, and what is wrong with those that are none."""

    source: Positioned
    waivers: tuple[Placed, ...]
    problems: tuple[Diagnostic, ...]


def take_out(source: Positioned) -> Taken:
    """Part the waivers of a contract from its facts; nothing is copied where there are none."""
    scopes = list(_scopes(source.data, ()))
    if not scopes:
        return Taken(source, (), ())
    waivers: list[Placed] = []
    problems: list[Diagnostic] = []
    for scope, written in scopes:
        found, wrong = examine(Waivers, source.below(scope, {KEY: written}))
        problems += (replace(one, code=Code.WAIVER_FORM) for one in wrong)
        for index, waiver in enumerate(found.waive if found else ()):
            waivers.append(Placed(waiver, scope, (*scope, KEY, index)))
    return Taken(replace(source, data=_without(source.data)), tuple(waivers), tuple(problems))


def _scopes(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        if KEY in value:
            yield path, value[KEY]
        for key, child in value.items():
            if key != KEY:
                yield from _scopes(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _scopes(child, (*path, index))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(child) for key, child in value.items() if key != KEY}
    return [_without(child) for child in value] if isinstance(value, list) else value
