"""Why a file can't be read: said in both languages, libraries' words in brackets only, no address of their memory."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from lxml import etree

from slagen.read.damaged import why


def _encrypted() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("read", "zh", "en"),
    [
        (lambda: zipfile.ZipFile(io.BytesIO(b"PK")), "不是完整的 zip 压缩包", "it is no whole zip archive"),
        (lambda: zlib.decompress(b"nothing"), "压缩的数据已经损坏", "packed data in it are damaged"),
        (lambda: pikepdf.Pdf.open(io.BytesIO(_encrypted())), "文件已加密", "it is encrypted"),
        (
            lambda: pikepdf.Pdf.open(io.BytesIO(b"%PDF-1.7")),
            "结构已经损坏，或者文件不完整（unable to find trailer dictionary while recovering damaged file）",
            "its structure is damaged, or the file is not whole (unable to find trailer dictionary while recovering "
            "damaged file)",
        ),
        (
            lambda: etree.fromstring("<a>"),
            "其中的 XML 不合语法（Premature end of data in tag a line 1, line 1, column 4）",
            "XML in it is not well-formed (Premature end of data in tag a line 1, line 1, column 4)",
        ),
        (
            lambda: {}["word/document.xml"],
            "缺少必需的部分（word/document.xml）",
            "a part that it needs is missing (word/document.xml)",
        ),
        (lambda: int("x" * 500), None, "its contents are not what the format asks for (invalid literal for int()"),
    ],
)
def test_what_libraries_raise_in_words(read: Callable[[], Any], zh: str | None, en: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - of any library
        read()
    said = why(caught.value)
    assert said.en.startswith(en)
    assert said.zh == zh or zh is None
    assert len(said.en) < 200
