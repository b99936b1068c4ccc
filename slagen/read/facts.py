"""Facts that two values of one contract have to agree on before anything is computed from them.

They are read from the plain data, so that they are reported together with whatever else is wrong in the file; a value
that is wrong itself is passed over here.  The arithmetic of service levels is not checked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic_core import PydanticCustomError

from slagen.diagnostics import Code, Diagnostic, Message, error, warning
from slagen.model.contract import Contract
from slagen.model.parties import Role
from slagen.model.units import Money
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import clip, shown, walk

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


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


def _day(source: Positioned, *path: str) -> date | None:
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


def _term(source: Positioned) -> Iterator[Diagnostic]:
    signed, effective, expiry = (_day(source, "contract", name) for name in ("signed", "effective", "expiry"))
    if effective and expiry and expiry <= effective:
        yield error(
            Code.VALUE_CONFLICT,
            source.at(("contract", "expiry")),
            zh=f"contract.expiry：届满日期应当晚于生效日期 {effective}",
            en=f"contract.expiry: the expiry date should be later than the effective date {effective}",
            value=expiry,
        )
    if signed and effective and signed > effective:
        yield warning(
            Code.VALUE_CONFLICT,
            source.at(("contract", "effective")),
            zh=f"contract.effective：生效日期早于签署日期 {signed}，合同具有溯及力",
            en=f"contract.effective: earlier than the date of signature {signed}, so the contract is retroactive",
            value=effective,
            hint=Message("确认双方有意使合同溯及既往", "make sure that the parties mean it to be retroactive"),
        )


def _zones(source: Positioned) -> Iterator[Diagnostic]:
    paths = [(*path, "tz") for path, _ in _entries(source, "calendars")]
    for path in (*paths, ("measurement", "tz")):
        name = _get(source, *path)
        if isinstance(name, str) and not _is_zone(name):
            yield error(
                Code.VALUE_INVALID,
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


def _credit_codes(source: Positioned) -> Iterator[Diagnostic]:
    for path, party in _entries(source, "parties"):
        written = party.get("uscc")
        if not isinstance(written, str) or len(written) != 18 or set(written) - set(_USCC):
            continue
        expected = uscc_check_character(written)
        if written[17] != expected:
            yield error(
                Code.VALUE_INVALID,
                source.at((*path, "uscc")),
                zh=f"{shown(path)}.uscc：统一社会信用代码的校验码应为 {expected}，写的是 {written[17]}",
                en=f"{shown(path)}.uscc: the check character of this credit code is {expected}, not {written[17]}",
                value=written,
                hint=Message("核对各位有无抄错", "look for a mistyped character"),
            )


def uscc_check_character(code: str) -> str:
    """The check character (the 18th) that the first 17 characters of a unified social credit code call for.

    GB 32100-2015, 5.2.5 and appendix B: weights 3^(i-1) mod 31, check value 31 less the weighted sum mod 31.
    """
    total = sum(_USCC.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return _USCC[-total % 31]


def _matrix(source: Positioned) -> Iterator[Diagnostic]:
    cells = [(path, _cell(cell)) for path, cell in _entries(source, "priority", "matrix")]
    first: dict[tuple[str, str] | None, Path] = {}
    for path, cell in cells:
        if cell is not None and cell in first:
            yield _second_cell(source, path, cell, first[cell])
        first.setdefault(cell, path)
    wanted = list(product(_level_ids(source, "impacts"), _level_ids(source, "urgencies")))
    missing = [cell for cell in wanted if cell not in first]
    # A cell that is itself wrong is reported as such; which one is missing then can't be told.
    if cells and missing and set(first) <= set(wanted):
        yield _missing_cells(source, missing)


def _cell(entry: dict[str, Any]) -> tuple[str, str] | None:
    impact, urgency = entry.get("impact"), entry.get("urgency")
    return (impact, urgency) if isinstance(impact, str) and isinstance(urgency, str) else None


def _level_ids(source: Positioned, name: str) -> list[str]:
    return [entry["id"] for _, entry in _entries(source, "priority", name) if isinstance(entry.get("id"), str)]


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


def _missing_cells(source: Positioned, missing: list[tuple[str, str]]) -> Diagnostic:
    shown_cells = [f"{impact} × {urgency}" for impact, urgency in missing[:9]]
    return error(
        Code.VALUE_CONFLICT,
        source.key_at(("priority", "matrix")),
        zh=f"priority.matrix：缺少 {len(missing)} 种影响与紧急程度组合的优先级",
        en=f"priority.matrix: {len(missing)} combinations of impact and urgency have no priority",
        hint=Message("补上：" + "、".join(shown_cells), "add " + ", ".join(shown_cells)),
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
}


_CHECKS: tuple[Callable[[Positioned], Iterator[Diagnostic]], ...] = (
    _roles,
    _term,
    _zones,
    _currency,
    _credit_codes,
    _matrix,
    _companions,
)
