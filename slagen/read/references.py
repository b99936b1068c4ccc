"""Reads the register of works that clauses cite, and what a citation of one names (``civil-code/585.1``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from slagen.diagnostics import Code, Diagnostic, InputError, Message, Span, error, warning
from slagen.model.register import References, Work
from slagen.model.supplementary import ReferenceStatus
from slagen.read.positioned import Positioned
from slagen.read.validate import validate

_TARGET = re.compile(r"(?P<work>[a-z0-9][a-z0-9.-]*)(?:/(?P<place>[A-Z0-9][A-Za-z0-9.-]*))?")


@dataclass(frozen=True, slots=True)
class RegisteredWork:
    """A work of the register and the place of its entry."""

    work: Work
    span: Span


Works = Mapping[str, RegisteredWork]
"""A register by id."""


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """What a citation names: a work and, where `place` is not empty, an article or clause of it as it is written."""

    work: str
    place: str


def parse_target(written: str) -> CitedPlace | None:
    """What ``civil-code/585.1`` names; None where it is not of that form."""
    match = _TARGET.fullmatch(written)
    return CitedPlace(match["work"], match["place"] or "") if match else None


def load_works(source: Positioned, problems: list[Diagnostic]) -> Works:
    """The register in a file, by id; what is wrong with it joins `problems`."""
    try:
        works = validate(References, source).root
    except InputError as wrong:
        problems += wrong.diagnostics
        return {}
    entries = [RegisteredWork(work, source.at((index, "id"))) for index, work in enumerate(works)]
    problems += _twice(entries)
    return {entry.work.id: entry for entry in entries}


def unfounded(works: Works) -> Iterable[Diagnostic]:
    """Entries whose successor is missing, or is not in the register."""
    for entry in works.values():
        work = entry.work
        if work.superseded_by is None and work.status is ReferenceStatus.SUPERSEDED:
            yield error(
                Code.REFERENCE_FORM,
                entry.span,
                zh=f"{work.id} 已被替代，应当写出 superseded_by",
                en=f"{work.id} is superseded, so it needs superseded_by",
                value=work.id,
            )
        elif work.superseded_by is not None and work.superseded_by not in works:
            yield error(
                Code.REFERENCE_UNKNOWN,
                entry.span,
                zh=f"{work.id} 的 superseded_by 所指的 {work.superseded_by} 不在登记册中",
                en=f"superseded_by of {work.id} names {work.superseded_by}, which is not in the register",
                value=work.superseded_by,
            )


def outdated(target: str, works: Works, span: Span) -> Iterator[Diagnostic]:
    """What is wrong with citing a work that is not in force: an error where it is repealed, else a warning."""
    work = works[target.partition("/")[0]].work
    number, title = (
        Message(work.number_in("zh"), work.number_in("en")),
        Message(work.title.zh or "", work.title.en or ""),
    )
    cited = Cited(target, work.status, number, title, work.effective, _successor(work, works))
    yield from not_in_force(cited, span)


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited, as the register or the contract describes it; `target` is what was written."""

    target: str
    status: ReferenceStatus
    number: Message
    title: Message
    effective: date | None = None
    successor: Message | None = None


def not_in_force(cited: Cited, span: Span) -> Iterator[Diagnostic]:
    """What is wrong with citing it, as :func:`outdated`; nothing where it is current."""
    number, title = cited.number, cited.title
    match cited.status:
        case ReferenceStatus.SUPERSEDED:
            yield warning(
                Code.REFERENCE_SUPERSEDED,
                span,
                zh=f"所引用的 {number.zh} 已被替代",
                en=f"{number.en}, which is cited here, is superseded",
                value=cited.target,
                hint=cited.successor,
            )
        case ReferenceStatus.REPEALED:
            yield error(
                Code.REFERENCE_SUPERSEDED,
                span,
                zh=f"所引用的 {number.zh}（{title.zh}）已废止",
                en=f"{number.en} ({title.en}), which is cited here, is repealed",
                value=cited.target,
                hint=cited.successor,
            )
        case ReferenceStatus.UPCOMING:
            since = f"，自 {cited.effective} 起施行" if cited.effective else ""
            until = f" before {cited.effective}" if cited.effective else ""
            yield warning(
                Code.REFERENCE_SUPERSEDED,
                span,
                zh=f"所引用的 {number.zh} 尚未施行{since}",
                en=f"{number.en}, which is cited here, is not in force{until}",
                value=cited.target,
            )
        case _:
            return


def _successor(work: Work, works: Works) -> Message | None:
    entry = works.get(work.superseded_by or "")
    if entry is None:
        return None
    zh, en = entry.work.number_in("zh"), entry.work.number_in("en")
    return Message(f"改用 {zh}（{entry.work.id}）", f"cite {en} ({entry.work.id})")


def _twice(entries: Iterable[RegisteredWork]) -> Iterable[Diagnostic]:
    seen: dict[str, Span] = {}
    for entry in entries:
        if (first := seen.get(entry.work.id)) is not None:
            yield error(
                Code.ID_DUPLICATE,
                entry.span,
                zh=f"标识 {entry.work.id} 重复，第 {first.line} 行已经用过",
                en=f"the id {entry.work.id} is taken by line {first.line}",
                value=entry.work.id,
                hint=Message("每一文件只登记一次", "register each work once"),
            )
        seen.setdefault(entry.work.id, entry.span)
