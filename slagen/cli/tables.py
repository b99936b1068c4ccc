"""Tables for people: as wide as the terminal; in a pipe a line a row, for grep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

_WIDE = 150
"""The columns of a terminal from which a table of seven columns reads well."""
_UNBROKEN = 10_000
"""The width of a table that goes into a pipe."""


def is_narrow() -> bool:
    """Whether the output is a terminal with no room for a table of many columns."""
    console = _console()
    return console.is_terminal and console.width < _WIDE


def show(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table whose first column is never broken."""
    from rich.table import Table

    console = _console()
    if not console.is_terminal:
        console.width = _UNBROKEN
    table = Table(box=None, pad_edge=False)
    for index, head in enumerate(heads):
        table.add_column(head, no_wrap=index == 0, overflow="fold")
    for row in rows:
        table.add_row(*row)
    with console.capture() as printed:
        console.print(table)
    for line in printed.get().splitlines():
        typer.echo(line.rstrip())  # rich fills the last column up


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)
