"""``slagen verify``: the signatures of a PDF, and what has become of the file since each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.sign import read, refuse
from slagen.cli.signed import holds, lines

HELP = say("检查 PDF 上的电子签名。", "Check the electronic signatures of a PDF.")


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help=say("待检查的 PDF", "the PDF to check"))],
    messages_in: MessagesIn = None,
) -> int:
    """Say each signature of a file; 1 if one is broken or more than signatures and fields came after it."""
    from slagen.sign import SignError, signatures

    try:
        found = signatures(read(file))
    except SignError as wrong:
        return refuse(file, wrong)
    for line in lines(found):
        typer.echo(line)
    return 0 if all(map(holds, found)) else 1
