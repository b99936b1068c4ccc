"""``slagen verify``: whether a file is what its sources build, and the signatures of a PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen.cli.language import messages_in as language
from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.report import as_seen
from slagen.cli.sign import read
from slagen.cli.signed import holds
from slagen.cli.signed import lines as signed_lines
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import InputError, Message

if TYPE_CHECKING:
    from slagen.sign import SignatureStatus
    from slagen.verify import Document, Verified

HELP = say(
    "核对文件是否由其源文件生成，并检查 PDF 上的电子签名",
    "Verify that a file is what its sources build, and check the electronic signatures of a PDF.",
)


class VerifyFormat(StrEnum):
    """How the result is shown."""

    TEXT = "text"
    JSON = "json"


def verify(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=say("待核对的 PDF 或 DOCX", "the PDF or DOCX to verify"))
    ],
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="CONTRACT|PROJECT",
            show_default=False,
            help=say(
                "与之比对的合同文件或者项目目录；缺省为文件携带的源文件，没有携带的在当前目录中按编号查找",
                "contract file or project folder to hold it against; by default the sources in the file, or else the "
                "contract of its number below the current folder",
            ),
        ),
    ] = None,
    form: Annotated[VerifyFormat, typer.Option("--format", help=say("输出形式", "output format"))] = VerifyFormat.TEXT,
    messages_in: MessagesIn = None,
) -> int:
    """Say whether a file is what its sources build, what differs, and its signatures; 1 unless all is well."""
    data = read(file)
    if against is not None and not against.exists():
        raise wrong_usage(f"--against：没有 {against}", f"--against: there is no {against}")
    result = _result(data, against)
    if form is VerifyFormat.JSON:
        typer.echo(json.dumps(_as_data(file, result), ensure_ascii=False, indent=2))
    else:
        _print(file, result)
    return 0 if result.well else 1


@dataclass(frozen=True, slots=True)
class _Result:
    """What was found of a file, or why nothing could be; its signatures, None for a file that can have none.

    `unheld` says that there was nothing to hold it against, so that its signatures are all that speaks for it.
    """

    verified: Verified | None
    problem: Message | None
    signatures: tuple[SignatureStatus, ...] | None
    unheld: bool = False

    @property
    def well(self) -> bool:
        signed = all(map(holds, self.signatures or ()))
        return signed and (
            bool(self.signatures) if self.unheld else self.verified is not None and self.verified.identical
        )


def _result(data: bytes, against: Path | None) -> _Result:
    from slagen.verify import NoSourcesError, VerifyError
    from slagen.verify import read as read_document

    signatures, problem = _signatures(data)
    try:
        return _Result(_verified(read_document(data), against), None, signatures)
    except NoSourcesError as wrong:
        return _Result(None, wrong.message, signatures, unheld=against is None)
    except VerifyError as wrong:
        return _Result(None, wrong.message if signatures is not None or problem is None else problem, signatures)


def _signatures(data: bytes) -> tuple[tuple[SignatureStatus, ...] | None, Message | None]:
    """The signatures of a PDF, or why they can't be read; neither for another file."""
    if b"%PDF-" not in data[:1024]:
        return None, None
    from slagen.sign import SignError, signatures

    try:
        return signatures(data), None
    except SignError as wrong:
        return None, wrong.message


def _verified(document: Document, against: Path | None) -> Verified:
    """The document held against what the user named, what it carries, or what is found here.

    Raises:
        VerifyError: there is nothing to hold it against, or that can't be built.
        InputError: the contract has errors.
    """
    from slagen.verify import against_contract, against_itself, find

    if against is None and document.carried.sources:
        return against_itself(document)
    folder = against if against is not None and against.is_dir() else Path()
    contract = against if against is not None and against.is_file() else find(folder, document.manifest)
    try:
        return against_contract(document, contract)
    except InputError as wrong:
        raise InputError(as_seen(wrong.diagnostics, contract)) from None


def _print(file: Path, result: _Result) -> None:
    from slagen.cli.verified import lines

    if result.verified is not None:
        for line in lines(result.verified):
            typer.echo(line)
    if result.problem is not None:
        zh, en = result.problem.zh, result.problem.en
        kind = say("警告：", "warning: ") if result.well else say("错误：", "error: ")
        typer.echo(kind + say(f"{file}：{zh}", f"{file}: {en}"), err=True)
    if result.signatures is not None:
        for line in signed_lines(result.signatures):
            typer.echo(line)


def _as_data(file: Path, result: _Result) -> dict[str, object]:
    from slagen.cli.verified import KEYS, as_data, signature_data

    found = result.verified
    signatures: Sequence[SignatureStatus] = result.signatures or ()
    return {
        "format": 1,
        "file": str(file),
        "error": None if result.problem is None else result.problem.text(language()),
        **(dict.fromkeys(KEYS) if found is None else as_data(found)),
        "signatures": [signature_data(one) for one in signatures],
    }
