"""A PDF painted, tagged and written in little memory: the same bytes, and nothing kept of a page that is finished."""

from __future__ import annotations

import gc
import weakref
import zlib
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import factory
import pydyf
import pytest
import weasyprint
from printed import CSS, RICH, theme
from weasyprint.formatting_structure.boxes import LineBox, PageBox

from slagen.render import archive, html, lean, lean_pdf, pdf


def compressed(_: Any, made: pydyf.PDF) -> None:
    """As :func:`slagen.render.archive.finish` leaves streams."""
    for each in made.objects:
        if isinstance(each, pydyf.Stream) and each.compress:
            archive.compress(each)


def rendered() -> Any:
    return weasyprint.HTML(string=RICH).render(pdf_forms=True)


@pytest.mark.parametrize(
    "options",
    [
        {"pdf_identifier": b"0123456789", "pdf_variant": "pdf/a-3a"},
        {"pdf_identifier": b"0123456789", "pdf_tags": False},
        {"pdf_identifier": True, "pdf_version": "1.4"},
    ],
    ids=["archival", "plain", "written by pydyf"],
)
def test_the_bytes_are_those_of_weasyprint(options: dict[str, Any]) -> None:
    theirs = rendered().write_pdf(finisher=compressed, **options)
    with lean_pdf.painting():
        assert rendered().write_pdf(finisher=compressed, **options) == theirs


def test_the_bytes_of_an_agreement_are_those_of_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    document = factory.rich_document("parallel")
    page = html.render(document, theme(), CSS)
    ours = pdf.write(pdf.lay_out(page), document)
    monkeypatch.setattr(lean, "laying_out", nullcontext)
    monkeypatch.setattr(lean_pdf, "painting", nullcontext)
    assert ours == pdf.write(pdf.lay_out(page), document)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files without fonts, whose subsets take longer than all of the rest."""
    monkeypatch.setattr("weasyprint.pdf.build_fonts_dictionary", lambda *_: pydyf.Dictionary())


def lines(page: Any) -> list[Any]:
    return [weakref.ref(box) for box in page._page_box.descendants() if isinstance(box, LineBox)]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("tagged", [True, False])
def test_the_boxes_of_a_page_are_let_go(tagged: bool) -> None:
    document = rendered()
    there = [line for page in document.pages for line in lines(page)]
    assert len(there) > 100
    with lean_pdf.painting():
        document.write_pdf(pdf_tags=tagged)
    gc.collect()
    # A page lists the boxes of its links and fields, which hold the lines within them.
    assert sum(line() is not None for line in there) < len(there) / 10


@pytest.mark.usefixtures("quick")
def test_the_boxes_of_a_page_are_let_go_before_the_next_is_tagged(monkeypatch: pytest.MonkeyPatch) -> None:
    document = rendered()
    there = {id(page._page_box): lines(page) for page in document.pages}
    left: list[int] = []
    original = lean_pdf._build_box_tree

    def seen(box: Any, *given: Any) -> Any:
        if isinstance(box, PageBox):
            gc.collect()
            left.append(sum(any(line() for line in page) for page in there.values()))
        return original(box, *given)

    monkeypatch.setattr(lean_pdf, "_build_box_tree", seen)
    for page in document.pages:
        page.links.clear()
        page.forms = {None: []}
    with lean_pdf.painting():
        document.write_pdf(pdf_tags=True)
    assert left == list(range(len(document.pages), 0, -1))


@pytest.mark.usefixtures("quick")
def test_pages_and_structure_elements_are_kept_as_they_will_be_written() -> None:
    seen: list[Any] = []
    with lean_pdf.painting():
        rendered().write_pdf(finisher=lambda _, made: seen.extend(made.objects), pdf_tags=True)
    elements = [each for each in seen if isinstance(each, pydyf.Dictionary) and each.get("Type") == "/StructElem"]
    assert {each["S"] for each in elements} == {"/Document", "/Form"}
    assert len(elements) == 1 + 3, "the forms are mended later"
    assert sum(isinstance(each, lean_pdf._Element) for each in seen) > 200
    pages = [each for each in seen if isinstance(each, pydyf.Dictionary) and each.get("Type") == "/Page"]
    painted = [seen[int(page["Contents"].split()[0])] for page in pages]
    assert painted
    assert all(len(each.stream) == 1 and each.extra["Filter"] == "/FlateDecode" for each in painted)


def test_pages_are_written_once() -> None:
    document = factory.in_language("zh")
    laid = pdf.lay_out(html.render(document, theme(), CSS))
    pdf.write(laid, document)
    with pytest.raises(ValueError, match="let go"):
        pdf.write(laid, document)


def test_no_stream_of_objects_ends_in_a_carriage_return() -> None:
    words = b"\x82"  # with which the checksum that ends the stream would end with 13
    assert zlib.compress(b"0 0\n" + words, 9).endswith(b"\r")
    (stream,) = lean_pdf._object_stream([SimpleNamespace(number=0, data=words)]).stream
    assert not stream.endswith(b"\r")
    assert zlib.decompress(stream).rstrip(b"\n") == b"0 0\n" + words
