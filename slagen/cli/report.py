"""Shows diagnostics: as text for people, as JSON for tools, as annotations for GitHub."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import typer

from slagen.cli.language import messages_in, say
from slagen.diagnostics import Diagnostic, Severity, Span
from slagen.project import PACKAGED, Project

ReportFormat = Literal["text", "json", "github"]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "blue"}


def as_seen(diagnostics: Iterable[Diagnostic], contract: Path | None = None) -> list[Diagnostic]:
    """The diagnostics with their files named as the user reaches them from where `contract`, if any, was named."""
    project = Project(contract.parent if contract else Path(), os.environ)
    return seen_from(project, diagnostics)


def seen_from(project: Project, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The same for a project, which may have another library than its own."""
    return [
        replace(found, span=replace(found.span, file=_from_here(project, found.span.file))) for found in diagnostics
    ]


def seen(span: Span, contract: Path) -> str:
    """A place as the user reaches its file from where `contract` was named."""
    return str(replace(span, file=_from_here(Project.at(contract), span.file)))


def _from_here(project: Project, name: str) -> str:
    name = project.shown(name)
    return name if name.startswith(PACKAGED) else os.path.normpath(project.root / name)


def stops(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Whether any of them is an error, or a warning where those count as errors."""
    fatal = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(found.severity in fatal for found in diagnostics)


def report(diagnostics: Sequence[Diagnostic], form: ReportFormat) -> None:
    """Print diagnostics: text to the error stream, JSON and annotations to standard output."""
    match form:
        case "json":
            typer.echo(json.dumps([_as_json(found) for found in diagnostics], ensure_ascii=False, indent=2))
        case "github":
            for found in diagnostics:
                typer.echo(_as_annotation(found))
        case "text":
            for found in diagnostics:
                typer.echo(_as_text(found), err=True)
            typer.echo(_summary(diagnostics), err=True)


def _message(found: Diagnostic) -> str:
    """What is wrong, with the value that is, unless the message or the file's name says it already."""
    words = found.message.text(messages_in())
    if not found.value or found.value in words or found.value == os.path.basename(found.span.file):  # noqa: PTH119
        return words
    return words + say("；值：", "; value: ") + found.value


def _hint(found: Diagnostic) -> str:
    return found.hint.text(messages_in()) if found.hint else ""


def _as_json(found: Diagnostic) -> dict[str, str | int]:
    return {
        "code": found.code.value,
        "severity": found.severity.value,
        "message": _message(found),
        "hint": _hint(found),
        "file": found.span.file,
        "line": found.span.line,
        "column": found.span.column,
    }


def _as_annotation(found: Diagnostic) -> str:
    """A workflow command of GitHub Actions; it escapes %, CR and LF, and in properties also : and , ."""
    message = _message(found) + (f" ({_hint(found)})" if found.hint else "")
    place = f"file={_escaped(found.span.file, in_property=True)},line={found.span.line},col={found.span.column}"
    return f"::{found.severity.value} {place},title={found.code.value}::{_escaped(message)}"


def _escaped(text: str, *, in_property: bool = False) -> str:
    escapes = {"%": "%25", "\r": "%0D", "\n": "%0A"} | ({":": "%3A", ",": "%2C"} if in_property else {})
    return "".join(escapes.get(character, character) for character in text)


def _as_text(found: Diagnostic) -> str:
    severity = {"error": say("错误", "error"), "warning": say("警告", "warning"), "notice": say("提示", "notice")}
    kind = f"{severity[found.severity.value]} {found.code.value}"
    lines = [
        f"{typer.style(str(found.span), bold=True)}: "
        f"{typer.style(kind, fg=_COLOURS[found.severity], bold=True)}: {_message(found)}"
    ]
    if found.hint:
        hint = (say("提示：", "hint: ") + _hint(found)).replace("\n", "\n    ")
        lines.append("    " + typer.style(hint, fg="cyan"))
    return "\n".join(lines)


def _summary(diagnostics: Sequence[Diagnostic]) -> str:
    errors = sum(found.severity is Severity.ERROR for found in diagnostics)
    warnings = sum(found.severity is Severity.WARNING for found in diagnostics)
    plural = ("" if errors == 1 else "s", "" if warnings == 1 else "s")
    return say(f"{errors} 个错误，{warnings} 个警告", f"{errors} error{plural[0]}, {warnings} warning{plural[1]}")
