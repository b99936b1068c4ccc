"""What was measured of a contract, and what follows from it by its terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from slagen.assemble.problems import parse_path
from slagen.diagnostics import Code, Diagnostic, InputError, Span, error
from slagen.model.clause import Variant
from slagen.opened import Opened

# What only measurements need is imported where it is used: most checks and builds have none.
if TYPE_CHECKING:
    from slagen.assemble.service_report import Month
    from slagen.read.measurements import LoadedMeasurements
    from slagen.sla.account import Account
    from slagen.sla.zones import ClockError


@dataclass(frozen=True)
class Measured:
    """A contract and what was measured of it."""

    opened: Opened
    name: str
    loaded: LoadedMeasurements
    variant: Variant
    service_start: date | None = None

    def account(self, until: int | None = None) -> Account:
        """What each objective reached, and the credits and rights that follow.

        Args:
            until: leave out what was measured after that moment, in epoch seconds.

        Raises:
            InputError: a date or a rule of the contract can't be worked out.
        """
        from slagen.assemble.show import smallest_unit
        from slagen.sla.account import account
        from slagen.sla.zones import ClockError

        measured, course = self.loaded.measurements, self.loaded.course
        decimals = smallest_unit(self.opened.contract.contract.currency)
        try:
            return account(measured, course, self.variant, until=until, decimals=decimals)
        except ClockError as caught:
            raise InputError([self._incalculable(caught)]) from None

    def _incalculable(self, caught: ClockError) -> Diagnostic:
        return error(
            Code.CALENDAR_FORM,
            self.opened.locate("measurement"),
            zh=f"合同的日期或者时间规则无法计算（{caught}）",
            en=f"a date or a rule of the contract's times can't be worked out: {caught}",
        )

    def month(self, day: date) -> Month:
        """The calendar month in which a date lies."""
        from slagen.assemble.service_report import Month

        return Month.of(day, self.loaded.course)

    def unsettled(self, account_: Account, month: Month | None = None) -> list[Diagnostic]:
        """What an account can't tell for lack of data, or of a month that is reported on."""
        from slagen.check.measured import check_account, check_month

        place = self.loaded.source.at(())
        early = check_month(account_, month.last, month.when.end, place) if month else []
        return [*early, *check_account(account_, place)]

    def locate(self, path: str) -> Span:
        """Where the measurement at `path` (``measurements.outages[0].cause``) stands in its file."""
        return self.loaded.source.at(parse_path(path)[1:])
