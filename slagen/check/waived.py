"""Findings that the contract waives become notices that say so, whichever stage finds them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from slagen.diagnostics import Code, Diagnostic, Message, Severity, Span, error, warning
from slagen.read.contract import Loaded
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import shown
from slagen.read.waivers import Placed


def covers(placed: Placed, code: Code, path: Path) -> bool:
    """Whether a waiver is of that rule and of the value at `path`.

    One at the top of the file covers only what stands in no entry or block: a finding about a whole list.
    """
    if placed.waiver.rule != code:
        return False
    return path[: len(placed.scope)] == placed.scope if placed.scope else len(path) <= 1


@dataclass
class Waiving:
    """Applies the waivers of a contract to what its rules find, and remembers which of them were needed."""

    source: Positioned
    waivers: Sequence[Placed]
    today: date
    _used: set[Path]

    @classmethod
    def of(cls, source: Positioned, waivers: Sequence[Placed], today: date) -> Waiving:
        """With no waiver used yet."""
        return cls(source, waivers, today, set())

    def apply(self, found: Diagnostic, path: Path) -> Diagnostic:
        """The diagnostic, or the notice it becomes where a waiver of its rule covers `path`."""
        for placed in self.waivers:
            if covers(placed, found.code, path):
                self._used.add(placed.path)
                if self.today <= placed.waiver.until:
                    return self._notice(found, placed)
        return found

    def _notice(self, found: Diagnostic, placed: Placed) -> Diagnostic:
        until, reason, was = placed.waiver.until, placed.waiver.reason, found.message
        return replace(
            found,
            severity=Severity.NOTICE,
            message=Message(
                f"已豁免至 {until}（{reason}）：{was.zh}",
                f"waived until {until} ({reason}): {was.en}",
            ),
            hint=None,
        )

    def unneeded(self, ran: Collection[Code], known: Collection[Code]) -> Iterator[Diagnostic]:
        """Waivers of rules that there are not, expired ones, and those that cover nothing their rule found.

        Args:
            ran: the rules that could look at the whole contract.
            known: every rule that there is.
        """
        for placed in self.waivers:
            span = self.source.at((*placed.path, "rule"))
            if placed.waiver.rule not in known:
                yield _no_rule(placed, span)
            elif placed.path in self._used and placed.waiver.until < self.today:
                yield self._expired(placed)
            elif placed.path not in self._used and placed.waiver.rule in ran:
                yield _unused(placed, span)

    def _expired(self, placed: Placed) -> Diagnostic:
        until = placed.waiver.until
        return warning(
            Code.WAIVER_EXPIRED,
            self.source.at((*placed.path, "until")),
            zh=f"{shown(placed.scope) or '合同'}：对 {placed.waiver.rule} 的豁免已于 {until} 到期，该规则重新适用",
            en=f"{shown(placed.scope) or 'contract'}: the waiver of {placed.waiver.rule} expired on {until}, "
            "so that the rule applies again",
            value=until,
            hint=Message("改正该值，或者重新评估后延长豁免", "mend the value, or extend the waiver after another look"),
        )


@dataclass(frozen=True, slots=True)
class Late:
    """The waivers of rules that find something in later stages than reading, for those stages.

    `codes` are the rules concerned.
    """

    loaded: Loaded
    today: date
    codes: Collection[Code]

    def apply(
        self, found: Iterable[Diagnostic], before: Iterable[Diagnostic] = (), *, complete: bool = False
    ) -> list[Diagnostic]:
        """What a stage found, with waivers applied, and what there is to say of them.

        A diagnostic knows only its place; the value there is looked for, which takes a moment, where there are waivers.

        Args:
            before: what earlier stages found, which may be what a waiver is for.
            complete: whether all that these rules look at has been looked at, so that an unused waiver can be told.
        """
        waivers = [placed for placed in self.loaded.waivers if placed.waiver.rule in self.codes]
        if not waivers:
            return list(found)
        waiving, paths = Waiving.of(self.loaded.source, waivers, self.today), _paths(self.loaded.source)
        for one in (one for one in before if one.code in self.codes):
            waiving.apply(one, paths.get(one.span, ()))
        waived = [waiving.apply(one, paths.get(one.span, ())) if self._open(one) else one for one in found]
        return [*waived, *waiving.unneeded(self.codes if complete else (), self.codes)]

    def _open(self, found: Diagnostic) -> bool:
        """Whether a finding is of these rules and not waived yet."""
        return found.code in self.codes and found.severity is not Severity.NOTICE


def _paths(source: Positioned) -> Mapping[Span, Path]:
    """The path of the value at each place, the longest of several; a key stands for its value."""
    found: dict[Span, Path] = {}
    for places in (source.keys, source.spans):
        for path, span in places.items():
            if len(path) >= len(found.get(span, ())):
                found[span] = path
    return found


def _no_rule(placed: Placed, span: Span) -> Diagnostic:
    return error(
        Code.WAIVER_FORM,
        span,
        zh=f"没有规则 {placed.waiver.rule}",
        en=f"there is no rule {placed.waiver.rule}",
        value=placed.waiver.rule,
        hint=Message("slagen check --rules 列出全部规则", "slagen check --rules lists them all"),
    )


def _unused(placed: Placed, span: Span) -> Diagnostic:
    return warning(
        Code.WAIVER_UNUSED,
        span,
        zh=f"{shown(placed.scope) or '合同'}：豁免了 {placed.waiver.rule}，但该规则在此没有发现任何问题",
        en=f"{shown(placed.scope) or 'contract'}: waives {placed.waiver.rule}, which finds nothing here",
        value=placed.waiver.rule,
        hint=Message("删除这项豁免", "delete the waiver"),
    )
