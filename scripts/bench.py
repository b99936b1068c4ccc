"""Measures slagen as whole processes: ratios of medians of five runs, taken in turn in one go, and peak memory.

Absolute times say little on a shared machine; the ratio of two commands that ran side by side says more.

    make bench            prints the table that README shows
"""

from __future__ import annotations

import io
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench_clock import due_dates_a_second
from bench_outputs import outputs
from bench_redlines import CORPUS, pairs
from bench_rules import DEPENDENCIES, OBJECTIVES, SERVICES, rules_to_loading
from docx.oxml.ns import qn

from slagen import pipeline
from slagen.compiled import Compiled
from slagen.tree import LANGUAGES, Field, inlines
from slagen.tree.walk import passages

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "cloud-hosting" / "contract.yaml"
STARTER = ROOT / "slagen" / "cli" / "starter" / "contract.yaml"
RUNS = 5
SLAGEN = (sys.executable, "-m", "slagen")

WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
DOCXTPL = """
import json, subprocess, sys
from docxtpl import DocxTemplate
template, words, out = sys.argv[1:]
made = DocxTemplate(template)
made.render({"values": json.load(open(words, encoding="utf-8"))}, autoescape=True)
made.save(f"{out}/filled.docx")
subprocess.run(["soffice", f"-env:UserInstallation=file://{out}/profile", "--headless", "--convert-to", "pdf",
                "--outdir", out, f"{out}/filled.docx"], check=True, capture_output=True)
"""

