"""What somebody changed in a file is named: which clause or part, and what kind of change it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
import tampered
from pikepdf import Dictionary, Name, Pdf
from verify_desk import Desk

from slagen.compiled import Compiled
from slagen.verify import Finding, Verified, against_contract, read
from slagen.verify.finding import Kind

BODY = "word/document.xml"


@pytest.fixture(autouse=True)
def _built_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sources build what they built before, as the tests of unchanged files show."""
    monkeypatch.setattr(Compiled, "render", lambda _, form: desk.files[form])


def found(desk: Desk, data: bytes) -> Verified:
    told = against_contract(read(data), desk.contract)
    assert not told.identical
    return told


def one(told: Verified, *besides: Kind) -> Finding:
    """The only finding, but for those of kinds that any program leaves that saves the file."""
    (finding,) = [finding for finding in told.findings if finding.kind not in besides]
    return finding


DOCX = {
    "a letter of a clause": (
        BODY, tampered.replaced("other</w:t>", "offer</w:t>"),
        Finding(Kind.WORDING, "first.beginning", BODY, "", "other matters.", "offer matters."),
    ),
    "a value": (
        BODY, tampered.replaced("60 days", "61 days"),
        Finding(Kind.VALUE, "second.middle", BODY, "contract.renewal.notice", "60 days", "61 days"),
    ),
    "a longer value": (
        BODY, tampered.replaced("60 days", "160 days"),
        Finding(Kind.VALUE, "second.middle", BODY, "contract.renewal.notice", "60 days", "160 days"),
    ),
    "a deleted paragraph": (
        BODY, tampered.without_paragraph("Renewal."),
        Finding(Kind.DELETED, "second.middle", BODY, "",
                "Renewal. Notice is 60 days, see Sections 2.1.3 to 2.1.4."),
    ),
    "a paragraph that was put in": (
        BODY, tampered.replaced("</w:tbl><w:sectPr", "</w:tbl><w:p><w:r><w:t>Not so.</w:t></w:r></w:p><w:sectPr"),
        Finding(Kind.INSERTED, "annex.form", BODY, "", "", "Not so."),
    ),
    "a style": (
        "word/styles.xml", tampered.replaced('<w:spacing w:before="120" w:after="60"/>', '<w:spacing w:before="0"/>'),
        Finding(Kind.FORMATTING, "", "style Clause", "", "✓", "✓"),
    ),
    "a space more": (
        BODY, tampered.replaced(" Notice is ", " Notice  is "), Finding(Kind.FORMATTING, "second.middle", BODY),
    ),
    "words in bold": (
        BODY,
        lambda text: text.replace('<w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve"> Notice is ',
                                  '<w:rPr><w:b/><w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve"> Notice is '),
        Finding(Kind.FORMATTING, "second.middle", BODY),
    ),
    "the header": (
        "word/header1.xml", tampered.replaced("MIN-2026-001", "MIN-2026-002"),
        Finding(Kind.WORDING, "header", "word/header1.xml", "",
                "ct No. MIN-2026-001 · Version 1.0", "ct No. MIN-2026-002 · Version 1.0"),
    ),
    "the properties": (
        "docProps/core.xml", tampered.replaced("Example Services Ltd.", "Example Customer Ltd."),
        Finding(Kind.METADATA, "", "creator", "", "Example Services Ltd.", "Example Customer Ltd."),
    ),
    "the list of clauses": (
        "customXml/item1.xml", tampered.replaced('order="1"', 'order="9"'),
        Finding(Kind.ATTACHMENT, "", "clauses.xml", "", "✓", "✓"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DOCX)
def test_docx(desk: Desk, case: str) -> None:
    part, change, expected = DOCX[case]
    told = found(desk, tampered.docx(desk.files["docx"], part, change))
    assert (one(told), told.edited, told.elsewhere) == (expected, True, False)


def test_docx_saved_by_another_program(desk: Desk) -> None:
    told = found(desk, tampered.docx(desk.files["docx"], "", lambda text: text))
    assert one(told) == Finding(Kind.PACKAGING)


def test_docx_with_another_manifest(desk: Desk) -> None:
    """It claims another clause; its digest, which stands elsewhere in the file, gives it away."""
    change = tampered.replaced('"version": "1.2.3"', '"version": "1.2.4"')
    told = found(desk, tampered.docx(desk.files["docx"], "customXml/item2.xml", change))
    assert told.findings == (
        Finding(Kind.CLAUSE, "first.beginning", "", "", "1.2.3 library", "1.2.4 library"),
        Finding(Kind.ATTACHMENT, "", "manifest.json", "", "✓", "✓"),
    )
    assert (told.edited, told.elsewhere) == (True, False)


# PDF --------------------------------------------------------------------------------------------------------------


def filled(opened: Pdf) -> None:
    field = opened.Root.AcroForm.Fields[1]
    while "/Kids" in field and "/T" in field.Kids[0]:
        field = field.Kids[0]
    field.V = "written in"


def scripted(opened: Pdf) -> None:
    opened.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def refonted(opened: Pdf) -> None:
    """A font shows another glyph for a code, and says what it said before."""
    font = next(iter(opened.pages[2].Resources.Font.values()))
    file = font.DescendantFonts[0].FontDescriptor.FontFile3
    file.write(file.read_bytes() + b"\0")


def emptied(opened: Pdf) -> None:
    del opened.attachments["contract.json"]


PDF = {
    "a letter of a clause": (
        tampered.respelled("agreement", "agreemant"),
        Finding(Kind.WORDING, "first.beginning", "page 3", "",
                "rties. This agreement is made between:", "rties. This agreemant is made between:"),
    ),
    "a value": (
        tampered.respelled("60", "66"),
        Finding(Kind.VALUE, "second.middle", "page 3", "contract.renewal.notice", "60 days", "66 days"),
    ),
    "a number": (
        tampered.respelled("2.1.1", "2.1.2"),
        Finding(Kind.NUMBERING, "second.middle", "page 3", "", "2.1.1", "2.1.2"),
    ),
    "a reference": (
        tampered.respelled("2.1.4", "2.1.1"),
        Finding(Kind.NUMBERING, "second.middle", "page 3", "", "2.1.4", "2.1.1"),
    ),
    "a deleted paragraph": (
        tampered.unshown("2.1.2Renewal.Noticeis60days,seeSections2.1.3to2.1.4."),
        Finding(Kind.DELETED, "second.middle", "page 3", "",
                "2.1.2 Renewal. Notice is 60 days, see Sections 2.1.3 to 2.1…"),
    ),
    "larger words": (tampered.resized("Renewal."), Finding(Kind.FORMATTING, "second.middle", "page 3")),
    "the document as data": (
        tampered.attached("contract.json", b"{}"), Finding(Kind.ATTACHMENT, "", "contract.json", "", "✓", "✓"),
    ),
    "an attachment that is gone": (emptied, Finding(Kind.ATTACHMENT, "", "contract.json", "", "✓", "")),
    "a form": (filled, Finding(Kind.FORM, "", "annex.form.number", "", "", "written in")),
}  # fmt: skip


@pytest.mark.parametrize("case", PDF)
def test_pdf(desk: Desk, case: str) -> None:
    change, expected = PDF[case]
    told = found(desk, tampered.pdf(desk.files["pdf"], change))
    assert (one(told, Kind.METADATA), told.edited, told.elsewhere) == (expected, True, False)


def test_pdf_with_a_script(desk: Desk) -> None:
    told = found(desk, tampered.pdf(desk.files["pdf"], scripted))
    assert "OpenAction" in {finding.part for finding in told.findings if finding.kind is Kind.METADATA}


def test_pdf_with_another_font(desk: Desk) -> None:
    """It may be that of another machine, where nothing else of the file differs; here, metadata do."""
    told = found(desk, tampered.pdf(desk.files["pdf"], refonted))
    assert [f.part[:5] for f in told.findings if f.part and f.kind is Kind.FORMATTING] == ["font "]
    assert told.edited


def test_pdf_with_another_manifest(desk: Desk) -> None:
    """It claims another contract; the checksum that the file gives of it gives it away."""
    manifest = json.loads(desk.compiled.provenance.manifest)
    manifest["inputs"]["contract"] = "0" * 64
    told = found(
        desk, tampered.pdf(desk.files["pdf"], tampered.attached("manifest.json", json.dumps(manifest).encode()))
    )
    kinds = [(finding.kind, finding.part) for finding in told.findings if finding.kind is not Kind.METADATA]
    assert kinds == [(Kind.INPUT, "contract"), (Kind.ATTACHMENT, "manifest.json")]
    assert (told.edited, told.elsewhere) == (True, False)


def test_every_change_of_many_is_told(desk: Desk) -> None:
    def change(text: str) -> str:
        for step in changes():
            text = step(text)
        return text

    def changes() -> Iterator[Callable[[str], str]]:
        yield tampered.replaced("60 days", "90 days")
        yield tampered.replaced("other</w:t>", "no</w:t>")
        yield tampered.without_paragraph("Period.")

    told = found(desk, tampered.docx(desk.files["docx"], BODY, change))
    assert {(finding.clause, finding.kind) for finding in told.findings} == {
        ("first.beginning", Kind.WORDING),
        ("second.middle", Kind.DELETED),
        ("second.middle", Kind.VALUE),
    }
