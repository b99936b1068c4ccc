"""The contract that a DOCX carries: read where the file still says it, refused and named where it was edited."""

from __future__ import annotations

import base64
import bz2
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import docx as python_docx
import factory
import pytest
import tampered
from signed import provenance

from slagen.diff.redline import redline
from slagen.render import docx, tree_json
from slagen.render.ooxml import Tracking
from slagen.render.options import NONE, Options
from slagen.tree import Document
from slagen.tree.alone import alone
from slagen.verify import VerifyError
from slagen.verify import docx as parts
from slagen.verify.printed import EditedError, printed

BODY, DATA = "word/document.xml", "customXml/item3.xml"
RICH = factory.rich_document()
PAGES = {"chapter.1": 3, "scope.application": 3, "annex.form": 12}


def built(document: Document, options: Options = NONE) -> bytes:
    return docx.render(document, factory.theme(), PAGES, provenance(document), options=options)


def as_carried(document: Document) -> Document:
    """Without the places of its sources."""
    return tree_json.read(tree_json.printed(document).encode())


@pytest.fixture(scope="module")
def english() -> bytes:
    return built(factory.in_language("en"))


@pytest.mark.parametrize(
    ("document", "options"),
    [
        (factory.in_language("zh"), NONE),
        (RICH, NONE),
        (factory.rich_document("parallel"), NONE),
        (RICH, Options(protect=True, content_controls=True, line_numbers=True)),
        (alone(RICH, "annex.form"), NONE),
        (alone(factory.in_language("en"), "annex.contacts"), Options(protect=True)),
    ],
)
def test_it_is_the_document_that_was_built(document: Document, options: Options) -> None:
    assert printed(built(document, options)) == as_carried(document)


SAME: dict[str, Callable[[str], str]] = {
    "another page in the contents": lambda text: re.sub(r"(<w:t[^>]*>)3(</w:t>)", r"\g<1>33\g<2>", text),
    "no pages in the contents": lambda text: re.sub(
        r"(PAGEREF.*?<w:t[^>]*>)\d+(</w:t>)", r"\1\2", text, flags=re.DOTALL
    ),
    "bold words": tampered.replaced("<w:rPr>", "<w:rPr><w:b/>"),
    "a comment": tampered.replaced("<w:r>", '<w:commentRangeStart w:id="7"/><w:r>'),
    "two runs": tampered.replaced("Provider", "Pro</w:t></w:r><w:r><w:t>vider"),
}


@pytest.mark.parametrize("case", SAME)
def test_what_is_only_set_otherwise_is_no_edit(english: bytes, case: str) -> None:
    assert printed(tampered.docx(english, BODY, SAME[case])) == as_carried(factory.in_language("en"))


def put_in(before: str) -> Callable[[str], str]:
    """Puts a paragraph in before the one that holds some words."""

    def change(text: str) -> str:
        one = next(one for one in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL) if before in one)
        return text.replace(one, f"<w:p><w:r><w:t>Not so.</w:t></w:r></w:p>{one}", 1)

    return change


