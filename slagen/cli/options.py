"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from slagen.cli.language import OPTION, say
from slagen.cli.usage import wrong_usage


class Speech(StrEnum):
    """Languages of messages."""

    ZH = "zh"
    EN = "en"


MessagesIn = Annotated[
    Speech | None,
    typer.Option(
        OPTION,
        help=say("消息语言，缺省取自区域设置", "language of messages, by default the locale's"),
        show_default=False,
    ),
]


def _file(named: Path | None) -> Path | None:
    """A folder stands for the contract.yaml in it."""
    return named / CONTRACT if named is not None and named.is_dir() else named


def _files(context: typer.Context, named: list[Path]) -> list[Path | None]:
    """The same for each; where none is named, the contract.yaml that is here.

    Raises:
        typer.TyperException: there is none.
    """
    return [_here(context)] if not named else list(map(_file, named))


def _one_file(context: typer.Context, named: Path | None) -> Path | None:
    """The same for the one that a command needs."""
    return _here(context) if named is None else _file(named)


def _here(context: typer.Context) -> Path:
    if Path(CONTRACT).is_file():
        return Path(CONTRACT)
    here = f"{context.command_path} {CONTRACT}"
    wrong = wrong_usage(
        f"没有写明合同文件，当前目录也没有 {CONTRACT}；例如：{here}",
        f"no contract is named, and there is no {CONTRACT} here; write for example: {here}",
    )
    wrong.ctx = context  # type: ignore[attr-defined]
    raise wrong


CONTRACT = "contract.yaml"
"""What the file of a contract is called where a folder, or none, is named."""

_ONE = say("合同文件，或其所在目录", "contract file, or folder with a contract.yaml")
_MANY = say("合同文件，或其所在目录", "contract files, or folders with a contract.yaml")
_DEFAULT = say("；缺省为当前目录的 contract.yaml", "; by default the contract.yaml of the current folder")

Contract = Annotated[
    Path,
    typer.Argument(
        metavar="CONTRACT",
        default_factory=lambda: None,  # what it is then, _one_file says, or refuses in the language of messages
        show_default=False,
        callback=_one_file,
        help=_ONE + _DEFAULT,
    ),
]

MaybeContract = Annotated[Path | None, typer.Argument(metavar="CONTRACT", callback=_file, help=_ONE)]

Contracts = Annotated[
    list[Path],
    typer.Argument(
        metavar="CONTRACT",
        default_factory=list,  # as above, by _files
        show_default=False,
        callback=_files,
        help=_MANY + _DEFAULT,
    ),
]


def _files_unless_rules(context: typer.Context, named: list[Path]) -> list[Path | None]:
    """The same where the command may be asked about its rules instead, for which no contract is needed."""
    asked = context.params.get("explain") is not None or context.params.get("rules")
    return list(map(_file, named)) if asked else _files(context, named)


MaybeContracts = Annotated[
    list[Path],
    typer.Argument(
        metavar="CONTRACT",
        default_factory=list,
        show_default=False,
        callback=_files_unless_rules,
        help=_MANY + _DEFAULT,
    ),
]

Strict = Annotated[bool, typer.Option("--strict", help=say("警告视为错误", "treat warnings as errors"))]

ExitCode = Annotated[
    bool, typer.Option("--exit-code", help=say("有变更时退出码为 1", "exit with 1 where something changed"))
]

Locked = Annotated[
    bool,
    typer.Option(
        "--locked",
        help=say("与 slagen.lock 不符即为错误", "whatever is not as slagen.lock says is an error"),
    ),
]


def is_folder(named: Path) -> Path:
    """A project folder that is there.

    Raises:
        typer.TyperException: it is not.
    """
    if not named.is_dir():
        raise wrong_usage(f"没有文件夹 {named}", f"there is no folder {named}")
    return named


ProjectFolder = Annotated[
    Path,
    typer.Option(
        "--project",
        metavar="DIR",
        callback=is_folder,
        help=say("项目目录，其 clauses/ 叠加在自带条款之上", "project folder, whose clauses/ overlay the library"),
    ),
]
