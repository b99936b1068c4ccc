"""Measures outputs of one contract against each other, in one process: DOCX, archival PDF, WeasyPrint's plain PDF.

bench.py may call :func:`outputs`; alone: python scripts/bench_outputs.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import weasyprint

from slagen import pipeline
from slagen.compiled import Compiled

ROUNDS = 3
SAMPLE = Path(__file__).parents[1] / "samples" / "cloud-hosting" / "contract.yaml"


@dataclass(frozen=True)
class Outputs:
    """Processor seconds of each, medians of rounds taken in turn."""

    docx: float
    pdf: float
    plain: float


def outputs(compiled: Compiled) -> Outputs:
    """How long each takes of a compiled edition: the PDF with its layout, the DOCX with pages that are known."""
    html = compiled.html(marked=False)
    _, pages = compiled._paged(paint=True)
    rounds = [
        (
            _seconds(lambda: compiled._unpaged("docx", pages)),
            _seconds(lambda: compiled._paged(paint=True)),
            _seconds(lambda: weasyprint.HTML(string=html).write_pdf()),
        )
        for _ in range(ROUNDS)
    ]
    return Outputs(*(statistics.median(each) for each in zip(*rounds, strict=True)))


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    """Measure and print."""
    found = outputs(pipeline.compile(pipeline.load(SAMPLE), "bilingual"))
    print(f"DOCX {found.docx:.1f} s, archival PDF {found.pdf:.1f} s, plain PDF {found.plain:.1f} s")
    print(f"DOCX / PDF {found.docx / found.pdf:.2f}, archival / plain {found.pdf / found.plain:.2f}")


if __name__ == "__main__":
    main()
