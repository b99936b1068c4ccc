"""What a service rests on carries its availability target: in series, in parallel, and with shared parts counted once.

The figures are those of :mod:`slagen.sla.composition`: a service counts with its own objectives that measure
availability over time, an agreement with the availability it states; what has no figure is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from slagen.check import said
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import Rounding
from slagen.model.services import Service
from slagen.model.units import Percent
from slagen.read.positioned import Path
from slagen.sla.composite import TooEntangledError
from slagen.sla.composition import Composition, Relation, Support, availability_target, compositions
from slagen.sla.exact import percent_shown, share

DECIMALS = 9
"""Decimals that a percentage is shown with at most; a target has no more."""
SHOWN = 9
"""How many shared components a message names at most."""


@dataclass(frozen=True, slots=True)
class _Promised:
    """An objective that is the availability of a service: its place, target and id, and what the service rests on."""

    place: int
    slo: str
    written: Percent
    target: Fraction
    parts: Composition

    @property
    def path(self) -> Path:
        """Where the target stands."""
        return ("slos", self.place, "target")

    def lower(self, allowed: Fraction) -> Message:
        """A target that can be kept, with one decimal more than the one that is written."""
        decimals = min(max(-int(self.written.value.as_tuple().exponent), 0) + 1, DECIMALS)
        reached = f"{said.number(percent_shown(allowed, decimals, Rounding.DOWN))}%"
        return Message(
            f"把目标降至不高于 {reached}，或者提高所依赖部分的可用性",
            f"lower the target to {reached} or less, or raise the availability of what it rests on",
        )

    def above(self, reached: Message) -> Message:
        """What is reached, and that it is less than the target."""
        return Message(f"{reached.zh} < {self.written}", f"{reached.en} < {self.written}")


def serial(inputs: Inputs) -> Iterator[Finding]:
    """Π Aᵢ ≥ T over what a service needs in series, and over that and its groups where each alone would do."""
    known = _known(inputs)
    if isinstance(known, TooEntangledError):
        yield _undecided(known)
        return
    for promised in _promised(inputs, known):
        parts = promised.parts
        needed = [one for one in parts.supports if one.relation is not Relation.PARALLEL]
        groups = [one.availability for one in _groups(parts) if one.availability is not None]
        if parts.in_series is not None and parts.in_series < promised.target:
            yield _too_little(promised, needed, parts.in_series)
        elif parts.allowed is not None and parts.allowed < promised.target <= min(groups, default=Fraction(1)):
            yield _too_little(promised, parts.supports, parts.allowed)


def parallel(inputs: Inputs) -> Iterator[Finding]:
    """1 − Π (1 − Aᵢ) ≥ T for each group of which one member is enough, its members taken to fail independently."""
    known = _known(inputs)
    if isinstance(known, TooEntangledError):
        return
    for promised in _promised(inputs, known):
        for group in _groups(promised.parts):
            alone = _independent(group, known)
            if alone is not None and alone < promised.target:
                yield _group_too_weak(promised, group, known, alone)


def shared(inputs: Inputs) -> Iterator[Finding]:
    """Members of a group that share a component count as what they are, not as if they failed independently.

    An error where the target is met only by counting them so; elsewhere a warning that they are no full backup.
    """
    known = _known(inputs)
    if isinstance(known, TooEntangledError):
        return
    strictest = _strictest(_promised(inputs, known))
    for place, service in enumerate(inputs.contract.services):
        for path, group in _placed_groups(place, service, known[service.id]):
            if group.shared:
                promised = strictest.get(service.id)
                falsely = _met_falsely(group, _independent(group, known), promised)
                severity = Severity.ERROR if falsely else Severity.WARNING
                yield _not_independent(path, group, _counted_once(group, known, promised), severity)


def _known(inputs: Inputs) -> Mapping[str, Composition] | TooEntangledError:
    """The compositions of a contract's services, computed once for all rules."""
    if "compositions" not in inputs.kept:
        try:
            inputs.kept["compositions"] = compositions(inputs.contract)
        except TooEntangledError as error:
            inputs.kept["compositions"] = error
    found: Mapping[str, Composition] | TooEntangledError = inputs.kept["compositions"]
    return found


def _promised(inputs: Inputs, known: Mapping[str, Composition]) -> Iterator[_Promised]:
    for place, level in enumerate(inputs.contract.slos):
        target = availability_target(level, inputs.slis[level.sli].type)
        if target is not None and isinstance(level.target, Percent):
            yield _Promised(place, level.id, level.target, target, known[level.service])


def _strictest(promised: Iterator[_Promised]) -> Mapping[str, _Promised]:
    """The objective with the highest target of each service."""
    found: dict[str, _Promised] = {}
    for one in promised:
        service = one.parts.service
        if service not in found or one.target > found[service].target:
            found[service] = one
    return found


def _groups(parts: Composition) -> list[Support]:
    return [one for one in parts.supports if one.relation is Relation.PARALLEL]


def _placed_groups(place: int, service: Service, parts: Composition) -> Iterator[tuple[Path, Support]]:
    groups = service.topology.parallel if service.topology else ()
    written = [index for index, members in enumerate(groups) if members]
    for index, group in zip(written, _groups(parts), strict=True):
        yield ("services", place, "topology", "parallel", index), group


def _independent(group: Support, known: Mapping[str, Composition]) -> Fraction | None:
    """The availability of a group whose members fail independently; None where one has no figure."""
    members = [known[member].assured for member in group.members]
    figures = [figure for figure in members if figure is not None]
    return 1 - prod((1 - figure for figure in figures), start=Fraction(1)) if len(figures) == len(members) else None


