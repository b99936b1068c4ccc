"""How Chinese lines are set: close punctuation, space around Latin, even edges; columns that stay level."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import judges
import pytest
from signed import CSS
from weasyprint.formatting_structure.boxes import LineBox, TableRowBox

from slagen.render import html, justify, pdf
from tests.render.factory import rich_document, theme

EM = 20.0
STYLE = (
    "@page { size: 1000px 500px; margin: 0 } "
    f"p {{ margin: 0; font: {EM}px/1.5 'Noto Serif CJK SC'; overflow-wrap: anywhere }}"
)


def lines(words: str, style: str = "", lang: str = "zh-CN") -> list[Any]:
    """The lines of a paragraph after they have been set."""
    page = f'<style>{STYLE}</style><p lang="{lang}" style="{style}">{words}</p>'
    return list(_lines(pdf.lay_out(page).pages.pages[0]._page_box))


def _lines(box: Any) -> Iterator[Any]:
    if isinstance(box, LineBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def unset(monkeypatch: pytest.MonkeyPatch, words: str, style: str = "", lang: str = "zh-CN") -> list[Any]:
    """The same as WeasyPrint sets them."""
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "justify", lambda _: None)
        return lines(words, style, lang)


@pytest.mark.parametrize(
    ("words", "closed", "apart"),
    [
        ("甲（乙）。丙", 1, 0),
        ("甲（乙），《丙》（丁）", 3, 0),
        ("甲（《乙》）丙", 2, 0),
        ("甲，乙。丙（丁）", 0, 0),
        ("第1条适用于SLA协议", 0, 4),
        ("为<strong>99.9%</strong>的", 0, 1),
        ("甲<strong>A</strong>乙（<em>丙</em>）。", 1, 2),
        ("10 个 API", 0, 0),
        ("“甲”，乙", 0, 0),
        ("〇三A", 0, 1),
    ],
)
def test_marks_that_meet_are_close_and_other_letters_a_little_apart(
    monkeypatch: pytest.MonkeyPatch, words: str, closed: int, apart: int
) -> None:
    (before,), (after,) = unset(monkeypatch, words), lines(words)
    assert after.width - before.width == pytest.approx(EM * (apart * justify.GAP - closed / 2))


@pytest.mark.parametrize("style", ["text-align: center", "text-align: right"])
def test_what_does_not_begin_at_the_left_is_left_alone(monkeypatch: pytest.MonkeyPatch, style: str) -> None:
    (before,), (after,) = unset(monkeypatch, "第1条（甲）。", style), lines("第1条（甲）。", style)
    assert after.width == before.width


def test_english_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    (before,), (after,) = (
        unset(monkeypatch, "the term 协议 here", lang="en-GB"),
        lines("the term 协议 here", lang="en-GB"),
    )
    assert after.width == before.width


def test_there_is_never_more_space_than_a_line_has(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "第1条和第2条"
    natural = unset(monkeypatch, words)[0].width
    for room in (0, 1, 5, 40):
        (line,) = lines(words, f"width: {natural + room}px")
        assert line.width <= natural + room + 0.01
        assert line.width == pytest.approx(natural + min(room, 4 * justify.GAP * EM), abs=0.1)


def test_a_mark_that_ends_a_line_keeps_its_blank_outside() -> None:
    first, _ = lines("甲乙丙丁戊己庚辛壬，甲乙丙丁", f"width: {EM * 10.4}px; text-align: justify")
    assert first.children[0].text.endswith("，")
    spacing = first.children[0].pango_layout.spacing
    assert first.width - spacing == pytest.approx(EM * (10.4 + justify.BLANK))


def test_a_spread_line_has_at_least_as_much_between_scripts_as_elsewhere() -> None:
    spread, _ = lines("甲乙丙丁1戊己庚辛壬甲乙丙丁", f"width: {EM * 9.7}px; text-align: justify")
    (text,) = spread.children
    layout = text.pango_layout
    assert set(layout.moves) == {3, 4}
    assert layout.spacing + layout.moves[3] == pytest.approx(EM * justify.GAP)


PAINTED = "甲方（客户）。第1条，《民法典》（全文）。适用于SLA协议的期限为12个月，" * 6


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A page as WeasyPrint sets it and as it is set here."""
    folder = tmp_path_factory.mktemp("painted")
    page = f"<style>{STYLE}</style><p lang='zh-CN' style='width: 611px; text-align: justify'>{PAINTED}</p>"
    files = folder / "before.pdf", folder / "after.pdf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "justify", lambda _: None)
        files[0].write_bytes(pdf.paint(pdf.lay_out(page)))
    files[1].write_bytes(pdf.paint(pdf.lay_out(page)))
    return files


def _text(file: Path) -> str:
    return subprocess.run(
        [judges.needs("pdftotext"), "-enc", "UTF-8", file, "-"], capture_output=True, check=True
    ).stdout.decode()


def test_what_a_reader_extracts_is_the_same(painted: tuple[Path, Path]) -> None:
    before, after = map(_text, painted)
    assert "".join(after.split()) == PAINTED
    assert after == before


def test_glyphs_are_painted_where_they_were_set(painted: tuple[Path, Path]) -> None:
    """Poppler begins a word where a glyph overlaps the one before it: half an em after a mark of one."""
    _, after = painted
    ((_, words),) = judges.page_words(after)
    stops = [(one, other) for one, other in itertools.pairwise(words) if other.text.startswith("。")]
    assert stops
    assert all(one.text.endswith("）") and one.top == other.top for one, other in stops)


def test_columns_are_level_paragraph_by_paragraph() -> None:
    """Both sides of a pair begin at the same height of the same page, on every page."""
    laid = pdf.lay_out(html.render(rich_document("parallel"), theme(), CSS, marked=False))
    pairs = [[_tops(row) for row in _rows(page._page_box)] for page in laid.pages.pages]
    assert sum(1 for page in pairs if page) > 3
    assert sum(map(len, pairs)) > 20
    for zh, en in (pair for page in pairs for pair in page):
        assert abs(zh - en) < 3, "no more than the lines of the two differ in height"


def _tops(row: Any) -> list[float]:
    """Where the first line of each cell stands."""
    return [next(_lines(cell)).position_y for cell in row.children]


def _rows(box: Any, inside: bool = False) -> Iterator[Any]:
    """The rows of two columns."""
    if inside and isinstance(box, TableRowBox):
        yield box
        return
    element = getattr(box, "element", None)
    inside = inside or (
        element is not None and "parallel" in element.get("class", "").split() and element.tag == "table"
    )
    for child in getattr(box, "children", ()):
        yield from _rows(child, inside)
