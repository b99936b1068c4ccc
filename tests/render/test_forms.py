"""Forms: fields of the PDF that can be filled in, inputs of the HTML, room in the DOCX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import factory
import pikepdf
import pytest
from lxml import etree
from lxml import html as lxml_html

from slagen.render import docx, forms, html, markdown, pdf
from slagen.tree import LANGUAGES, Blank, Document, Table, Tick, blocks, inlines, plain

CSS = (Path(__file__).parents[2] / "templates" / "standard" / "print.css").read_text("utf-8")
NAMES = ("zh", "en", "interleaved", "parallel")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _document(name: str) -> Document:
    return factory.in_language(name) if name in ("zh", "en") else factory.rich_document(name)  # type: ignore[arg-type]


def _of_tree(document: Document) -> list[Blank | Tick]:
    """Every blank and box, each once."""
    cells = (cell for block in blocks(document) if isinstance(block, Table) for row in block.rows for cell in row.cells)
    nodes = (node for cell in cells for node in inlines(cell.get(document.languages[0])))
    return [node for node in nodes if isinstance(node, Blank | Tick)]


@dataclass(frozen=True)
class Field:
    """A field of a form as a reader of the file finds it."""

    name: str
    entry: Any
    widgets: list[Any]


def fields_of(file: pikepdf.Pdf) -> list[Field]:
    return [found for root in file.Root.AcroForm.Fields for found in _fields(root, "")]


def blanks_of(file: pikepdf.Pdf) -> list[Field]:
    return [field for field in fields_of(file) if field.entry.FT != "/Sig"]


def _fields(node: Any, above: str) -> Iterator[Field]:
    assert "." not in str(node.T), "a full stop parts the names of fields"
    name = f"{above}.{node.T}".lstrip(".")
    if "/FT" in node:
        yield Field(name, node, list(node.get("/Kids", [node])))
        return
    for child in node.Kids:
        assert child.Parent.T == node.T
        yield from _fields(child, name)


Made = tuple[Document, pikepdf.Pdf]


def _written(document: Document) -> bytes:
    return pdf.write(pdf.lay_out(html.render(document, factory.theme(), CSS, marked=False)), document)


@pytest.fixture(scope="module", params=NAMES)
def made(request: pytest.FixtureRequest) -> Iterator[Made]:
    document = _document(request.param)
    with pikepdf.open(io.BytesIO(_written(document))) as file:
        yield document, file


def test_every_blank_is_one_field_that_can_be_filled_in(made: Made) -> None:
    document, file = made
    fields = {field.name: field for field in blanks_of(file)}
    nodes = {node.name: node for node in _of_tree(document)}
    assert fields.keys() == nodes.keys()
    assert len(fields) == 5
    for name, node in nodes.items():
        entry = fields[name].entry
        assert str(entry.FT) == ("/Tx" if isinstance(node, Blank) else "/Btn")
        assert int(entry.get("/Ff", 0)) & 1 == 0, "read only"
        assert bool(int(entry.get("/Ff", 0)) & 1 << 12) == (isinstance(node, Blank) and node.lines > 1)
        assert str(entry.TU), "what a screen reader says"


def test_a_blank_that_both_languages_show_is_one_field_in_two_places(made: Made) -> None:
    document, file = made
    places = {field.name.rpartition(".")[2]: len(field.widgets) for field in blanks_of(file)}
    twice = len(document.languages)
    assert places == {"reasons": 1, "yes": twice, "no": twice, "signed": 1, "day": twice}


def test_every_widget_is_on_a_page_and_has_an_area(made: Made) -> None:
    _, file = made
    shown = [a for page in file.pages for a in page.get("/Annots", []) if a.Subtype == "/Widget"]
    assert len(shown) == sum(len(field.widgets) for field in fields_of(file))
    for widget in shown:
        x1, y1, x2, y2 = map(float, widget.Rect)
        assert abs(x2 - x1) > 7
        assert abs(y2 - y1) > 7
        assert "/N" in widget.AP, "else viewers are asked to make an appearance before they show the page"


def test_what_is_typed_is_set_in_a_font_that_has_chinese(made: Made) -> None:
    _, file = made
    form = file.Root.AcroForm
    typed = [field.entry for field in fields_of(file) if field.entry.FT == "/Tx"]
    assert typed
    for entry in typed:
        *_, font, size, operator = str(entry.DA).split()
        assert (operator, float(size) > 6) == ("Tf", True)
        found = form.DR.Font[font]
        assert str(found.Encoding) == "/UniGB-UTF16-H"
        assert str(found.DescendantFonts[0].CIDSystemInfo.Ordering) == "GB1"


def test_no_font_is_embedded_whole_for_a_blank() -> None:
    document = factory.in_language("zh")
    assert len(_written(document)) < len(_written(replace(document, annexes=document.annexes[:2]))) + 40_000


def test_a_document_without_blanks_and_signature_page_has_no_form() -> None:
    document = replace(factory.in_language("zh"), signature=None)
    with pikepdf.open(io.BytesIO(_written(replace(document, annexes=document.annexes[:2])))) as file:
        assert "/AcroForm" not in file.Root


def test_each_party_has_a_field_to_sign_in_beside_the_other(made: Made) -> None:
    document, file = made
    fields = {field.name: field for field in fields_of(file) if field.entry.FT == "/Sig"}
    assert document.signature is not None
    boxes = []
    for signatory, (name, field) in zip(document.signature.signatories, fields.items(), strict=True):
        assert name == f"{html.SIGNATURES}.{signatory.role}"
        labels = [plain(signatory.party.label.get(lang)) for lang in document.languages]
        assert all(label in str(field.entry.TU) for label in labels)
        assert "/V" not in field.entry
        (widget,) = field.widgets
        boxes.append(list(map(float, widget.Rect)))
    (left, top, middle, bottom), (begin, other, _, foot) = boxes
    assert (top, bottom) == (other, foot)
    assert middle < begin
    assert middle - left > 150
    assert abs(top - bottom) > 100


def test_a_preview_has_no_field_to_sign_in() -> None:
    page = html.render(factory.rich_document(), factory.theme(), CSS)
    assert html.SIGNATURES + "." not in page


@pytest.mark.parametrize("name", NAMES)
def test_inputs_of_the_html_have_names_and_say_what_they_are_for(name: str) -> None:
    document = _document(name)
    page = lxml_html.document_fromstring(html.render(document, factory.theme(), CSS))
    inputs = page.xpath("//input | //textarea")
    names = [element.get("name") for element in inputs]
    assert len(names) == len(set(names))
    assert {found.removesuffix(html.SECOND) for found in names} == {node.name for node in _of_tree(document)}
    assert all(element.get("aria-label") == element.get("title") != "" for element in inputs)
    (area,) = page.xpath("//textarea")
    assert area.get("rows") == "4"


def test_titles_are_the_words_that_stand_by() -> None:
    tables = [block for block in blocks(factory.rich_document()) if isinstance(block, Table)]
    zh, en = (
        {name.rpartition(".")[2]: title for table in tables for name, title in forms.titles(table, lang).items()}
        for lang in LANGUAGES
    )
    assert zh == {
        "reasons": "理由 – 内容",
        "yes": "结论 – 内容 – 同意",
        "no": "结论 – 内容 – 不同意",
        "signed": "签署 – 内容",
        "day": "日期 – 内容 – 自",
    }
    assert en["yes"] == "Result – Entry – agreed"


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_the_docx_have_room_to_write_in(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(_document(name), factory.theme(), {}))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    (*_, form) = body.iter(f"{W}tbl")
    heights = [round(int(found.get(f"{W}val")) * 25.4 / 1440) for found in form.iter(f"{W}trHeight")]
    assert heights == [28, 7]
    ticks = [run for run in body.iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle[@{W}val='TickBox']") is not None]
    assert ["".join(run.itertext(f"{W}t")) for run in ticks] == ["☐"] * 2 * len(_document(name).languages)


def test_markdown_has_rules_and_boxes() -> None:
    text = markdown.render(factory.in_language("zh"))
    assert r"| 结论 | \[ \] 同意 \[ \] 不同意 |" in text
    assert f"| 理由 | {'<br>'.join([markdown.BLANK] * 4)} |" in text
