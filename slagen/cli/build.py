"""``slagen build``: contracts to files, each whole or not at all."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer

from slagen.cli.at_once import at_once
from slagen.cli.files import write_whole
from slagen.cli.language import say
from slagen.cli.options import Contracts, Locked, MessagesIn, Strict
from slagen.cli.pinned import demanded
from slagen.cli.report import as_seen, report, stops
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import Diagnostic, InputError, has_errors
from slagen.render.options import Options

if TYPE_CHECKING:
    from slagen.compiled import Compiled, Format
    from slagen.opened import Language

HELP = say("生成合同文件", "Build contracts.")

T = TypeVar("T", bound=str)


class Embed(StrEnum):
    """What else the files carry."""

    SOURCES = "sources"


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
            help=say("只生成这些附件，各成一份文件", "only these annexes, each a document of its own"),
        ),
    ] = None,
    draft: Annotated[
        bool,
        typer.Option(
            "--draft",
            help=say("草案：每页加水印，不设签名域", "a draft: says so across each page, and can't be signed"),
        ),
    ] = False,
    line_numbers: Annotated[
        bool,
        typer.Option("--line-numbers", help=say("为 DOCX 和 PDF 的各行编号", "number the lines of DOCX and PDF")),
    ] = False,
    embed: Annotated[
        Embed | None,
        typer.Option(
            "--embed",
            show_default=False,
            help=say(
                "把源文件嵌入 PDF 和 DOCX：合同、条款、模板；其中的注释和内部说明也随文件外传",
                "carry the sources in PDF and DOCX: contract, clauses, template; their comments and notes go along",
            ),
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
    locked: Locked = False,
    messages_in: MessagesIn = None,
) -> int:
    """Build every contract in every language and format asked for; with an error in any of them, write nothing."""
    from slagen.compiled import FORMATS
    from slagen.opened import Language

    gc.enable()  # laid-out pages are full of cycles
    languages = listed(lang, get_args(Language), "--lang") if lang is not None else None
    wanted = listed(formats, FORMATS, "--format")
    options = Options(
        draft=draft, line_numbers=line_numbers, content_controls=content_controls, protect=protect, notes=notes
    )
    editions, found = _compile(contracts, languages, options, wanted, locked=locked)
    if annexes is not None:
        editions = [_annex(edition, id_) for edition in editions for id_ in _ids(annexes)]
    if found:
        report(found, "text")
    if stops(found, strict=strict):
        return 1
    _distinct(editions)
    if embed is not None:
        editions = _with_sources(editions, wanted)
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
    from slagen.compiled import AnnexError

    try:
        return edition.annex(wanted)
    except AnnexError as wrong:
        name = edition.document.id
        raise wrong_usage(f"--annex：{name}：{wrong.message.zh}", f"--annex: {name}: {wrong.message.en}") from None


def _with_sources(editions: Sequence[Compiled], formats: Sequence[Format]) -> list[Compiled]:
    """The editions with what they are built from in their files, after saying what leaves the house with them.

    Raises:
        typer.TyperException: none of the formats can carry it.
    """
    from slagen.verify.sources import with_sources

    if not {"docx", "pdf"} & set(formats):
        raise wrong_usage("--embed：只有 docx 和 pdf 能够携带源文件", "--embed: only docx and pdf can carry sources")
    made = [with_sources(edition) for edition in editions]
    for edition in made:
        _tell_embedded(edition)
    return made


def _tell_embedded(edition: Compiled) -> None:
    """Say what whoever gets the files can read in them."""
    from slagen.verify.sources import own_files

    name, waivers, own = stem(edition), len(edition.opened.loaded.waivers), len(own_files(edition.sources))
    typer.echo(
        say(
            f"提示：{name} 携带源文件，收到文件的人都能读到：合同及其注释、{waivers} 项豁免及其理由、"
            f"{own} 个项目自有的条款和模板文件及其中的风险提示、法务问题、退让次序和人名",
            f"notice: {name} carries its sources, and whoever gets it can read them: the contract with its comments, "
            f"{waivers} waivers with their reasons, {own} clauses and templates of the project's own with risk notes, "
            "counsel's questions, fallbacks and names",
        ),
        err=True,
    )


def _compile(
    contracts: Sequence[Path],
    languages: Sequence[Language] | None,
    options: Options,
    formats: Sequence[Format],
    *,
    locked: bool,
) -> tuple[list[Compiled], list[Diagnostic]]:
    """Every edition of every contract, and all that was found."""
    editions: list[Compiled] = []
    found: list[Diagnostic] = []
    for path in contracts:
        try:
            made, diagnostics = _editions(path, languages, options, formats)
        except InputError as wrong:
            made, diagnostics = [], wrong.diagnostics
        editions += made
        found += as_seen(demanded(diagnostics, path) if locked else diagnostics, path)
    return editions, found


def _editions(
    path: Path, languages: Sequence[Language] | None, options: Options, formats: Sequence[Format]
) -> tuple[list[Compiled], tuple[Diagnostic, ...]]:
    from slagen.pipeline import compile_all, load

    opened = load(path)
    wanted = languages or opened.languages
    whole = compile_all(opened, wanted, options)
    diagnostics = whole.diagnostics + (whole.unprintable() if "pdf" in formats else ())
    diagnostics += whole.restyled() if "docx" in formats else ()
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
    which += ["draft"] if document.draft else []
    return ".".join((document.id, *which, "bilingual" if document.bilingual else document.languages[0]))


def write_all(editions: Sequence[Compiled], formats: Sequence[Format], out: Path, *more: str) -> None:
    """Write editions into a folder in several formats, and print the files' names; `more` as for :func:`stem`."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress

    def written(edition: Compiled) -> list[Path]:
        targets = []
        for form, content in edition.outputs(formats):
            targets.append(out / f"{stem(edition, *more)}.{form}")
            write_whole(targets[-1], content, "--out")
        return targets

    console, unseen = Console(stderr=True), not sys.stderr.isatty()
    # Drawn when something is finished, since a thread that draws is one that a fork would lack.
    columns = (BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=unseen, auto_refresh=False) as progress:
        task = progress.add_task("", total=len(editions) * len(formats))
        progress.refresh()
        for targets in at_once(written, editions):
            progress.update(task, advance=len(targets), refresh=True)
            for target in targets:
                typer.echo(str(target))
