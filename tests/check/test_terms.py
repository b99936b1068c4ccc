"""Rules about defined terms: cases as data, and that the packaged library keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from library import Library, paragraphs
from marks import unmarked

from slagen.check.library import check_library
from slagen.check.terms import renderings, small, undefined, unused
from slagen.diagnostics import Code, Diagnostic
from slagen.project import Project
from slagen.read.library import load_library
from slagen.tree import Term, Text, inlines

DATA = yaml.safe_load((Path(__file__).parent / "terms.yaml").read_text("utf-8"))


def found(library: Library) -> list[Diagnostic]:
    loaded = load_library(Project(library.project, {}))
    return sorted([*undefined(loaded), *small(loaded), *renderings(loaded)], key=lambda one: one.span)


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: str(case["name"]))
def test_case(library: Library, case: dict[str, Any]) -> None:
    library.terms(DATA["terms"])
    (library.root / "clauses" / "names.yaml").write_text(DATA["names"], "utf-8")
    name = library.clause(f"1. **题** {case['zh']}。", f"1. **Title.** {case['en']}.")
    file = library.root / name.removeprefix("slagen:")
    text, places = unmarked(file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    expected = case.get("expect", [])
    told = found(library)
    assert [(one.code, one.span.line, one.span.column) for one in told] == [
        (wanted["code"], *place) for wanted, place in zip(expected, places, strict=True)
    ]
    for one, wanted in zip(told, expected, strict=True):
        assert wanted["says"] in one.message.zh
        assert wanted.get("hint", "") in (one.hint.zh if one.hint else "")


def test_a_term_that_nothing_uses(library: Library) -> None:
    library.terms(DATA["terms"])
    library.clause("1. **题** 客户。", "1. **Title.** The Customer.")
    told = list(unused(load_library(Project(library.project, {}))))
    # The definition of 客户 uses 服务; nothing uses 双方, whose definition uses 服务提供方.
    assert [(one.code, one.value, one.span.line) for one in told] == [
        (Code.TERM_UNUSED, "party", 4),
        (Code.TERM_UNUSED, "service-level", 5),
    ]


def test_a_longer_word_is_not_marked_as_the_term(library: Library) -> None:
    library.terms(DATA["terms"])
    library.clause("1. **题** 服务的服务费。", "1. **Title.** The fee for the Services.")
    (paragraph,) = paragraphs(library.document())
    nodes = [node for node in inlines(paragraph.content.zh or ()) if isinstance(node, Term | Text)]
    assert nodes[-4:] == [Term("service", "服务"), Text("的"), Text("服务费"), Text("。")]


def test_the_packaged_library_uses_its_terms_alike(tmp_path: Path) -> None:
    told = check_library(load_library(Project(tmp_path, {})))
    assert [str(one.span) + one.message.en for one in told if one.code.startswith("TERM")] == []
