"""Samples in each language and layout, each shipped template and each numbering, held to the outside judges.

What the samples themselves ask for is judged in test_samples.py, whole; here is all the rest of the matrix.  The
shortest sample is judged whole in every language and layout with every template.  Every other look is judged on the
agreement with all its headings and one of each kind of block (:mod:`abridged`), or with ``SLAGEN_MATRIX=whole``, which
CI sets and which takes nine minutes more, on all of it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from abridged import abridged, kinds
from editions import KINDS, SAMPLES, Kind, compiled, source
from judges import ROOT, pdf_failures, schema_errors

from slagen.render import tree_json
from slagen.tree import contents

TEMPLATES = sorted(path.parent.name for path in ROOT.glob("templates/*/template.yaml"))
SHORTEST = "helpdesk"
NUMBERINGS = (("specification", "specification"), ("statute", "article"), ("statute", "specification"))


@dataclass(frozen=True)
class Look:
    """How one edition of one sample looks; of schemes, only those of its languages."""

    sample: str
    kind: Kind
    template: str
    zh: str | None
    en: str | None

    def __str__(self) -> str:
        return "-".join(part for part in (self.sample, self.kind, self.template, self.zh, self.en) if part)

    def seen(self) -> Look:
        return replace(self, zh=None if self.kind == "en" else self.zh, en=None if self.kind == "zh" else self.en)

    def write(self, folder: Path) -> Path:
        """The sample as a contract that asks for this look."""
        data = facts(self.sample)
        schemes = {lang: scheme for lang, scheme in (("zh", self.zh), ("en", self.en)) if scheme is not None}
        data = {**data, "contract": {**data["contract"], "template": self.template, "numbering": schemes}}
        contract = folder / "contract.yaml"
        contract.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")
        return contract


@cache
def facts(sample: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(source(sample).read_text("utf-8"), yaml.CSafeLoader)
    return data


def own(sample: str, kind: Kind) -> Look:
    """How the sample looks as it is."""
    head = facts(sample)["contract"]
    schemes = {"zh": "specification", "en": "specification", **head.get("numbering", {})}
    return Look(sample, kind, head["template"], schemes["zh"], schemes["en"]).seen()


OFFICIAL = Look("it-operations", "zh", "government", "official", None)
"""The scheme of official documents, which is judged once."""


def looks() -> list[Look]:
    """Without those that the samples ask for; one language has two schemes, so that some are the same."""
    every = {
        Look(sample, kind, template, zh, en).seen(): None
        for sample, kind, template, (zh, en) in product(SAMPLES, KINDS, TEMPLATES, NUMBERINGS)
    }
    return [look for look in every if look != own(look.sample, look.kind)]


def test_the_whole_matrix_has_every_look() -> None:
    assert len(looks()) == 3 * 2 * (2 * 2 + 2 * 3) - 12


def test_an_agreement_that_is_abridged_has_all_headings_and_kinds_of_nodes(tmp_path: Path) -> None:
    whole = compiled(Look("helpdesk", "interleaved", "standard", "statute", "article").write(tmp_path), "interleaved")
    document, cut = whole.document, abridged(whole.document)
    assert kinds(cut) == kinds(document)
    assert contents(cut) == contents(document)
    assert len(tree_json.printed(cut)) < len(tree_json.printed(document)) / 3


def in_whole(look: Look) -> bool:
    plain = {look.zh, look.en} <= {"specification", None}
    other = look.template != own(look.sample, look.kind).template
    return os.environ.get("SLAGEN_MATRIX") == "whole" or (look.sample == SHORTEST and plain and other)


@pytest.mark.parametrize("look", [*looks(), OFFICIAL], ids=str)
def test_every_look_is_valid_archival_and_accessible(
    look: Look, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # Where the last look of the sample was, so that clauses are not made again: they are the same in all of them.
    folder = tmp_path_factory.getbasetemp() / look.sample
    folder.mkdir(exist_ok=True)
    made = compiled(look.write(folder), look.kind)
    document = made.document if in_whole(look) else abridged(made.document)
    for form, content in replace(made, document=document).outputs(("docx", "pdf")):
        if form == "pdf":
            assert [pdf_failures(content, profile) for profile in ("3a", "ua1")] == [[], []]
        else:
            (tmp_path / "made.docx").write_bytes(content)
            assert schema_errors(tmp_path / "made.docx") == []
