"""A project's own template: what it must have, and errors at its lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from slagen import pipeline
from slagen.diagnostics import InputError
from slagen.project import Project, library_root
from slagen.read.template import load_template


def test_a_template_without_one_of_the_fixed_words_is_an_error_that_names_it(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "own"
    shutil.copytree(library_root() / "templates" / "standard", own)
    file = own / "template.yaml"
    lines = file.read_text("utf-8").replace("id: standard\n", "id: own\n", 1).split("\n")
    file.write_text("\n".join(line for line in lines if not line.startswith("  seal:")), "utf-8")
    with pytest.raises(InputError) as caught:
        load_template(Project(tmp_path, {}), "own")
    (one,) = caught.value.diagnostics
    assert one.span.file == "templates/own/template.yaml"
    assert "seal" in one.message.zh
    assert "seal" in one.message.en


WRONG = """id: owm
extends: standrd
title: 协议
omit:
  - {section: "9.1", reason: {zh: 无, en: none}}
  - {annex: annex.nowhere, reason: {zh: 无, en: none}}
phrases: {seal: 盖章}
theme: {margins: {top: 900}, logo: {file: logo.png, alt: {zh: 标志, en: mark}}, colours: {ink: red}}
reference: house.docx
typo: 1
"""


def test_everything_that_is_wrong_with_a_template_is_told_at_once(tmp_path: Path) -> None:
    minimal = Path(__file__).parents[1] / "minimal" / "contract.yaml"
    text = minimal.read_text("utf-8").replace("contract:\n", "contract:\n  template: own\n", 1)
    (tmp_path / "contract.yaml").write_text(text, "utf-8")
    _write(tmp_path, "own", WRONG)
    with pytest.raises(InputError) as caught:
        pipeline.compile(pipeline.load(tmp_path / "contract.yaml"))
    found = caught.value.diagnostics
    assert {one.span.file for one in found} == {"templates/own/template.yaml"}
    assert [(one.span.line, one.message.en.partition(": ")[0], one.value) for one in found] == [
        (1, "id", "owm"),
        (2, "extends", "standrd"),
        (3, "title", "协议"),
        (5, "template", "9.1"),
        (6, "template", "annex.nowhere"),
        (7, "phrases.seal", "盖章"),
        (8, "theme.margins.top", "900"),
        (8, "theme.logo.file", "logo.png"),
        (8, "theme.colours.ink", "red"),
        (9, "reference", "house.docx"),
        (10, "there is no field typo", "typo"),
    ]


def test_a_template_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_template(Project(tmp_path, {}), "nowhere")


def _write(project: Path, name: str, text: str) -> None:
    (project / "templates" / name).mkdir(parents=True)
    (project / "templates" / name / "template.yaml").write_text(text, "utf-8")


def test_a_template_takes_what_it_does_not_give_from_those_that_it_extends(tmp_path: Path) -> None:
    _write(tmp_path, "ours", "id: ours\nextends: government\ntheme: {margins: {footer: 9}}\n")
    loaded = load_template(Project(tmp_path, {}), "ours")
    margins = loaded.template.theme.margins
    assert (margins.top, margins.footer) == (37, 9)
    assert loaded.template.phrases["contents"].zh == "目录"
    assert loaded.folders == ("templates/ours", "slagen:templates/government", "slagen:templates/standard")


def test_templates_that_extend_each_other_are_an_error(tmp_path: Path) -> None:
    _write(tmp_path, "one", "id: one\nextends: two\n")
    _write(tmp_path, "two", "id: two\nextends: one\n")
    with pytest.raises(InputError) as caught:
        load_template(Project(tmp_path, {}), "one")
    (found,) = caught.value.diagnostics
    assert found.span.file == "templates/two/template.yaml"
    assert "one" in found.message.en


@pytest.mark.parametrize(
    ("base", "hint"), [("goverment", "did you mean government?"), ("ours", "for instance extends: standard")]
)
def test_a_template_that_can_not_be_extended_hints_at_one_that_can(tmp_path: Path, base: str, hint: str) -> None:
    _write(tmp_path, "ours", f"id: ours\nextends: {base}\n")
    with pytest.raises(InputError) as caught:
        load_template(Project(tmp_path, {}), "ours")
    (found,) = caught.value.diagnostics
    assert found.hint is not None
    assert found.hint.en == hint
