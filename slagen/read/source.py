"""From the bytes of a source file to its text: UTF-8, of a size that is read, and only characters a document can hold.

What a document can hold is what XML 1.0 (production 2, Char) allows, less the C1 controls that it discourages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from slagen.diagnostics import Code, Diagnostic, InputError, Message, Span, error
from slagen.project import MAX_BYTES

MAX_REPORTED = 20
"""How many unusable characters of one file are reported."""

UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""A character that no output can hold."""

_BREAK = re.compile("\r\n|\r|\n")
_CONTRACT = Message("确认路径指向的是合同的 YAML 文件", "make sure that the path names the contract's YAML file")
_SPLIT = Message("把文件分成几个", "split the file")
_SAVE_AS_UTF8 = Message("用编辑器把文件另存为 UTF-8", "save the file as UTF-8 in your editor")


class Places:
    """Turns character offsets of one text into spans."""

    def __init__(self, name: str, text: str, line: int = 1) -> None:
        self._name = name
        self._first = line
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def span(self, offset: int) -> Span:
        """Where the character at `offset` stands."""
        row = bisect_right(self._starts, offset) - 1
        return Span(self._name, self._first + row, offset - self._starts[row] + 1)


def decode(name: str, raw: bytes, limit: int = MAX_BYTES) -> str:
    """The text of a source file called `name`, without a byte order mark.

    Raises:
        InputError: larger than `limit`, not UTF-8, or with characters that no document can hold (the first
            :data:`MAX_REPORTED` of them).
    """
    if len(raw) > limit:
        raise InputError([_too_large(name, limit)])
    try:
        text = raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as caught:
        raise InputError([_not_utf8(name, raw, caught.start)]) from None
    if _looks_like_utf16(raw):
        raise InputError([_not_utf8(name, raw, 0)])
    text = text.removeprefix("\ufeff")
    check_characters(name, text)
    return text


def check_characters(name: str, text: str, line: int = 1) -> None:
    """Raise InputError where `text` has characters that no document can hold; its first line has number `line`."""
    if UNUSABLE.search(text) is not None:
        raise InputError(islice(_unusable(name, text, line), MAX_REPORTED))


def unusable_character(span: Span, character: str) -> Diagnostic:
    """The diagnostic for one character that no document can hold."""
    point = f"U+{ord(character):04X}"
    return error(
        Code.CONTROL_CHARACTER,
        span,
        zh=f"含有文档无法容纳的字符 {point}",
        en=f"has a character that no document can hold: {point}",
        value=point,
        hint=Message(
            "删除这个不可见字符，或重新输入这段文字", "delete this invisible character, or type the text anew"
        ),
    )


def _unusable(name: str, text: str, line: int) -> Iterator[Diagnostic]:
    places = Places(name, text, line)
    for found in UNUSABLE.finditer(text):
        yield unusable_character(places.span(found.start()), found[0])


def _too_large(name: str, limit: int) -> Diagnostic:
    mib = limit // (1024 * 1024)
    return error(
        Code.FILE_TOO_LARGE,
        Span(name, 1, 1),
        zh=f"文件超过 {mib} MiB",
        en=f"the file is larger than {mib} MiB",
        hint=_CONTRACT if limit == MAX_BYTES else _SPLIT,
    )


def _not_utf8(name: str, raw: bytes, offset: int) -> Diagnostic:
    before = raw[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    _, _, last = before.rpartition(b"\n")
    line = before.count(b"\n") + 1
    column = len(last.decode("utf-8", "replace").removeprefix("\ufeff")) + 1
    return error(
        Code.ENCODING,
        Span(name, line, column),
        zh=f"文件不是 UTF-8 编码（第 {offset + 1} 个字节起无法识别）",
        en=f"the file is not UTF-8 (byte {offset + 1} can't be read)",
        value=raw[offset : offset + 4].hex(" "),
        hint=_encoding_hint(raw),
    )


def _encoding_hint(raw: bytes) -> Message:
    probable = _probable_encoding(raw)
    if probable is None:
        return _SAVE_AS_UTF8
    return Message(
        f"看来是 {probable} 编码；{_SAVE_AS_UTF8.zh}",
        f"it looks like {probable}; {_SAVE_AS_UTF8.en}",
    )


def _probable_encoding(raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf16(raw):
        return "UTF-16"
    return "GBK (GB 18030)" if _looks_like_gbk(raw[:65536]) else None


def _looks_like_utf16(raw: bytes) -> bool:
    """Whether every other one of the first bytes is NUL, as in UTF-16 text that starts with ASCII."""
    head = raw[:32]
    return len(head) >= 8 and (not any(head[0::2]) or not any(head[1::2])) and any(head)


def _looks_like_gbk(head: bytes) -> bool:
    # Cut at a line end so that no two-byte character is split.
    text = head.rpartition(b"\n")[0] or head
    try:
        decoded = text.decode("gb18030")
    except UnicodeDecodeError:
        return False
    foreign = [character for character in decoded if ord(character) > 127]
    return sum("\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in foreign) * 10 >= len(foreign) * 9
