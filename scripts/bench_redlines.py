"""Measures redlines of real laws: each pair of a corpus as DOCX, ours against docx-scalpel's comparison.

Each way is a process of its own, which bench.py runs and which loads what that way needs; the corpus is not in the
repository.

    python scripts/bench_redlines.py prepare FOLDER OUT   writes both sides of each pair as DOCX
    python scripts/bench_redlines.py ours FOLDER          makes redlines of NAME.old.md and NAME.new.md
    python scripts/bench_redlines.py other OUT            compares the DOCX by docx-scalpel
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slagen.model.template import Theme
    from slagen.tree import Document

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "laws"
"""Where the pairs lie: beside the checkout."""


def pairs(folder: Path, suffix: str) -> Iterator[tuple[str, Path, Path]]:
    """Name, old and new file of each pair."""
    for old in sorted(folder.glob(f"*.old.{suffix}")):
        name = old.name.removesuffix(f".old.{suffix}")
        yield name, old, folder / f"{name}.new.{suffix}"


def _sides(old: Path, new: Path) -> tuple[Document, ...]:
    from slagen.read.prose import prose
    from slagen.tree import Content, Text

    page_of = Content((Text("{page}"),), (Text("{page}"),))
    return tuple(prose(one.stem, "", one.read_text("utf-8"), page_of, date(2026, 1, 1)) for one in (old, new))


def _theme() -> Theme:
    from slagen.project import Project, library_root
    from slagen.read.template import load_template

    return load_template(Project(library_root(), os.environ), "standard").template.theme


def ours(folder: Path) -> int:
    """Make the redline of each pair of texts; how many there are."""
    gc.disable()  # as the commands do
    from slagen.cli.at_once import at_once
    from slagen.diff.redline import redline
    from slagen.render import docx
    from slagen.render.ooxml import Tracking

    by, theme = Tracking("bench", datetime(2026, 1, 1, tzinfo=UTC)), _theme()

    def made(pair: tuple[str, Path, Path]) -> bytes:
        return docx.render(redline(*_sides(*pair[1:])), theme, {}, tracking=by)

    return len(list(at_once(made, list(pairs(folder, "md")))))


def other(folder: Path) -> int:
    """The same by docx-scalpel, of pairs of DOCX."""
    import docx_scalpel

    found = list(pairs(folder, "docx"))
    made = [docx_scalpel.docx_diff_compare(old.read_bytes(), new.read_bytes()) for _, old, new in found]
    return len(made)


def prepare(folder: Path, out: Path) -> int:
    """Write what the other compares."""
    from slagen.render import docx

    found = list(pairs(folder, "md"))
    for name, *files in found:
        for side, one in zip(("old", "new"), _sides(*files), strict=True):
            (out / f"{name}.{side}.docx").write_bytes(docx.render(one, _theme(), {}))
    return len(found)


def main(arguments: list[str]) -> int:
    """As the module says; 2 for wrong usage, 1 without a pair."""
    match arguments:
        case ["prepare", folder, out]:
            number = prepare(Path(folder), Path(out))
        case ["ours", folder]:
            number = ours(Path(folder))
        case ["other", folder]:
            number = other(Path(folder))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0 if number else 1


if __name__ == "__main__":
    status = main(sys.argv[1:])
    if sys.argv[1:2] == ["ours"]:
        os._exit(status)  # as the commands do; docx-scalpel has a process of its own to end
    sys.exit(status)
