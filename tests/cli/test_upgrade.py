"""``slagen upgrade``: pins move to what is installed, all or nothing, and each contract shows what that does to it."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest
from cli.runner import Run
from library import Library


@pytest.fixture
def outdated(library: Library, slagen: Run, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A locked project, the current folder, over a library in which both clauses have moved on."""
    library.clause("1. 旧的甲。", "1. The old A.")
    library.clause("1. 旧的乙。", "1. The old B.", id_="first.second")
    library.contract()
    monkeypatch.chdir(library.project)
    assert slagen("lock").code == 0
    library.clause("1. 新的甲。", "1. The new A.", version="1.1.0")
    library.clause("1. 新的乙。", "1. The new B.", id_="first.second", version="2.0.0")
    return library


def _state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _kept(name: str) -> str:
    return Path(f"pinned/clauses/{name}.md").read_text("utf-8")


def test_a_dry_run_shows_everything_and_changes_nothing(outdated: Library, slagen: Run) -> None:
    before = _state(Path())
    ran = slagen("upgrade", "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith("first.beginning  1.0.0 → 1.1.0\nfirst.second  1.0.0 → 2.0.0\n\n")
    assert "MIN-2026-001: contract.yaml → contract.yaml (upgraded)" in ran.out
    assert "The [-old-]{+new+} B." in ran.out
    assert ran.err == "nothing was changed in the project\n"
    assert _state(Path()) == before


def test_all_pins_move(outdated: Library, slagen: Run) -> None:
    (outdated.root / "clauses/phrases.yaml").open("a", encoding="utf-8").write("\n# more\n")
    outdated.clause("1. 丙。", "1. C.", id_="first.third")
    ran = slagen("upgrade")
    assert (ran.code, ran.err) == (0, "")
    assert "first.third  (none) → 1.0.0" in ran.out
    assert "pinned/clauses/phrases.yaml  changed" in ran.out
    assert "The new A." in _kept("first.beginning")
    assert slagen("check", "contract.yaml", "--locked").code == 0
    again = slagen("upgrade")
    assert (again.code, again.out, again.err) == (0, "", "these are the installed versions\n")


def test_one_clause_moves_alone(outdated: Library, slagen: Run) -> None:
    ran = slagen("upgrade", "first.second")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("first.second  1.0.0 → 2.0.0\n\n")
    assert ("The old A." in _kept("first.beginning"), "The new B." in _kept("first.second")) == (True, True)
    assert slagen("lock", "--check").code == 0


def test_a_clause_that_the_library_no_longer_has_goes(outdated: Library, slagen: Run) -> None:
    (outdated.root / "clauses/first.second.md").unlink()
    assert "first.second  1.0.0 → (none)" in slagen("upgrade", "first.second").out
    assert not Path("pinned/clauses/first.second.md").exists()


def test_a_contract_with_an_error_keeps_everything_as_it_was(outdated: Library, slagen: Run) -> None:
    outdated.clause("1. {{ nothing }}。", "1. {{ nothing }}.", id_="first.second", version="2.0.0", reads=[])
    before = _state(Path())
    ran = slagen("upgrade", "--out", "redlines")
    assert ran.code == 1
    assert "slagen:clauses/first.second.md" in ran.err
    assert ran.err.endswith("nothing was changed in the project\n")
    assert _state(Path()) == before
    assert slagen("upgrade", "first.beginning").code == 0, "what has no error can move"


def test_redlines_have_the_changes_of_who_upgrades(outdated: Library, slagen: Run) -> None:
    ran = slagen("upgrade", "--dry-run", "--out", "redlines", "--author", "Counsel")
    redline = Path("redlines/MIN-2026-001.redline.docx")
    assert ran.out.endswith(f"{str(redline).replace('/', os.sep)}\n")
    with zipfile.ZipFile(redline) as package:
        body = package.read("word/document.xml").decode()
    assert set(re.findall(r'<w:ins [^>]*w:author="([^"]*)"', body)) == {"Counsel"}
    assert {"old", "旧"} <= set(re.findall(r"<w:delText[^>]*>([^<]*)<", body))


def test_a_contract_that_does_not_change_has_no_redline(outdated: Library, slagen: Run) -> None:
    outdated.contract({"99.9%": "99.8%"})
    (outdated.root / "clauses/first.second.md").unlink()
    outdated.clause("1. 旧的甲。", "1. The old A.", version="1.0.0")
    outdated.clause("1. 旧的乙。", "1. The old B.", id_="first.second", version="1.0.0", head=["references: []"])
    ran = slagen("upgrade", "--out", "redlines")
    assert "first.second  1.0.0 (its text changed)" in ran.out
    assert "nothing changed" in ran.out
    assert not Path("redlines").exists()


def test_a_clause_of_its_own_is_told_that_its_base_has_moved(outdated: Library, slagen: Run) -> None:
    outdated.clause("1. 自己的甲。", "1. Its own A.", own=True, head=["based_on: 1.0.0"])
    ran = slagen("upgrade", "--dry-run")
    assert (ran.code, "The new A." in ran.out) == (0, False)
    assert "warning OVERLAY002: the packaged clause first.beginning has moved on from 1.0.0 to 1.1.0" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("first.beginnin",), "the library has no clause first.beginnin; did you mean first.beginning?"),
        (("--project", "nowhere"), "there is no folder nowhere"),
        (("--project", "../library"), "has no slagen.lock; run slagen lock first"),
    ],
)
def test_wrong_usage(outdated: Library, slagen: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = slagen("upgrade", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_pinned_texts_that_were_edited_are_not_overwritten(outdated: Library, slagen: Run) -> None:
    file = Path("pinned/clauses/first.beginning.md")
    file.write_text(file.read_text("utf-8").replace("旧", "改"), "utf-8")
    before = _state(Path())
    ran = slagen("upgrade")
    assert (ran.code, ran.out) == (1, "")
    assert "error LOCK003: this was edited after it was pinned" in ran.err
    assert _state(Path()) == before
