"""``slagen build``: contracts to files, each whole or not at all."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer

from slagen.cli.files import write_whole
from slagen.cli.language import say
from slagen.cli.options import Contracts, MessagesIn, Strict
from slagen.cli.report import as_seen, report, stops
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import Diagnostic, InputError, has_errors
from slagen.render.options import Options

if TYPE_CHECKING:
    from slagen.pipeline import Compiled, Format, Language

HELP = say("生成合同文件", "Build contracts.")

T = TypeVar("T", bound=str)


def build(
    contracts: Contracts,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="zh,en,bilingual",
            help=say("语言，缺省按合同约定", "languages, by default the contract's"),
        ),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="docx,pdf,html,md,json", help=say("输出格式", "output formats"))
    ] = "docx,pdf",
    annexes: Annotated[
        str | None,
        typer.Option(
            "--annex",
            metavar="ID,…",
            help=say("只生成这些附件，各自成文", "only these annexes, each a document of its own"),
        ),
    ] = None,
    content_controls: Annotated[
        bool,
        typer.Option(
            "--content-controls",
            help=say(
                "在 DOCX 中为每个取值加内容控件；只适合用 Word 的收件人",
                "put a content control around each value in the DOCX; for recipients who use Word only",
            ),
        ),
    ] = False,
    protect: Annotated[
        bool,
        typer.Option(
            "--protect",
            help=say(
                "DOCX 只允许填写表单域（不设密码）",
                "leave only the form fields of the DOCX to be edited (without a password)",
            ),
        ),
    ] = False,
    notes: Annotated[
        bool,
        typer.Option(
            "--notes",
            help=say("以脚注列明各条款所依据的法律和标准", "print what each clause rests on as a footnote"),
        ),
    ] = False,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=say("输出目录", "output folder"))] = Path("build"),
    strict: Strict = False,
    messages_in: MessagesIn = None,
) -> int:
    """Build every contract in every language and format asked for; with an error in any of them, write nothing."""
    from slagen.pipeline import FORMATS, Language

    gc.enable()  # laid-out pages are full of cycles
    languages = listed(lang, get_args(Language), "--lang") if lang is not None else None
    wanted = listed(formats, FORMATS, "--format")
    options = Options(content_controls=content_controls, protect=protect, notes=notes)
    editions, found = _compile(contracts, languages, options, printed="pdf" in wanted)
    if annexes is not None:
        editions = [_annex(edition, id_) for edition in editions for id_ in _ids(annexes)]
    if found:
        report(found, "text")
    if stops(found, strict=strict):
        return 1
    _distinct(editions)
    write_all(editions, wanted, out)
    return 0


def listed(written: str, allowed: Sequence[T], option: str) -> list[T]:
    """A comma-separated option as a list without repetition, in the order given."""
    chosen: list[T] = []
    for part in (part.strip() for part in written.split(",")):
        match = next((value for value in allowed if value == part), None)
        if match is None:
            raise wrong_usage(
                f"{option}：{part!r} 不是 {'、'.join(allowed)} 之一",
                f"{option}: {part!r} is none of {', '.join(allowed)}",
            )
        if match not in chosen:
            chosen.append(match)
    return chosen


def _ids(written: str) -> list[str]:
    """The ids of an option, each once."""
    return list(dict.fromkeys(part.strip() for part in written.split(",")))


def _annex(edition: Compiled, wanted: str) -> Compiled:
    from slagen.pipeline import AnnexError

    try:
        return edition.annex(wanted)
    except AnnexError as wrong:
        name = edition.document.id
        raise wrong_usage(f"--annex：{name}：{wrong.message.zh}", f"--annex: {name}: {wrong.message.en}") from None


def _compile(
    contracts: Sequence[Path], languages: Sequence[Language] | None, options: Options, *, printed: bool
) -> tuple[list[Compiled], list[Diagnostic]]:
    """Every edition of every contract, and all that was found."""
    editions: list[Compiled] = []
    found: list[Diagnostic] = []
    for path in contracts:
        try:
            made, diagnostics = _editions(path, languages, options, printed=printed)
        except InputError as wrong:
            made, diagnostics = [], wrong.diagnostics
        editions += made
        found += as_seen(diagnostics, path)
    return editions, found


def _editions(
    path: Path, languages: Sequence[Language] | None, options: Options, *, printed: bool
) -> tuple[list[Compiled], tuple[Diagnostic, ...]]:
    from slagen.pipeline import compile_all, load

    opened = load(path)
    wanted = languages or opened.languages
    whole = compile_all(opened, wanted, options)
    diagnostics = whole.diagnostics + (whole.unprintable() if printed else ())
    return [] if has_errors(diagnostics) else [whole.edition(language) for language in wanted], diagnostics


def _distinct(editions: Sequence[Compiled]) -> None:
    names = [stem(edition) for edition in editions]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise wrong_usage(f"两份合同都会写入 {twice}.*", f"two contracts would both be written to {twice}.*")


def stem(edition: Compiled, *more: str) -> str:
    """The name of an edition's files, without their suffix; `more` stands before its language."""
    document = edition.document
    which = [annex.clause.id for annex in document.annexes if document.alone] + list(more)
    return ".".join((document.id, *which, "bilingual" if document.bilingual else document.languages[0]))


def write_all(editions: Sequence[Compiled], formats: Sequence[Format], out: Path, *more: str) -> None:
    """Write editions into a folder in several formats, and print the files' names; `more` as for :func:`stem`."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    unseen = not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=unseen) as progress:
        task = progress.add_task("", total=len(editions) * len(formats))
        for edition in editions:
            progress.update(task, description=stem(edition, *more))
            for form, content in edition.outputs(formats):
                target = out / f"{stem(edition, *more)}.{form}"
                write_whole(target, content, "--out")
                progress.advance(task)
                typer.echo(str(target))
