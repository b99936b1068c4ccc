"""Print one picture of the kinds of page that the samples have, small enough to be kept: docs/pages.png.

    .venv/bin/python scripts/contact_sheet.py [OUT]

Pages are found by the bookmark that they follow, so the sheet can be made again whatever the clauses become.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import pikepdf
import yaml
from PIL import Image

from slagen.opened import Language
from slagen.pipeline import compile_all, load

ROOT = Path(__file__).parent.parent
COLUMNS, GAP, DPI = 4, 14, 64
GREY = "#8a8f96"

Layout = Literal["interleaved", "parallel"]


@dataclass(frozen=True)
class Edition:
    """One PDF that pages are taken from."""

    sample: str
    language: Language
    layout: Layout = "interleaved"
    template: str = "standard"


@dataclass(frozen=True)
class Page:
    """The page that lies `after` pages behind the one that a bookmark's title leads to; without a title, the first."""

    edition: Edition
    title: str = ""
    after: int = 0


CLOUD = Edition("cloud-hosting", "bilingual")
OFFICIAL = Edition("it-operations", "zh", template="government")
PAGES = (
    Page(CLOUD),
    Page(Edition("cloud-hosting", "zh"), after=1),
    Page(Edition("cloud-hosting", "zh"), "第1章"),
    Page(Edition("helpdesk", "en"), "Chapter 3", 1),
    Page(CLOUD, "第4章", 1),
    Page(Edition("cloud-hosting", "bilingual", "parallel"), "第3章", 1),
    Page(CLOUD, "附件3"),
    Page(CLOUD, "签署页"),
    Page(OFFICIAL),
    Page(OFFICIAL, "第一章"),
    Page(OFFICIAL, "第四章", 2),
    Page(OFFICIAL, "签署页"),
)


@cache
def pdf(edition: Edition) -> bytes:
    """The file of an edition."""
    contract = ROOT / "samples" / edition.sample / "contract.yaml"
    opened = load(_with_template(contract, edition.template))
    compiled = compile_all(opened, [edition.language]).edition(edition.language)
    return replace(compiled, document=replace(compiled.document, layout=edition.layout)).render("pdf")


def _with_template(contract: Path, template: str) -> Path:
    data = yaml.safe_load(contract.read_text("utf-8"))
    data["contract"]["template"] = template
    copy = ROOT / "build" / f"{contract.parent.name}-{template}.yaml"
    copy.parent.mkdir(exist_ok=True)
    copy.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return copy


def number(page: Page) -> int:
    """Counted from 1, as poppler does."""
    if not page.title:
        return 1 + page.after
    with pikepdf.open(io.BytesIO(pdf(page.edition))) as opened, opened.open_outline() as outline:
        places = {each.objgen: index for index, each in enumerate(opened.pages, 1)}
        found = next(item for item in outline.root if item.title.startswith(page.title))
        return places[found.destination[0].objgen] + page.after


def picture(page: Page) -> Image.Image:
    """A page as poppler shows it."""
    place = str(number(page))
    command = ["pdftoppm", "-png", "-r", str(DPI), "-f", place, "-l", place, "-"]
    made = subprocess.run(command, input=pdf(page.edition), capture_output=True, check=True).stdout  # noqa: S603
    return Image.open(io.BytesIO(made)).convert("RGB")


def sheet(pictures: list[Image.Image]) -> Image.Image:
    """All pages, four in a row."""
    wide, high = pictures[0].size
    rows = -(-len(pictures) // COLUMNS)
    whole = Image.new("RGB", (COLUMNS * (wide + GAP) + GAP, rows * (high + GAP) + GAP), GREY)
    for each, (left, top) in zip(pictures, _places(wide, high), strict=False):
        whole.paste(each, (left, top))
    return whole


def _places(wide: int, high: int) -> Iterator[tuple[int, int]]:
    for index in range(len(PAGES)):
        row, column = divmod(index, COLUMNS)
        yield GAP + column * (wide + GAP), GAP + row * (high + GAP)


def main(out: Path) -> None:
    """Make them and write the sheet."""
    sheet([picture(page) for page in PAGES]).quantize(64).save(out, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pages.png")
