"""``slagen check``: everything that can be wrong with contracts, without making a document."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from slagen.cli.language import say
from slagen.cli.options import Locked, MaybeContracts, MessagesIn, Strict
from slagen.cli.report import as_seen, report, stops
from slagen.diagnostics import Diagnostic, InputError
from slagen.remembered import remembered

HELP = say("检查合同", "Check contracts.")


class CheckFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    contracts: MaybeContracts,
    form: Annotated[CheckFormat, typer.Option("--format", help=say("输出形式", "output format"))] = CheckFormat.TEXT,
    strict: Strict = False,
    locked: Locked = False,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="CODE",
            is_eager=True,
            help=say("说明一项规则，例如 SLA012", "explain a rule, such as SLA012"),
        ),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", is_eager=True, help=say("列出全部规则", "list every rule"))] = False,
    messages_in: MessagesIn = None,
) -> int:
    """Check every contract in the languages it is concluded in; all findings at once."""
    if explain is not None or rules:
        return _about_rules(explain, form)
    if len(contracts) > 1:
        gc.enable()
    found = [one for path in contracts for one in as_seen(_found(path, locked=locked), path)]
    report(found, form.value)
    return int(stops(found, strict=strict))


def _found(path: Path, *, locked: bool) -> Sequence[Diagnostic]:
    found = found_in(path)
    if not locked:
        return found
    from slagen.cli.pinned import demanded

    return demanded(found, path)


def _about_rules(explain: str | None, form: CheckFormat) -> int:
    from slagen.cli import rules

    if explain is None:
        rules.list_rules(form.value)
    else:
        rules.explain(explain)
    return 0


def found_in(path: Path) -> tuple[Diagnostic, ...]:
    """What a check of one contract finds, from memory where nothing has changed."""
    return remembered(path, _diagnostics)


def _diagnostics(path: Path) -> tuple[Diagnostic, ...]:
    from slagen import pipeline

    try:
        return pipeline.examine(pipeline.load(path))
    except InputError as wrong:
        return wrong.diagnostics
