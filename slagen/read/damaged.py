"""Why a file can't be read, from what a library raised: in the words of the message's language.

The library's own words, which are English, stand in brackets where they say more: a line, a part, a place.  Its
exceptions are told by their names, so that none of the libraries has to be loaded.
"""

from __future__ import annotations

import re

from slagen.diagnostics import Message

_WHY: dict[str, Message] = {
    "PasswordError": Message("文件已加密", "it is encrypted"),
    "BadZipFile": Message("不是完整的 zip 压缩包", "it is no whole zip archive"),
    "EOFError": Message("文件不完整", "the file is not whole"),
    "NotImplementedError": Message("压缩方式不受支持", "it is packed in a way that can't be undone here"),
    "zlib.error": Message("压缩的数据已经损坏", "packed data in it are damaged"),
    "XMLSyntaxError": Message("其中的 XML 不合语法", "XML in it is not well-formed"),
    "KeyError": Message("缺少必需的部分", "a part that it needs is missing"),
    "PdfError": Message("结构已经损坏，或者文件不完整", "its structure is damaged, or the file is not whole"),
    "PdfReadError": Message("结构已经损坏，或者文件不完整", "its structure is damaged, or the file is not whole"),
}
_OTHERWISE = Message("内容不合格式的要求", "its contents are not what the format asks for")
_CLEAR = ("PasswordError", "BadZipFile", "EOFError", "NotImplementedError", "zlib.error")
"""Those of which the library says no more."""
_NOISE = re.compile(r"^(?:stream )?<[^>]*>: |'?<_io\.[^>]*>'?|\s*\(<string>, line \d+\)$")
_MOST = 120


def why(wrong: Exception) -> Message:
    """The reason that an exception gives."""
    names = [name for kind in type(wrong).__mro__ for name in (kind.__name__, f"{kind.__module__}.{kind.__name__}")]
    name = next((name for name in names if name in _WHY), "")
    said = _WHY.get(name, _OTHERWISE)
    more = "" if name in _CLEAR else _own_words(wrong)
    return Message(f"{said.zh}（{more}）", f"{said.en} ({more})") if more else said


def _own_words(wrong: Exception) -> str:
    """The first line of what a library says, without what only means something in its memory."""
    first = next(iter(f"{wrong}".splitlines()), "")
    return _NOISE.sub("", first).strip().strip("'\"")[:_MOST]
