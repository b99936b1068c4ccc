"""``slagen check``: everything that can be wrong with contracts, without making a document."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from slagen.cli.language import say
from slagen.cli.options import Contracts, MessagesIn
from slagen.cli.report import Finding, findings, report
from slagen.diagnostics import InputError, Severity
from slagen.pipeline import compile, load

HELP = say("检查合同", "Check contracts.")


class CheckFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    contracts: Contracts,
    form: Annotated[CheckFormat, typer.Option("--format", help=say("输出形式", "output format"))] = CheckFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help=say("警告视为错误", "treat warnings as errors"))] = False,
    messages_in: MessagesIn = None,
) -> int:
    """Check every contract in the languages it is concluded in; all findings at once."""
    found: list[Finding] = []
    for path in contracts:
        try:
            found += findings(path.parent, compile(load(path)).diagnostics)
        except InputError as wrong:
            found += findings(path.parent, wrong.diagnostics)
    report(found, form.value)
    return int(any(one.diagnostic.severity is Severity.ERROR or strict for one in found))
