"""README and docs/ have the same headings, commands, names and links in both languages, and links lead somewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted(page.name for page in (ROOT / "docs").glob("*.md"))
LINKING = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md"), *(ROOT / "samples").glob("*.md")])


@dataclass(frozen=True)
class Part:
    """What of a heading and what stands under it is the same in both languages."""

    level: int
    code: tuple[str, ...]
    """Lines of its code: where there are commands these alone, since what they print is in the reader's language."""
    links: tuple[str, ...]
    rows: int
    names: tuple[str, ...]


def test_every_page_is_there_in_both_languages() -> None:
    assert sorted(page.name for page in (ROOT / "docs" / "zh").glob("*.md")) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_of_a_page_are_alike(name: str) -> None:
    assert _parts(ROOT / "docs" / "zh" / name) == _parts(ROOT / "docs" / name)


@pytest.mark.parametrize("folder", ["", "samples"])
def test_both_readmes_show_the_same_commands_and_links(folder: str) -> None:
    zh, en = _parts(ROOT / folder / "README.zh.md"), _parts(ROOT / folder / "README.md")
    assert [(part.level, part.code, part.links, part.rows) for part in zh] == [
        (part.level, part.code, part.links, part.rows) for part in en
    ]


@pytest.mark.parametrize("page", LINKING, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^):]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not _leads(page, *link.partition("#")[::2])] == []


def _leads(page: Path, file: str, heading: str) -> bool:
    to = page.parent / file if file else page
    return to.exists() and (not heading or heading in _headings(to))


def _headings(page: Path) -> set[str]:
    """The headings of a page as links name them on a git host."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _parts(page: Path) -> list[Part]:
    text = page.read_text("utf-8")
    # What is between fences is at the odd places, so that a # in it is no heading.
    pieces = re.split(r"^```(?:\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    marked = "".join(f"\0{place}\0" if place % 2 else piece for place, piece in enumerate(pieces))
    return [_part(page.parent, under, pieces) for under in re.split(r"^(?=#+ )", marked, flags=re.MULTILINE) if under]


def _part(folder: Path, text: str, pieces: list[str]) -> Part:
    fences = [pieces[int(place)] for place in re.findall(r"\0(\d+)\0", text)]
    return Part(
        level=len(text) - len(text.lstrip("#")),
        code=tuple(line for fence in fences for line in _code(fence)),
        links=tuple(sorted(_target(folder, link) for link in re.findall(r"\]\(([^)]+)\)", text))),
        rows=len(re.findall(r"^\|", text, re.MULTILINE)),
        names=tuple(sorted(set(re.findall(r"`([^`\n]+)`", text)))),
    )


def _code(fence: str) -> Iterator[str]:
    """The lines of a code block without what is in the reader's language: comments, its choice, a waiver's reason."""
    lines = [re.sub(r"\s+# .*$| --messages-in zh|(?<=reason: )[^{}]+", "", line) for line in fence.splitlines()]
    commands = [line for line in lines if line.startswith("$ ")]
    return iter(commands or lines)


def _target(folder: Path, link: str) -> str:
    """Where a link leads, as a page of either language."""
    if ":" in link:
        return link
    return os.path.relpath(folder / link.partition("#")[0], ROOT).replace("docs/zh/", "docs/").replace(".zh.md", ".md")
