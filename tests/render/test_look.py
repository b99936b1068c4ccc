"""How a theme applies to an edition, and what the running footer says."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import factory
import pytest

from slagen.model.template import Grid, Theme
from slagen.render import docx, html, look
from slagen.tree import Content, Text


def _below(*said: tuple[str, ...]) -> Content:
    return Content(*(tuple(map(Text, words)) for words in said))


@pytest.mark.parametrize(
    ("page_of", "found"),
    [
        (_below(("— {page} —",), ("— {page} —",)), (("zh", "— {page} —", ""),)),
        (_below(("第 {page} 页",), ("Page {page}",)), (("zh", "第 {page} 页", ""), ("en", "Page {page}", ""))),
        (
            _below(("— {page} —", "　", "以中文文本为准"), ("— {page} —", " · ", "The Chinese text prevails")),
            (("zh", "— {page} —", "　以中文文本为准"), ("en", "", "The Chinese text prevails")),
        ),
    ],
)
def test_a_page_number_that_both_languages_write_alike_stands_once(page_of: Content, found: object) -> None:
    assert look.said_below(replace(factory.rich_document(), page_of=page_of)) == found


def _theme() -> Theme:
    plain = factory.theme()
    sizes = plain.sizes.model_copy(update={"body": 16, "chapter": 16, "section": 14, "english": 12, "parallel": 10})
    return plain.model_copy(update={"sizes": sizes, "grid": Grid(lines=22, characters=28)})


@pytest.mark.parametrize(
    ("name", "sizes", "gridded"),
    [
        ("zh", (16, 16, 14), True),
        ("en", (12, 12, 10.5), False),
        ("interleaved", (15, 16, 14), False),
        ("parallel", (10, 10, 9), False),
    ],
)
def test_editions_have_sizes_of_their_own_and_chinese_alone_the_grid(
    name: str, sizes: tuple[float, ...], gridded: bool
) -> None:
    document = factory.in_language(name) if name in ("zh", "en") else factory.rich_document(name)  # type: ignore[arg-type]
    theme = look.of_edition(_theme(), document)
    assert (theme.sizes.body, theme.sizes.chapter, theme.sizes.section) == sizes
    assert (theme.grid is not None) is gridded
    assert (look.pitch(theme) is not None) is gridded


def test_as_many_lines_and_characters_as_the_grid_says_fit_into_the_margins() -> None:
    theme = _theme()
    margins, pitch, spacing = theme.margins, look.pitch(theme), look.spacing(theme)
    assert pitch is not None
    assert spacing is not None
    height = (297 - margins.top - margins.bottom) * look.POINTS
    width = (210 - margins.left - margins.right) * look.POINTS
    assert 22 * pitch <= height < 23 * pitch
    assert 28 * (16 + spacing) <= width < 29 * (16 + spacing)


@pytest.mark.parametrize(("version", "stacked"), [("1.0", False), ("1.0" * 20, True)])
def test_a_running_header_that_has_no_room_for_two_languages_has_a_line_for_each(version: str, stacked: bool) -> None:
    header = Content((Text(f"版本 {version}"),), (Text(f"version {version}"),))
    document = replace(factory.rich_document(), header=header)
    assert look.is_stacked(factory.theme(), document) is stacked
    assert not look.is_stacked(factory.theme(), replace(document, languages=("zh",)))
    page = html.render(document, factory.theme(), "")
    assert ('<header class="running stacked">' in page) is stacked
    with zipfile.ZipFile(io.BytesIO(docx.render(document, factory.theme(), {}))) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("word/header")]
    (part,) = (part for part in parts if f"version {version}".encode() in part)
    assert (b"<w:br/>" in part, b"<w:tab/>" in part) == (stacked, not stacked)


def test_a_line_of_tables_holds_less_where_they_are_set_larger_or_the_page_is_narrower() -> None:
    plain = factory.theme()
    large = plain.model_copy(update={"sizes": plain.sizes.model_copy(update={"table": 10.5})})
    narrow = large.model_copy(update={"margins": plain.margins.model_copy(update={"left": 40, "right": 40})})
    rooms = [look.room_of_tables(theme) for theme in (plain, large, narrow)]
    assert 1 >= rooms[0] > rooms[1] > rooms[2]
    document = factory.rich_document()
    sheet = [re.findall(r"<col style=[^>]*>", html.render(document, theme, "")) for theme in (plain, narrow)]
    assert sheet[0] != sheet[1]
