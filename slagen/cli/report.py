"""Shows diagnostics: as text for people, as JSON for tools, as annotations for GitHub."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.text import Text

from slagen.cli.language import messages_in, say
from slagen.diagnostics import Diagnostic, Severity
from slagen.project import PACKAGED

ReportFormat = Literal["text", "json", "github"]

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTICE: "bold blue"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic with its file as seen from where the user stands."""

    file: str
    diagnostic: Diagnostic


def findings(root: Path, diagnostics: Iterable[Diagnostic]) -> list[Finding]:
    """The diagnostics of the project in the folder `root`."""
    return [Finding(_from_here(root, diagnostic.span.file), diagnostic) for diagnostic in diagnostics]


def _from_here(root: Path, name: str) -> str:
    return name if name.startswith(PACKAGED) else os.path.normpath(root / name)


def report(some: Sequence[Finding], form: ReportFormat, *, summary: bool = True) -> None:
    """Print findings: text to the error stream, JSON and annotations to standard output."""
    match form:
        case "json":
            print(json.dumps([_as_json(one) for one in some], ensure_ascii=False, indent=2))  # noqa: T201
        case "github":
            for one in some:
                print(_as_annotation(one))  # noqa: T201
        case "text":
            console = Console(stderr=True, highlight=False, soft_wrap=True)
            for one in some:
                console.print(_as_text(one))
            if summary:
                console.print(_summary(some))


def _as_json(one: Finding) -> dict[str, object]:
    found, lang = one.diagnostic, messages_in()
    return {
        "code": found.code.value,
        "severity": found.severity.value,
        "message": found.message.text(lang),
        "value": found.value,
        "hint": found.hint.text(lang) if found.hint else "",
        "file": one.file,
        "line": found.span.line,
        "column": found.span.column,
    }


def _as_annotation(one: Finding) -> str:
    """https://docs.github.com/actions: workflow commands escape %, CR and LF, and in properties also : and ,."""
    found, lang = one.diagnostic, messages_in()
    message = found.message.text(lang) + (f" ({found.hint.text(lang)})" if found.hint else "")
    properties = f"file={_escaped(one.file, properties=True)},line={found.span.line},col={found.span.column}"
    return f"::{found.severity.value} {properties},title={found.code.value}::{_escaped(message)}"


def _escaped(text: str, *, properties: bool = False) -> str:
    escapes = {"%": "%25", "\r": "%0D", "\n": "%0A"} | ({":": "%3A", ",": "%2C"} if properties else {})
    return "".join(escapes.get(character, character) for character in text)


def _as_text(one: Finding) -> Text:
    found, lang = one.diagnostic, messages_in()
    severity = {"error": say("错误", "error"), "warning": say("警告", "warning"), "notice": say("提示", "notice")}
    text = Text()
    text.append(f"{one.file}:{found.span.line}:{found.span.column}: ", style="bold")
    text.append(f"{severity[found.severity.value]} {found.code.value}", style=_STYLES[found.severity])
    text.append(f": {found.message.text(lang)}")
    if found.value and found.value not in found.message.text(lang):
        text.append(say("；值：", "; value: ") + found.value, style="dim")
    if found.hint:
        text.append("\n    " + say("提示：", "hint: ") + found.hint.text(lang), style="cyan")
    return text


def _summary(some: Sequence[Finding]) -> str:
    errors = sum(one.diagnostic.severity is Severity.ERROR for one in some)
    warnings = sum(one.diagnostic.severity is Severity.WARNING for one in some)
    plural = ("" if errors == 1 else "s", "" if warnings == 1 else "s")
    return say(f"{errors} 个错误，{warnings} 个警告", f"{errors} error{plural[0]}, {warnings} warning{plural[1]}")
