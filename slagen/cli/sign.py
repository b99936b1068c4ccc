"""``slagen sign``: a party's electronic signature into its field of a PDF that slagen built."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen.cli.files import write_whole
from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.usage import unread, wrong_usage

if TYPE_CHECKING:
    from slagen.sign import SignError

HELP = say(
    "在 slagen 生成的 PDF 上以一方的名义电子签名（PAdES）",
    "Sign a PDF that slagen built electronically, for one party (PAdES).",
)


class Party(StrEnum):
    """Who signs."""

    CUSTOMER = "customer"
    PROVIDER = "provider"


File = Annotated[Path, typer.Argument(metavar="FILE.pdf", help=say("待签名的 PDF", "the PDF to sign"))]


def sign(
    file: File,
    key: Annotated[
        Path, typer.Option("--key", metavar="KEY", help=say("私钥：PEM 或 .p12", "private key: PEM or .p12"))
    ],
    party: Annotated[Party, typer.Option("--party", help=say("签署方", "the party that signs"))],
    cert: Annotated[
        Path | None,
        typer.Option(
            "--cert", metavar="CERT", help=say("证书，缺省取自私钥文件", "certificate, by default from the key's file")
        ),
    ] = None,
    chain: Annotated[
        list[Path] | None,
        typer.Option("--chain", metavar="CERT", help=say("上级证书，可重复", "certificates above it; may be repeated")),
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(
            "--password-file", metavar="FILE", help=say("写有私钥密码的文件", "file that holds the key's password")
        ),
    ] = None,
    timestamp: Annotated[
        str,
        typer.Option(
            "--timestamp", metavar="URL", help=say("时间戳服务器（PAdES B-LT）", "time-stamp server (PAdES B-LT)")
        ),
    ] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=say("签名事由", "why it is signed"))] = "",
    date: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            metavar="TIME",
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"],
            help=say("签名时间，缺省为现在", "time of the signature, by default now"),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help=say("输出文件，缺省为 FILE.PARTY.pdf", "file to write, by default FILE.PARTY.pdf"),
        ),
    ] = None,
    messages_in: MessagesIn = None,
) -> int:
    """Sign, and write the signed file whole or not at all."""
    from slagen.sign import SignError, read_identity
    from slagen.sign import sign as signed

    try:
        password = _password(password_file)
        identity = read_identity(
            read(key, "--key"),
            None if cert is None else read(cert, "--cert"),
            [read(each, "--chain") for each in chain or ()],
            password,
        )
        made = signed(read(file), party.value, identity, _moment(date), reason=reason, timestamp=timestamp)
    except SignError as wrong:
        return refuse(file, wrong)
    target = out or file.with_suffix(f".{party.value}.pdf")
    write_whole(target, made, "--out")
    typer.echo(str(target))
    return 0


def refuse(file: Path, wrong: SignError) -> int:
    """Say what is wrong with a file, exit code 1.

    Raises:
        typer.TyperException: what is wrong is what an option gave, which is wrong usage.
    """
    zh, en = wrong.message.zh, wrong.message.en
    if wrong.part != "file":
        raise wrong_usage(f"--{wrong.part}：{zh}", f"--{wrong.part}: {en}")
    typer.echo(say(f"错误：{file}：{zh}", f"error: {file}: {en}"), err=True)
    return 1


def read(path: Path, option: str = "") -> bytes:
    """The bytes of a file, which `option` named.

    Raises:
        typer.TyperException: it can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as problem:
        raise unread(path, problem, option) from None


def _password(path: Path | None) -> bytes | None:
    """The first line of a file, as editors end it."""
    if path is None:
        return None
    return read(path, "--password-file").split(b"\n")[0].rstrip(b"\r")


def _moment(date: datetime | None) -> datetime:
    """When it is signed: as told, else as SOURCE_DATE_EPOCH says, else now; in the local zone where none is named."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if date is None and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    return (date or datetime.now(UTC)).astimezone()
