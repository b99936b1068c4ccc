"""What DOCX and PDF carry of where they come from: the manifest, the document as data, the places of clauses."""

from __future__ import annotations

import base64
import bz2
import io
import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from judges import ROOT
from lxml import etree

from slagen import __version__, pipeline
from slagen.compiled import Compiled
from slagen.render.docx import clause_bookmark
from slagen.render.glyphs import families
from slagen.render.ooxml import CLAUSES_NAMESPACE, CONTRACT_NAMESPACE, MANIFEST_PROPERTY
from slagen.render.provenance import MANIFEST, PRINTED, paragraph_hash
from slagen.tree.walk import clauses

MINIMAL = ROOT / "tests" / "minimal" / "contract.yaml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return pipeline.compile(pipeline.load(MINIMAL), "bilingual")


@pytest.fixture(scope="module")
def docx(compiled: Compiled) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(compiled._unpaged("docx", {})))


@pytest.fixture(scope="module")
def annex(compiled: Compiled) -> Compiled:
    return compiled.annex("annex.contacts")


@pytest.fixture(scope="module")
def attached(annex: Compiled) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(annex.render("pdf"))) as opened:
        return {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}


def test_the_manifest_names_what_the_document_was_made_from(compiled: Compiled) -> None:
    made = json.loads(compiled.provenance.manifest)
    assert made["tool"]["slagen"] == __version__
    assert made["contract"] == {"id": "MIN-2026-001", "version": "1.0"}
    assert [source["id"] for source in made["clauses"]] == [clause.id for clause in clauses(compiled.document)]
    assert all(len(source["sha256"]) == 64 for source in made["clauses"])
    assert set(made["inputs"]) == {"contract", "template standard", "registers"}
    assert made["asked"] == {}


def test_it_names_the_fonts_that_pages_are_set_in(compiled: Compiled) -> None:
    named = json.loads(compiled.provenance.manifest)["fonts"]
    assert set(named) == set(families(compiled.template.theme)) - {"Noto Serif", "Noto Sans"}
    assert all(re.fullmatch(r"\d+\.\d{3} [0-9a-f]{12}", said) for said in named.values())


def test_it_says_nothing_of_where_the_sources_stand(compiled: Compiled) -> None:
    for carried in (compiled.provenance.manifest, compiled.provenance.printed):
        assert b"slagen:" not in carried
        assert b".yaml" not in carried
        assert b".md" not in carried
        assert str(ROOT).encode() not in carried


def test_it_is_the_same_wherever_the_project_stands(compiled: Compiled, tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_bytes(MINIMAL.read_bytes())
    other = pipeline.compile(pipeline.load(tmp_path / "contract.yaml"), "bilingual")
    here, there = json.loads(compiled.provenance.manifest), json.loads(other.provenance.manifest)
    assert here | {"git": None} == there


def test_the_inputs_are_told_apart_from_one_another(compiled: Compiled, tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_text(MINIMAL.read_text("utf-8") + "# a comment\n", "utf-8")
    other = json.loads(pipeline.compile(pipeline.load(tmp_path / "contract.yaml"), "bilingual").provenance.manifest)
    here = json.loads(compiled.provenance.manifest)
    assert here["inputs"]["contract"] != other["inputs"]["contract"]
    assert {k: v for k, v in here["inputs"].items() if k != "contract"} == {
        k: v for k, v in other["inputs"].items() if k != "contract"
    }
    assert here["digest"] == other["digest"]


def test_pdf_carries_both_as_attachments(annex: Compiled, attached: dict[str, bytes]) -> None:
    assert attached == {MANIFEST: annex.provenance.manifest, PRINTED: annex.provenance.printed}


def test_docx_carries_the_manifest_and_its_digest(compiled: Compiled, docx: zipfile.ZipFile) -> None:
    assert etree.fromstring(docx.read("customXml/item2.xml")).text == compiled.provenance.manifest.decode()
    custom = etree.fromstring(docx.read("docProps/custom.xml"))
    assert [(one.get("name"), one[0].text) for one in custom] == [(MANIFEST_PROPERTY, compiled.provenance.digest)]


def test_docx_carries_the_document_as_data(compiled: Compiled, docx: zipfile.ZipFile) -> None:
    carried = etree.fromstring(docx.read("customXml/item3.xml"))
    assert carried.tag == f"{{{CONTRACT_NAMESPACE}}}contract"
    assert bz2.decompress(base64.b64decode(carried.text)) == compiled.provenance.printed


def test_each_clause_is_found_by_a_bookmark_around_its_first_words(compiled: Compiled, docx: zipfile.ZipFile) -> None:
    listed = etree.fromstring(docx.read("customXml/item1.xml")).findall(f"{{{CLAUSES_NAMESPACE}}}clause")
    body = etree.fromstring(docx.read("word/document.xml"))
    marks = {mark.get(f"{W}name"): mark for mark in body.iter(f"{W}bookmarkStart")}
    assert len(listed) == 2 * sum(1 for _ in clauses(compiled.document))
    for clause in listed:
        name = clause.get("bookmark")
        assert name.isascii()
        assert len(name) <= 40
        words = "".join(text.text or "" for text in marks[name].getparent().iter(f"{W}t"))
        assert paragraph_hash(words) == clause.get("paragraphs").split()[0], name


def test_bookmarks_of_clauses_differ_however_long_their_ids_are() -> None:
    ids = [f"{'very-long-name.' * 4}{n}" for n in range(100)]
    assert len({clause_bookmark(id_, lang) for id_ in ids for lang in ("zh", "en")}) == 200


def test_an_annex_alone_carries_its_own_clause_only(compiled: Compiled) -> None:
    made = json.loads(compiled.annex("annex.contacts").provenance.manifest)
    assert [source["id"] for source in made["clauses"]] == ["annex.contacts"]
