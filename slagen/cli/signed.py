"""How a command says the signatures of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from slagen.cli.language import say

if TYPE_CHECKING:
    from slagen.sign import SignatureStatus


def holds(status: SignatureStatus) -> bool:
    """Whether a signature is unbroken, and nothing but signatures and filled-in fields came after it."""
    return status.valid and status.since.value != "other"


def lines(found: Sequence[SignatureStatus]) -> Iterator[str]:
    """A line a signature, in the language of messages."""
    if not found:
        yield say("没有电子签名", "no electronic signature")
    for status in found:
        yield say("；", "; ").join((_who(status), _when(status), _state(status), *_since(status)))


def _who(status: SignatureStatus) -> str:
    party = _PARTIES.get(status.party, (status.field, status.field))
    return say(
        f"{party[0]}：{status.signer}（证书由 {status.issuer} 签发）",
        f"{party[1]}: {status.signer} (certificate issued by {status.issuer})",
    )


_PARTIES = {"customer": ("客户", "customer"), "provider": ("服务提供方", "provider")}


def _when(status: SignatureStatus) -> str:
    moment = "" if status.time is None else f"{status.time:%Y-%m-%d %H:%M %Z}".strip()
    if not moment:
        return say("没有时间", "no time")
    if status.timestamped:
        return say(f"时间戳 {moment}", f"time-stamped {moment}")
    return say(f"自称签于 {moment}", f"by its own account of {moment}")


def _state(status: SignatureStatus) -> str:
    return (
        say("有效", "valid") if status.valid else say("无效：所签内容已被改动", "BROKEN: what was signed was changed")
    )


def _since(status: SignatureStatus) -> Iterator[str]:
    said = {
        "nothing": say("覆盖整个文件", "covers the whole file"),
        "validation": say("其后只增加了验证资料", "only data for checks was added since"),
        "signature": say("其后有他方签名", "signed by others since"),
        "fields": say("其后填写了表单", "form fields were filled in since"),
        "other": say("其后文件另有改动", "the file was CHANGED otherwise since"),
    }
    if status.valid:
        yield said[status.since.value]
