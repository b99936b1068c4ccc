"""Glyphs: fonts that are not there, and characters that none of the theme's can show, found before a page is laid out.

A layout engine takes a character that the wanted fonts lack from whatever font the machine has, or draws a box.
Which characters a family holds is asked of fontconfig, whose cache already knows, once a family and only for texts
with a character beyond those that every font for Chinese has; no font file is opened.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache

from slagen.diagnostics import Code, Diagnostic, Message, Span, error
from slagen.model.template import Theme
from slagen.tree import Document, Emphasis, Field, LineBreak, Paragraph, Row, Strong, Table
from slagen.tree.nodes import Clause

_ORDINARY = re.compile(
    "["
    "\t\n\r -~"  # ASCII
    "\u00a0·×÷±°§‰℃№≈≠≤≥"  # of GB 2312, row 1
    "\u4e00-\u9fa5"  # the Han of Unicode 1.1, all of GBK among them
    "‐–—‘’“”…"
    "\u3000-\u3002\u3008-\u3011\u3014\u3015"
    "\uff01-\uff5e￥"
    "]+"
)
"""What every font for simplified Chinese has: the fast path of ordinary text."""

# Default_Ignorable_Code_Point (Unicode 16, DerivedCoreProperties): shown as nothing, so no glyph is needed.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u2028\u2029]+"
)


def missing(texts: Iterable[str], families: Iterable[str]) -> list[str]:
    """The characters of `texts` that none of `families` has, each once, in order of appearance.

    Raises:
        OSError: fontconfig's ``fc-list`` can't be run, and a text needs it.
    """
    rare = "".join(dict.fromkeys("".join(_IGNORABLE.sub("", _ORDINARY.sub("", text)) for text in texts)))
    if not rare:
        return []
    sets = [coverage(family) for family in dict.fromkeys(families)]
    return [char for char in rare if not any(_has(held, char) for held in sets)]


def families(theme: Theme) -> tuple[str, ...]:
    """Every family that the theme embeds in a PDF: each may stand in for the others."""
    fonts = theme.pdf.by_use.values()
    return tuple(dict.fromkeys(family for face in fonts for family in (*face.zh, *face.en)))


@cache
def coverage(family: str) -> tuple[tuple[int, int], ...]:
    """The code points that `family` has as sorted (first, last) ranges; empty for a family not installed."""
    pattern = ":family=" + re.sub(r"([\\\-:,=])", r"\\\1", family)
    command = ("fc-list", "--format", "%{charset}\n", pattern)
    listed = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
    found = {item for line in listed.stdout.decode("ascii", "replace").splitlines() for item in line.split()}
    return _merged(sorted(_range(item) for item in found))


def _range(item: str) -> tuple[int, int]:
    first, _, last = item.partition("-")
    return int(first, 16), int(last or first, 16)


def _merged(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Regular and bold list their ranges apart: those that touch or overlap become one."""
    merged: list[tuple[int, int]] = []
    for first, last in ranges:
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return tuple(merged)


def _has(ranges: tuple[tuple[int, int], ...], char: str) -> bool:
    index = bisect_right(ranges, (ord(char), 0x110000)) - 1
    return index >= 0 and ord(char) <= ranges[index][1]


def absent(theme: Theme) -> list[tuple[str, ...]]:
    """The families of each face of the theme that this machine has none of, each once.

    Raises:
        OSError: fontconfig's ``fc-list`` can't be run.
    """
    faces = dict.fromkeys(names for face in theme.pdf.by_use.values() for names in (face.zh, face.en))
    return [names for names in faces if not any(map(coverage, names))]


# Diagnostics ----------------------------------------------------------------------------------------------------


