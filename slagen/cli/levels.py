"""``slagen levels``: what a contract promises, objective by objective: as tables, as data, as a page with pictures."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen.cli.files import write_whole
from slagen.cli.language import messages_in as spoken
from slagen.cli.language import say
from slagen.cli.options import Contract, MessagesIn
from slagen.cli.report import as_seen, report

if TYPE_CHECKING:
    from rich.table import Table

    from slagen.opened import Opened
    from slagen.render.levels.tables import Grid
    from slagen.render.levels.words import Words
    from slagen.sla.levels import Levels

HELP = say("列出合同的承诺：允许不合格的量、最高抵扣和余量", "What a contract promises: budgets, credits, margins.")
COLUMNS = 80
"""The width of the tables where the output is no terminal."""
UNBROKEN = 13
"""The width up to which cells and words are kept whole, so that long neighbours leave them their room."""


class LevelsFormat(StrEnum):
    """How the figures are printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def levels(
    contract: Contract,
    form: Annotated[LevelsFormat, typer.Option("--format", help=say("输出形式", "output format"))] = LevelsFormat.TEXT,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help=say("输出文件，缺省为标准输出", "file to write, by default standard output")
        ),
    ] = None,
    messages_in: MessagesIn = None,
) -> int:
    """Each objective: what may fail, what misses can cost, what its supports allow, how it is measured."""
    from slagen.diagnostics import InputError
    from slagen.pipeline import load

    try:
        content = _written(load(contract), form)
    except InputError as wrong:
        report(as_seen(wrong.diagnostics, contract), "text")
        return 1
    if out is None:
        typer.echo(content, nl=False)
    else:
        write_whole(out, content.encode(), "--out")
        typer.echo(str(out))
    return 0


def _written(opened: Opened, form: LevelsFormat) -> str:
    from slagen.sla.levels import levels as found_in

    found = found_in(opened.contract)
    match form:
        case LevelsFormat.JSON:
            from slagen.render.levels.data import as_data

            return json.dumps(as_data(found), ensure_ascii=False, indent=2) + "\n"
        case LevelsFormat.HTML:
            from slagen.render.levels.page import render

            return render(found, _words(opened))
        case LevelsFormat.TEXT:
            return _text(found, _words(opened))


def _words(opened: Opened) -> Words:
    from slagen.assemble.show import Shower
    from slagen.read.library import load_phrases
    from slagen.render.levels.words import Words

    return Words(Shower(spoken(), load_phrases(opened.project).root), opened.contract.contract.currency)


def _text(found: Levels, words: Words) -> str:
    from rich.console import Console

    from slagen.render.levels.tables import grids, heading

    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = COLUMNS
    with console.capture() as printed:
        console.print(heading(found, words), style="bold")
        for grid in grids(found, words):
            console.print(f"\n{grid.title}", style="bold")
            if grid.rows:
                console.print(_table(grid))
            for note in grid.notes:
                console.print(note)
    return "".join(line.rstrip() + "\n" for line in printed.get().splitlines())  # rich fills lines up


def _table(grid: Grid) -> Table:
    """A table whose cells are words, never markup."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for index, head in enumerate(grid.heads):
        lines = [head, *(line for row in grid.rows for line in row[index])]
        short = all(cell_len(line) <= UNBROKEN for line in lines)
        longest = max(cell_len(word) for line in lines for word in (re.findall("[!-~]+", line) or [""]))
        table.add_column(Text(head), overflow="fold", no_wrap=short, min_width=min(longest, UNBROKEN))
    for row in grid.rows:
        table.add_row(*(Text("\n".join(lines)) for lines in row))
    return table
