"""Measures redlines of real laws: each pair of a corpus as DOCX, ours against docx-scalpel's comparison.

bench.py may call :func:`redlines_to_comparison`; alone:

    python scripts/bench_redlines.py FOLDER         prints the ratio
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path

import docx_scalpel

from slagen.assemble.prose import prose
from slagen.diff.redline import redline
from slagen.model.template import Theme
from slagen.project import Project, library_root
from slagen.read.template import load_template
from slagen.render import docx
from slagen.render.ooxml import Tracking
from slagen.tree import Content, Document, Text

_BY = Tracking("bench", datetime(2026, 1, 1, tzinfo=UTC))
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "laws"
"""Where the pairs lie: beside the checkout."""


def pairs(folder: Path, suffix: str) -> Iterator[tuple[str, Path, Path]]:
    """Name, old and new file of each pair."""
    for old in sorted(folder.glob(f"*.old.{suffix}")):
        name = old.name.removesuffix(f".old.{suffix}")
        yield name, old, folder / f"{name}.new.{suffix}"


def _sides(old: Path, new: Path) -> tuple[Document, ...]:
    page_of = Content((Text("{page}"),), (Text("{page}"),))
    return tuple(prose(one.stem, "", one.read_text("utf-8"), page_of, date(2026, 1, 1)) for one in (old, new))


@cache
def _theme() -> Theme:
    return load_template(Project(library_root(), os.environ), "standard").template.theme


def ours(old: Path, new: Path) -> bytes:
    """The redline of a pair of texts."""
    return docx.render(redline(*_sides(old, new)), _theme(), {}, tracking=_BY)


def other(old: Path, new: Path) -> bytes:
    """The same by docx-scalpel, of a pair of DOCX."""
    return docx_scalpel.docx_diff_compare(old.read_bytes(), new.read_bytes())


def _as_docx(folder: Path, out: Path) -> None:
    for name, *files in pairs(folder, "md"):
        for side, one in zip(("old", "new"), _sides(*files), strict=True):
            (out / f"{name}.{side}.docx").write_bytes(docx.render(one, _theme(), {}))


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def redlines_to_comparison(folder: Path = CORPUS, rounds: int = 3) -> tuple[float, int] | None:
    """Our time by docx-scalpel's, the median of rounds, and how many pairs; None without a corpus.

    Each pair is done by both in turn, so that what else the machine does weighs on both alike.
    """
    texts = list(pairs(folder, "md"))
    if not texts:
        return None
    with tempfile.TemporaryDirectory() as work:
        made = Path(work)
        _as_docx(folder, made)
        both = list(zip(texts, pairs(made, "docx"), strict=True))
        other(*both[0][1][1:])  # its host process starts
        ratios = []
        for _ in range(rounds):
            times = [(_took(partial(ours, *text[1:])), _took(partial(other, *file[1:]))) for text, file in both]
            ratios.append(sum(one for one, _ in times) / sum(one for _, one in times))
    return statistics.median(ratios), len(texts)


def main(arguments: list[str]) -> int:
    """As the module says; 2 for wrong usage, 1 without a pair."""
    match arguments:
        case [folder]:
            found = redlines_to_comparison(Path(folder))
            if found is None:
                print(f"no NAME.old.md in {folder}", file=sys.stderr)
                return 1
            print(f"{found[1]} redlines in DOCX / docx-scalpel's comparison of the same pairs: {found[0]:.2f}")
            return 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