def check(document: Document, theme: Theme, locate: Callable[[str], Span | None]) -> list[Diagnostic]:
    """An error for each value or clause with characters that the theme's fonts lack, naming them.

    Args:
        locate: the place of the input at a Field's path; where it knows none, the clause's place is given.

    Raises:
        OSError: fontconfig's ``fc-list`` can't be run, and a text needs it.
    """
    passages = list(_passages(document, Span("", 1, 1), ""))
    lacking = set(missing((text for text, _, _ in passages), families(theme)))
    if not lacking:
        return []
    found: dict[tuple[str, Span], dict[str, None]] = {}
    for text, path, span in passages:
        chars = dict.fromkeys(char for char in text if char in lacking)
        if chars:
            where = (path, (locate(path) if path else None) or span)
            found.setdefault(where, {}).update(chars)
    return [_diagnostic(path, span, tuple(chars)) for (path, span), chars in found.items()]


def fonts(theme: Theme, template: Span) -> list[Diagnostic]:
    """An error for each face of the theme that this machine has no font for.

    Args:
        template: the place of the theme.

    Raises:
        OSError: fontconfig's ``fc-list`` can't be run.
    """
    return [_no_font(template, families, families[0]) for families in absent(theme)]


def substituted(drawn: Mapping[str, str], theme: Theme, template: Span) -> list[Diagnostic]:
    """An error for each family that stood in for the theme's in a finished PDF, by what it drew.

    Marks that show nothing may come from anywhere.
    """
    visible = (family for family, chars in drawn.items() if _IGNORABLE.sub("", chars).strip())
    return [_no_font(template, families(theme), family) for family in visible]


def _no_font(span: Span, wanted: Sequence[str], value: str) -> Diagnostic:
    return error(
        Code.FONT_MISSING,
        span,
        zh=f"没有安装 PDF 所用的字体 {'、'.join(wanted)}，会改用别的字体",
        en=f"the PDF is to be set in {', '.join(wanted)}, which is not installed; another font would take its place",
        value=value,
        hint=Message(
            "安装该字体（Debian 和 Ubuntu：apt install fonts-noto-cjk），或改用其他格式，如 --format docx",
            "install it (Debian and Ubuntu: apt install fonts-noto-cjk), or build another format: --format docx",
        ),
    )


def _passages(node: object, span: Span, path: str) -> Iterator[tuple[str, str, Span]]:
    """Each shown text with the path of its Field, or "", and the nearest span around it."""
    if isinstance(node, tuple):
        for item in node:
            yield from _passages(item, span, path)
    elif isinstance(node, Field):
        yield node.text, node.path, span
    elif is_dataclass(node) and not isinstance(node, Span | LineBreak):
        inner = node.span if isinstance(node, Clause | Paragraph | Table | Row) else span
        for field in fields(node):
            value = getattr(node, field.name)
            if isinstance(value, str) and field.name in _SHOWN:
                yield value, path, inner
            elif isinstance(value, tuple | Strong | Emphasis) or is_dataclass(value):
                yield from _passages(value, inner, path)


_SHOWN = frozenset({"text", "before", "number", "after"})
"""The fields of inlines whose words stand on the page."""


def named(char: str) -> str:
    """A character as a message shows it: itself, its code point and its Unicode name."""
    name = unicodedata.name(char, "")
    return f"{char} (U+{ord(char):04X}{' ' + name if name else ''})"


def _diagnostic(path: str, span: Span, chars: tuple[str, ...]) -> Diagnostic:
    names = [named(char) for char in chars[:5]]
    more = len(chars) - len(names)
    where_zh, where_en = (f"“{path}”", f"“{path}”") if path else ("条款", "the clause")
    return error(
        Code.GLYPH_MISSING,
        span,
        zh=f"{where_zh}中有模板字体无法显示的字符：{'、'.join(names)}{f'，另有 {more} 个' if more else ''}",
        en=f"{where_en} has characters that no font of the template can show: {', '.join(names)}"
        f"{f' and {more} more' if more else ''}",
        value="".join(chars),
        hint=Message(
            "改写该字符，或在模板的 theme.pdf 中加入含有它的字体", "reword it, or add a font that has it to theme.pdf"
        ),
    )
