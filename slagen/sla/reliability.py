"""Failures and repairs, error budgets and how fast they burn: exact fractions, times in seconds.

Sources: availability from MTBF and MTTR as IEC 60050-192 defines the terms; error budgets and burn rates, Google, The
Site Reliability Workbook, chapter 5 (Alerting on SLOs).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from slagen.model.units import Percent
from slagen.sla.availability import budget

Number = Fraction | int


def availability_from_repair(mtbf: Number, mttr: Number) -> Fraction:
    """MTBF ÷ (MTBF + MTTR): the share of time that something works; both in one unit.

    Raises:
        ValueError: one of them is negative, or both are 0.
    """
    if mtbf < 0 or mttr < 0 or mtbf + mttr == 0:
        raise ValueError(f"an MTBF of {mtbf} and an MTTR of {mttr} make no availability")
    return Fraction(mtbf) / (mtbf + mttr)


def mean_time_to_repair(repairs: Sequence[int]) -> Fraction | None:
    """MTTR: the mean of how long each incident took, in seconds; None where there were none."""
    return Fraction(sum(repairs), len(repairs)) if repairs else None


def mean_time_between_failures(observed: int, repairs: Sequence[int]) -> Fraction | None:
    """MTBF: working time ÷ failures, in seconds; `observed` is all time, `repairs` are parts of it that don't overlap.

    None where there were no failures: nothing is then known of how often they come.

    Raises:
        ValueError: the repairs take longer than all the time observed.
    """
    working = observed - sum(repairs)
    if working < 0:
        raise ValueError(f"repairs of {sum(repairs)} s don't fit into {observed} s")
    return Fraction(working, len(repairs)) if repairs else None


def budget_consumed(bad: Number, total: Number, target: Percent) -> Fraction | None:
    """The share of the error budget (1 − target) × total that `bad` uses up: 1 for all of it, more once it is exceeded.

    `bad` and `total` in one unit: seconds, requests.  None where there is no budget: a target of 100 %, or no total.
    """
    allowed = budget(target, total)
    return Fraction(bad) / allowed if allowed > 0 else None


def budget_remaining(bad: Number, total: Number, target: Percent) -> Fraction | None:
    """The share of the error budget that is left, below 0 once it is exceeded; None as :func:`budget_consumed`."""
    consumed = budget_consumed(bad, total, target)
    return None if consumed is None else 1 - consumed


def burn_rate(consumed: Number, look_back: Number, window: Number) -> Fraction:
    """Share of the budget consumed in `look_back` × window ÷ look-back; 1 uses up the budget exactly in one window.

    `look_back`, above 0, and `window` in one unit.
    """
    return Fraction(consumed) * window / look_back


def burn_rate_of_errors(error_rate: Number, target: Percent) -> Fraction | None:
    """Error rate ÷ (1 − target): the burn rate while that share of all fails; None for a target of 100 % or more."""
    return budget_consumed(error_rate, 1, target)


def time_to_exhaustion(remaining: Number, rate: Number, window: Number) -> Fraction | None:
    """How long the share of the budget that is left lasts at a burn rate, in the unit of `window`; None for ever."""
    if remaining <= 0:
        return Fraction(0)
    return Fraction(remaining) * window / rate if rate > 0 else None
