"""A project's own clauses and terms take the place of the packaged ones of the same id."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from slagen.diagnostics import Code, InputError
from slagen.project import Project, library_root
from slagen.read.library import load_library

OWN_TERM = """
- id: incident
  zh: 事件
  en: Incident
  definition: {zh: 本项目自己的定义, en: the project's own definition}
"""


def test_a_copy_of_the_whole_library_overlays_all_of_it(tmp_path: Path) -> None:
    shutil.copytree(library_root() / "clauses", tmp_path / "clauses")
    packaged, overlaid = load_library(Project(tmp_path / "none", {})), load_library(Project(tmp_path, {}))
    assert list(overlaid.clauses) == list(packaged.clauses)
    assert all(clause.overlay for clause in overlaid.clauses.values())
    assert [one.term for one in overlaid.terms] == [one.term for one in packaged.terms]


def test_an_own_term_replaces_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "terms.yaml").write_text(OWN_TERM, "utf-8")
    (incident,) = [one for one in load_library(Project(tmp_path, {})).terms if one.term.id == "incident"]
    assert incident.term.definition.zh == "本项目自己的定义"
    assert incident.span.file == "clauses/terms.yaml"


@pytest.mark.parametrize("text", [OWN_TERM + OWN_TERM.lstrip(), OWN_TERM.replace("id: incident", "id: other")])
def test_one_term_defined_twice_is_an_error_where_it_stands_again(tmp_path: Path, text: str) -> None:
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "terms.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        load_library(Project(tmp_path, {}))
    assert {one.code for one in caught.value.diagnostics} == {Code.CLAUSE_DUPLICATE}
    assert {one.span.file for one in caught.value.diagnostics} == {"clauses/terms.yaml"}
