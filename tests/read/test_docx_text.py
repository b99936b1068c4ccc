"""The words of a DOCX: paragraphs, rows, tracked changes as accepted; what is no DOCX is told."""

from __future__ import annotations

import io
import zipfile

import pytest

from slagen.read import docx_text as module
from slagen.read.docx_text import docx_text

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def docx(body: str, name: str = "word/document.xml") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr(name, f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
    return sink.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f"<w:p>{run('一')}{run('二')}</w:p><w:p/><w:p>{run('three')}</w:p>", "一二\nthree\n"),
        (f"<w:p>{run('a')}<w:r><w:tab/><w:t>b</w:t><w:br/></w:r>{run('c')}</w:p>", "a\tb c\n"),
        (
            f"<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins>{run('new')}</w:ins></w:p>"
            f"<w:p><w:moveFrom>{run('away')}</w:moveFrom></w:p><w:p><w:moveTo>{run('here')}</w:moveTo></w:p>",
            "new\nhere\n",
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p><w:p>{run('b')}</w:p></w:tc><w:tc><w:p>{run('c')}</w:p></w:tc>"
            "</w:tr></w:tbl>",
            "a b | c\n",
        ),
        (f"<w:sdt><w:sdtContent><w:p>{run('in')}</w:p></w:sdtContent></w:sdt>", "in\n"),
        (
            f"<w:p><w:r><w:instrText>REF x</w:instrText></w:r><mc:AlternateContent><mc:Choice>{run('one')}</mc:Choice>"
            f"<mc:Fallback>{run('twice')}</mc:Fallback></mc:AlternateContent></w:p>",
            "one\n",
        ),
    ],
)
def test_words(body: str, words: str) -> None:
    assert docx_text(docx(body)) == words


@pytest.mark.parametrize("content", [b"PK", b"nothing", docx("", "other.xml"), docx("<w:p>")])
def test_what_is_none_is_told(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of the library that can't read it
        docx_text(content)


def test_a_part_that_is_too_large_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 10)
    with pytest.raises(ValueError, match="too large"):
        docx_text(docx(f"<w:p>{run('a')}</w:p>"))


def test_a_part_with_entities_reads_no_file() -> None:
    sink = io.BytesIO()
    entity = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    text = f"{entity}<w:document {NAMESPACES}><w:p>{run('&e;a')}</w:p></w:document>"
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr("word/document.xml", text)
    assert docx_text(sink.getvalue()) in ("a\n", "")
