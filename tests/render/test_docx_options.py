"""What a DOCX can be asked for: content controls around values, form fields under protection."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import judges
import pytest
from lxml import etree

from slagen.diagnostics import Lang
from slagen.render import forms, ooxml
from slagen.render.docx import form_name, render
from slagen.render.options import NONE, Options
from slagen.tree import Blank, Content, Document, Field, Table, Tick, blocks, inlines
from slagen.tree.walk import passages
from tests.render.factory import in_language, rich_document, theme

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CONTROLS = Options(content_controls=True)
PROTECTED = Options(protect=True)
EVERYTHING = Options(content_controls=True, protect=True)


@dataclass(frozen=True)
class Made:
    """A rendered document, and its parts as elements."""

    tree: Document
    data: bytes

    def part(self, name: str) -> Any:
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            return etree.fromstring(package.read(f"word/{name}.xml"))


def made(options: Options, name: str = "zh") -> Made:
    tree = rich_document() if name == "interleaved" else in_language(name)  # type: ignore[arg-type]
    return Made(tree, render(tree, theme(), {}, options=options))


def val(element: Any, path: str) -> str | None:
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{W}val")


def text(element: Any) -> str:
    return "".join(element.itertext(f"{W}t"))


def test_there_are_neither_by_default() -> None:
    plain = made(NONE, "interleaved")
    assert not list(plain.part("document").iter(f"{W}sdt", f"{W}ffData"))
    assert plain.part("settings").find(f"{W}documentProtection") is None


@pytest.mark.parametrize("name", ["zh", "interleaved"])
def test_each_value_of_a_clause_is_in_a_control_with_its_path(name: str) -> None:
    """Those of the clauses are among them in their order; the cover has some, too."""
    whole = made(CONTROLS, name)
    found = [(val(each, "sdtPr/tag"), text(each)) for each in whole.part("document").iter(f"{W}sdt")]
    wanted = {
        (node.path, "".join(node.text.split("\n")))
        for content in passages(whole.tree)
        for lang in whole.tree.languages
        for node in inlines(content.get(lang))
        if isinstance(node, Field) and node.text
    }
    assert len(wanted) > 5
    assert wanted <= set(found)
    ids = [val(each, "sdtPr/id") for each in whole.part("document").iter(f"{W}sdt")]
    assert ids == [str(number) for number in range(1, len(found) + 1)]
    assert {val(each, "sdtPr/lock") for each in whole.part("document").iter(f"{W}sdt")} == {None}


def test_a_control_is_called_in_the_language_of_its_words() -> None:
    def titles(lang: Lang) -> dict[str | None, str | None]:
        controls = made(CONTROLS, lang).part("document").iter(f"{W}sdt")
        return {val(each, "sdtPr/tag"): val(each, "sdtPr/alias") for each in controls}

    zh, en = titles("zh"), titles("en")
    assert (zh["contract.id"], en["contract.id"]) == ("合同编号", "contract number")
    assert zh["checks[1].id"] == en["checks[1].id"] == "checks[1].id"


def test_a_long_path_is_a_tag_that_word_keeps() -> None:
    long, other = "a" * 64 + ".x", "a" * 64 + ".y"
    tags = [val(ooxml.control(1, path, "", [], locked=False), "sdtPr/tag") for path in (long, other, "a" * 64)]
    assert [len(str(tag)) for tag in tags] == [64] * 3
    assert len(set(tags)) == 3


def test_nothing_else_differs() -> None:
    plain, controls = made(NONE, "interleaved"), made(CONTROLS, "interleaved")
    assert ooxml.read_words(controls.data) == ooxml.read_words(plain.data)
    root = controls.part("document")
    for control in list(root.iter(f"{W}sdt")):
        place = control.getparent()
        for shown in control.find(f"{W}sdtContent"):
            place.insert(place.index(control), shown)
        place.remove(control)
    assert etree.tostring(root) == etree.tostring(plain.part("document"))


def asked(document: Document) -> dict[str, str]:
    """The form fields that a document is to have, by name, with what each is for."""
    found: dict[str, str] = {}
    for table in (block for block in blocks(document) if isinstance(block, Table)):
        for cell in (cell for row in table.rows for cell in row.cells):
            languages = document.languages[:1] if forms.whole(cell, document.languages[0]) else document.languages
            for lang in languages:
                titles = forms.titles(table, lang)
                blanks = [node for node in inlines(cell.get(lang)) if isinstance(node, Blank | Tick)]
                found |= {form_name(node.name, lang): titles[node.name] for node in blanks}
    return found


@pytest.mark.parametrize("name", ["zh", "interleaved"])
def test_protected_it_is_a_form_whose_blanks_are_fields(name: str) -> None:
    form = made(PROTECTED, name)
    protection = form.part("settings").find(f"{W}documentProtection")
    assert dict(protection.attrib) == {f"{W}edit": "forms", f"{W}enforcement": "1"}
    document = form.part("document")
    texts = {str(val(each, "name")): val(each, "statusText") for each in document.iter(f"{W}ffData")}
    boxes = {str(val(each, "tag")): val(each, "alias") for each in document.iter(f"{W}sdtPr")}
    assert texts
    assert boxes
    assert texts | boxes == asked(form.tree)
    found = [*document.iter(f"{W}ffData"), *document.iter(f"{W}sdtPr")]
    assert len(found) == len(texts) + len(boxes), "each name is there once"
    assert all(len(name) <= 20 for name in texts)
    assert all(each.find(f"{W}enabled") is not None for each in document.iter(f"{W}ffData"))
    assert [text(each) for each in document.iter(f"{W}sdt")] == ["☐"] * len(boxes)
    assert {val(each, "lock") for each in document.iter(f"{W}sdtPr")} == {"sdtLocked"}


def test_protected_values_can_not_be_typed_over() -> None:
    controls = made(EVERYTHING).part("document").iter(f"{W}sdt")
    locks = {(val(each, "sdtPr/lock"), each.find(f"{W}sdtPr/{W}text") is not None) for each in controls}
    assert locks == {("sdtContentLocked", True), ("sdtLocked", False)}


def test_the_same_options_give_the_same_bytes() -> None:
    assert made(EVERYTHING, "interleaved").data == made(EVERYTHING, "interleaved").data


@pytest.mark.parametrize("name", ["en", "interleaved"])
def test_microsofts_validator_finds_no_error(name: str, tmp_path: Path) -> None:
    file = tmp_path / "agreement.docx"
    file.write_bytes(made(EVERYTHING, name).data)
    assert judges.schema_errors(file) == []


def test_a_value_that_says_nothing_has_no_control() -> None:
    tree = in_language("en")
    silent = replace(tree.cover.facts[0], value=Content(en=(Field("nothing", ""),)))
    tree = replace(tree, cover=replace(tree.cover, facts=(silent,)))
    found = Made(tree, render(tree, theme(), {}, options=CONTROLS)).part("document").iter(f"{W}sdt")
    assert "nothing" not in {val(each, "sdtPr/tag") for each in found}
