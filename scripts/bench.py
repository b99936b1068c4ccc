"""Measures slagen as whole processes: ratios of medians of five runs, taken in turn in one go, and peak memory.

Absolute times say little on a shared machine; the ratio of two commands that ran side by side says more.

    make bench            prints the table that README shows
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from slagen import pipeline
from slagen.pipeline import Compiled
from slagen.tree import Paragraph, Table, blocks, plain

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "cloud-hosting" / "contract.yaml"
RUNS = 5

WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
DOCXTPL = """
import json, subprocess, sys
from docxtpl import DocxTemplate
template, words, out = sys.argv[1:]
made = DocxTemplate(template)
made.render({"paragraphs": json.load(open(words, encoding="utf-8"))})
made.save(f"{out}/plain.docx")
subprocess.run(["soffice", f"-env:UserInstallation=file://{out}/profile", "--headless", "--convert-to", "pdf",
                "--outdir", out, f"{out}/plain.docx"], check=True, capture_output=True)
"""


@dataclass(frozen=True)
class Run:
    """One finished process: seconds on the clock, and its peak memory in MB."""

    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed.
    """
    import time

    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise RuntimeError(f"{command}: {process.stderr.read().decode() if process.stderr else status}")
    return Run(seconds, usage.ru_maxrss / 1024)


def in_turn(*commands: Sequence[str]) -> list[list[Run]]:
    """Each command RUNS times, one after the other in turn, after one run that is not counted."""
    for command in commands:
        run(command)
    rounds = [[run(command) for command in commands] for _ in range(RUNS)]
    return [list(runs) for runs in zip(*rounds, strict=True)]


def median(runs: Sequence[Run], value: Callable[[Run], float] = lambda one: one.seconds) -> float:
    """The median of one figure over runs."""
    return statistics.median(value(one) for one in runs)


def words_of(compiled: Compiled) -> list[str]:
    """The contract as plain paragraphs, for the template of the other tool."""
    found: list[str] = []
    for block in blocks(compiled.document):
        contents = [block.content] if isinstance(block, Paragraph) else _cells(block)
        found += [plain(content.get(lang)) for content in contents for lang in compiled.document.languages]
    return [words for words in found if words]


def _cells(table: Table) -> list[object]:
    return [cell for row in (table.header, *(row.cells for row in table.rows)) for cell in row]


def pages(pdf: Path) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(pdf) as opened:
        return len(opened.pages)


def same_number_of_pages(command: Sequence[str], words: Path, paragraphs: list[str], out: Path, wanted: int) -> int:
    """Repeat or drop paragraphs until the other tool's PDF has about `wanted` pages; how many it has then."""
    import json

    count, made = len(paragraphs), 0
    for _ in range(4):
        words.write_text(json.dumps((paragraphs * (count // len(paragraphs) + 1))[:count], ensure_ascii=False), "utf-8")
        run(command)
        made = pages(out / "plain.pdf")
        if abs(made - wanted) <= 1:
            break
        count = max(1, round(count * wanted / made))
    return made


def template(path: Path) -> None:
    """A plain document with one paragraph a passage, as docxtpl loops over them."""
    import docx

    document = docx.Document()
    for text in ("{%p for words in paragraphs %}", "{{ words }}", "{%p endfor %}"):
        document.add_paragraph(text)
    document.save(str(path))


def machine() -> str:
    """What this machine is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores, python = os.cpu_count(), platform.python_version()
    return f"{platform.machine()}, {cores} cores, {memory:.0f} GB, {platform.system()}, Python {python}"


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        compiled = pipeline.compile(pipeline.load(SAMPLE), "bilingual")
        html = work / "same.html"
        html.write_text(compiled.html(marked=False), "utf-8")
        slagen = [sys.executable, "-m", "slagen"]
        build = [*slagen, "build", str(SAMPLE), "--lang", "bilingual", "--format", "docx,pdf", "--out", str(work)]
        alone = [sys.executable, "-c", WEASYPRINT, str(html), str(work / "alone.pdf")]
        rows: list[tuple[str, float, str]] = []

        built, plain_pdf = in_turn(build, alone)
        length = pages(next(work.glob("*.bilingual.pdf")))
        rows.append(
            (
                f"build, bilingual, {length} pages, DOCX + PDF / WeasyPrint alone on the same HTML",
                median(built) / median(plain_pdf),
                "≤ 1.6",
            )
        )
        if shutil.which("soffice"):
            template(work / "template.docx")
            words = work / "words.json"
            other = [sys.executable, "-c", DOCXTPL, str(work / "template.docx"), str(words), str(work)]
            made = same_number_of_pages(other, words, words_of(compiled), work, length)
            again, office = in_turn(build, other)
            name = f"the same build / docxtpl + LibreOffice, {made} pages, DOCX + PDF"
            rows.append((name, median(again) / median(office), "< 1.0"))
        check = [*slagen, "check", str(SAMPLE)]
        imports = [sys.executable, "-c", "import pydantic, jinja2, yaml, markdown"]
        checked, imported = in_turn(check, imports)
        name = "check / python -c 'import pydantic, jinja2, yaml, markdown'"
        rows.append((name, median(checked) / median(imported), "≤ 3.0"))
        memory = median(built, lambda one: one.megabytes)

        print(f"{machine()}; medians of {RUNS}\n")
        print("| what | measured | wanted |\n|---|---:|---:|")
        for name, ratio, wanted in rows:
            print(f"| {name} | {ratio:.2f} | {wanted} |")
        print(f"| peak memory of the build | {memory:.0f} MB | ≤ 300 MB |")
        seconds = (
            f"build {median(built):.1f} s, WeasyPrint alone {median(plain_pdf):.1f} s, check {median(checked):.2f} s"
        )
        print(f"\nFor orientation only: {seconds}.")


if __name__ == "__main__":
    main()
