"""What to tell a person whose YAML can't be parsed: where, what the parser met, and the slip that probably did it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from slagen.diagnostics import Code, Diagnostic, Message, error
from slagen.read.positioned import LOADER
from slagen.read.source import Places


@dataclass(frozen=True, slots=True)
class _Slip:
    """A slip, recognised by a pattern in one of the lines around the error or in the parser's words."""

    pattern: re.Pattern[str]
    hint: Message


_WIDE_COLON = re.compile(r"^[ -]*[A-Za-z_][\w.-]*\s*：")
_IN_LINE = (
    _Slip(
        re.compile(r"^ *\t"),
        Message("缩进用了制表符；YAML 只能用空格缩进", "the indentation has a tab; YAML indents with spaces only"),
    ),
    _Slip(
        _WIDE_COLON,
        Message(
            "冒号是全角的“：”；请改成半角冒号加一个空格",
            "the colon is the full-width ：; type an ASCII colon and a space",
        ),
    ),
    _Slip(
        re.compile(r"^[ -]*[“”‘’＂＇][^“”‘’＂＇]*[“”‘’＂＇]\s*:"),
        Message("引号是全角的；请改用半角引号", "the quotation marks are full-width; type ASCII ones"),
    ),
    _Slip(
        re.compile(r"(^|[:,\[{-])\s*[%@`]"),
        Message("以 %、@ 或 ` 开头的值请加引号", 'put a value that starts with %, @ or ` in "…"'),
    ),
    _Slip(
        re.compile(r"^[ -]*[A-Za-z_][\w.-]*:[^\s/]"),
        Message("冒号后面应当有一个空格", "a colon needs a space after it"),
    ),
    _Slip(
        re.compile(r"^[ -]*[A-Za-z_][\w.-]*:\s+[“‘「《]?[^\"'\[{|>\s].*:(\s|$)"),
        Message("值里有“: ”；请给整个值加引号", 'the value has ": " in it; put the whole value in "…"'),
    ),
    _Slip(
        re.compile(r"^[ -]*[\w.-]+:\s*([\"']).*\1\s*[^\s#,}\]]"),
        Message("引号后面还有文字；请给整个值加引号", "there is text after the closing quote; quote the whole value"),
    ),
    _Slip(
        re.compile(r"[，、]"),
        Message("[ ] 和 { } 里的各项用半角逗号分隔", "entries within [ ] and { } are separated by ASCII commas"),
    ),
    _Slip(
        re.compile(r"[{,]\s*[A-Za-z_][\w.-]*:\s+[^\s\"'\[{,}][^,}]*:\s"),
        Message("{ } 里的文字含有“: ”；请给这段文字加引号", 'a text within { } has ": " in it; put that text in "…"'),
    ),
)
_SAID = (
    (
        re.compile("scanning a quoted scalar"),
        "引号没有闭合",
        "a quotation mark is not closed",
    ),
    (
        re.compile("mapping values are not allowed"),
        "此处不能再出现“键: 值”",
        "another 'key: value' can't stand here",
    ),
    (
        re.compile("cannot start any token"),
        "值不能以这个字符开头",
        "a value can't start with this character",
    ),
    (
        re.compile("could not find expected ':'"),
        "这一行缺少“: ”",
        "this line lacks its ': '",
    ),
    (
        re.compile("flow (sequence|mapping)"),
        "[ ] 或 { } 没有闭合，或者缺少逗号",
        "[ ] or { } is not closed, or lacks a comma",
    ),
    (
        re.compile("block (mapping|collection|sequence)|tab character"),
        "缩进与上文不一致",
        "the indentation does not match the lines above",
    ),
    (
        re.compile("scanning (an alias|an anchor)"),
        "* 和 & 后面应当是名称",
        "* and & should be followed by a name",
    ),
    (
        re.compile("unknown escape character|escape"),
        "双引号里的反斜杠转义无法识别",
        "a backslash escape within double quotes is unknown",
    ),
)
_FROM_OPENING = re.compile("quoted scalar|flow (sequence|mapping)")


def describe(caught: yaml.YAMLError, text: str, places: Places) -> Diagnostic:
    """The diagnostic for an error of PyYAML's parser over `text`."""
    said = " ".join(str(part) for part in (getattr(caught, "context", ""), getattr(caught, "problem", "")) if part)
    offset = _at_colon(text, _offset(caught, said, len(text)))
    quoted = _runaway(text, offset)
    if quoted is not None:
        return _never_closed(quoted, text, places)
    zh, en = _sentence(said or str(caught))
    lines = _lines_around(text, offset)
    return error(
        Code.YAML_SYNTAX,
        places.span(offset),
        zh=f"YAML 语法错误：{zh}",
        en=f"YAML syntax error: {en}",
        value=lines[0].strip(),
        hint=_hint(lines),
    )


def _runaway(text: str, offset: int) -> yaml.ScalarToken | None:
    """The quoted text of several lines that ends in the line of an error: there the next one would have begun."""
    line, last = text.count("\n", 0, offset), None
    try:
        for token in yaml.scan(text, Loader=LOADER):
            if token.start_mark.index >= offset:
                break
            if isinstance(token, yaml.ScalarToken) and token.start_mark.line < token.end_mark.line == line:
                last = token if token.style in ("'", '"') else None
    except yaml.YAMLError:
        pass
    return last


def _never_closed(quoted: yaml.ScalarToken, text: str, places: Places) -> Diagnostic:
    start, end = quoted.start_mark.index, quoted.end_mark.line + 1
    return error(
        Code.YAML_SYNTAX,
        places.span(start),
        zh="YAML 语法错误：引号没有闭合",
        en="YAML syntax error: a quotation mark is not closed",
        value=_lines_around(text, start)[0].strip(),
        hint=Message(
            f"直到第 {end} 行的下一个引号，都被当作引号里的文字",
            f"all up to the next quotation mark, in line {end}, is taken for quoted text",
        ),
    )


def _offset(caught: Any, said: str, length: int) -> int:
    """Where the error is shown: at an opening quote or bracket that is never closed, else where the parser stopped."""
    context, problem = getattr(caught, "context_mark", None), getattr(caught, "problem_mark", None)
    mark = context if context is not None and (problem is None or _FROM_OPENING.search(said)) else problem
    index = getattr(mark, "index", 0) if mark is not None else 0
    return min(index, max(length - 1, 0))


def _at_colon(text: str, offset: int) -> int:
    """The same place, or that of a full-width colon in the line before: the parser stops one line after it."""
    here, before = _lines_around(text, offset)
    colon = _WIDE_COLON.match(before)
    if colon is None or any(slip.pattern.search(here) for slip in _IN_LINE):
        return offset
    return text.rindex(before, 0, text.rfind("\n", 0, offset) + 1) + colon.end() - 1


def _sentence(said: str) -> tuple[str, str]:
    for pattern, zh, en in _SAID:
        if pattern.search(said):
            return zh, en
    return f"解析器报告 {said}", said


def _lines_around(text: str, offset: int) -> list[str]:
    """The line at `offset` and the one before that has words."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    here = text[start : len(text) if end < 0 else end]
    before = text[max(0, start - 4000) : start].rstrip().rpartition("\n")[2]
    return [here[:4000], before]


def _hint(lines: list[str]) -> Message | None:
    return next((slip.hint for line in lines for slip in _IN_LINE if slip.pattern.search(line)), None)
