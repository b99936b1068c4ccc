"""``slagen clauses check``: everything that can be wrong with a clause library, without a contract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slagen.cli.check import CheckFormat
from slagen.cli.language import say
from slagen.cli.options import MessagesIn, Strict, is_folder
from slagen.cli.report import as_seen, report, stops
from slagen.diagnostics import Diagnostic, InputError

HELP = say("检查条款库本身", "Check the clause library itself.")


def check(
    project: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            callback=is_folder,
            help=say("项目目录，其 clauses/ 一并检查", "project folder, whose clauses/ are checked, too"),
        ),
    ] = Path(),
    form: Annotated[CheckFormat, typer.Option("--format", help=say("输出形式", "output format"))] = CheckFormat.TEXT,
    strict: Strict = False,
    messages_in: MessagesIn = None,
) -> int:
    """Check the packaged clauses with those of a project laid over them; all findings at once."""
    contract = project / "contract.yaml"
    found = as_seen(_diagnostics(contract), contract)
    report(found, form.value)
    return int(stops(found, strict=strict))


def _diagnostics(contract: Path) -> tuple[Diagnostic, ...]:
    from slagen.check.library import check_library
    from slagen.project import Project
    from slagen.read.library import load_library

    try:
        return check_library(load_library(Project.at(contract)))
    except InputError as wrong:
        return wrong.diagnostics
