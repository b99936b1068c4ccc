"""Facts that two values of one contract have to agree on before anything is computed from them.

They are read from the plain data, so that they are reported together with whatever else is wrong in the file; a value
that is wrong itself is passed over here.  What an agreement promises is checked by the rules of :mod:`slagen.check`,
over the model; what stands here is what nothing could be computed without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import is_currency

from slagen.diagnostics import Code, Diagnostic, Message, error, warning
from slagen.model.base import Part
from slagen.model.units import Money, Percent
from slagen.read import improvement, parties
from slagen.read.plain import day, entries, get, measure, money
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import Place, clip, shown
from slagen.sla.measures import in_common
from slagen.sla.recurrence import LONGEST, MOST_A_DAY, RuleProblem, check_rule


def check_facts(source: Positioned, places: Sequence[Place]) -> Iterator[Diagnostic]:
    """Contradictions within a contract: errors, and warnings for what is odd but possible.

    Args:
        places: every value of it and what it is declared to be (:func:`slagen.read.shape.walk`).
    """
    yield from _parts(source, places)
    yield from _currency(source, places)
    for check in _CHECKS:
        yield from check(source)


def _zones(source: Positioned) -> Iterator[Diagnostic]:
    paths = [(*path, "tz") for path, _ in entries(source, "calendars")]
    for path in (*paths, ("measurement", "tz")):
        name = get(source, *path)
        if isinstance(name, str) and not _is_zone(name):
            yield error(
                Code.CALENDAR_FORM,
                source.at(path),
                zh=f"{shown(path)}：没有名为 {clip(name)} 的时区",
                en=f"{shown(path)}: no time zone is called {clip(name)}",
                value=name,
                hint=_near_zone(name),
            )


def _is_zone(name: str) -> bool:
    # Besides ZoneInfoNotFoundError (a KeyError), a folder or a hostile name gives OSError or ValueError.
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _near_zone(name: str) -> Message:
    near = [zone for zone in ("Asia/Shanghai", *sorted(available_timezones())) if zone.lower() == name.lower()]
    if not near and name.lower() not in _OF_CHINA:
        near = get_close_matches(name[:80], available_timezones(), n=1)
    near = near or ["Asia/Shanghai"]
    return Message(f"用 IANA 时区名，例如 {near[0]}", f"use the IANA name of a time zone such as {near[0]}")


_OF_CHINA = ("asia/beijing", "asia/peking", "beijing", "cst", "utc+8", "gmt+8")
"""What people call the time of China, of which IANA's names have none."""


def _parts(source: Positioned, places: Iterable[Place]) -> Iterator[Diagnostic]:
    """Percentages of a whole that are above it: no service is available more than 100% of the time."""
    for place in places:
        if not any(isinstance(mark, Part) for mark in place.marks):
            continue
        part = measure(place.value)
        if isinstance(part, Percent) and part.value > _WHOLE:
            yield error(
                Code.PERCENT_FORM,
                source.at(place.path),
                zh=f"{shown(place.path)}：这是占整体的比例，{part} 超过了 100%",
                en=f"{shown(place.path)}: is a part of a whole, and {part} is more than 100%",
                value=place.value,
                hint=Message("写成 100% 或者更低", "write 100% or less"),
            )


_WHOLE = Decimal(100)


def _currency(source: Positioned, places: Iterable[Place]) -> Iterator[Diagnostic]:
    """A currency that there is not (ISO 4217), else amounts in another than the contract's."""
    currency = get(source, "contract", "currency")
    if isinstance(currency, str) and _CODE.fullmatch(currency) and not is_currency(currency):
        yield _no_currency(source, currency)
        return
    for place in places:
        if place.kind is not Money or not isinstance(place.value, str) or not isinstance(currency, str):
            continue
        amount = money(place.value)
        if amount is not None and amount.currency != currency:
            yield error(
                Code.VALUE_CONFLICT,
                source.at(place.path),
                zh=f"{shown(place.path)}：币种 {amount.currency} 与 contract.currency 的 {currency} 不一致",
                en=f"{shown(place.path)}: the currency {amount.currency} is not contract.currency, {currency}",
                value=place.value,
                hint=Message(f"写成 {currency} 金额", f"give the amount in {currency}"),
            )


