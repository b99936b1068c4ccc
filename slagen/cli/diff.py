"""``slagen diff``: what changed between two states of a contract, for counsel and for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen.cli.files import write_whole
from slagen.cli.language import messages_in, say
from slagen.cli.options import ExitCode, MessagesIn
from slagen.cli.report import report
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import Diagnostic, InputError, Lang, Severity

if TYPE_CHECKING:
    from slagen.cli.sides import Commit, Found, Side
    from slagen.model.edit import Comparison
    from slagen.opened import Language
    from slagen.tree import Document

HELP = say("比较合同的两个状态", "Compare two states of a contract.")
_UNBROKEN = 10_000
"""The width of a table that goes into a pipe or a file."""


class DiffFormat(StrEnum):
    """How a comparison is shown."""

    TERMINAL = "terminal"
    JSON = "json"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


class Edition(StrEnum):
    """The languages that are compared."""

    ZH = "zh"
    EN = "en"
    BILINGUAL = "bilingual"


def diff(
    context: typer.Context,
    named: Annotated[
        list[str],
        typer.Argument(
            metavar="OLD NEW | REV1..REV2 [PATH]...",
            default_factory=list,
            show_default=False,
            help=say(
                "每一方是合同文件、Markdown 文本、git 中的 REV:路径、slagen 生成的 DOCX、PDF 或者 JSON；"
                "或者两个版本之间的全部合同",
                "each side a contract file, a Markdown text, REV:path in git, a DOCX, PDF or JSON that slagen built; "
                "or all contracts between two revisions",
            ),
        ),
    ],
    form: Annotated[DiffFormat, typer.Option("--format", help=say("输出形式", "output format"))] = DiffFormat.TERMINAL,
    lang: Annotated[
        Edition | None,
        typer.Option(
            "--lang",
            show_default=False,
            help=say("比较的语言，缺省为双方共有的语言", "languages compared, by default those that both sides have"),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            show_default=False,
            help=say(
                "写入文件，缺省为标准输出；docx 和 pdf 缺省写入目录 build",
                "file to write, by default standard output; of docx and pdf the folder build",
            ),
        ),
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(
            "--author",
            metavar="NAME",
            show_default=False,
            help=say(
                "docx 修订的作者，缺省为 git 中新的一方的作者", "author of the changes in docx, by default NEW's in git"
            ),
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="ISO8601",
            show_default=False,
            help=say(
                "docx 修订的时间，缺省为新的一方在 git 中提交的时间",
                "when they were made, by default NEW's commit date",
            ),
        ),
    ] = None,
    native_moves: Annotated[
        bool,
        typer.Option(
            "--native-moves",
            help=say(
                "docx 中移动的款用 Word 的移动修订，而不用删除和插入",
                "in docx, what moved as a move of Word's instead of a deletion and an insertion",
            ),
        ),
    ] = False,
    exit_code: ExitCode = False,
    messages_language: MessagesIn = None,
) -> int:
    """Compare two sides, or every contract that differs between two commits; show what changed."""
    language: Language | None = None if lang is None else lang.value
    by = By(author, None if date is None else _moment(date))
    compared, problems = _compare(_pairs(context, named, language), language)
    if problems:
        report(problems, "text")
    if compared or not problems:
        _show(compared, form, out, replace(by, native_moves=native_moves))
    changed = any(one.comparison.edits for one in compared)
    return int(bool(problems) or (exit_code and changed))


@dataclass(frozen=True)
class By:
    """Whose changes a redline shows and when they were made, as far as the user said, and how moves are tracked."""

    author: str | None
    moment: datetime | None
    native_moves: bool = False


@dataclass(frozen=True)
class Compared:
    """A comparison with the redline that it is of, and its new side."""

    comparison: Comparison
    redline: Document
    new: Side


def _moment(written: str) -> datetime:
    """A date or a time in ISO 8601; in UTC where it does not say.

    Raises:
        typer.TyperException: it is neither.
    """
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise wrong_usage(
            f"--date：{written!r} 不是 ISO 8601 的日期或者时间，例如 2026-09-30",
            f"--date: {written!r} is no date or time of ISO 8601 such as 2026-09-30",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Pair = tuple[Callable[[], "Side"], Callable[[], "Side"]]


def _pairs(context: typer.Context, named: Sequence[str], language: Language | None) -> list[Pair]:
    """What is to be compared, unread: two sides, or each contract that two commits have both and that differs."""
    from slagen.cli.sides import commits_of, contracts_between, read_side

    commits = commits_of(named[0]) if named else None
    if commits is not None:
        found = contracts_between(*commits, named[1:])
        _tell_lonely(found, *commits)
        return [_past_pair(*commits, one.name, language) for one in found if one.in_old and one.in_new]
    if len(named) != 2:
        raise _unnamed(context)
    old, new = named
    return [(partial(read_side, old, language), partial(read_side, new, language))]


def _past_pair(old: Commit, new: Commit, name: str, language: Language | None) -> Pair:
    from slagen.cli.sides import past

    before, after = (partial(past, one, name, f"{one.name}:{name}", language) for one in (old, new))
    return before, after


def _tell_lonely(found: Iterable[Found], old: Commit, new: Commit) -> None:
    """Name the contracts that only one of the commits has, with which there is nothing to compare."""
    for one in found:
        if not (one.in_old and one.in_new):
            which = old.name if one.in_old else new.name
            typer.echo(say(f"{one.name}：只在 {which} 中", f"{one.name}: only in {which}"), err=True)


def _unnamed(context: typer.Context) -> typer.TyperException:
    here = context.command_path
    wrong = wrong_usage(
        f"写明两方或者两个版本，例如：{here} HEAD:contract.yaml contract.yaml，或者 {here} HEAD~1..HEAD",
        f"name two sides, or two revisions: {here} HEAD:contract.yaml contract.yaml, or {here} HEAD~1..HEAD",
    )
    wrong.ctx = context  # type: ignore[attr-defined]
    return wrong


def _compare(pairs: Iterable[Pair], language: Language | None) -> tuple[list[Compared], list[Diagnostic]]:
    """Every comparison that can be made, and what is wrong with the sides of the others."""
    made: list[Compared] = []
    problems: list[Diagnostic] = []
    for pair in pairs:
        sides: list[Side] = []
        for read in pair:
            try:
                sides.append(read())
            except InputError as wrong:
                problems += (one for one in wrong.diagnostics if one.severity is Severity.ERROR)
        if len(sides) == 2:
            made.append(comparison_of(sides[0], sides[1], language))
    return made, problems


def comparison_of(old: Side, new: Side, language: Language | None) -> Compared:
    """Two sides compared.

    Raises:
        typer.TyperException: as :func:`_shared`.
    """
    from slagen.diff.changes import edits
    from slagen.diff.redline import redline
    from slagen.model.edit import Comparison
    from slagen.tree import select

    if old.document.is_text != new.document.is_text:
        (lang,) = (old if old.document.is_text else new).document.languages
        old, new = old.as_text(lang), new.as_text(lang)
    languages = _shared(old, new, language)
    both = redline(select(old.document, languages), select(new.document, languages))
    told = edits(both, {**old.risks, **new.risks})
    if new.compiled is not None:
        from slagen.diff.following import folded

        before = None if old.compiled is None else old.compiled.opened.contract
        told = folded(told, before, new.compiled.opened.contract)
    return Compared(Comparison(both.id, old.name, new.name, languages, told), both, new)


def _shared(old: Side, new: Side, language: Language | None) -> tuple[Lang, ...]:
    """The languages that are compared: those asked for, or else those that both sides have.

    Raises:
        typer.TyperException: a side lacks one of them, or they share none.
    """
    held = [lang for lang in new.document.languages if lang in old.document.languages]
    wanted: list[Lang] = held if language is None else ["zh", "en"] if language == "bilingual" else [language]
    for side in (old, new):
        if lacking := [lang for lang in wanted if lang not in side.document.languages]:
            raise wrong_usage(
                f"--lang：{side.name} 没有 {'、'.join(lacking)} 文本",
                f"--lang: {side.name} has no {', '.join(lacking)}",
            )
    if not wanted:
        raise wrong_usage(f"{old.name} 与 {new.name} 没有共同的语言", f"{old.name} and {new.name} share no language")
    return tuple(wanted)


def _show(compared: Sequence[Compared], form: DiffFormat, out: Path | None, by: By) -> None:
    if form in (DiffFormat.DOCX, DiffFormat.PDF):
        from slagen.cli.redlines import write

        write(compared, Path("build") if out is None else out, form.value, by)
        return
    shown = rendered([one.comparison for one in compared], form, to_screen=out is None)
    if out is None:
        typer.echo(shown, nl=False)
    else:
        write_whole(out, shown.encode(), "--out")
        typer.echo(str(out))


def rendered(comparisons: Sequence[Comparison], form: DiffFormat, *, to_screen: bool) -> str:
    """Comparisons in a form that is text."""
    match form:
        case DiffFormat.JSON:
            from slagen.render import diff_json

            return diff_json.render(comparisons)
        case DiffFormat.MD:
            from slagen.render import diff_markdown

            return diff_markdown.render(comparisons, messages_in())
        case DiffFormat.HTML:
            from slagen.render import diff_html

            return diff_html.render(comparisons, messages_in())
        case _:
            return _text(comparisons, terminal=to_screen and sys.stdout.isatty())


def _text(comparisons: Sequence[Comparison], *, terminal: bool) -> str:
    from rich.console import Console

    from slagen.render import diff_text

    if not comparisons:
        return say("没有可以比较的合同\n", "there is no contract to compare\n")
    colour = terminal and not os.environ.get("NO_COLOR")
    width = Console().width if terminal else _UNBROKEN
    return diff_text.render(comparisons, messages_in(), colour=colour, width=width)
