"""The file itself: the same bytes each time, its properties, nothing that isn't ours, and how it is written."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from docx_parts import ROOT, VARIANTS, Parts, pages, variant
from factory import in_language, rich_document, theme
from lxml import etree

from slagen.diagnostics import Lang
from slagen.render import ooxml
from slagen.render.docx import render
from slagen.render.docx.body import body
from slagen.render.docx.properties import properties
from slagen.render.docx.writer import Writer
from slagen.tree import plain


def test_the_same_input_gives_the_same_bytes(parts: Parts) -> None:
    assert render(parts.tree, theme(), pages(parts.tree)) == parts.data


def test_the_same_bytes_in_another_process_time_zone_and_locale() -> None:
    script = (
        "import hashlib; from tests.render.factory import *; from slagen.render.docx import render;"
        "print(hashlib.sha256(render(rich_document(), theme(), {'chapter.1': 3})).hexdigest())"
    )
    settings = (
        {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Lima", "LC_ALL": "C.UTF-8"},
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, **s}, cwd=ROOT, capture_output=True, check=True
        )
        for s in settings
    ]
    here = hashlib.sha256(render(rich_document(), theme(), {"chapter.1": 3})).hexdigest()
    assert [run.stdout.decode().strip() for run in runs] == [here, here]


def test_properties_say_what_it_is(parts: Parts) -> None:
    core = {etree.QName(e).localname: e.text for e in parts.part("docProps/core.xml")}
    titles = " / ".join(plain(parts.tree.cover.title.get(lang)) for lang in parts.tree.languages)
    locale: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
    assert core == {
        "title": titles,
        "subject": " / ".join(plain(parts.tree.subject.get(lang)) for lang in parts.tree.languages),
        "creator": "slagen",
        "lastModifiedBy": "slagen",
        "identifier": "SLA-2026-001",
        "version": "1.0",
        "language": locale[parts.tree.languages[0]],
        "created": "2026-01-01T00:00:00Z",
        "modified": "2026-01-01T00:00:00Z",
        "revision": "1",
    }


def test_properties_hold_what_word_keeps_of_them() -> None:
    document = replace(in_language("en"), version="9" * 300, id="A" * 300)
    core = Parts(document, render(document, theme(), {})).part("docProps/core.xml")
    values = {etree.QName(e).localname: e.text for e in core}
    assert (values["version"], values["identifier"]) == ("9" * 255, "A" * 255)


def test_nothing_of_the_empty_template_is_left(parts: Parts) -> None:
    with zipfile.ZipFile(io.BytesIO(parts.data)) as file:
        assert not [name for name in file.namelist() if "thumbnail" in name or "customXml" in name]
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(file.read(name) for name in file.namelist())
    assert b"python-docx" not in everything
    assert b"rsid" not in everything


def test_a_block_is_written_before_the_next_is_asked_for() -> None:
    """Else every element of a long agreement is held at once, in twenty times the room of its markup."""

    def blocks() -> Iterator[Any]:
        for word in ("one", "two", "three"):
            block = ooxml.paragraph("Normal", [ooxml.text_run("en", word)])
            yield block
            block.clear()

    package = ooxml.Package(properties(variant("en")))
    assert ooxml.read_words(package.save(blocks(), ooxml.section(theme())))["new"] == "onetwothree"


@pytest.mark.parametrize("name", VARIANTS)
def test_blocks_are_made_when_they_are_asked_for(name: str) -> None:
    writer = Writer(variant(name), variant(name), theme(), {})
    blocks = body(writer, ooxml.section(theme()))
    next(blocks)
    assert not writer.counts, "no heading is counted while the cover is written"
    list(blocks)
    assert writer.counts