_CODE = re.compile("[A-Z]{3}")


def _no_currency(source: Positioned, code: str) -> Diagnostic:
    likely = _OFTEN.get(code, "CNY")
    return error(
        Code.VALUE_INVALID,
        source.at(("contract", "currency")),
        zh=f"contract.currency：ISO 4217 中没有币种 {code}",
        en=f"contract.currency: ISO 4217 has no currency {code}",
        value=code,
        hint=Message(
            f"是否应为 {likely}？各项金额的币种也一并更改", f"did you mean {likely}? the amounts need the same code"
        ),
    )


_OFTEN = {"RMB": "CNY", "NTD": "TWD", "UKP": "GBP"}
"""Codes in common use that ISO 4217 does not have."""


def _annual_fee(source: Positioned) -> Iterator[Diagnostic]:
    """An annual fee that is not what the monthly fees come to, which a discount or a later start may explain."""
    written = get(source, "contract", "annual_fee")
    fees = [money(str(entry.get("monthly_fee"))) for _, entry in entries(source, "services")]
    annual = money(str(written))
    known = [fee for fee in fees if fee is not None and annual is not None and fee.currency == annual.currency]
    if annual is None or not known or len(known) < len(fees):
        return
    total = Money(12 * sum((fee.amount for fee in known), Decimal()), annual.currency)
    if total.amount != annual.amount:
        yield warning(
            Code.VALUE_CONFLICT,
            source.at(("contract", "annual_fee")),
            zh=f"contract.annual_fee：各项服务的月服务费之和乘以十二是 {total}",
            en=f"contract.annual_fee: twelve times the sum of the services' monthly fees is {total}",
            value=written,
            hint=Message("核对月服务费和年度服务费", "compare the monthly fees with the annual fee"),
        )


def _matrix(source: Positioned) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], Path] = {}
    for path, entry in entries(source, "priority", "matrix"):
        cell = _cell(entry)
        if cell is not None and cell in first:
            yield _second_cell(source, path, cell, first[cell])
        elif cell is not None:
            first[cell] = path


def _cell(entry: dict[str, Any]) -> tuple[str, str] | None:
    impact, urgency = entry.get("impact"), entry.get("urgency")
    return (impact, urgency) if isinstance(impact, str) and isinstance(urgency, str) else None


def _second_cell(source: Positioned, path: Path, cell: tuple[str, str], first: Path) -> Diagnostic:
    line = source.at(first).line
    return error(
        Code.VALUE_CONFLICT,
        source.at(path),
        zh=f"{shown(path)}：影响 {cell[0]} 与紧急程度 {cell[1]} 的组合在第 {line} 行已有优先级",
        en=f"{shown(path)}: line {line} gives impact {cell[0]} and urgency {cell[1]} a priority already",
        value=" × ".join(cell),
        hint=Message("删除其中一格", "delete one of the two"),
    )


def _circles(source: Positioned) -> Iterator[Diagnostic]:
    """Services that rest on one another in a circle, so that no availability can be computed; one circle is told."""
    services = [(path, entry) for path, entry in entries(source, "services") if isinstance(entry.get("id"), str)]
    needs: dict[str, dict[str, Path]] = {entry["id"]: dict(_needed(source, path)) for path, entry in services}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = error.args[1][:0:-1]  # graphlib gives each before the one that rests on it, the first one twice
        start = circle.index(next(id_ for id_ in needs if id_ in circle))
        yield _circle(source, [*circle[start:], *circle[: start + 1]], needs)


def _needed(source: Positioned, service: Path) -> Iterator[tuple[str, Path]]:
    """The services that one rests on, and where it says so."""
    groups = get(source, *service, "topology", "parallel")
    lists = [(*service, "depends_on"), (*service, "topology", "serial")]
    lists += [
        (*service, "topology", "parallel", place) for place in range(len(groups) if isinstance(groups, list) else 0)
    ]
    for path in lists:
        found = get(source, *path)
        for place, name in enumerate(found if isinstance(found, list) else ()):
            if isinstance(name, str):
                yield name, (*path, place)


