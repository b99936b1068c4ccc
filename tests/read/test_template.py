"""A project's own template: what it must have, and errors at its lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from slagen.diagnostics import InputError
from slagen.project import Project, library_root
from slagen.read.template import load_template


def test_a_template_without_one_of_the_fixed_words_is_an_error_that_names_it(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "own"
    shutil.copytree(library_root() / "templates" / "standard", own)
    file = own / "template.yaml"
    lines = file.read_text("utf-8").split("\n")
    file.write_text("\n".join(line for line in lines if not line.startswith("  seal:")), "utf-8")
    with pytest.raises(InputError) as caught:
        load_template(Project(tmp_path, {}), "own")
    (one,) = caught.value.diagnostics
    assert one.span.file == "templates/own/template.yaml"
    assert "seal" in one.message.zh
    assert "seal" in one.message.en


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
