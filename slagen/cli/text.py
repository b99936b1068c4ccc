"""``slagen text``: what a built document says, as text; git shows changes of DOCX and PDF by it (textconv)."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.usage import unread

if TYPE_CHECKING:
    from slagen.tree import Document

HELP = say("输出文件的文字，供 git 比较", "The text of a document, for git to compare.")


def text(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("DOCX、PDF 或者 JSON", "a DOCX, PDF or JSON"))],
    messages_in: MessagesIn = None,
) -> None:
    """Print the text; of a file that can't be read as one, a line that says which it is, so that git goes on."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise unread(file, problem) from None
    try:
        words = _text(content)
    except ValueError:
        words = f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}\n"
    typer.echo(words, nl=False)


def _text(content: bytes) -> str:
    """The text of a document.

    Raises:
        ValueError: it has none that can be read here.
    """
    if content.startswith(b"PK"):
        from slagen.read.docx_text import docx_text

        return docx_text(content)
    if content.startswith(b"%PDF"):
        return _markdown(_carried(content))
    if content.startswith(b"{"):
        return _markdown(content)
    return content.decode("utf-8")


def _carried(content: bytes) -> bytes:
    """The document that a PDF of slagen's carries as data.

    Raises:
        ValueError: it carries none.
    """
    from pikepdf import Pdf, PdfError

    from slagen.render.provenance import PRINTED

    try:
        with Pdf.open(io.BytesIO(content)) as pdf:
            if PRINTED in pdf.attachments:
                return pdf.attachments[PRINTED].get_file().read_bytes()
    except PdfError as problem:
        raise ValueError(str(problem)) from None
    raise ValueError("no data of slagen's")


def _markdown(printed: bytes) -> str:
    from slagen.render import markdown, tree_json

    document: Document = tree_json.read(printed)
    return markdown.render(document)
