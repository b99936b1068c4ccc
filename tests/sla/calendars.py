"""Calendars and contracts that the tests of the clock share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from slagen.model.contract import Contract
from slagen.model.parties import Calendar

WORKING_WEEK = {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
ROUND_THE_CLOCK = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
_MINIMAL = Path(__file__).parents[1] / "minimal" / "contract.yaml"


def calendar(
    weekly: Mapping[str, Sequence[str]],
    tz: str = "Asia/Shanghai",
    overrides: Mapping[str, Sequence[str]] | None = None,
    **more: Any,
) -> Calendar:
    """A calendar as a contract writes it."""
    days = [
        {"day": day, "hours": hours, "reason": {"zh": "例外", "en": "exception"}}
        for day, hours in (overrides or {}).items()
    ]
    name = {"zh": "日历", "en": "calendar"}
    return Calendar.model_validate(
        {"id": "calendar", "name": name, "tz": tz, "weekly": weekly, "overrides": days, **more}
    )


def at(written: str, tz: str = "Asia/Shanghai", fold: int = 0) -> datetime:
    """A moment as clocks in a zone show it."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(tz), fold=fold)


def contract(effective: date, expiry: date, *, calendars: Sequence[Calendar] = (), **measurement: Any) -> Contract:
    """The minimal contract with another term, other rules of measurement and, with any, other calendars."""
    plain = _minimal()
    agreement = {**plain["contract"], "effective": effective, "expiry": expiry}
    if calendars:
        agreement["business_calendar"] = calendars[0].id
    own = [*plain["calendars"], *(one.model_dump() for one in calendars)]
    changed = {"contract": agreement, "calendars": own, "measurement": {**plain["measurement"], **measurement}}
    return Contract.model_validate({**plain, **changed})


@cache
def _minimal() -> dict[str, Any]:
    return dict(yaml.safe_load(_MINIMAL.read_text(encoding="utf-8")))