def _circle(source: Positioned, circle: list[str], needs: Mapping[str, Mapping[str, Path]]) -> Diagnostic:
    path, round_ = needs[circle[0]][circle[1]], " → ".join(clip(id_) for id_ in circle)
    return error(
        Code.SERIAL_AVAILABILITY,
        source.at(path),
        zh=f"{shown(path)}：服务相互依赖成环：{round_}",
        en=f"{shown(path)}: services rest on one another in a circle: {round_}",
        value=circle[1],
        hint=Message("去掉其中一项依赖", "take one of these dependencies away"),
    )


def _companions(source: Positioned) -> Iterator[Diagnostic]:
    """A list whose clauses also need a block of rules that are the same for all its entries."""
    for name, (block, hint) in _COMPANIONS.items():
        if entries(source, name) and get(source, block) is None:
            yield error(
                Code.FIELD_MISSING,
                source.key_at((name,)),
                zh=f"有 {name} 时应当写明 {block}",
                en=f"{name}: {block} is needed with it",
                hint=hint,
            )


_COMPANIONS: dict[str, tuple[str, Message]] = {
    "credits": (
        "credit_terms",
        Message("写出抵扣上限、主张期限和支付期限", "give the caps on credits, the time to claim and the time to pay"),
    ),
    "data": (
        "data_handling",
        Message(
            "写出数据联系人、转委托的通知期和协助个人请求的期限",
            "give the contacts for data, the notice of new subprocessors and the times to help with requests",
        ),
    ),
    "continuity": (
        "continuity_terms",
        Message(
            "写出连续性计划、备份失败和演练的期限", "give the times for the continuity plan, failed backups and drills"
        ),
    ),
    "acceptance": (
        "acceptance_terms",
        Message(
            "写出验收通知、复测次数、签署人和移交事项",
            "give the notice of readiness, the number of retests, the signatories and what is handed over",
        ),
    ),
}


def _standard_terms(source: Positioned) -> Iterator[Diagnostic]:
    """What 1.3 says of standard terms (民法典 article 496): whose they are, and how soon they are explained."""
    if get(source, "contract", "standard_terms") is not True:
        return
    for name, zh, en in (
        ("standard_terms_by", "格式条款的提供方", "the party that supplied them"),
        ("explanation_within", "应要求说明格式条款的期限", "the time to explain them on request"),
    ):
        if get(source, "establishment", name) is None:
            yield error(
                Code.FIELD_MISSING,
                source.at(("contract", "standard_terms")),
                zh=f"contract.standard_terms 为 true 时应当写明 establishment.{name}",
                en=f"contract.standard_terms: where it is true, establishment.{name} is needed",
                value="true",
                hint=Message(f"写出{zh}", f"give {en}"),
            )


def _accepted_once(source: Positioned) -> Iterator[Diagnostic]:
    first: dict[str, Path] = {}
    for path, entry in entries(source, "acceptance"):
        name = entry.get("deliverable")
        if not isinstance(name, str):
            continue
        if name in first:
            line = source.at((*first[name], "deliverable")).line
            yield error(
                Code.VALUE_CONFLICT,
                source.at((*path, "deliverable")),
                zh=f"{shown(path)}.deliverable：交付物 {clip(name)} 的验收已在第 {line} 行约定",
                en=f"{shown(path)}.deliverable: line {line} has the acceptance of {clip(name)} already",
                value=name,
                hint=Message("把两项测试合为一项", "make one test of the two"),
            )
        first.setdefault(name, path)


def _freezes(source: Positioned) -> Iterator[Diagnostic]:
    for path, _ in entries(source, "change_control", "freezes"):
        start, end = day(source, *path, "start"), day(source, *path, "end")
        if start and end and end < start:
            yield error(
                Code.VALUE_CONFLICT,
                source.at((*path, "end")),
                zh=f"{shown(path)}.end：冻结期的末日早于首日 {start}",
                en=f"{shown(path)}.end: the last day of the freeze lies before its first, {start}",
                value=end,
            )


