"""Values that documents show and no input has: each is computed from inputs and has a path of its own.

Clauses print them one by one (:mod:`slagen.assemble.evaluate`); :func:`computed` has all of a contract, so that a
comparison can tell which of them follow from an input that changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import chain
from typing import TYPE_CHECKING

from slagen.assemble.show import Shower
from slagen.model.contract import Contract
from slagen.model.quality import ServiceLevel
from slagen.sla.availability import downtime_budget
from slagen.tree import Field

if TYPE_CHECKING:
    from slagen.assemble.examples import ShownExample
    from slagen.sla.holidays import Listed


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """What ``holidays()`` gives to be printed: a holiday of a year, or years without an announcement."""

    year: Field
    name: Field | None = None
    off: Field | None = None
    worked: Field | None = None


def budget(path: str, level: ServiceLevel, contract: Contract, shower: Shower) -> Field | None:
    """The downtime that the objective at `path` allows; None where there is no such figure."""
    found = downtime_budget(level, contract)
    return None if found is None else Field(f"{path}.budget", shower.minutes(found))


def holidays(contract: Contract, shower: Shower) -> list[HolidayRow]:
    """The public holidays of the years that the contract lies in."""
    from slagen.sla.holidays import listed  # brings the announcements, which few clauses print

    agreement = contract.contract
    years = listed(agreement.effective.year, agreement.expiry.year)
    return [_holiday(f"contract.holidays[{place}]", row, shower) for place, row in enumerate(years)]


def _holiday(path: str, row: Listed, shower: Shower) -> HolidayRow:
    found = row.found
    year = Field(f"{path}.year", shower.years(row.first, row.last))
    if found is None:
        return HolidayRow(year)
    names = found.names_zh if shower.lang == "zh" else found.names_en
    return HolidayRow(
        year,
        Field(f"{path}.name", shower.join(names, last="和" if shower.lang == "zh" else "and")),
        Field(f"{path}.off", shower.days(found.off)) if found.off else None,
        Field(f"{path}.worked", shower.single_days(found.worked)) if found.worked else None,
    )


def computed(contract: Contract) -> dict[str, str]:
    """Every such value as it is shown in English, by its path (``slos[0].budget``), whether a clause prints it or not.

    Raises:
        Exception: anything, for inputs that don't agree with each other, as reading holds those of a contract to.
    """
    return {field.path: field.text for field in _fields(contract, Shower("en", {}))}


def _fields(contract: Contract, shower: Shower) -> Iterator[Field]:
    from slagen.assemble.examples import shown_examples

    budgets = (budget(f"slos[{place}]", level, contract, shower) for place, level in enumerate(contract.slos))
    yield from filter(None, budgets)
    rows: Iterator[ShownExample | HolidayRow] = chain(shown_examples(contract, shower), holidays(contract, shower))
    for row in rows:
        yield from filter(None, (getattr(row, cell.name) for cell in fields(row)))
