"""Facts that two values of one contract have to agree on before anything is computed from them.

They are read from the plain data, so that they are reported together with whatever else is wrong in the file; a value
that is wrong itself is passed over here.  The arithmetic of service levels is not checked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic_core import PydanticCustomError

from slagen.diagnostics import Code, Diagnostic, Message, error, warning
from slagen.model.contract import Contract
from slagen.model.parties import Role
from slagen.model.units import Duration, Figure, Money, Percent
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import clip, shown, walk
from slagen.sla.measures import Measure, in_common
from slagen.sla.recurrence import LONGEST, MOST_A_DAY, RuleProblem, check_rule


def check_facts(source: Positioned) -> Iterator[Diagnostic]:
    """Contradictions within a contract: errors, and warnings for what is odd but possible."""
    for check in _CHECKS:
        yield from check(source)


def _get(source: Positioned, *path: str | int) -> Any:
    value = source.data
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _entries(source: Positioned, *path: str) -> list[tuple[Path, dict[str, Any]]]:
    """The mappings in the list at `path`, each with its own path."""
    found = _get(source, *path)
    if not isinstance(found, list):
        return []
    return [((*path, index), entry) for index, entry in enumerate(found) if isinstance(entry, dict)]


def _day(source: Positioned, *path: str | int) -> date | None:
    found = _get(source, *path)
    try:
        return found if isinstance(found, date) else date.fromisoformat(found)
    except (TypeError, ValueError):
        return None


def _roles(source: Positioned) -> Iterator[Diagnostic]:
    parties = _entries(source, "parties")
    if not parties or any(party.get("role") not in [*Role] for _, party in parties):
        return
    for role in Role:
        having = [path for path, party in parties if party["role"] == role]
        if not having:
            yield error(
                Code.VALUE_CONFLICT,
                source.key_at(("parties",)),
                zh=f"parties：没有角色为 {role} 的当事人",
                en=f"parties: no party has the role {role}",
                hint=Message(f"把其中一方的 role 写成 {role}", f"give one party the role {role}"),
            )
        for path in having[1:]:
            first = source.at((*having[0], "role")).line
            yield error(
                Code.VALUE_CONFLICT,
                source.at((*path, "role")),
                zh=f"{shown(path)}.role：角色 {role} 只能有一方，第 {first} 行已有一方",
                en=f"{shown(path)}.role: only one party may be the {role}; line {first} has one",
                value=role,
            )


def _zones(source: Positioned) -> Iterator[Diagnostic]:
    paths = [(*path, "tz") for path, _ in _entries(source, "calendars")]
    for path in (*paths, ("measurement", "tz")):
        name = _get(source, *path)
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
    near = near or get_close_matches(name[:80], available_timezones(), n=1) or ["Asia/Shanghai"]
    return Message(f"用 IANA 时区名，例如 {near[0]}", f"use the IANA name of a time zone such as {near[0]}")


def _currency(source: Positioned) -> Iterator[Diagnostic]:
    currency = _get(source, "contract", "currency")
    for place in walk(Contract, source.data):
        if place.kind is not Money or not isinstance(place.value, str) or not isinstance(currency, str):
            continue
        money = _money(place.value)
        if money is not None and money.currency != currency:
            yield error(
                Code.VALUE_CONFLICT,
                source.at(place.path),
                zh=f"{shown(place.path)}：币种 {money.currency} 与 contract.currency 的 {currency} 不一致",
                en=f"{shown(place.path)}: the currency {money.currency} is not contract.currency, {currency}",
                value=place.value,
                hint=Message(f"写成 {currency} 金额", f"give the amount in {currency}"),
            )


def _money(written: str) -> Money | None:
    try:
        return Money.parse(written)
    except PydanticCustomError:
        return None


def _annual_fee(source: Positioned) -> Iterator[Diagnostic]:
    """An annual fee that is not what the monthly fees come to, which a discount or a later start may explain."""
    written = _get(source, "contract", "annual_fee")
    fees = [_money(str(entry.get("monthly_fee"))) for _, entry in _entries(source, "services")]
    annual = _money(str(written))
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
    for path, entry in _entries(source, "priority", "matrix"):
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
    services = [(path, entry) for path, entry in _entries(source, "services") if isinstance(entry.get("id"), str)]
    needs: dict[str, dict[str, Path]] = {entry["id"]: dict(_needed(source, path)) for path, entry in services}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = error.args[1][:0:-1]  # graphlib gives each before the one that rests on it, the first one twice
        start = circle.index(next(id_ for id_ in needs if id_ in circle))
        yield _circle(source, [*circle[start:], *circle[: start + 1]], needs)


def _needed(source: Positioned, service: Path) -> Iterator[tuple[str, Path]]:
    """The services that one rests on, and where it says so."""
    groups = _get(source, *service, "topology", "parallel")
    lists = [(*service, "depends_on"), (*service, "topology", "serial")]
    lists += [
        (*service, "topology", "parallel", place) for place in range(len(groups) if isinstance(groups, list) else 0)
    ]
    for path in lists:
        found = _get(source, *path)
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
    for entries, (block, hint) in _COMPANIONS.items():
        if _entries(source, entries) and _get(source, block) is None:
            yield error(
                Code.FIELD_MISSING,
                source.key_at((entries,)),
                zh=f"有 {entries} 时应当写明 {block}",
                en=f"{entries}: {block} is needed with it",
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
    if _get(source, "contract", "standard_terms") is not True:
        return
    for name, zh, en in (
        ("standard_terms_by", "格式条款的提供方", "the party that supplied them"),
        ("explanation_within", "应要求说明格式条款的期限", "the time to explain them on request"),
    ):
        if _get(source, "establishment", name) is None:
            yield error(
                Code.FIELD_MISSING,
                source.at(("contract", "standard_terms")),
                zh=f"contract.standard_terms 为 true 时应当写明 establishment.{name}",
                en=f"contract.standard_terms: where it is true, establishment.{name} is needed",
                value="true",
                hint=Message(f"写出{zh}", f"give {en}"),
            )


def _indicators(source: Positioned) -> Iterator[Diagnostic]:
    """A baseline and a target that a score can be computed from."""
    for path, kpi in _entries(source, "kpis"):
        baseline, target = _measure(kpi.get("baseline")), _measure(kpi.get("target"))
        if baseline is None or target is None:
            continue
        yield from _unit(source, path, kpi, baseline)
        if in_common(baseline, target) is None:
            yield error(
                Code.VALUE_CONFLICT,
                source.at((*path, "target")),
                zh=f"{shown(path)}.target：与基线 {baseline} 不是同一种单位，不能比较",
                en=f"{shown(path)}.target: can't be compared with the baseline {baseline}, which has another unit",
                value=target,
                hint=Message("两者用同一种单位", "give both in the same unit"),
            )


def _measure(written: Any) -> Measure | None:
    for kind in (Percent, Duration, Figure):
        try:
            return kind.parse(written)
        except PydanticCustomError:
            continue
    return None


def _unit(source: Positioned, path: Path, kpi: dict[str, Any], baseline: Measure) -> Iterator[Diagnostic]:
    if isinstance(baseline, Figure) and "unit" not in kpi:
        yield error(
            Code.FIELD_MISSING,
            source.at((*path, "baseline")),
            zh=f"{shown(path)}.baseline：{baseline} 没有单位",
            en=f"{shown(path)}.baseline: {baseline} has no unit",
            value=baseline,
            hint=Message(f"写出 unit；如为百分数，写成 {baseline}%", f"give its unit; a percentage is {baseline}%"),
        )
    elif not isinstance(baseline, Figure) and "unit" in kpi:
        yield error(
            Code.VALUE_CONFLICT,
            source.key_at((*path, "unit")),
            zh=f"{shown(path)}.unit：基线 {baseline} 已有单位",
            en=f"{shown(path)}.unit: the baseline {baseline} has its unit already",
            hint=Message("删除 unit", "delete unit"),
        )


def _indicator_days(source: Positioned) -> Iterator[Diagnostic]:
    expiry = _day(source, "contract", "expiry")
    for path, _ in _entries(source, "kpis"):
        measured, due = _day(source, *path, "baseline_on"), _day(source, *path, "due")
        if measured and due and due <= measured:
            yield error(
                Code.VALUE_CONFLICT,
                source.at((*path, "due")),
                zh=f"{shown(path)}.due：应当晚于基线数据的截止日 {measured}",
                en=f"{shown(path)}.due: should be later than the last day of the baseline, {measured}",
                value=due,
            )
        elif due and expiry and due > expiry:
            yield warning(
                Code.VALUE_CONFLICT,
                source.at((*path, "due")),
                zh=f"{shown(path)}.due：晚于届满日期 {expiry}，合同不续期则不会考核",
                en=f"{shown(path)}.due: after the expiry date {expiry}, so it counts only if the contract is renewed",
                value=due,
            )


def _incentives(source: Positioned) -> Iterator[Diagnostic]:
    """What the indicators and the incentives need of one another."""
    kpis = _entries(source, "kpis")
    if kpis and isinstance(_get(source, "improvement"), dict) and _get(source, "improvement", "baselines") is None:
        yield error(
            Code.FIELD_MISSING,
            source.key_at(("improvement",)),
            zh="有 kpis 时应当写明 improvement.baselines",
            en="kpis need improvement.baselines",
            hint=Message("写出更正基线和提出异议的期限", "give the times to correct a baseline and to contest that"),
        )
    if isinstance(_get(source, "incentives"), dict):
        yield from _bands(source)


def _bands(source: Positioned) -> Iterator[Diagnostic]:
    """Bands from the highest scores down to 0 without gaps, rewards above deductions, with the caps they need."""
    bands = _entries(source, "incentives", "bands")
    above: Figure | None = None
    for path, band in bands:
        if (lt := _figure(band.get("lt"))) != above:
            yield _band_gap(source, path, lt, above)
        above = _figure(band.get("ge"))
        if "bonus" in band and "malus" in band:
            yield _band_wrong(source, path, "不能既有 bonus 又有 malus", "can't have both a bonus and a malus")
    if above is not None and above.value != 0:
        yield _band_wrong(
            source, bands[-1][0], f"最低一档应当自 0 起，写的是 {above}", f"the lowest band starts at 0, not at {above}"
        )
    ceiling = _get(source, "incentives", "ceiling")
    top = _figure(bands[0][1].get("ge")) if bands else None
    if top is not None and isinstance(ceiling, int) and top.value > ceiling:
        yield _band_wrong(
            source, bands[0][0], f"得分上限 {ceiling} 达不到 {top}", f"scores end at {ceiling}, short of {top}"
        )
    yield from _band_order(source, bands)
    for effect in ("bonus", "malus"):
        if any(effect in band for _, band in bands) and _get(source, "incentives", f"{effect}_cap") is None:
            yield error(
                Code.FIELD_MISSING,
                source.key_at(("incentives",)),
                zh=f"分档有 {effect} 时应当写明 {effect}_cap",
                en=f"bands with a {effect} need {effect}_cap",
            )


def _band_order(source: Positioned, bands: list[tuple[Path, dict[str, Any]]]) -> Iterator[Diagnostic]:
    worth: Decimal | None = None
    for path, band in bands:
        bonus, malus = _measure(band.get("bonus", "0%")), _measure(band.get("malus", "0%"))
        if not isinstance(bonus, Percent) or not isinstance(malus, Percent):
            return
        here = bonus.value - malus.value
        if worth is not None and here >= worth:
            yield _band_wrong(
                source,
                path,
                "得分较低的一档不应与较高的一档同样有利或者更有利",
                "is no worse than the band of higher scores above it",
            )
        worth = here


def _figure(written: Any) -> Figure | None:
    found = _measure(written)
    return found if isinstance(found, Figure) else None


def _band_gap(source: Positioned, path: Path, lt: Figure | None, above: Figure | None) -> Diagnostic:
    if above is None:
        return _band_wrong(source, path, "最高一档不写 lt", "the top band has no lt")
    return _band_wrong(
        source, path, f"lt 应当等于上一档的 ge（{above}）", f"its lt should be the ge of the band above, {above}"
    )


def _band_wrong(source: Positioned, path: Path, zh: str, en: str) -> Diagnostic:
    return error(
        Code.VALUE_CONFLICT,
        source.at(path),
        zh=f"{shown(path)}：{zh}",
        en=f"{shown(path)}: {en}",
        hint=Message("各档自高至低、首尾相接，至 0 为止", "bands run from the highest score down to 0 without gaps"),
    )


def _accepted_once(source: Positioned) -> Iterator[Diagnostic]:
    first: dict[str, Path] = {}
    for path, entry in _entries(source, "acceptance"):
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
    for path, _ in _entries(source, "change_control", "freezes"):
        start, end = _day(source, *path, "start"), _day(source, *path, "end")
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
    for path, entry in _entries(source, "maintenance"):
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
    effective, expiry = _day(source, "contract", "effective"), _day(source, "contract", "expiry")
    first = _day(source, "improvement_register", "first_review")
    if first and effective and expiry and effective < expiry and not effective <= first <= expiry:
        yield error(
            Code.VALUE_CONFLICT,
            source.at(("improvement_register", "first_review")),
            zh=f"improvement_register.first_review：首次评审日不在有效期 {effective} 至 {expiry} 之内",
            en=f"improvement_register.first_review: not within the term, {effective} to {expiry}",
            value=first,
        )


def _sides(source: Positioned) -> Iterator[Diagnostic]:
    """A contact that stands where one of the other party has to stand, once it is clear which party is which."""
    if any(sum(party.get("role") == role for _, party in _entries(source, "parties")) != 1 for role in Role):
        return
    for path, wanted in _one_sided(source):
        contact = _get(source, *path)
        side = _side(source, contact)
        if side and wanted and side != wanted:
            yield error(
                Code.VALUE_CONFLICT,
                source.at(path),
                zh=f"{shown(path)}：联系人 {clip(contact)} 属于 {side}，此处应为 {wanted} 的联系人",
                en=f"{shown(path)}: {clip(contact)} is a contact of the {side}; one of the {wanted} belongs here",
                value=contact,
            )


def _one_sided(source: Positioned) -> Iterator[tuple[Path, str | None]]:
    """Each place for a contact of one party, and that party's role."""
    for level, _ in _entries(source, "organisation", "escalation_path"):
        yield (*level, "customer"), Role.CUSTOMER
        yield (*level, "provider"), Role.PROVIDER
    yield ("improvement", "proposals", "approver"), Role.CUSTOMER
    for place, role in _entries(source, "organisation", "roles"):
        yield (*place, "deputy"), _side(source, role.get("contact"))
    yield ("stage_gates", "confirmer"), Role.CUSTOMER
    yield ("problems", "contact"), Role.CUSTOMER
    yield ("change_control", "freeze_contact"), Role.CUSTOMER
    yield ("security", "officers", "customer"), Role.CUSTOMER
    yield ("security", "officers", "provider"), Role.PROVIDER
    yield ("improvement_register", "owner"), Role.PROVIDER
    for block in ("data_handling", "incident_response"):
        yield (block, "customer_contact"), Role.CUSTOMER
        yield (block, "provider_contact"), Role.PROVIDER
    yield ("continuity_terms", "contact"), Role.PROVIDER


def _side(source: Positioned, contact: Any) -> str | None:
    """The role of the party that a contact belongs to, where both are as they should be."""
    party = _named(source, "contacts", contact).get("party")
    role = _named(source, "parties", party).get("role")
    return role if isinstance(role, str) else None


def _named(source: Positioned, register: str, id_: Any) -> dict[str, Any]:
    entries = (entry for _, entry in _entries(source, register) if entry.get("id") == id_)
    return next(entries, {}) if isinstance(id_, str) else {}


def _super_cap(source: Positioned) -> Iterator[Diagnostic]:
    """A higher cap on liability that is no higher than the cap."""
    written = _get(source, "liability", "super_cap")
    cap, higher = _measure(_get(source, "liability", "cap")), _measure(written)
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
    _roles,
    _zones,
    _currency,
    _annual_fee,
    _matrix,
    _circles,
    _companions,
    _standard_terms,
    _indicators,
    _indicator_days,
    _incentives,
    _accepted_once,
    _freezes,
    _recurrences,
    _first_review,
    _sides,
    _super_cap,
)
