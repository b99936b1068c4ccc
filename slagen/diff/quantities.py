"""Quantities read back from the words in which a document shows them, exactly: the inverse of slagen.assemble.show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from slagen.assemble.show import UNITS
from slagen.model.units import Duration

_FIGURES = r"(?P<figures>[0-9][0-9,]*(?:\.[0-9]+)?)"
_WORDS = {word: unit for unit, words in UNITS.items() for word in (*words, f"{words[1]}s")}
_PERCENT = re.compile(rf"{_FIGURES}%")
_PLAIN = re.compile(_FIGURES)
_LENGTH = re.compile(rf"{_FIGURES} ?(?P<unit>{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})")
# Words in brackets after an amount say the same again.
_AMOUNT = re.compile(rf"(?P<currency>[^\W\d]+) ?{_FIGURES}元?(?:（.*）| \(.*\))?")
_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount of something; two of one dimension can be compared."""

    dimension: str
    amount: Decimal


def quantity(shown: str) -> Quantity | None:
    """The percentage, length of time, amount of money or number that `shown` is; None for any other words."""
    if match := _PERCENT.fullmatch(shown):
        return Quantity("%", _amount(match))
    if match := _LENGTH.fullmatch(shown):
        return _length(_amount(match), match["unit"])
    if match := _PLAIN.fullmatch(shown):
        return Quantity("", _amount(match))
    if match := _AMOUNT.fullmatch(shown):
        return Quantity(match["currency"], _amount(match))
    return None


def _amount(match: re.Match[str]) -> Decimal:
    return Decimal(match["figures"].replace(",", ""))


def _length(amount: Decimal, word: str) -> Quantity:
    """Seconds, or months, or business days, none of which can be had from another."""
    unit = _WORDS[word]
    if (seconds := Duration(1, unit).seconds) is not None:
        return Quantity("second", amount * seconds)
    months = _MONTHS.get(unit.value)
    return Quantity(unit.value, amount) if months is None else Quantity("month", amount * months)