def _met_falsely(group: Support, alone: Fraction | None, promised: _Promised | None) -> bool:
    """Whether a target is met only as long as shared parts are counted more than once."""
    if alone is None or group.availability is None or promised is None:
        return False
    return group.availability < promised.target <= alone


# Messages --------------------------------------------------------------------------------------------------------


def _undecided(problem: TooEntangledError) -> Finding:
    names = list(problem.names)
    return Finding(
        ("services",),
        Message(
            f"服务共用的组成部分过多（其中有 {'、'.join(names)}），无法精确计算可用性，因此没有检查",
            f"services share so many parts ({', '.join(names)} among them) that their availability can't be computed "
            "exactly and is not checked",
        ),
        severity=Severity.WARNING,
    )


def _too_little(promised: _Promised, supports: Sequence[Support], reached: Fraction) -> Finding:
    service, figures = promised.parts.service, promised.above(_product(supports, reached))
    allowed = promised.parts.allowed
    return Finding(
        promised.path,
        Message(
            f"{service} 所依赖的部分达不到其目标：{figures.zh}",
            f"what {service} rests on can't reach its target: {figures.en}",
        ),
        promised.written,
        promised.lower(reached if allowed is None else min(reached, allowed)),
    )


def _product(supports: Sequence[Support], value: Fraction) -> Message:
    """``a 99.9% × b 99.9% = 99.8001%``; of parts that share others, what they come to with those counted once."""
    figures = {one.members: one.availability for one in supports if one.availability is not None}
    factors = said.together((_factor(members, figure) for members, figure in figures.items()), " × ")
    if len(figures) == 1:
        return factors
    if prod(figures.values(), start=Fraction(1)) == value:
        return said.together([factors, _percent(value)], " = " if _is_exact(value) else " ≈ ")
    whole = _percent(value)
    return Message(
        f"{factors.zh}，共用的部分只计一次，为 {whole.zh}", f"{factors.en}, what they share counted once, is {whole.en}"
    )


def _factor(members: Sequence[str], figure: Fraction) -> Message:
    percent = _percent(figure)
    names = Message("、".join(members), ", ".join(members))
    if len(members) == 1:
        return Message(f"{names.zh} {percent.zh}", f"{names.en} {percent.en}")
    return Message(f"{names.zh} 之一 {percent.zh}", f"one of {names.en} {percent.en}")


def _percent(value: Fraction) -> Message:
    """A share of one in percent, cut off after :data:`DECIMALS`, so that what is less than a target is shown so."""
    shown = f"{said.number(percent_shown(value, DECIMALS, Rounding.DOWN))}%"
    return Message(shown, shown)


def _is_exact(value: Fraction) -> bool:
    return share(Percent(percent_shown(value, DECIMALS, Rounding.DOWN))) == value


def _group_too_weak(promised: _Promised, group: Support, known: Mapping[str, Composition], alone: Fraction) -> Finding:
    service, figures = promised.parts.service, promised.above(_formula(group, known, alone))
    return Finding(
        promised.path,
        Message(
            f"{service} 互为备份的 {'、'.join(group.members)} 达不到其目标：{figures.zh}",
            f"the branches {', '.join(group.members)} of {service} can't reach its target: {figures.en}",
        ),
        promised.written,
        promised.lower(alone),
    )


def _formula(group: Support, known: Mapping[str, Composition], value: Fraction) -> Message:
    """``1 − (1 − 99%) × (1 − 99%) = 99.99%``."""
    figures = [known[member].assured for member in group.members]
    factors = " × ".join(f"(1 − {_percent(figure).en})" for figure in figures if figure is not None)
    whole = f"1 − {factors} {'=' if _is_exact(value) else '≈'} {_percent(value).en}"
    return Message(whole, whole)


def _not_independent(path: Path, group: Support, figures: Message, severity: Severity) -> Finding:
    names, more = list(group.shared[:SHOWN]), len(group.shared) > SHOWN
    return Finding(
        path,
        Message(
            f"互为备份的 {'、'.join(group.members)} 共用 {'、'.join(names)}{' 等' if more else ''}，"
            f"并非各自独立地失效{figures.zh}",
            f"the branches {', '.join(group.members)} share {', '.join(names)}{' and others' if more else ''}, so that "
            f"they don't fail independently{figures.en}",
        ),
        hint=Message(
            "让各分支依赖不同的部分，或者按共用的部分确定目标",
            "let the branches rest on different parts, or set the target by what they share",
        ),
        severity=severity,
    )


def _counted_once(group: Support, known: Mapping[str, Composition], promised: _Promised | None) -> Message:
    """What a group comes to if its members were independent, and what it does; nothing where that is not known."""
    alone, together = _independent(group, known), group.availability
    if alone is None or together is None:
        return Message("", "")
    formula, once, zh, en = _formula(group, known, alone), _percent(together), "", ""
    if promised is not None:
        sign = "<" if together < promised.target else "≥"
        zh = f" {sign} {promised.slo} 的 {promised.written}"
        en = f" {sign} {promised.written} of {promised.slo}"
    return Message(
        f"：按独立计算为 {formula.zh}，共用的只计一次为 {once.zh}{zh}",
        f": {formula.en} as if they did, {once.en} with what they share counted once{en}",
    )


_READS = ("services", "slis", "slos", "dependencies")
RULES = (
    Rule(Code.SERIAL_AVAILABILITY, Severity.ERROR, _READS, serial),
    Rule(Code.PARALLEL_AVAILABILITY, Severity.ERROR, _READS, parallel),
    Rule(Code.SHARED_COMPONENT, Severity.ERROR, _READS, shared),
)
