"""Glyphs that the fonts lack are found and named; ordinary text never asks for the fonts."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import factory
import pytest

from slagen.diagnostics import Code, Severity, Span
from slagen.model.template import Theme
from slagen.render import glyphs
from slagen.tree import Document

SERIF = ("Noto Serif CJK SC",)


def _theme() -> Theme:
    """The factory's theme with the fonts of fonts-noto-cjk alone."""
    theme = factory.theme()
    fonts = theme.pdf.body.model_copy(update={"zh": SERIF, "en": SERIF})
    return theme.model_copy(update={"pdf": theme.pdf.model_copy(update={"body": fonts, "heading": fonts})})


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("云服务等级协议 SLA-2026-001，99.95%。", []),
        ("🧾 收据", ["🧾"]),
        ("السلام", list(dict.fromkeys("السلام"))),
        ("\u200f\u202eabc\u202c\u200d\ufe0f\ufeff\u2060", []),
        ("𠮷野家", []),
        ("a🧾b👩\u200d💻🧾", ["🧾", "👩", "💻"]),
        ("㐂㐃 ℃ № ① ② ™ € £", []),
        ("\U00031350", ["\U00031350"]),
        ("", []),
    ],
)
def test_missing(text: str, lacking: list[str]) -> None:
    assert glyphs.missing([text], SERIF) == lacking


def test_a_character_may_be_in_any_of_the_families() -> None:
    assert glyphs.missing(["א"], SERIF) == ["א"]
    assert glyphs.missing(["א"], (*SERIF, "DejaVu Sans")) == []


def test_a_family_that_is_not_installed_has_nothing() -> None:
    assert glyphs.missing(["①"], ("No Such: Family, 1-2",)) == ["①"]


def test_ordinary_text_asks_for_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("asked for a font")

    monkeypatch.setattr(subprocess, "run", never)
    glyphs.coverage.cache_clear()
    text = "第1章　总则：“服务”应当（自2026年1月1日起）——99.95%、￥1,000.00……《合同》；Section 3.2's “Times” – £"
    assert glyphs.missing([text.replace("£", "")], SERIF) == []
    with pytest.raises(AssertionError, match="asked"):
        glyphs.missing([text], SERIF)


def test_what_passes_unasked_is_in_the_fonts_of_the_template() -> None:
    ordinary = [chr(code) for code in range(0x20, 0x10000) if glyphs._ORDINARY.fullmatch(chr(code))]
    assert len(ordinary) > 20_000
    held = glyphs.coverage(SERIF[0])
    assert [char for char in ordinary if not glyphs._has(held, char)] == []


def test_check_names_the_characters_and_the_place_of_the_input() -> None:
    place = Span("contract.yaml", 7, 9)
    hebrew, emoji = glyphs.check(factory.rich_document(), _theme(), {"notes[4]": place}.get)
    assert (hebrew.code, hebrew.severity, hebrew.value, hebrew.span) == (
        Code.GLYPH_MISSING,
        Severity.ERROR,
        "אב",
        factory.SPAN,
    )
    assert (emoji.value, emoji.span) == ("🧾👩💻", place)
    assert "notes[4]" in emoji.message.zh
    assert "U+1F9FE RECEIPT" in emoji.message.en


def _plain_document() -> Document:
    """The rich document without its hostile values."""
    document = factory.rich_document()
    chapter = document.chapters[1]
    return replace(document, chapters=(chapter,))


def test_check_is_silent_where_every_character_has_a_glyph() -> None:
    assert glyphs.check(_plain_document(), _theme(), lambda _: None) == []


def test_check_points_at_the_clause_for_its_own_words() -> None:
    document = _plain_document()
    clause = document.chapters[0].sections[0].clauses[0]
    title = factory.both("响应🧾", "Response")
    paragraph = replace(clause.blocks[0], content=title, span=Span("clauses/a.md", 3, 5))
    section = replace(document.chapters[0].sections[0], clauses=(replace(clause, blocks=(paragraph,)),))
    chapter = replace(document.chapters[0], sections=(section,))
    found = glyphs.check(replace(document, chapters=(chapter,)), _theme(), lambda _: None)
    assert Span("clauses/a.md", 3, 5) in {d.span for d in found if d.value == "🧾"}


def _with(zh: tuple[str, ...]) -> Theme:
    theme = _theme()
    body = theme.pdf.body.model_copy(update={"zh": zh})
    return theme.model_copy(update={"pdf": theme.pdf.model_copy(update={"body": body})})


def test_a_face_without_any_font_is_told_once_with_what_to_install() -> None:
    place = Span("templates/t/template.yaml", 1, 1)
    assert glyphs.fonts(_theme(), place) == []
    assert glyphs.fonts(_with(("No Such Font", *SERIF)), place) == []
    (found,) = glyphs.fonts(_with(("No Such Font", "Nor This")), place)
    assert (found.code, found.severity, found.span) == (Code.FONT_MISSING, Severity.ERROR, place)
    assert found.hint is not None
    for text in (found.message.zh, found.message.en):
        assert "No Such Font" in text
        assert "Nor This" in text
    assert "fonts-noto-cjk" in found.hint.zh
    assert "fonts-noto-cjk" in found.hint.en


def test_a_font_that_stood_in_is_an_error_if_it_drew_anything_to_be_seen() -> None:
    place = Span("templates/t/template.yaml", 1, 1)
    drawn = {"DejaVu Sans": "服务", "Noto Color Emoji": "\u200d\ufe0f "}
    (found,) = glyphs.substituted(drawn, _theme(), place)
    assert (found.code, found.value) == (Code.FONT_MISSING, "DejaVu Sans")
