"""Why each clause is in a contract or out: conditions with the inputs they read, variants, overlays, omissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from slagen.assemble.problems import parse_path
from slagen.cli.language import messages_in, say
from slagen.cli.report import seen
from slagen.diagnostics import Span
from slagen.model.base import Model
from slagen.opened import Opened
from slagen.pipeline import Resolved
from slagen.resolve.outline import Verdict
from slagen.resolve.reads import Read, reads
from slagen.resolve.variants import DEFAULT

_FEW = 6
"""How many inputs of one condition the text lists."""

Row = dict[str, Any]


def rows(opened: Opened, resolved: Resolved, contract: Path) -> list[Row]:
    """One row a clause of the library, the project's among them, as plain data."""
    tracer = _Tracer(opened, resolved, contract)
    return [tracer.row(verdict) for verdict in resolved.outline.verdicts.values()]


class _Tracer:
    def __init__(self, opened: Opened, resolved: Resolved, contract: Path) -> None:
        self._opened, self._resolved, self._contract = opened, resolved, contract

    def row(self, verdict: Verdict) -> Row:
        """What is known of one clause."""
        clause, head = verdict.clause, verdict.clause.head
        return {
            "id": head.id,
            "section": head.section,
            "version": head.version,
            "included": verdict.included,
            "condition": self._condition(verdict),
            "variant": self._variant(verdict),
            "overlay": self._overlay(verdict),
            "extends": {"id": head.extends, "included": verdict.extends.included} if verdict.extends else None,
            "omitted": {
                "reason": {"zh": verdict.omitted.reason.zh, "en": verdict.omitted.reason.en},
                "at": self._at(verdict.omitted.span),
            }
            if verdict.omitted
            else None,
            "at": self._at(clause.span),
        }

    def _condition(self, verdict: Verdict) -> Row | None:
        clause = verdict.clause
        if clause.head.when is None:
            return None
        found = reads(clause.head.when, self._opened.contract, self._resolved.register)
        return {
            "when": clause.head.when,
            "holds": verdict.applies,
            "at": self._at(clause.at("when")),
            "inputs": [self._input(one) for one in found],
        }

    def _input(self, found: Read) -> Row:
        """An input with its value, and where it is given; one that is not given has no place."""
        source, path = self._opened.loaded.source, parse_path(found.path)
        given = path in source.spans
        return {
            "path": found.path,
            "value": _plain(found.value),
            "at": self._at(source.key_at(path)) if given else None,
        }

    def _variant(self, verdict: Verdict) -> Row | None:
        head, chosen = verdict.clause.head, verdict.chosen
        if head.variant is None:
            return None
        by = (head.id if head.id in self._opened.contract.variants else DEFAULT) if chosen.span else None
        return {"name": head.variant.value, "chosen_by": by, "at": self._at(chosen.span) if chosen.span else None}

    def _overlay(self, verdict: Verdict) -> Row | None:
        clause = verdict.clause
        if not clause.overlay:
            return None
        base = self._resolved.library.bases.get(clause.span.file)
        return {
            "packaged": {"id": base.head.id, "version": base.head.version} if base else None,
            "based_on": clause.head.based_on,
        }

    def _at(self, span: Span) -> str:
        return seen(span, self._contract)


def _plain(value: Any) -> Any:
    """A value as JSON has it: a list as the number of its entries, a group of fields by whether it is given."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, tuple):
        return {"entries": len(value)}
    return {"given": True} if isinstance(value, Model) else str(value)


# Text -----------------------------------------------------------------------------------------------------------


def text(found: Sequence[Row]) -> Iterator[str]:
    """The rows as lines: one a clause, the reasons under it, and how many are in and out."""
    widest, section = (max((len(row[name]) for row in found), default=0) for name in ("id", "section"))
    for row in found:
        state = say("有", "in ") if row["included"] else say("无", "out")
        yield f"{state}  {row['id']:<{widest}}  {row['section']:<{section}}  {row['version']}  {row['at']}"
        yield from (f"       {reason}" for reason in _reasons(row))
    included = sum(row["included"] for row in found)
    yield say(
        f"{len(found)} 个条款：有 {included}，无 {len(found) - included}",
        f"{len(found)} clauses: {included} in, {len(found) - included} out",
    )


def _reasons(row: Row) -> Iterator[str]:
    if omitted := row["omitted"]:
        reason = omitted["reason"][messages_in()]
        yield say(f"模板略去（{omitted['at']}）：{reason}", f"omitted by the template ({omitted['at']}): {reason}")
    if condition := row["condition"]:
        holds = say("成立", "holds") if condition["holds"] else say("不成立", "does not hold")
        yield say(
            f"条件 {condition['when']} {holds}（{condition['at']}）",
            f"condition {condition['when']} {holds} ({condition['at']})",
        )
        for one in condition["inputs"][:_FEW]:
            yield f"  {one['path']}: {_words(one['value'])}" + (f" ({one['at']})" if one["at"] else "")
        if more := len(condition["inputs"]) - _FEW:
            yield from [say(f"  另有 {more} 项", f"  and {more} more")] if more > 0 else []
    if (extends := row["extends"]) is not None:
        state = "" if extends["included"] else say("（不在本合同中）", ", which is out")
        yield say(f"续写 {extends['id']}{state}", f"extends {extends['id']}{state}")
    if variant := row["variant"]:
        yield _variant(variant)
    if overlay := row["overlay"]:
        yield _overlay(row, overlay)


def _variant(variant: Row) -> str:
    if variant["at"] is None:
        return say(f"版本 {variant['name']}（未作选择）", f"variant {variant['name']} (none chosen)")
    by = say("默认选择", "the default") if variant["chosen_by"] == DEFAULT else say("逐条选择", "chosen for it")
    return say(f"版本 {variant['name']}，{by}（{variant['at']}）", f"variant {variant['name']}, {by} ({variant['at']})")


def _overlay(row: Row, overlay: Row) -> str:
    packaged, based_on = overlay["packaged"], overlay["based_on"]
    if packaged is None:
        return say("项目自己的条款", "the project's own")
    named = f"{packaged['id']} {packaged['version']}"
    started = (
        say(f"依据 {based_on}", f"based on {based_on}") if based_on else say("未记依据", "based on no recorded version")
    )
    if row["extends"]:
        return say(
            f"项目的条款，续写自带的 {named}，{started}", f"the project's, extends the packaged {named}, {started}"
        )
    return say(
        f"项目的条款，取代自带的 {named}，{started}", f"the project's, in place of the packaged {named}, {started}"
    )


def _words(value: Any) -> str:
    if value is None:
        return say("没有给出", "not given")
    if isinstance(value, dict) and "given" in value:
        return say("已给出", "given")
    if isinstance(value, dict):
        count = value["entries"]
        return say(f"{count} 项", f"{count} entr{'y' if count == 1 else 'ies'}") if count else say("没有", "none")
    return str(value).lower() if isinstance(value, bool) else str(value)


__all__ = ["rows", "text"]