# As installed: with the bytecode of slagen's modules, which pip compiles.
SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Run:
    """One finished process: seconds on the clock and of processors, and its peak memory in MB."""

    seconds: float
    processor: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, env=SURROUNDINGS
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise RuntimeError(f"{command}: {process.stderr.read().decode() if process.stderr else status}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(*commands: Sequence[str], before: Mapping[int, Callable[[], None]] | None = None) -> list[list[Run]]:
    """Each command RUNS times, one after the other in turn, after one run that is not counted.

    `before` has what is done before each run of a command, by its place.
    """

    def prepared(place: int) -> Run:
        if before and place in before:
            before[place]()
        return run(commands[place])

    rounds = [[prepared(place) for place in range(len(commands))] for _ in range(RUNS + 1)]
    return [list(runs) for runs in zip(*rounds[1:], strict=True)]


def edit(contract: Path) -> None:
    """Give the contract another version, which its cover and its running header show."""
    before, version, after = SAMPLE.read_text("utf-8").partition('version: "1.')
    contract.write_text(f"{before}{version}{time.time_ns()}{after}", "utf-8")


def median(runs: Sequence[Run], value: Callable[[Run], float] = lambda one: one.seconds) -> float:
    """The median of one figure over runs."""
    return statistics.median(value(one) for one in runs)


def values_of(compiled: Compiled) -> set[str]:
    """The values of the contract as they are shown."""
    contents = list(passages(compiled.document))
    nodes = (node for content in contents for lang in LANGUAGES for node in inlines(content.get(lang)))
    return {node.text for node in nodes if isinstance(node, Field)}


def template(compiled: Compiled, docx: bytes, path: Path) -> list[str]:
    """The same agreement as a template for docxtpl: each run that is a value of the contract becomes a placeholder.

    Returns the values in the order of their placeholders.
    """
    import docx as python_docx

    values, found = values_of(compiled), []
    document = python_docx.Document(io.BytesIO(docx))
    for text in document.element.body.iter(qn("w:t")):
        if text.text in values:
            found.append(text.text)
            text.text = f"{{{{ values[{len(found) - 1}] }}}}"
    document.save(str(path))
    return found


def pages(pdf: Path) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(pdf) as opened:
        return len(opened.pages)


def machine() -> str:
    """What this machine is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores, python = os.cpu_count(), platform.python_version()
    return f"{platform.machine()}, {cores} cores, {memory:.0f} GB, {platform.system()}, Python {python}"


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, the ratio, and what is wanted of it."""

    what: str
    ratio: float
    wanted: str


@dataclass(frozen=True)
class Builds:
    """The build of the sample, and WeasyPrint alone on the same HTML, run in turn."""

    built: Sequence[Run]
    alone: Sequence[Run]
    pages: int

    @property
    def row(self) -> Row:
        """What a build takes beside laying out its pages."""
        name = f"build, bilingual, {self.pages} pages, DOCX + PDF / WeasyPrint alone on the same HTML"
        return Row(name, median(self.built) / median(self.alone), "≤ 1.6")


@dataclass(frozen=True)
class Checks:
    """Checks of the sample in three states, and the import of the libraries that any check needs, run in turn."""

    unchanged: Sequence[Run]
    edited: Sequence[Run]
    first: Sequence[Run]
    imports: Sequence[Run]

    @property
    def rows(self) -> list[Row]:
        """What each takes beside the imports."""
        name = "check, nothing changed since the last / python -c 'import pydantic, jinja2, yaml, markdown'"
        base = median(self.imports)
        return [
            Row(name, median(self.unchanged) / base, "≤ 3.0"),
            Row("check after the contract was edited / the same", median(self.edited) / base, "≤ 3.0"),
            Row("the first check ever, with nothing kept / the same", median(self.first) / base, "—"),
        ]


def building(work: Path) -> list[str]:
    """The build of the sample, in both languages as DOCX and PDF."""
    return [*SLAGEN, "build", str(SAMPLE), "--lang", "bilingual", "--format", "docx,pdf", "--out", str(work)]


def builds(work: Path, compiled: Compiled) -> Builds:
    """Build the sample and lay the same pages out without us."""
    html = work / "same.html"
    html.write_text(compiled.html(marked=False), "utf-8")
    built, alone = in_turn(building(work), [sys.executable, "-c", WEASYPRINT, str(html), str(work / "alone.pdf")])
    return Builds(built, alone, pages(next(work.glob("*.bilingual.pdf"))))


def beside_docxtpl(work: Path, compiled: Compiled) -> list[Row]:
    """The row of the same agreement filled in by docxtpl; none without LibreOffice."""
    if not shutil.which("soffice"):
        return []
    values = template(compiled, compiled.render("docx"), work / "template.docx")
    (work / "values.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    other = [sys.executable, "-c", DOCXTPL, str(work / "template.docx"), str(work / "values.json"), str(work)]
    again, office = in_turn(building(work), other)
    made = pages(work / "filled.pdf")
    name = f"the same build / docxtpl filling {len(values)} values + LibreOffice, {made} pages, DOCX + PDF"
    return [Row(name, median(again) / median(office), "< 1.0")]


def beside_each_other(compiled: Compiled) -> list[Row]:
    """The rows of single outputs, in processor time."""
    made = outputs(compiled)
    tagged = "making the tagged, archival PDF / WeasyPrint's plain one of the same HTML, processor time"
    return [
        Row("rendering the DOCX / making the PDF of the same contract, processor time", made.docx / made.pdf, "≤ 0.5"),
        Row(tagged, made.pdf / made.plain, "≤ 1.5"),
    ]


def checks(work: Path) -> Checks:
    """Check the sample: unchanged, edited each time, and with nothing kept."""
    contract, cache, check = work / "contract.yaml", work / "cache", [*SLAGEN, "check", str(SAMPLE)]
    runs = in_turn(
        check,
        [*SLAGEN, "check", str(contract)],
        ["env", f"XDG_CACHE_HOME={cache}", *check],
        [sys.executable, "-c", "import pydantic, jinja2, yaml, markdown"],
        before={1: partial(edit, contract), 2: partial(shutil.rmtree, cache, ignore_errors=True)},
    )
    return Checks(*runs)


def rules() -> Row:
    """The row of all rules on a large contract."""
    size = f"{SERVICES} services, {OBJECTIVES:,} objectives, {DEPENDENCIES} dependencies"
    return Row(f"all rules on {size} / loading the same file", rules_to_loading()[0], "≤ 1.0")


def redlines(work: Path) -> list[Row]:
    """The rows of redlines; without the corpus of laws, which is not in the repository, one less."""
    return [*redlines_of_laws(work), comparing(*fifty_pages(work), work)]


def redlines_of_laws(work: Path) -> list[Row]:
    """The row of pairs of laws; none without them."""
    number = sum(1 for _ in pairs(CORPUS, "md"))
    if not number:
        print(f"left out, since {CORPUS} is not there: redlines of pairs of laws\n")
        return []
    script = [sys.executable, str(ROOT / "scripts" / "bench_redlines.py")]
    run([*script, "prepare", str(CORPUS), str(work)])
    ours, other = in_turn([*script, "ours", str(CORPUS)], [*script, "other", str(work)])
    name = f"{number} pairs of laws as DOCX redlines / docx-scalpel's comparison of the same pairs, both on all cores"
    # Both compute on all cores; what they cost is the time of processors.
    cost = median(ours, lambda one: one.processor) / median(other, lambda one: one.processor)
    return [Row(name, median(ours) / median(other), "≤ 0.25"), Row("the same, processor time", cost, "≤ 0.25")]


def comparing(old: Path, new: Path, work: Path) -> Row:
    """The row of comparing two contracts."""
    build = [*SLAGEN, "build", str(new), "--lang", "zh", "--format", "docx", "--out", str(work)]
    compared, built = in_turn([*SLAGEN, "diff", str(old), str(new)], build)
    name = "diff of two contracts, in the terminal / building one of them as DOCX"
    return Row(name, median(compared) / median(built), "≤ 1.0")


def fifty_pages(work: Path) -> tuple[Path, Path]:
    """Two states of the contract that new ones start from, which has about 50 pages in one language."""
    text = STARTER.read_text("utf-8")
    old, new = work / "old" / "contract.yaml", work / "new" / "contract.yaml"
    for file, said in ((old, text), (new, re.sub(r"resolution: 8h", "resolution: 9h", text))):
        file.parent.mkdir()
        file.write_text(said, "utf-8")
    return old, new


def show(rows: Sequence[Row], built: Builds, checked: Checks) -> None:
    """Print the table, and seconds for orientation."""
    print(f"{machine()}; medians of {RUNS}\n")
    print("| what | measured | wanted |\n|---|---:|---:|")
    for row in rows:
        print(f"| {row.what} | {row.ratio:.2f} | {row.wanted} |")
    due, memory = due_dates_a_second(), median(built.built, lambda one: one.megabytes)
    print(f"| due dates a second by the service-hours clock, one year ahead | {due:,.0f} | ≥ 10,000 |")
    print(f"| peak memory of the build | {memory:.0f} MB | ≤ 300 MB |")
    build, alone, check = (median(runs) for runs in (built.built, built.alone, checked.unchanged))
    print(f"\nFor orientation only: build {build:.1f} s, WeasyPrint alone {alone:.1f} s, check {check:.2f} s.")


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        compiled = pipeline.compile(pipeline.load(SAMPLE), "bilingual")
        built = builds(work, compiled)
        outside, single = beside_docxtpl(work, compiled), beside_each_other(compiled)
        checked = checks(work)
        show([built.row, *outside, *single, *checked.rows, rules(), *redlines(work)], built, checked)


if __name__ == "__main__":
    main()
