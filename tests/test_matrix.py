"""Every sample in each language and layout, each shipped template and each numbering, held to the outside judges.

What the samples themselves ask for is judged in test_samples.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pytest
import yaml
from editions import KINDS, SAMPLES, Kind, compiled, source
from judges import ROOT, pdf_failures, schema_errors

TEMPLATES = sorted(path.parent.name for path in ROOT.glob("templates/*/template.yaml"))
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
        data = yaml.safe_load(source(self.sample).read_text("utf-8"))
        schemes = {lang: scheme for lang, scheme in (("zh", self.zh), ("en", self.en)) if scheme is not None}
        data["contract"] |= {"template": self.template, "numbering": schemes}
        contract = folder / "contract.yaml"
        contract.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        return contract


def own(sample: str, kind: Kind) -> Look:
    """How the sample looks as it is."""
    head = yaml.safe_load(source(sample).read_text("utf-8"))["contract"]
    schemes = {"zh": "specification", "en": "specification", **head.get("numbering", {})}
    return Look(sample, kind, head["template"], schemes["zh"], schemes["en"]).seen()


def looks() -> list[Look]:
    every = {
        Look(sample, kind, template, zh, en).seen(): None
        for sample, kind, template, (zh, en) in product(SAMPLES, KINDS, TEMPLATES, NUMBERINGS)
    }
    return [look for look in every if look != own(look.sample, look.kind)]


LOOKS = looks()


def test_all_looks_are_here() -> None:
    """Of 3 samples, 4 kinds, 2 templates and 3 numberings: one language has two schemes; 12 are the samples' own."""
    assert len(LOOKS) == 3 * 2 * (2 * 2 + 2 * 3) - 12


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_look_is_valid_archival_and_accessible(look: Look, tmp_path: Path) -> None:
    for form, content in compiled(look.write(tmp_path), look.kind).outputs(("docx", "pdf")):
        if form == "pdf":
            assert [pdf_failures(content, profile) for profile in ("3a", "ua1")] == [[], []]
        else:
            (tmp_path / "made.docx").write_bytes(content)
            assert schema_errors(tmp_path / "made.docx") == []
