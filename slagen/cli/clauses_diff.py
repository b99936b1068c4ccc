"""``slagen clauses diff``: what changed between two states of a clause library."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen.cli.files import write_whole
from slagen.cli.language import say
from slagen.cli.options import ExitCode, MessagesIn, ProjectFolder
from slagen.cli.usage import wrong_usage

if TYPE_CHECKING:
    from slagen.cli.libraries import State

HELP = say("比较条款库的两个状态", "Compare two states of the library.")


class TextFormat(StrEnum):
    """How a comparison of clauses is shown."""

    TERMINAL = "terminal"
    JSON = "json"
    MD = "md"
    HTML = "html"


def diff(
    context: typer.Context,
    named: Annotated[
        list[str],
        typer.Argument(
            metavar="REV1..REV2 | OLD NEW",
            default_factory=list,
            show_default=False,
            help=say(
                "git 中的两个版本，或者两个目录（也可以是 REV:目录）",
                "two revisions in git, or two folders, each also as REV:folder",
            ),
        ),
    ],
    form: Annotated[TextFormat, typer.Option("--format", help=say("输出形式", "output format"))] = TextFormat.TERMINAL,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            show_default=False,
            help=say("写入文件，缺省为标准输出", "file to write, by default standard output"),
        ),
    ] = None,
    exit_code: ExitCode = False,
    project: ProjectFolder = Path(),
    messages_in: MessagesIn = None,
) -> int:
    """Per clause what changed, in which language; a change in one language only is told as such."""
    from slagen.cli.diff import DiffFormat, rendered
    from slagen.diff.clauses import compared

    old, new = _states(context, named, project)
    comparison = compared(old.clauses, new.clauses, (old.name, new.name), {*old.terms, *new.terms})
    shown = rendered([comparison], DiffFormat(form.value), to_screen=out is None)
    if out is None:
        typer.echo(shown, nl=False)
    else:
        write_whole(out, shown.encode(), "--out")
        typer.echo(str(out))
    return int(exit_code and bool(comparison.edits))


def _states(context: typer.Context, named: Sequence[str], folder: Path) -> tuple[State, State]:
    from slagen.cli import libraries
    from slagen.cli.sides import commits_of

    if len(named) == 1 and (commits := commits_of(named[0])) is not None:
        prefix = libraries.prefix_of(commits[0], folder)
        only = libraries.changed_between(*commits, prefix)
        old, new = (libraries.in_commit(commit, prefix, only) for commit in commits)
        return old, new
    if len(named) != 2:
        here = context.command_path
        wrong = wrong_usage(
            f"写明两个版本或者两个目录，例如：{here} HEAD~1..HEAD",
            f"name two revisions or two folders, for example: {here} HEAD~1..HEAD",
        )
        wrong.ctx = context  # type: ignore[attr-defined]
        raise wrong
    return libraries.side(named[0]), libraries.side(named[1])
