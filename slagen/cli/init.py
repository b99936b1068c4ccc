"""``slagen init``: a new contract project that builds at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.schema import text as schema_text

HELP = say("新建合同项目", "Start a new contract project.")

STARTER = Path(__file__).parent / "starter"
"""The files of a new project; a name that starts with ``dot-`` stands for one that starts with a dot."""


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=say("项目目录", "project folder"))],
    messages_in: MessagesIn = None,
) -> int:
    """Write the starter files into `folder`; a file that is there already is never touched, and stops it."""
    files = _files()
    there = [name for name in files if (folder / name).exists()]
    if there:
        typer.echo(say(f"已存在，未做任何改动：{'、'.join(there)}", f"already there, nothing changed: {', '.join(there)}"), err=True)
        return 1
    for name, content in files.items():
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8", newline="\n")
        except OSError as problem:
            raise typer.BadParameter(f"{target}: {problem.strerror}", param_hint="DIR") from None
        typer.echo(str(target))
    typer.echo(say(f"下一步：slagen build {folder / 'contract.yaml'}", f"next: slagen build {folder / 'contract.yaml'}"), err=True)
    return 0


def _files() -> dict[str, str]:
    found = {
        file.relative_to(STARTER).as_posix().replace("dot-", "."): file.read_text(encoding="utf-8")
        for file in sorted(STARTER.rglob("*"))
        if file.is_file()
    }
    return found | {"schema/contract.schema.json": schema_text()}
