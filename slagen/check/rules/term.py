"""The term: dates in order, notices shorter than it, holidays known for each of its years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from slagen.check import said
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.contract import Renewal, RenewalMode
from slagen.model.units import Duration
from slagen.read.positioned import Path
from slagen.sla.deadlines import BusinessDays
from slagen.sla.terms import Term, is_shorter, reach, renewed
from slagen.sla.zones import ClockError

_RENEWALS = 8
"""How many terms of an agreement that renews itself are looked at: enough for each length that a year can have."""


def order(inputs: Inputs) -> Iterator[Finding]:
    """signed ≤ effective < expiry; an effective date before signature makes the agreement retroactive."""
    agreement = inputs.contract.contract
    if agreement.expiry <= agreement.effective:
        yield Finding(
            ("contract", "expiry"),
            Message(
                f"届满日期 {agreement.expiry} 应当晚于生效日期 {agreement.effective}",
                f"the expiry date {agreement.expiry} should be later than the effective date {agreement.effective}",
            ),
            agreement.expiry,
        )
    if agreement.signed and agreement.signed > agreement.effective:
        days = (agreement.signed - agreement.effective).days
        yield Finding(
            ("contract", "effective"),
            Message(
                f"生效日期 {agreement.effective} 比签署日期 {agreement.signed} 早 {days} 日，合同具有溯及力",
                f"the effective date {agreement.effective} is {days} days before the signature, {agreement.signed}, "
                "so the contract is retroactive",
            ),
            agreement.effective,
            Message("确认双方有意使合同溯及既往", "make sure that the parties mean it to be retroactive"),
            Severity.WARNING,
        )


def notices(inputs: Inputs) -> Iterator[Finding]:
    """Notices of renewal and of termination for convenience are shorter than the terms in which they are given."""
    agreement = inputs.contract.contract
    term, business = Term(agreement.effective, agreement.expiry), BusinessDays.of(inputs.contract)
    if term.days < 2:
        return  # the order of the dates is told
    renewal = agreement.renewal
    long = next((one for one in _terms(term, renewal, business) if not is_shorter(renewal.notice, one, business)), None)
    if long is not None:
        yield _too_long(("contract", "renewal", "notice"), renewal.notice, long, business)
    convenience = inputs.contract.termination.convenience_notice
    if convenience is not None and not is_shorter(convenience, term, business):
        found = _too_long(("termination", "convenience_notice"), convenience, term, business)
        # Where the agreement renews itself, the right can still be used across terms.
        yield replace(found, severity=Severity.WARNING) if renewal.mode is RenewalMode.AUTOMATIC else found


def _terms(term: Term, renewal: Renewal, business: BusinessDays) -> Iterator[Term]:
    """The term, and those that renewals add as far as they are known."""
    yield term
    automatic = renewal.mode is RenewalMode.AUTOMATIC
    for _ in range(min(renewal.max_renewals or _RENEWALS, _RENEWALS) if automatic else 1):
        try:
            term = renewed(term, renewal.term, business)
        except ClockError:
            return
        if term.days < 1:
            return
        yield term


def _too_long(path: Path, notice: Duration, term: Term, business: BusinessDays) -> Finding:
    long, ends = said.duration(notice), _ends(notice, term, business)
    span = f"{term.first} – {term.last}"
    return Finding(
        path,
        Message(
            f"{long.zh} 的通知期不短于期限 {span}（{term.days} 日）：自期限首日起算，{ends.zh}届满",
            f"a notice of {long.en} is not shorter than the term {span} ({term.days} days): given on its first day, "
            f"it ends {ends.en}",
        ),
        notice,
        Message(f"缩短至少于 {term.days} 日", f"shorten it to less than {term.days} days"),
    )


def _ends(notice: Duration, term: Term, business: BusinessDays) -> Message:
    """When a notice given on the first day of a term ends, where that can be told."""
    try:
        end = reach(term.first, notice, business)
    except ClockError:
        return Message(f"在 {term.last} 以后", f"after {term.last}")
    return Message(f"于 {end} ", f"on {end}")


RULES = (
    Rule(Code.TERM_ORDER, Severity.ERROR, ("contract",), order),
    Rule(Code.NOTICE_IN_TERM, Severity.ERROR, ("contract", "termination", "calendars", "measurement"), notices),
)
