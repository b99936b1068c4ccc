"""Single values out of a contract's plain data, which may be wrong anywhere.

What is not there, or is no value of its kind, is None or left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic_core import PydanticCustomError

from slagen.model.units import Duration, Figure, Money, Percent
from slagen.read.positioned import Path, Positioned
from slagen.sla.measures import Measure


def get(source: Positioned, *path: str | int) -> Any:
    """The value at `path`."""
    value = source.data
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def entries(source: Positioned, *path: str) -> list[tuple[Path, dict[str, Any]]]:
    """The mappings in the list at `path`, each with its own path."""
    found = get(source, *path)
    if not isinstance(found, list):
        return []
    return [((*path, index), entry) for index, entry in enumerate(found) if isinstance(entry, dict)]


def day(source: Positioned, *path: str | int) -> date | None:
    """The date at `path`."""
    found = get(source, *path)
    try:
        return found if isinstance(found, date) else date.fromisoformat(found)
    except (TypeError, ValueError):
        return None


def money(written: str) -> Money | None:
    """The amount that is written."""
    try:
        return Money.parse(written)
    except PydanticCustomError:
        return None


def measure(written: Any) -> Measure | None:
    """The percentage, duration or number that is written."""
    for kind in (Percent, Duration, Figure):
        try:
            return kind.parse(written)
        except PydanticCustomError:
            continue
    return None


def figure(written: Any) -> Figure | None:
    """The number that is written."""
    found = measure(written)
    return found if isinstance(found, Figure) else None
