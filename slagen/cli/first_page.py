"""``slagen clauses`` alone: what the library is, how large it is, and what can be done with it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from slagen.cli.language import say
from slagen.cli.register import notice

if TYPE_CHECKING:
    from slagen.read.library import Library


def show(context: typer.Context) -> None:
    """Print the page for the library as the current folder sees it."""
    from slagen.project import Project
    from slagen.read.library import load_library

    library = load_library(Project.at(Path("contract.yaml")))
    typer.echo(
        say("信息技术服务等级协议的条款库", "A library of clauses for information technology service level agreements")
    )
    typer.echo(f"\n{notice()}\n")
    for line in _counts(library):
        typer.echo(line)
    typer.echo(say("\n命令：", "\nCommands:"))
    commands = context.command.commands  # type: ignore[attr-defined]
    width = max(map(len, commands))
    for name, command in commands.items():
        typer.echo(f"  {name.ljust(width)}  {command.get_short_help_str(limit=100)}")


def _counts(library: Library) -> tuple[str, ...]:
    heads = [clause.head for clause in library.clauses.values()]
    annexes = sum(head.section == "annex" for head in heads)
    sections = {head.section for head in heads} - {"annex"}
    risk = Counter(head.risk.value for head in heads)
    works = [entry.work for entry in library.works.values()]
    unverified = sum(not work.verified for work in works)
    return (
        say(
            f"{len(heads) - annexes} 个条款，涵盖规范 {len(library.specification.sections)} 条中的 {len(sections)} 条；"
            f"{annexes} 个附件；{len(library.variants)} 个条款有不同版本",
            f"{len(heads) - annexes} clauses for {len(sections)} of the specification's "
            f"{len(library.specification.sections)} sections, and {annexes} annexes; "
            f"{len(library.variants)} of them in variants",
        ),
        say(
            f"风险：高 {risk['high']}，中 {risk['medium']}，低 {risk['low']}",
            f"Risk: {risk['high']} high, {risk['medium']} medium, {risk['low']} low",
        ),
        say(
            f"{len(library.terms)} 个定义的术语；{len(works)} 部登记的法律和标准，其中 {unverified} 部未核实",
            f"{len(library.terms)} defined terms; {len(works)} registered laws and standards, "
            f"{unverified} of them not verified",
        ),
    )
