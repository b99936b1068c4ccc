"""Worked examples as clauses print them: ``examples()`` gives one entry a row, each cell a field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from slagen.assemble.show import Shower, brief, cents, money, number
from slagen.model.contract import Contract
from slagen.model.units import Money
from slagen.sla.exact import percent_shown, rounded
from slagen.sla.examples import Example, examples, shown_total
from slagen.sla.levels import Unit
from slagen.tree import Field


@dataclass(frozen=True, slots=True)
class ShownExample:
    """One row; without a credit, because the target is met, the last three are None."""

    slo: Field
    total: Field
    bad: Field
    result: Field
    pct: Field | None
    basis: Field | None
    amount: Field | None


def shown_examples(contract: Contract, shower: Shower) -> Iterator[ShownExample]:
    """The examples of every credit in order, in the language of `shower`."""
    ids = [level.id for level in contract.slos]
    for place, credit in enumerate(contract.credits):
        slo = Field(f"slos[{ids.index(credit.slo)}].id", credit.slo)
        for row, example in enumerate(examples(credit, contract)):
            cells = _Cells(f"credits[{place}].examples[{row}]", contract, shower)
            yield cells.row(slo, example)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Makes the cells of a row, which starts at `path`."""

    path: str
    contract: Contract
    shower: Shower

    def row(self, slo: Field, example: Example) -> ShownExample:
        """The whole row."""
        tier = example.tier
        return ShownExample(
            slo,
            self._field("total", self._total(example)),
            self._field("bad", self._bad(example)),
            self._field("result", self._result(example)),
            self._field("pct", self.shower.show(tier.pct)) if tier else None,
            self._field("basis", cents(rounded(example.fee, 2), self.shower.lang)) if tier else None,
            self._field("amount", self._money(example.amount)) if tier else None,
        )

    def _field(self, name: str, said: str) -> Field:
        return Field(f"{self.path}.{name}", said)

    def _total(self, example: Example) -> str:
        total = self.shower.show(shown_total(example))
        if example.unit is not Unit.SLICES:
            return total
        return f"{total}个时间片" if self.shower.lang == "zh" else f"{total} time slices"

    def _bad(self, example: Example) -> str:
        return self._range(self._count(example.least, example.unit), self._count(example.most, example.unit))

    def _count(self, count: int, unit: Unit) -> str:
        lang = self.shower.lang
        if unit is Unit.SECONDS:
            return brief(count, lang)
        return number(count, lang)

    def _result(self, example: Example) -> str:
        return self._range(self._percent(example.best, example.places), self._percent(example.worst, example.places))

    def _percent(self, value: Fraction, places: int) -> str:
        rounding = self.contract.measurement.rounding
        return f"{number(percent_shown(value, places, rounding).normalize(), self.shower.lang)}%"

    def _range(self, low: str, high: str) -> str:
        if low == high:
            return low
        return f"{low}至{high}" if self.shower.lang == "zh" else f"{low} to {high}"

    def _money(self, amount: Fraction) -> str:
        return money(Money(rounded(amount, 2), self.contract.contract.currency), self.shower.lang)
