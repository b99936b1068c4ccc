"""How fonts are named: by the version that they give, and a digest of their tables; nothing where none can be told."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

from slagen.render.fonts import identities

Listed = Callable[[str], None]


def font(file: Path, width: int) -> Path:
    """A font of one glyph, that wide."""
    made = FontBuilder(1000, isTTF=False)
    made.setupGlyphOrder([".notdef"])
    made.setupCharacterMap({})
    made.setupCFF("Sample", {}, {".notdef": T2CharStringPen(width, None).getCharString()}, {})
    made.setupHorizontalMetrics({".notdef": (width, 0)})
    made.setupHorizontalHeader()
    made.setupNameTable({"familyName": "Sample", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    made.save(file)
    return file


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listed]:
    """Has fontconfig list what it is told."""

    def tell(lines: str) -> None:
        identities.cache_clear()
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=lines.encode()))

    yield tell
    identities.cache_clear()


def line(file: Path, version: int = 131137, weight: int = 80, families: str = "Sample") -> str:
    return f"{families}\t{version}\t{weight}\t0\t{file}\n"


def test_a_font_is_told_by_version_and_tables(listed: Listed, tmp_path: Path) -> None:
    one, other = font(tmp_path / "one.otf", 500), font(tmp_path / "other.otf", 501)
    said: list[str] = []
    for lines in (
        line(one),
        line(one, families="Other,SAMPLE"),
        line(other),
        line(one, 131334),
        line(one) + line(other),
    ):
        listed(lines)
        said.append(identities(("Sample", "Not here"))["Sample"])
        assert set(identities(("Sample", "Not here"))) == {"Sample"}
    assert all(re.fullmatch(r"2\.00[14] [0-9a-f]{12}", each) for each in said)
    assert said[0] == said[1]
    assert len(set(said)) == 4
    listed(line(other) + line(one))
    assert identities(("Sample",))["Sample"] == said[4], "however fontconfig orders them"


def test_weights_that_no_page_is_set_in_do_not_count(listed: Listed, tmp_path: Path) -> None:
    one, other = font(tmp_path / "one.otf", 500), font(tmp_path / "other.otf", 501)
    listed(line(one))
    alone = identities(("Sample",))
    listed(line(one) + line(other, weight=40))
    assert identities(("Sample",)) == alone
    listed(line(other, weight=40))
    assert identities(("Sample",)) != alone


def test_a_file_of_another_form_is_told_by_all_of_it(listed: Listed, tmp_path: Path) -> None:
    (tmp_path / "one.pfb").write_bytes(b"%!PS-AdobeFont-1.0")
    listed(line(tmp_path / "one.pfb"))
    assert identities(("Sample",))["Sample"].startswith("2.001 ")


def test_a_machine_that_can_not_tell(listed: Listed, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError("fc-list")

    listed("")
    monkeypatch.setattr(subprocess, "run", missing)
    assert identities(("Sample",)) == {}
