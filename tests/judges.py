"""The programs that judge outputs from outside: LibreOffice, poppler, pandoc, Microsoft's OpenXmlValidator."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NoReturn

import pytest
from lxml import etree

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".tools"
MM = 72 / 25.4
"""Points in a millimetre."""


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
    # Of a process that lives for seconds, .NET has nothing of counting what runs often to compile it better.
    surroundings = {**os.environ, "DOTNET_TieredPGO": "0", "DOTNET_gcConcurrent": "0"}
    done = subprocess.run(command, capture_output=True, timeout=300, env=surroundings, check=False)
    said = json.loads(done.stdout)
    assert said["ok"] is (not said["errors"])
    errors: list[Any] = said["errors"]
    return errors


def pdf_failures(pdf: bytes, profile: str) -> list[str]:
    """What keeps a PDF from a profile: ``3a`` for PDF/A-3a, ``ua1`` for PDF/UA-1."""
    import page

    return [f"{found.rule_id}: {found.message}" for found in page.validate_pdf_bytes(pdf, profile=profile).failures]


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


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page and its box in points, from the page's top left corner."""

    text: str
    left: float
    top: float
    bottom: float


@cache
def page_words(pdf: Path) -> tuple[tuple[float, tuple[Word, ...]], ...]:
    """The height of each page and its words in the order they are painted.

    Painting order is reading order in both producers: WeasyPrint paints boxes in tree order, LibreOffice paragraphs
    and cells in document order.  A layout guessed from positions would read across columns.
    """
    found = run(needs("pdftotext"), "-raw", "-bbox", "-enc", "UTF-8", pdf, "-").encode()
    pages = etree.fromstring(found, etree.XMLParser(huge_tree=True)).iter("{*}page")
    return tuple((float(page.get("height")), tuple(map(_word, page.iter("{*}word")))) for page in pages)


def _word(word: Any) -> Word:
    return Word(word.text or "", *(float(word.get(edge)) for edge in ("xMin", "yMin", "yMax")))


def page_texts(pdf: Path, top: float = 0, bottom: float = 0) -> list[str]:
    """The text of each page without what stands `top` or `bottom` mm from the edges, lines ended by newlines."""
    return [_lines(words, top * MM, height - bottom * MM) for height, words in page_words(pdf)]


def margin_texts(pdf: Path, top: float, bottom: float) -> list[tuple[str, str]]:
    """What stands within `top` and within `bottom` mm of each page's edges."""
    return [
        (_lines(words, 0, top * MM), _lines(words, height - bottom * MM, height)) for height, words in page_words(pdf)
    ]


def _lines(words: Iterable[Word], top: float, bottom: float) -> str:
    inside = (word for word in words if top <= (word.top + word.bottom) / 2 < bottom)
    lines = (list(line) for _, line in groupby(inside, lambda word: (round(word.top, 1), round(word.bottom, 1))))
    # LibreOffice paints a character that it takes from another font after the rest of its line.
    return "".join(" ".join(word.text for word in sorted(line, key=lambda word: word.left)) + "\n" for line in lines)


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