def _recurrences(source: Positioned) -> Iterator[Diagnostic]:
    """Recurrence rules of planned maintenance that can't be worked out (RFC 5545, section 3.3.10)."""
    for path, entry in entries(source, "maintenance"):
        written = entry.get("rrule")
        fault = check_rule(written) if isinstance(written, str) else None
        if fault:
            zh, en = _RULE_FAULTS[fault.problem]
            part = clip(fault.part)
            yield error(
                Code.VALUE_INVALID,
                source.at((*path, "rrule")),
                zh=f"{shown(path)}.rrule：不是可用的 RFC 5545 重复规则：{zh.format(part=part)}",
                en=f"{shown(path)}.rrule: not a recurrence rule of RFC 5545 that can be used: {en.format(part=part)}",
                value=written,
                hint=Message(
                    "例如每月第二个星期日 02:00 写成 FREQ=MONTHLY;BYDAY=2SU;BYHOUR=2",
                    "02:00 on the second Sunday of each month, say, is FREQ=MONTHLY;BYDAY=2SU;BYHOUR=2",
                ),
            )


_RULE_FAULTS = {
    RuleProblem.LENGTH: (f"超过 {LONGEST} 个字符", f"it is longer than {LONGEST} characters"),
    RuleProblem.FORM: (
        "应当写成以分号隔开的 NAME=VALUE，每一名称只写一次",
        "it should be NAME=VALUE parts with semicolons between them, each name once",
    ),
    RuleProblem.UNKNOWN: ("没有 {part} 这样的部分或者取值", "there is no such part or value as {part}"),
    RuleProblem.NO_FREQUENCY: ("缺少 FREQ", "it has no FREQ"),
    RuleProblem.TOO_FREQUENT: (
        f"{{part}} 一日多于 {MOST_A_DAY} 次",
        f"{{part}} recurs more than {MOST_A_DAY} times a day",
    ),
    RuleProblem.COMBINATION: ("{part} 不能这样并用", "{part} can't stand together"),
    RuleProblem.NEVER: ("没有一个日期符合 {part}", "no date fits {part}"),
}


def _first_review(source: Positioned) -> Iterator[Diagnostic]:
    effective, expiry = day(source, "contract", "effective"), day(source, "contract", "expiry")
    first = day(source, "improvement_register", "first_review")
    if first and effective and expiry and effective < expiry and not effective <= first <= expiry:
        yield error(
            Code.VALUE_CONFLICT,
            source.at(("improvement_register", "first_review")),
            zh=f"improvement_register.first_review：首次评审日不在有效期 {effective} 至 {expiry} 之内",
            en=f"improvement_register.first_review: not within the term, {effective} to {expiry}",
            value=first,
        )


def _super_cap(source: Positioned) -> Iterator[Diagnostic]:
    """A higher cap on liability that is no higher than the cap."""
    written = get(source, "liability", "super_cap")
    cap, higher = measure(get(source, "liability", "cap")), measure(written)
    both = in_common(cap, higher) if cap and higher else None
    if both and both[1] <= both[0]:
        yield error(
            Code.VALUE_CONFLICT,
            source.at(("liability", "super_cap")),
            zh=f"liability.super_cap：特别上限 {higher} 应当高于责任上限 {cap}",
            en=f"liability.super_cap: the higher cap of {higher} should be above the cap of {cap}",
            value=written,
            hint=Message("提高特别上限，或者删除本项", "raise the higher cap, or delete this"),
        )


_CHECKS: tuple[Callable[[Positioned], Iterator[Diagnostic]], ...] = (
    parties.roles,
    _zones,
    _annual_fee,
    _matrix,
    _circles,
    _companions,
    _standard_terms,
    improvement.indicators,
    improvement.indicator_days,
    improvement.incentives,
    _accepted_once,
    _freezes,
    _recurrences,
    _first_review,
    parties.sides,
    _super_cap,
)
