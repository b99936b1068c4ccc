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
