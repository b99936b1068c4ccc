"""The logo in PDF, DOCX and HTML: of its size, with words in the document's languages, and valid."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import factory
import judges
import pikepdf
import pytest
from pictures import png
from printed import CSS, theme
from signed import short

from slagen.model.template import Logo, Theme
from slagen.model.text import Text
from slagen.read.logo import Picture
from slagen.render import docx, html, pdf

PICTURE = Picture("logo.png", png(30, 10), "png", 30, 10)
LOGO = Logo(file="logo.png", alt=Text(zh="示例公司标志", en="Logo of Example"), cover=15, header=6)


def _with_logo(plain: Theme) -> Theme:
    return plain.model_copy(update={"logo": LOGO})


@pytest.fixture(scope="module")
def made() -> bytes:
    document = short("both")
    tree = html.tree(document, _with_logo(theme()), CSS, marked=False, logo=PICTURE)
    return pdf.write(pdf.lay_out(tree), document)


def _figures(file: pikepdf.Pdf) -> list[Any]:
    def found(element: Any) -> list[Any]:
        kids = element.get("/K", [])
        below = [each for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])
                 if isinstance(kid, pikepdf.Dictionary) for each in found(kid)]  # fmt: skip
        return [element, *below] if element.get("/S") == "/Figure" else below

    return found(file.Root.StructTreeRoot)


def test_a_pdf_with_a_logo_is_archival_and_accessible(made: bytes) -> None:
    assert [judges.pdf_failures(made, profile) for profile in ("3a", "ua1")] == [[], []]
    with pikepdf.open(BytesIO(made)) as file:
        (figure,) = _figures(file)
        assert str(figure.Alt) == "示例公司标志 / Logo of Example"
        images = {name for page in file.pages for name in page.get_images()}
        assert len(images) == 1
        assert all(page.get_images() for page in file.pages), "on the cover, and in the header of every other page"


def test_a_docx_with_a_logo_is_valid_and_says_what_it_shows(tmp_path: Path) -> None:
    file = tmp_path / "made.docx"
    file.write_bytes(docx.render(short("both"), _with_logo(factory.theme()), {}, logo=PICTURE))
    assert judges.schema_errors(file) == []
    with zipfile.ZipFile(file) as package:
        assert [name for name in package.namelist() if "media" in name] == ["word/media/image1.png"]
        assert package.read("word/media/image1.png") == PICTURE.data
        document, header = (package.read(f"word/{part}.xml").decode() for part in ("document", "header1"))
    assert re.findall(r'descr="([^"]*)"', document) == ["示例公司标志 / Logo of Example"]
    assert re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', document) == [("1620000", "540000")], "45 mm by 15 mm"
    assert "decorative" in header
    assert re.findall(r'<wp:extent cx="\d+" cy="(\d+)"', header) == ["216000"]


def test_the_same_logo_gives_the_same_bytes(made: bytes) -> None:
    document = short("both")
    tree = html.tree(document, _with_logo(theme()), CSS, marked=False, logo=PICTURE)
    assert pdf.write(pdf.lay_out(tree), document) == made
    files = [docx.render(document, _with_logo(theme()), {}, logo=PICTURE) for _ in range(2)]
    assert files[0] == files[1]


def test_a_logo_without_a_height_is_not_there() -> None:
    logo = LOGO.model_copy(update={"cover": None})
    page = html.render(short("en"), theme().model_copy(update={"logo": logo}), CSS, logo=PICTURE)
    assert page.count("<img ") == 1
