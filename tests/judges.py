"""The programs that judge outputs from outside: LibreOffice, poppler, pandoc, Microsoft's OpenXmlValidator."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".tools"
MM = 72 / 25.4
"""Points in a millimetre."""
A4 = (596, 842)
"""Width and height of a page in points, rounded up."""


def needs(tool: str) -> str:
    """The path of an outside tool; without it a test is skipped, but fails where CI must have every judge."""
    found = shutil.which(tool, path=os.pathsep.join((str(TOOLS), os.environ.get("PATH", ""))))
    return found if found else unavailable(f"{tool} is not installed")


def unavailable(why: str) -> NoReturn:
    """Skip a test that can't judge here; in CI (``CI=true``) a judge that is missing is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def run(*command: str | Path, timeout: float = 300) -> str:
    """What a command prints; a command that fails is a failure of the test, with what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=timeout, check=False)
    said = done.stdout.decode("utf-8")
    assert done.returncode == 0, f"{command[0]} exits {done.returncode}: {said[-2000:]}{done.stderr.decode()[-2000:]}"
    return said


def schema_errors(docx: Path) -> list[Any]:
    """What OpenXmlValidator finds wrong in a DOCX."""
    # It exits 1 where it finds errors, which is what the caller wants to see.
    command = [needs("ooxml-validator"), str(docx)]
    said = json.loads(subprocess.run(command, capture_output=True, timeout=300, check=False).stdout)
    assert said["ok"] is (not said["errors"])
    errors: list[Any] = said["errors"]
    return errors


def to_pdf(docx: Path, out: Path, profile: Path) -> Path:
    """The DOCX as LibreOffice prints it, in the folder `out`.

    `profile` is LibreOffice's user profile: two that run at once must not share one.
    """
    soffice = needs("soffice")
    run(
        soffice, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf:writer_pdf_Export", "--outdir", out, docx,
    )  # fmt: skip
    made = out / f"{docx.stem}.pdf"
    assert made.is_file(), "LibreOffice made no PDF"
    return made


def page_texts(pdf: Path, top: float = 0, bottom: float = 0) -> list[str]:
    """The text of each page in the order it is painted, without what stands `top` or `bottom` mm from the edges.

    Painting order is reading order in both producers: WeasyPrint paints boxes in tree order, LibreOffice paragraphs
    and cells in document order.  A layout guessed from positions would read across columns.
    """
    box = (f"-x 0 -y {round(top * MM)} -W {A4[0]} -H {round(A4[1] - (top + bottom) * MM)}").split()
    text = run(needs("pdftotext"), "-raw", "-enc", "UTF-8", *box, pdf, "-")
    return text.split("\f")[:-1]


def margin_texts(pdf: Path, top: float, bottom: float) -> list[tuple[str, str]]:
    """What stands within `top` and within `bottom` mm of each page's edges."""
    above = page_texts(pdf, 0, A4[1] / MM - top)
    below = page_texts(pdf, A4[1] / MM - bottom, 0)
    return list(zip(above, below, strict=True))


def fonts(pdf: Path) -> list[dict[str, str]]:
    """Name, and whether embedded and subset, of each font in a PDF."""
    _, rule, *rows = run(needs("pdffonts"), pdf).splitlines()
    widths = [len(column) for column in rule.split(" ")]
    starts = [sum(widths[:i]) + i for i in range(len(widths))]
    names = ("name", "type", "encoding", "embedded", "subset", "unicode", "object")
    return [
        {name: row[start : start + width].strip() for name, start, width in zip(names, starts, widths, strict=True)}
        for row in rows
    ]


def pandoc_words(docx: Path) -> str:
    """All words that pandoc reads in a DOCX, in its order, without white space."""
    read = json.loads(run(needs("pandoc"), "--from", "docx", "--to", "json", docx))
    # It reads paragraphs of the styles Title and Subtitle as metadata.
    words = "".join(_strings([read["meta"].get("title"), read["meta"].get("subtitle"), read["blocks"]]))
    return "".join(words.split())


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _strings(child)
    elif isinstance(node, dict):
        if node.get("t") in ("Str", "Code"):
            yield node["c"] if node["t"] == "Str" else node["c"][1]
        else:
            for child in node.values():
                yield from _strings(child)


def slagen(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None,
           python: Sequence[str | Path] = ()) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Run slagen's command line in a process of its own."""
    import sys

    command = [*map(str, python or (sys.executable,)), "-m", "slagen", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=env, cwd=cwd or tempfile.gettempdir(),
        timeout=600, check=False,
    )  # fmt: skip