TRACKED = '<w:ins w:id="99" w:author="A"><w:r><w:t>!</w:t></w:r></w:ins>'
EDITS: dict[str, tuple[Callable[[str], str], str]] = {
    "a letter": (tampered.replaced("applies to the", "appliez to the"), "1.1 scope.application"),
    "a word of a clause that shares its section": (
        tampered.replaced("This Agreement is made in", "The Agreement is made in"), "1.2 scope.language",
    ),
    "a paragraph less": (tampered.without_paragraph("numbering restarts here"), "1.2 scope.terms"),
    "a paragraph more": (put_in("numbering restarts here"), "1.2 scope.terms"),
    "an item moved": (
        lambda text: put_in("continues.")(tampered.without_paragraph("P1; or")(text)), "1.2 scope.terms",
    ),
    "a cell": (tampered.replaced("15 minutes", "16 minutes"), "2.1 delivery.response"),
    "an insertion that is tracked": (
        tampered.replaced("In this Agreement:</w:t></w:r>", f"In this Agreement:</w:t></w:r>{TRACKED}"),
        "1.2 scope.terms",
    ),
    "a heading": (
        lambda text: "Quality Figures".join(text.rsplit("Quality Metrics", 1)), "2.2 quality.metrics",
    ),
    "the cover": (tampered.replaced("1 January 2026", "1 January 2027"), "cover"),
    "a line of the contents": (tampered.replaced("Quality Metrics", "Quality Figures"), "contents"),
    "the signature page": (tampered.replaced("on the dates below", "on the days below"), "signature page"),
    "two clauses": (
        lambda text: text.replace("numbering restarts here", "it restarts", 1).replace("15 minutes", "16 minutes", 1),
        "1.2 scope.terms, 2.1 delivery.response",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", EDITS)
def test_an_edit_is_named(english: bytes, case: str) -> None:
    change, named = EDITS[case]
    with pytest.raises(EditedError) as wrong:
        printed(tampered.docx(english, BODY, change))
    assert wrong.value.message.en.endswith(f"data in it: {named}")


# No side ----------------------------------------------------------------------------------------------------------


def other_data(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """The document as data swapped for another."""

    def changed(text: str) -> str:
        return re.sub(r">([^<]+)</contract>", lambda found: f">{swapped(found[1])}</contract>", text)

    def swapped(packed: str) -> str:
        return base64.b64encode(bz2.compress(change(bz2.decompress(base64.b64decode(packed))))).decode()

    return lambda data: tampered.docx(data, DATA, changed)


def foreign(_: bytes) -> bytes:
    stream = io.BytesIO()
    python_docx.Document().save(stream)
    return stream.getvalue()


def of_a_redline(_: bytes) -> bytes:
    document = factory.in_language("en")
    fewer = replace(document, annexes=document.annexes[:-1])
    return docx.render(
        redline(document, fewer), factory.theme(), {}, None, Tracking("A", datetime(2026, 1, 2, tzinfo=UTC))
    )


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "no DOCX": (lambda data: data[:4000], "this is no DOCX that can be read", "不是可读的 DOCX"),
    "another's": (foreign, "slagen did not build this, or", "不是 slagen 生成的 DOCX，或者"),
    "a redline": (of_a_redline, "this is a document with tracked changes", "这是带修订的文档"),
    "of an earlier slagen": (
        lambda data: tampered.docx(data, DATA, tampered.replaced("urn:slagen:contract:1", "urn:other")),
        "it carries no contract as data", "其中没有合同数据：由较早的 slagen 生成",
    ),
    "of a later slagen": (
        lambda data: tampered.docx(data, "customXml/item2.xml", tampered.replaced('"format": 2', '"format": 3')),
        "it holds no contract that this version", "其中没有本版本 slagen 能够读取的合同数据",
    ),
}  # fmt: skip
DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "data cut short": lambda data: tampered.docx(
        data, DATA, lambda text: re.sub(r"[^>]{40}</contract>", "</contract>", text)
    ),
    "data that are none": lambda data: tampered.docx(data, DATA, lambda text: re.sub(r">[^<]+</c", ">?</c", text)),
    "another document": other_data(lambda data: data.replace(b"1 January 2026", b"1 January 2027")),
    "another node": other_data(lambda _: b"[]"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_side_is_said_in_both_languages(english: bytes, case: str) -> None:
    change, en, zh = REFUSED[case]
    with pytest.raises(VerifyError) as wrong:
        printed(change(english))
    assert not isinstance(wrong.value, EditedError)
    assert wrong.value.message.en.startswith(en)
    assert wrong.value.message.zh.startswith(zh)


@pytest.mark.parametrize("case", DAMAGED)
def test_data_that_are_not_those_of_the_manifest(english: bytes, case: str) -> None:
    with pytest.raises(EditedError, match="damaged or swapped"):
        printed(DAMAGED[case](english))


def test_data_that_unpack_to_more_than_any_contract(english: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LARGEST", 1000)
    with pytest.raises(EditedError, match="damaged or swapped"):
        printed(english)
