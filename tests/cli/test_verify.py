"""``slagen verify`` and ``slagen build --embed sources``: what they say, in which language and form, how they end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import tampered
from cli.runner import Run
from judges import ROOT

from slagen import project
from slagen.cli.verified import lines
from slagen.diagnostics import Message
from slagen.verify import Finding, Kind, Verified

BUILT = "MIN-2026-001.en.docx"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a project over the small library."""
    folder = tmp_path_factory.mktemp("workshop")
    shutil.copytree(ROOT / "tests" / "goldens" / "library", folder / "library")
    shutil.copy(ROOT / "templates" / "standard" / "print.css", folder / "library" / "templates" / "standard")
    (folder / "project").mkdir()
    shutil.copy(ROOT / "tests" / "minimal" / "contract.yaml", folder / "project" / "agreement.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(project, "library_root", lambda: folder / "library")
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        yield folder


@pytest.fixture
def at_home(workshop: Path, slagen: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as the current folder, and in build/ a DOCX that it built."""
    monkeypatch.chdir(workshop / "project")
    if not (workshop / "project" / "build" / BUILT).exists():
        assert slagen("build", "agreement.yaml", "--lang", "en", "--format", "docx").code == 0
    return workshop / "project"


def test_a_file_is_found_to_be_what_the_contract_here_builds(slagen: Run, at_home: Path) -> None:
    told = slagen("verify", f"build/{BUILT}")
    said = "the same: MIN-2026-001 1.0 is byte for byte what is built from agreement.yaml\n"
    assert (told.code, told.out, told.err) == (0, said, "")


def test_what_differs_is_said_in_either_language(slagen: Run, at_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "edited.docx"
    change = tampered.replaced("60 days", "61 days")
    file.write_bytes(tampered.docx((at_home / "build" / BUILT).read_bytes(), "word/document.xml", change))
    told = slagen("verify", file, "--against", "agreement.yaml")
    assert told.code == 1
    assert told.out.splitlines() == [
        "DIFFERENT: MIN-2026-001 1.0 is not what is built from agreement.yaml: it was edited after it was built",
        "  value 2.1 second.middle word/document.xml contract.renewal.notice: 60 days → 61 days",
    ]
    zh = slagen("verify", file, "--against", at_home, "--messages-in", "zh").out.splitlines()
    assert zh[0].endswith("agreement.yaml 所生成的：生成之后被改动")
    assert zh[1] == "  数值 2.1 second.middle word/document.xml contract.renewal.notice：60 days → 61 days"
    data = json.loads(slagen("verify", file, "--format", "json").out)
    message = data["findings"][0].pop("message")
    assert message == "value 2.1 second.middle word/document.xml contract.renewal.notice: 60 days → 61 days"
    assert data == {
        "format": 1, "file": str(file), "error": None, "contract": "MIN-2026-001", "version": "1.0",
        "against": "agreement.yaml", "identical": False, "edited": True, "other_sources": False, "notes": [],
        "signatures": [],
        "findings": [
            {"kind": "value", "section": "2.1", "clause": "second.middle", "part": "word/document.xml",
             "path": "contract.renewal.notice", "built": "60 days", "found": "61 days"}
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([Kind.FONT, Kind.FORMATTING], "it was built with other fonts"),
        ([Kind.FONT, Kind.TOOL], "it was built from other sources or with other tools"),
    ],
)
def test_how_it_comes_from_elsewhere(kinds: list[Kind], said: str) -> None:
    findings = tuple(Finding(kind, part="Sample", built="2.004 aa", found="2.003 bb") for kind in kinds)
    first, second, *_ = lines(Verified("A", "1.0", Message("b", "b"), False, False, True, findings))
    assert first.endswith(f": {said}")
    assert second == "  font Sample: 2.004 aa → 2.003 bb"


def test_a_file_with_its_sources_needs_nothing_else(
    slagen: Run, at_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = at_home / "clauses" / "terms.yaml"
    own.parent.mkdir(exist_ok=True)
    own.write_text("[]\n", "utf-8")
    ran = slagen("build", "agreement.yaml", "--lang", "en", "--format", "docx", "--embed", "sources", "--out", tmp_path)
    shutil.rmtree(own.parent)
    assert ran.code == 0, ran.err
    assert ran.err.startswith("notice: MIN-2026-001.en carries its sources, and whoever gets it can read them")
    assert "1 clauses and templates of the project's own" in ran.err
    monkeypatch.chdir(tmp_path)
    told = slagen("verify", BUILT)
    assert (told.code, told.out) == (
        0, "the same: MIN-2026-001 1.0 is byte for byte what is built from the sources in the file\n",
    )  # fmt: skip


def test_sources_go_into_docx_and_pdf_only(slagen: Run, at_home: Path) -> None:
    told = slagen("build", "agreement.yaml", "--format", "md", "--embed", "sources")
    assert (told.code, told.err) == (2, "error: --embed: only docx and pdf can carry sources\n")


def test_a_contract_with_errors(slagen: Run, at_home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "contract.yaml"
    wrong.write_text((at_home / "agreement.yaml").read_text("utf-8").replace("target: 99.9%", "target: 99.9"), "utf-8")
    told = slagen("verify", f"build/{BUILT}", "--against", wrong)
    assert (told.code, told.out) == (1, "")
    assert f"{wrong}:" in told.err
    assert "INPUT004" in told.err


@pytest.mark.parametrize(
    ("more", "code", "en", "zh"),
    [
        (["--against", "nothing.yaml"], 2, "--against: there is no nothing.yaml", "--against：没有 nothing.yaml"),
        (["--against", ".."], 0, "", ""),
        (["--against", "build"], 1, "there is no contract MIN-2026-001 here", "此处没有编号为 MIN-2026-001 的合同"),
    ],
)
def test_what_it_is_held_against(slagen: Run, at_home: Path, more: list[str], code: int, en: str, zh: str) -> None:
    told = slagen("verify", f"build/{BUILT}", *more)
    assert told.code == code
    assert en in told.err
    assert zh in slagen("verify", f"build/{BUILT}", *more, "--messages-in", "zh").err


def test_a_file_that_is_not_there_or_not_slagens(slagen: Run, at_home: Path) -> None:
    assert slagen("verify", "nothing.pdf").code == 2
    told = slagen("verify", "agreement.yaml")
    assert (told.code, told.out, told.err) == (1, "", "error: agreement.yaml: this is neither a PDF nor a DOCX\n")
    data = json.loads(slagen("verify", "agreement.yaml", "--format", "json").out)
    assert (data["error"], data["identical"]) == ("this is neither a PDF nor a DOCX", None)
