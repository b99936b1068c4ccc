"""``slagen check --rules`` and ``--explain``: what the rules on service levels ask, and why."""

from __future__ import annotations

import json
from textwrap import indent
from typing import TYPE_CHECKING

import typer

from slagen.cli.language import messages_in, say
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import Code

if TYPE_CHECKING:
    from slagen.model.text import Text


def explain(written: str) -> None:
    """Print what a rule asks, why, a wrong and a right example, and its source.

    Raises:
        typer.TyperException: there is no such rule.
    """
    from slagen.check.explain import explanation

    try:
        code = Code(written.upper())
        known = explanation(code)
    except (ValueError, LookupError):
        raise _unknown(written) from None
    severity = say({"error": "错误", "warning": "警告"}[known.severity], known.severity)
    typer.echo(f"{typer.style(code.value, bold=True)}  {_said(known.title)}  ({severity})\n")
    typer.echo(f"{_said(known.what)}\n\n{_said(known.why)}\n")
    for heading, example in ((say("不符合：", "Wrong:"), known.wrong), (say("符合：", "Right:"), known.right)):
        typer.echo(f"{typer.style(heading, bold=True)}\n\n{indent(example.rstrip(), '    ')}\n")
    typer.echo(say("依据：", "Source: ") + _said(known.source))


def _unknown(written: str) -> typer.TyperException:
    if written.upper() in [code.value for code in Code]:
        return wrong_usage(
            f"{written} 不是规则，它的消息已经写明如何改正；slagen check --rules 列出可以说明的规则",
            f"{written} is no rule, and its message says all there is; slagen check --rules lists what is explained",
        )
    return wrong_usage(
        f"没有规则 {written}；slagen check --rules 列出全部规则",
        f"there is no rule {written}; slagen check --rules lists them all",
    )


def list_rules(form: str) -> None:
    """Print every rule: its code, severity and title; as JSON, both languages of the title.

    Raises:
        typer.TyperException: they are not listed in that format.
    """
    from slagen.check.explain import explained, explanation

    rules = [(code, explanation(code)) for code in explained()]
    if form == "json":
        rows = [
            {"code": code, "title": {"zh": rule.title.zh, "en": rule.title.en}, "severity": rule.severity}
            for code, rule in rules
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "text":
        for code, rule in rules:
            severity = say({"error": "错误", "warning": "警告"}[rule.severity], f"{rule.severity:7}")
            typer.echo(f"{code}  {severity}  {_said(rule.title)}")
    else:
        raise wrong_usage("--rules 的输出形式只有 text 和 json", "--rules prints text or json")


def _said(text: Text) -> str:
    return text.get(messages_in()) or ""
