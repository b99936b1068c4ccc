"""Reads clause files: front matter, and one text a language."""

from __future__ import annotations

import re

from slagen.diagnostics import Code, Diagnostic, InputError, Lang, Message, Span, error
from slagen.model.clause import ClauseFile, FrontMatter, Source
from slagen.project import PACKAGED, Project
from slagen.read.positioned import decode, parse_yaml
from slagen.read.validate import validate
from slagen.tree import LANGUAGES

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_LANGUAGE = re.compile(r"^<!--[ \t]*(\w+)[ \t]*-->[ \t]*$", re.MULTILINE)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HTML = re.compile(r"<[A-Za-z/!]")
# Headings, quotes, bullets, fences and rules at the start of a line; images, links and code anywhere.
_OTHER = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]|>|[-*+][ \t]|```|~~~|(?:[-*_][ \t]*){3,}$|=+[ \t]*$)|!\[|\]\(|`", re.MULTILINE
)


_NUMBERED = re.compile(r"^ *((?!1\.)[0-9]+\.) ", re.MULTILINE)


def load_clause(project: Project, name: str) -> ClauseFile:
    """The clause in the file called `name`.

    Raises:
        InputError: the file can't be read, or is not of a clause's form.
    """
    try:
        text = decode(name, project.read(name)).replace("\r\n", "\n")
    except OSError as problem:
        raise InputError([unreadable(name, problem)]) from None
    fences = list(_FENCE.finditer(text))
    if len(fences) < 2 or fences[0].start() != 0:
        raise InputError(
            [
                _form(
                    Span(name, 1, 1),
                    "条款文件应当以 --- 之间的文件头开始",
                    "a clause file starts with its head between --- lines",
                )
            ]
        )
    front = parse_yaml(name, text[fences[0].end() + 1 : fences[1].start()], line=2)
    head = validate(FrontMatter, front)
    body_at = fences[1].end()
    sources, problems = _sources(name, text, body_at)
    problems += _forbidden(name, text, body_at)
    if problems:
        raise InputError(problems)
    places = {field: front.at((field,)) for field in front.data}
    return ClauseFile(head, sources, places, not name.startswith(PACKAGED))


def _sources(name: str, text: str, start: int) -> tuple[dict[Lang, Source], list[Diagnostic]]:
    """The two texts by their markers, each with the line it starts at."""
    found = list(_LANGUAGE.finditer(text, start))
    problems: list[Diagnostic] = []
    sources: dict[Lang, Source] = {}
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        lang = next((known for known in LANGUAGES if known == match[1]), None)
        span = _span(name, text, match.start())
        if lang is None or lang in sources:
            problems.append(
                _form(span, f"多余的语言标记 {match[1]}", f"language marker {match[1]} is unknown or stands twice")
            )
            continue
        sources[lang] = Source(text[match.end() : end], text.count("\n", 0, match.end()) + 1)
    for lang in LANGUAGES:
        if lang not in sources and not problems:
            problems.append(
                _form(Span(name, 1, 1), f"缺少 <!-- {lang} --> 部分", f"the part <!-- {lang} --> is missing")
            )
    return sources, problems


def _forbidden(name: str, text: str, start: int) -> list[Diagnostic]:
    body = _LANGUAGE.sub(lambda match: " " * len(match[0]), text[start:])
    numbers = [
        error(
            Code.CLAUSE_MARKUP,
            _span(name, text, start + match.start(1)),
            zh="各款和各项一律写作 1.，编号由系统计算",
            en="paragraphs and items are all written 1.; their numbers are computed",
            value=match[1],
            hint=Message("写成 1.", "write 1."),
        )
        for match in _NUMBERED.finditer(body)
    ]
    return numbers + [
        error(
            Code.CLAUSE_MARKUP,
            _span(name, text, start + match.start()),
            zh="条款正文只使用编号列表、表格和粗体、斜体，不得使用其他标记、HTML 或者私用区字符",
            en="a clause's text uses numbered lists, tables, strong and emphasis, and no other markup",
            value=match[0].strip(),
            hint=Message("见 docs/zh/clauses.md", "see docs/clauses.md"),
        )
        for pattern in (_PRIVATE, _HTML, _OTHER)
        for match in pattern.finditer(body)
    ]


def _span(name: str, text: str, offset: int) -> Span:
    return Span(name, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _form(span: Span, zh: str, en: str) -> Diagnostic:
    return error(Code.CLAUSE_FORM, span, zh=zh, en=en, hint=Message("见 docs/zh/clauses.md", "see docs/clauses.md"))


def unreadable(name: str, problem: OSError) -> Diagnostic:
    """The diagnostic for a file that can't be read."""
    reason = problem.strerror or str(problem)
    return error(
        Code.FILE_MISSING,
        Span(name, 1, 1),
        zh=f"无法读取文件：{reason}",
        en=f"the file can't be read: {reason}",
        value=name,
    )
