"""``slagen init``: a new contract project that builds at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slagen.cli.hooks import ATTRIBUTES, CONFIG
from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.schema import text as schema_text
from slagen.cli.usage import unwritten, wrong_usage

HELP = say("新建合同项目", "Start a new contract project.")

STARTER = Path(__file__).parent / "starter"
"""The files of a new project; a name that starts with ``dot-`` stands for one that starts with a dot."""


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=say("项目目录", "project folder"))],
    messages_in: MessagesIn = None,
) -> None:
    """Write the starter files into `folder`; a file that is there already is never touched, and stops it."""
    if folder.exists() and not folder.is_dir():
        raise wrong_usage(f"{folder} 不是目录", f"{folder} is not a folder")
    files = _files()
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise wrong_usage(
            f"已存在，未做任何改动：{'、'.join(there)}", f"already there, so nothing was changed: {', '.join(there)}"
        )
    for name, content in files.items():
        _write(folder / name, content)
        typer.echo(str(folder / name))
    contract = folder / "contract.yaml"
    typer.echo(say(f"下一步：slagen build {contract}", f"next: slagen build {contract}"), err=True)


def _write(target: Path, content: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except OSError as problem:
        raise unwritten(target, problem) from None


def _files() -> dict[str, str]:
    """The text of each file of a new project, by its name in the project."""
    found = {_name(file): file.read_text(encoding="utf-8") for file in sorted(STARTER.rglob("*")) if file.is_file()}
    return found | {
        ".gitattributes": ATTRIBUTES,
        ".pre-commit-config.yaml": CONFIG,
        "schema/contract.schema.json": schema_text(),
    }


def _name(file: Path) -> str:
    parts = file.relative_to(STARTER).parts
    return "/".join("." + part.removeprefix("dot-") if part.startswith("dot-") else part for part in parts)
