"""``slagen build``: contracts to files, each whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeVar, get_args

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from slagen.cli.language import say
from slagen.cli.options import Contracts, MessagesIn
from slagen.cli.report import Finding, findings, report
from slagen.diagnostics import InputError, Severity, has_errors
from slagen.pipeline import FORMATS, Compiled, Format, Language, compile_all, load

HELP = say("生成合同文件", "Build contracts.")

T = TypeVar("T", bound=str)


def build(
    contracts: Contracts,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="zh,en,bilingual", help=say("语言，缺省按合同约定", "languages; by default the contract's")),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="docx,pdf,html,md,json", help=say("输出格式", "output formats"))
    ] = "docx,pdf",
    out: Annotated[Path, typer.Option("--out", help=say("输出目录", "output folder"))] = Path("build"),
    strict: Annotated[bool, typer.Option("--strict", help=say("警告视为错误", "treat warnings as errors"))] = False,
    messages_in: MessagesIn = None,
) -> int:
    """Build every contract in every language and format asked for; with an error in any of them, write nothing."""
    languages = _listed(lang, get_args(Language), "--lang") if lang is not None else None
    wanted = _listed(formats, FORMATS, "--format")
    compiled, found = _compile(contracts, languages, "pdf" in wanted or "docx" in wanted)
    errors = any(one.diagnostic.severity is Severity.ERROR or strict for one in found)
    if found:
        report(found, "text")
    if errors:
        return 1
    _write_all(compiled, wanted, out)
    return 0


def _compile(
    contracts: Sequence[Path], languages: Sequence[Language] | None, printed: bool
) -> tuple[list[Compiled], list[Finding]]:
    """Every edition of every contract, and all that was found."""
    editions: list[Compiled] = []
    found: list[Finding] = []
    for path in contracts:
        try:
            opened = load(path)
            wanted = languages or opened.languages
            whole = compile_all(opened, wanted)
        except InputError as wrong:
            found += findings(path.parent, wrong.diagnostics)
            continue
        diagnostics = whole.diagnostics + (whole.unprintable() if printed else ())
        found += findings(path.parent, diagnostics)
        if not has_errors(diagnostics):
            editions += [whole.edition(language) for language in wanted]
    _distinct(editions)
    return editions, found


def _distinct(editions: Sequence[Compiled]) -> None:
    names = [_stem(edition) for edition in editions]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise typer.BadParameter(say(f"两份合同都会写入 {twice}.*", f"two contracts would both be written to {twice}.*"))


def _write_all(editions: Sequence[Compiled], formats: Sequence[Format], out: Path) -> None:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=len(editions) * len(formats))
        for edition in editions:
            for form in formats:
                target = out / f"{_stem(edition)}.{form}"
                progress.update(task, description=target.name)
                _write(target, edition.render(form))
                progress.advance(task)
                typer.echo(str(target))


def _stem(edition: Compiled) -> str:
    document = edition.document
    return f"{document.id}.{'bilingual' if document.bilingual else document.languages[0]}"


def _write(target: Path, content: bytes) -> None:
    """Write a file whole: into a temporary one beside it, which then takes its name."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as problem:
        raise _unwritable(target, problem) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as problem:
        Path(temporary).unlink(missing_ok=True)
        raise _unwritable(target, problem) from None
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _unwritable(target: Path, problem: OSError) -> typer.BadParameter:
    return typer.BadParameter(
        say(f"无法写入 {target}：{problem.strerror}", f"{target} can't be written: {problem.strerror}"), param_hint="--out"
    )


def _listed(written: str, allowed: Sequence[T], option: str) -> list[T]:
    """A comma-separated option as a list without repetition, in the order given."""
    chosen: list[T] = []
    for part in (part.strip() for part in written.split(",")):
        match = next((value for value in allowed if value == part), None)
        if match is None:
            raise typer.BadParameter(
                say(f"{part!r} 不是 {'、'.join(allowed)} 之一", f"{part!r} is none of {', '.join(allowed)}"), param_hint=option
            )
        if match not in chosen:
            chosen.append(match)
    return chosen
