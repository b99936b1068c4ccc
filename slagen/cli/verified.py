"""How a command says what was found of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING, Any

from slagen.cli.language import messages_in, say
from slagen.diagnostics import Message

if TYPE_CHECKING:
    from slagen.sign import SignatureStatus
    from slagen.verify import Finding, Verified

_KINDS: Mapping[str, Message] = {
    "value": Message("数值", "value"),
    "wording": Message("文字", "wording"),
    "deleted": Message("删除", "deleted"),
    "inserted": Message("增加", "inserted"),
    "numbering": Message("编号", "numbering"),
    "formatting": Message("格式", "formatting"),
    "attachment": Message("附件", "attachment"),
    "metadata": Message("元数据", "metadata"),
    "form": Message("填写", "filled in"),
    "packaging": Message("封装", "packaging"),
    "input": Message("输入", "input"),
    "clause": Message("条款", "clause"),
    "tool": Message("工具", "tool"),
    "font": Message("字体", "font"),
    "revision": Message("git 版本", "git revision"),
}


def lines(found: Verified) -> Iterator[str]:
    """What was found, a line each, in the language of messages."""
    yield _verdict(found)
    for finding in found.findings:
        yield "  " + _line(finding, found)
    for note in found.notes:
        yield say("提示：", "note: ") + note.text(messages_in())


def _verdict(found: Verified) -> str:
    which, against = f"{found.contract} {found.version}", found.against.text(messages_in())
    if found.identical:
        return say(
            f"一致：{which} 与 {against} 所生成的逐字节相同",
            f"the same: {which} is byte for byte what is built from {against}",
        )
    how = say("；", "; ").join(_how(found))
    return say(
        f"不一致：{which} 不是 {against} 所生成的：{how}",
        f"DIFFERENT: {which} is not what is built from {against}: {how}",
    )


def _how(found: Verified) -> Iterator[str]:
    if found.elsewhere:
        yield _from_elsewhere({finding.kind.value for finding in found.findings})
    if found.edited:
        yield say("生成之后被改动", "it was edited after it was built")
    if not found.elsewhere and not found.edited:
        revised = any(finding.kind.value == "revision" for finding in found.findings)
        yield (
            say("写明的 git 版本不符", "it names another git revision")
            if revised
            else say("字体不同", "its fonts differ")
        )


def _from_elsewhere(kinds: Set[str]) -> str:
    if kinds & _ORIGINS == {"font"}:
        return say("用其他版本的字体生成", "it was built with other fonts")
    return say("由其他源文件或者其他版本的工具生成", "it was built from other sources or with other tools")


_ORIGINS = frozenset({"input", "clause", "tool", "font"})


def _line(finding: Finding, found: Verified) -> str:
    kind = _KINDS[finding.kind.value].text(messages_in())
    where = " ".join(filter(None, (_clause(finding.clause, found), finding.part, finding.path)))
    return f"{kind}{f' {where}' if where else ''}{_change(finding)}"


def _clause(clause: str, found: Verified) -> str:
    from slagen.verify.places import named

    return named(clause, found.sections, messages_in())


def _change(finding: Finding) -> str:
    """The two sides, as far as they can be shown."""
    kind, built, found = finding.kind.value, finding.built, finding.found
    if kind == "packaging":
        return say(
            "：内容、外观和附件相同，写法不同（被其他程序重新保存）",
            ": the same words, looks and attachments, saved by another program",
        )
    if kind == "numbering" and not finding.clause:
        return say("：随之不同", ": others, too")
    if kind == "formatting":
        return _set_otherwise(finding)
    if kind == "attachment":
        return say("：", ": ") + _carried(built, found)
    nothing = say("（无）", "(none)")
    return say(f"：{built or nothing} → {found or nothing}", f": {built or nothing} → {found or nothing}")


def _carried(built: str, found: str) -> str:
    if not built:
        return say("源文件生成的没有", "not in what the sources build")
    return say("已被更换", "another one") if found else say("已被删除", "missing")


def _set_otherwise(finding: Finding) -> str:
    if not finding.clause and not finding.part:
        return say(f"：{finding.found or '版面随之不同'}", f": {finding.found or 'the layout is another, too'}")
    return say("：文字相同，外观不同", ": the same words, set in another way") if finding.clause else ""


KEYS = ("contract", "version", "against", "identical", "edited", "other_sources", "findings", "notes")
"""The keys of :func:`as_data`."""


def as_data(found: Verified) -> dict[str, Any]:
    """What was found as plain data."""
    return {
        "contract": found.contract,
        "version": found.version,
        "against": found.against.text(messages_in()),
        "identical": found.identical,
        "edited": found.edited,
        "other_sources": found.elsewhere,
        "findings": [_finding(finding, found) for finding in found.findings],
        "notes": [note.text(messages_in()) for note in found.notes],
    }


def _finding(finding: Finding, found: Verified) -> dict[str, str | None]:
    from slagen.verify.places import section

    given = {name: getattr(finding, name) or None for name in ("clause", "part", "path", "built", "found")}
    number = section(finding.clause, found.sections, messages_in()) or None
    return {"kind": finding.kind.value, "section": number, **given, "message": _line(finding, found)}


def signature_data(status: SignatureStatus) -> dict[str, Any]:
    """A signature as plain data."""
    return {
        "field": status.field,
        "party": status.party or None,
        "signer": status.signer,
        "issuer": status.issuer,
        "time": status.time.isoformat() if status.time is not None else None,
        "timestamped": status.timestamped,
        "valid": status.valid,
        "since": status.since.value,
    }
