"""``slagen credits``: what measurements make of a contract's objectives, and the service report of a month."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from slagen.cli.build import listed, write_all
from slagen.cli.language import say
from slagen.cli.options import Contract, MessagesIn, Strict
from slagen.cli.report import as_seen, report, stops
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import Diagnostic, InputError, in_order

if TYPE_CHECKING:
    from slagen.compiled import Compiled, Format
    from slagen.measured import Measured
    from slagen.opened import Language
    from slagen.sla.account import Account

HELP = say(
    "按计量数据计算达成情况和服务抵扣，生成服务月报",
    "Compute results and service credits from measurements, and make service reports.",
)


class CreditsFormat(StrEnum):
    """How the account is printed."""

    TEXT = "text"
    JSON = "json"


def credits_(
    contract: Contract,
    measurements: Annotated[
        Path,
        typer.Option(
            "--measurements",
            metavar="FILE",
            show_default=False,
            help=say("计量数据，CSV 或 JSON", "measurements, CSV or JSON"),
        ),
    ],
    form: Annotated[
        CreditsFormat, typer.Option("--format", help=say("输出形式", "output format"))
    ] = CreditsFormat.TEXT,
    service_start: Annotated[
        str | None,
        typer.Option(
            "--service-start",
            metavar="YYYY-MM-DD",
            help=say(
                "服务起始日，数据中没有写明的服务适用", "Service Start Date of services for which the file has none"
            ),
        ),
    ] = None,
    month: Annotated[
        str | None,
        typer.Option(
            "--report", metavar="YYYY-MM", help=say("生成该月的服务月报", "make the service report of that month")
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="zh,en,bilingual",
            help=say("月报的语言，缺省按合同约定", "languages of the report, by default the contract's"),
        ),
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--report-format", metavar="docx,pdf,html,md,json", help=say("月报的格式", "formats of the report")
        ),
    ] = "docx,pdf",
    submitted: Annotated[
        str | None,
        typer.Option(
            "--submitted",
            metavar="YYYY-MM-DD",
            help=say("月报的提交日期，缺省留空", "day on which the report is submitted; by default a blank"),
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help=say("月报的输出目录", "folder of the report"))
    ] = Path("build"),
    strict: Strict = False,
    messages_in: MessagesIn = None,
) -> int:
    """Print the account, or write the service report of a month; with errors in the inputs, neither."""
    from slagen.compiled import FORMATS
    from slagen.opened import Language

    languages = listed(lang, get_args(Language), "--lang") if lang is not None else None
    wanted = listed(formats, FORMATS, "--report-format")
    begins, day = _day(service_start, "--service-start"), _day(submitted, "--submitted")
    reported = None if month is None else _Reported(_month(month), languages, wanted, day, out)
    try:
        return _run(contract, measurements, begins, form, reported, strict=strict)
    except InputError as wrong:
        report(as_seen(wrong.diagnostics, contract), "text")
        return 1


@dataclass(frozen=True, slots=True)
class _Reported:
    """The service report that is asked for."""

    month: date
    languages: Sequence[Language] | None
    formats: Sequence[Format]
    submitted: date | None
    out: Path


def _day(written: str | None, option: str) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise wrong_usage(
            f"{option}：{written} 不是日期，应当写成 2026-03-31", f"{option}: {written} is no date such as 2026-03-31"
        ) from None


def _month(written: str) -> date:
    """The first day of a month.

    Raises:
        typer.TyperException: it is no month.
    """
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        raise wrong_usage(
            f"--report：{written} 不是月份，应当写成 2026-03", f"--report: {written} is no month such as 2026-03"
        ) from None


def _run(
    contract: Path,
    measurements: Path,
    service_start: date | None,
    form: CreditsFormat,
    reported: _Reported | None,
    *,
    strict: bool,
) -> int:
    """Print the account or write the report.

    Raises:
        InputError: the contract or the measurements have errors.
    """
    from slagen.pipeline import load, measure

    made = measure(load(contract), measurements, service_start)
    if reported is not None:
        return _report(made, reported, contract, strict=strict)
    account = made.account()
    found = as_seen(in_order([*made.loaded.diagnostics, *made.unsettled(account)]), contract)
    if found:
        report(found, "text")
    _show(account, measurements, form)
    return int(stops(found, strict=strict))


def _show(account: Account, measurements: Path, form: CreditsFormat) -> None:
    if form is CreditsFormat.JSON:
        from slagen.cli.account_data import as_data

        typer.echo(json.dumps(as_data(account), ensure_ascii=False, indent=2))
    else:
        from slagen.cli.account import as_text

        typer.echo(as_text(account, str(measurements)), nl=False)


def _report(made: Measured, reported: _Reported, contract: Path, *, strict: bool) -> int:
    """Write the service report in every language and format asked for; with errors, none."""
    editions, found = _editions(made, reported)
    shown = as_seen(found, contract)
    if shown:
        report(shown, "text")
    if stops(shown, strict=strict):
        return 1
    write_all(editions, reported.formats, reported.out, f"{reported.month:%Y-%m}")
    return 0


def _editions(made: Measured, reported: _Reported) -> tuple[list[Compiled], tuple[Diagnostic, ...]]:
    from slagen.compiled import AnnexError
    from slagen.pipeline import compile_all

    wanted = reported.languages or made.opened.languages
    found = [*made.loaded.diagnostics, *_untold(made, reported)]
    whole = compile_all(made.opened, wanted)
    try:
        editions = [
            whole.edition(language).service_report(made, reported.month, reported.submitted) for language in wanted
        ]
    except AnnexError as wrong:
        raise wrong_usage(f"--report：{wrong.message.zh}", f"--report: {wrong.message.en}") from None
    printed = [one for edition in editions for one in edition.unprintable() if "pdf" in reported.formats]
    return editions, in_order([*found, *whole.diagnostics, *printed])


def _untold(made: Measured, reported: _Reported) -> Iterable[Diagnostic]:
    """What the data don't tell of the month.

    Raises:
        typer.TyperException: nothing was measured in it.
    """
    month = made.month(reported.month)
    account = made.account(month.when.end)
    if not account.lines or account.until is None or account.until <= month.when.start:
        raise wrong_usage(
            f"--report：数据中没有 {reported.month:%Y-%m} 的计量",
            f"--report: nothing was measured in {reported.month:%Y-%m}",
        )
    return made.unsettled(account, month)
