"""Identifiers and addresses: credit codes with their check character, e-mail addresses and telephone numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from slagen.check.identifiers import like_phone, uscc_check_character, wrong_email, wrong_phone
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.read.positioned import Path
from slagen.read.shape import clip

_EMAIL = Message("写成一个地址，例如 name@company.example", "write one address, such as name@company.example")
_PHONE = Message(
    "例如 +86-10-5555-0120、010-5555-0120 转 12、400-555-0120",
    "such as +86-10-5555-0120, 010-5555-0120 ext. 12, 400-555-0120",
)


def forms(inputs: Inputs) -> Iterator[Finding]:
    """Credit codes, e-mail addresses and telephone numbers are of their forms."""
    for index, party in enumerate(inputs.contract.parties):
        yield from _credit_code(("parties", index, "uscc"), party.uscc)
        yield from _email(("parties", index, "notice_email"), party.notice_email)
    for index, contact in enumerate(inputs.contract.contacts):
        yield from _email(("contacts", index, "email"), contact.email)
        yield from _phone(("contacts", index, "phone"), contact.phone)
    for index, channel in enumerate(inputs.contract.support.channels):
        yield from _channel(("support", "channels", index, "address"), channel.address)


def _credit_code(path: Path, code: str | None) -> Iterator[Finding]:
    if code is None or code[17] == (expected := uscc_check_character(code)):
        return
    yield Finding(
        path,
        Message(
            f"统一社会信用代码的校验码应为 {expected}，写的是 {code[17]}",
            f"the check character of this credit code is {expected}, not {code[17]}",
        ),
        code,
        Message("核对各位有无抄错", "look for a mistyped character"),
    )


def _channel(path: Path, address: str) -> Iterator[Finding]:
    """An address that is an e-mail address or a number; a link, a place or a name is none."""
    scheme, _, rest = address.partition(":")
    if scheme.lower() == "tel" or like_phone(address):
        yield from _phone(path, rest if scheme.lower() == "tel" else address)
    elif scheme.lower() == "mailto" or _like_email(address):
        yield from _email(path, rest.partition("?")[0] if scheme.lower() == "mailto" else address)


def _like_email(address: str) -> bool:
    return "@" in address[1:] and not any(mark in address for mark in (" ", "/", ":"))


def _email(path: Path, address: str | None) -> Iterator[Finding]:
    yield from _form(path, address, wrong_email, _EMAIL)


def _phone(path: Path, number: str | None) -> Iterator[Finding]:
    yield from _form(path, number, wrong_phone, _PHONE)


def _form(path: Path, value: str | None, wrong: Callable[[str], Message | None], hint: Message) -> Iterator[Finding]:
    if value is not None and (found := wrong(value)) is not None:
        yield Finding(path, Message(f"{clip(value)} {found.zh}", f"{clip(value)} {found.en}"), value, hint)


RULES = (Rule(Code.IDENTIFIER_FORM, Severity.ERROR, ("parties", "contacts", "support"), forms),)
