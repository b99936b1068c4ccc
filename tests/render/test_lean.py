"""Layout in little memory: the same pages as WeasyPrint's own, of styles, boxes and lines no more than are wanted."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import weasyprint
from printed import RICH
from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

from slagen.render import lean, pdf


def laid_out(text: str) -> Any:
    with lean.laying_out():
        return weasyprint.HTML(string=text).render(pdf_forms=True)


def boxes(document: Any, kind: type) -> Iterator[Any]:
    return (box for page in document.pages for box in page._page_box.descendants() if isinstance(box, kind))


def test_the_pages_are_those_of_weasyprint() -> None:
    theirs = weasyprint.HTML(string=RICH).render(pdf_forms=True)
    assert len(theirs.pages) > 4
    assert laid_out(RICH).write_pdf(pdf_tags=True) == theirs.write_pdf(pdf_tags=True)


def test_a_pseudo_element_has_a_style_only_where_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    class Seen(lean._Styles):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    monkeypatch.setattr(lean, "_Styles", Seen)
    laid_out("<style>i { float: footnote }</style><p>One <b>two</b><ul><li>three<li>four<i>five</i></ul>")
    (styles,) = made
    asked = {(each.tag, pseudo) for each, pseudo in styles.get_computed_styles() if pseudo in lean._SELDOM}
    assert asked == {("li", "marker"), ("i", "footnote-call"), ("i", "footnote-marker")}


def test_elements_that_look_alike_share_a_style_whatever_they_are_called() -> None:
    paragraphs = "".join(f'<p lang="en" id="p{i}" style="color: red">word <b>word</b></p>' for i in range(20))
    document = laid_out(paragraphs)
    bold = [box for box in boxes(document, InlineBox) if box.element_tag == "b"]
    assert len(bold) == 20
    assert len({id(box.style) for box in bold}) == 1
    assert len({id(box.style) for box in boxes(document, TextBox)}) == 2
    assert document.pages[0].anchors.keys() == {f"p{i}" for i in range(20)}


def test_elements_of_other_languages_or_looks_do_not() -> None:
    document = laid_out('<p lang="en"><b>a</b><p lang="zh"><b>b</b><p lang="zh" style="color: red"><b>c</b>')
    bold = [box.style for box in boxes(document, InlineBox) if box.element_tag == "b"]
    assert [(style["lang"], style["color"].to("srgb").coordinates[0]) for style in bold] == [
        ("en", 0),
        ("zh", 0),
        ("zh", 1),
    ]


def test_pages_of_the_same_rules_share_a_style() -> None:
    rules = "@page { @top-left { content: counter(page) } } @page :first { margin: 1cm } p { break-after: page }"
    pages = [page._page_box for page in laid_out(f"<style>{rules}</style>" + "<p>a</p>" * 5).pages]
    first, *others = (page.style for page in pages)
    assert {id(style) for style in others} == {id(others[0])}
    assert first["margin_top"] != others[0]["margin_top"]
    assert len({id(box.style) for page in pages for box in page.children if box.element is None}) == 2


def test_boxes_of_pages_have_no_usual_values_of_their_own() -> None:
    margin = "<style>@page { @top-left { content: 'running' } }</style>"
    document = laid_out(f"{margin}<p>One <b>two</b> three<p><i style='display: inline-block; margin: 1em'>four</i>")
    (page,) = document.pages
    found = [box for box in page._page_box.descendants() if type(box).__mro__[1] in lean._KINDS]
    assert {type(box).__name__ for box in found} == {kind.__name__ for kind in lean._KINDS}
    assert "running" in {box.text for box in found if isinstance(box, TextBox)}
    usual = [name for box in found for name, value in vars(box).items() if value is lean._USUAL.get(name, lean._OTHER)]
    assert usual == []
    assert all(len(vars(box)) <= 21 for box in found), "beyond which a dictionary takes twice the room"


def test_a_page_that_is_made_anew_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    original = lean._make_all_pages

    def seen(*given: Any) -> Iterator[Any]:
        for page in original(*given):
            made.append(weakref.ref(page))
            yield page

    monkeypatch.setattr(lean, "_make_all_pages", seen)
    gc.collect()
    gc.disable()
    try:
        document = laid_out(RICH)
        alive = {id(page()) for page in made if page() is not None}
    finally:
        gc.enable()
    assert len({id(page) for page in made}) > len(document.pages), "else no page was made anew"
    assert alive == {id(page._page_box) for page in document.pages}


def test_what_pages_are_made_from_is_let_go_before_their_margins_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    original = lean._layout_document

    def seen(page: Any, root: Any, context: Any) -> Iterator[Any]:
        made = [weakref.ref(box) for box in root.descendants() if isinstance(box, LineBox)]
        for number, each in enumerate(original(page, root, context)):
            if number < 2:
                gc.collect()
                left.append(sum(box() is not None for box in made))
            yield each

    monkeypatch.setattr(lean, "_layout_document", seen)
    laid_out("<p>word" * 200)
    assert left == [200, 0]


def test_font_features_are_let_go_with_their_line(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go: list[Any] = []
    theirs = lean.pango
    ours = SimpleNamespace(
        pango_layout_get_attributes=theirs.pango_layout_get_attributes,
        pango_attr_list_unref=lambda each: (let_go.append(each), theirs.pango_attr_list_unref(each)),
    )
    monkeypatch.setattr(lean, "pango", ours)
    laid_out("<p>one<p>two")
    assert let_go == []
    laid_out("<p style='font-feature-settings: \"pwid\"; letter-spacing: 1px'>one<p>two")
    assert let_go


def test_layouts_share_the_fonts_that_they_open() -> None:
    one, two = (pdf.lay_out(f"<p>{word}").pages.font_config for word in ("one", "two"))
    assert one is two
