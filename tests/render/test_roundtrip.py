"""What of a DOCX is left when LibreOffice has opened and saved it, by which clauses are found again after editing.

Both files are converted in one call.  The floors are what holds with LibreOffice 7.4.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx_parts
import judges
import pytest
from editions import Edition
from lxml import etree
from signed import provenance

from slagen.render.docx import render
from slagen.tree import Note
from slagen.tree.walk import headings
from slagen.verify.printed import printed
from tests.render.factory import both, rich_document, theme

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = ("short", "sample")


@dataclass(frozen=True)
class Saved:
    """A DOCX before and after."""

    before: Path
    after: Path


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, shared: Path, profile: Path) -> Mapping[str, Saved]:
    """A short bilingual agreement with a footnote, and a real one in English, as LibreOffice saves them."""
    folder = tmp_path_factory.mktemp("before")
    document = rich_document()
    pages = {heading.key: 3 for _, heading in headings(document)}
    noted = replace(document, notes=(Note("scope.application#p1", both("依据：示例法。", "Basis: the Sample Act.")),))
    (folder / "short.docx").write_bytes(render(noted, theme(), pages, provenance(noted)))
    (folder / "sample.docx").write_bytes(Edition("helpdesk", "en", shared, profile).docx.read_bytes())
    out = folder / "after"
    judges.run(
        judges.needs("soffice"), f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", out, *(folder / f"{name}.docx" for name in NAMES),
    )  # fmt: skip
    return {name: Saved(folder / f"{name}.docx", out / f"{name}.docx") for name in NAMES}


def part(file: Path, name: str) -> Any:
    with zipfile.ZipFile(file) as package:
        return etree.fromstring(package.read(name))


def clause_words(file: Path) -> dict[str, str]:
    """The words in the bookmark of each clause in each language."""
    found: dict[str, str] = {}
    open_: dict[str, str] = {}
    marks = (f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t")
    for element in part(file, "word/document.xml").iter(*marks):
        if element.tag == f"{W}bookmarkStart":
            if re.match("(zh|en)_clause_", name := element.get(f"{W}name")):
                open_[element.get(f"{W}id")] = name
                found[name] = ""
        elif element.tag == f"{W}bookmarkEnd":
            open_.pop(element.get(f"{W}id"), None)
        else:
            found |= {name: found[name] + (element.text or "") for name in open_.values()}
    return found


def own_xml(file: Path) -> list[bytes]:
    """Our custom XML parts, as canonical XML."""
    with zipfile.ZipFile(file) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"customXml/item\d+\.xml", name)]
        roots = [etree.fromstring(package.read(name)) for name in names]
    return sorted(etree.tostring(root, method="c14n") for root in roots if root.tag.startswith("{urn:slagen:"))


def codes(file: Path, name: str = "word/document.xml") -> Counter[str]:
    """The fields of a part by their code; the contents by their name, since their switches change places."""
    found = (" ".join(str(code.text).split()) for code in part(file, name).iter(f"{W}instrText"))
    return Counter("TOC" if code.startswith("TOC ") else code for code in found if code)


def labels(file: Path) -> list[str]:
    """The labels that native numbering counts, as the reader of ECMA-376 in our own tests works them out."""
    counter = docx_parts.Counter(part(file, "word/numbering.xml"), part(file, "word/styles.xml"))
    found = (counter.label(paragraph) for paragraph in part(file, "word/document.xml").iter(f"{W}p"))
    return [label for label in found if label]


@pytest.mark.parametrize("name", NAMES)
def test_each_clause_is_found_in_its_bookmark(saved: Mapping[str, Saved], name: str) -> None:
    before, after = clause_words(saved[name].before), clause_words(saved[name].after)
    assert len(before) >= {"short": 12, "sample": 61}[name]
    assert all(before.values())
    assert after == before


@pytest.mark.parametrize("name", NAMES)
def test_custom_xml_is_kept(saved: Mapping[str, Saved], name: str) -> None:
    before, after = own_xml(saved[name].before), own_xml(saved[name].after)
    assert len(before) == 3
    assert after == before


@pytest.mark.parametrize("name", NAMES)
def test_it_is_still_the_contract_that_it_carries(saved: Mapping[str, Saved], name: str) -> None:
    """Since nobody edited it: a side of a comparison."""
    before, after = (printed(file.read_bytes()) for file in (saved[name].before, saved[name].after))
    assert after == before


@pytest.mark.parametrize("name", NAMES)
def test_references_and_the_contents_stay_fields(saved: Mapping[str, Saved], name: str) -> None:
    """But the page numbers in the contents, which LibreOffice writes as text; it makes them anew when asked."""
    before, after = codes(saved[name].before), codes(saved[name].after)
    kept = {code: count for code, count in before.items() if not code.startswith("PAGEREF")}
    assert sum(kept.values()) >= {"short": 11, "sample": 881}[name]
    assert {code: after[code] for code in kept} == kept


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_counted_as_before(saved: Mapping[str, Saved], name: str) -> None:
    before, after = labels(saved[name].before), labels(saved[name].after)
    assert len(before) >= {"short": 80, "sample": 834}[name]
    assert after == before


def test_footnotes_stay_footnotes(saved: Mapping[str, Saved]) -> None:
    for file in (saved["short"].before, saved["short"].after):
        notes = ["".join(each.itertext(f"{W}t")) for each in part(file, "word/footnotes.xml")]
        assert [note.strip() for note in notes if note.strip()] == ["依据：示例法。", "Basis: the Sample Act."]


def test_pages_are_still_counted(saved: Mapping[str, Saved]) -> None:
    for file in (saved["short"].before, saved["short"].after):
        with zipfile.ZipFile(file) as package:
            footers = [name for name in package.namelist() if re.fullmatch(r"word/footer\d*\.xml", name)]
        counted = sum((codes(file, name) for name in footers), Counter())
        assert min(counted["PAGE"], counted["NUMPAGES"]) >= 2
