"""Layout in less time: the same pages as WeasyPrint's own, of lengths and lines that styles keep."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import weasyprint
from printed import RICH
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import percent

from slagen.render import lean, quick

VARIED = """<style>
@page { size: 80mm 90mm; margin: 10% }
div { border: 2px solid; padding: 3%; border-radius: 2px 10% }
.in { box-sizing: border-box; width: 50%; height: 20px; min-width: 3em }
.max { max-height: 20px; max-width: 30mm; margin: auto; line-height: 2 }
.far { position: relative; left: 4px }
table { border-collapse: collapse; width: 80% }
td { border: 3px solid; padding: 1mm; box-sizing: border-box }
.plain td { border-width: 1px 2px; box-sizing: content-box }
</style>
<div>percentages <div class="in">within</div></div><div class="max">one<br>two<br>three</div>
<p style="float: left; width: calc(10% + 2mm)">aside</p><p class="far">moved</p>
<p style="line-height: normal">x<sup>2</sup>
<table><tr><td>one<td>two<tr><td colspan=2>both</table>
<table class="plain"><tr><td rowspan=2><p>one</p><p style="position: absolute">placed</p><td>two<tr><td>three</table>
"""


def laid_out(text: str) -> Any:
    with lean.laying_out(), quick.laying_out():
        return weasyprint.HTML(string=text).render(pdf_forms=True)


@pytest.mark.parametrize("text", [VARIED, RICH], ids=["varied", "rich"])
def test_the_pages_are_those_of_weasyprint(text: str) -> None:
    theirs = weasyprint.HTML(string=text).render(pdf_forms=True)
    with quick.describing_fonts():
        assert laid_out(text).write_pdf(pdf_tags=True) == theirs.write_pdf(pdf_tags=True)


def test_lengths_are_worked_out_once_for_a_style(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    original = percent.resolve_percentages

    def seen(box: Box, containing: Any) -> None:
        asked.append(box.element_tag)
        original(box, containing)

    monkeypatch.setattr(percent, "resolve_percentages", seen)
    laid_out("<p>word <b>word</b>" * 20 + "<div style='margin-left: 5%'>share</div>" * 2)
    assert asked.count("div") >= 2
    assert not {"p", "b"} & set(asked)


def test_a_style_that_is_copied_keeps_nothing() -> None:
    (page,) = laid_out("<p>word").pages
    style = next(box.style for box in page._page_box.descendants() if box.element_tag == "p")
    assert vars(style).keys() >= {"used_lengths", "square"}
    assert not vars(style.copy()).keys() & {"used_lengths", "square"}


@pytest.mark.parametrize(
    ("flow", "inside"),
    [
        (("none", "static"), True), (("none", "relative"), True), (("left", "static"), False),
        (("footnote", "static"), False), (("none", "absolute"), False), (("none", ("running()", "x")), False),
    ],
)  # fmt: skip
def test_what_is_in_the_normal_flow(flow: tuple[str, Any], inside: bool) -> None:
    box = Box("p", SimpleNamespace(), None)
    box.style = dict(zip(("float", "position"), flow, strict=True))
    assert quick._is_in_normal_flow(box) is inside is quick._original_flow(box)
