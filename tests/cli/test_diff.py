"""``slagen diff``: files, commits of a real repository, PDFs; what it prints, its exit codes, the errors of a side."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import changed
import factory
import pytest
import tampered
from cli.conftest import MINIMAL
from cli.runner import Run
from signed import provenance

from slagen.cli import at_once
from slagen.render import docx, tree_json

Git = Callable[..., None]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A new repository, the current folder, with one contract in contracts/minimal at the tag v1."""
    monkeypatch.chdir(tmp_path)
    person = {f"GIT_{who}_{what}": said for who in ("AUTHOR", "COMMITTER") for what, said in _PERSON.items()}

    def run(*arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True, capture_output=True, env=os.environ | person)

    run("init", "-q", "-b", "main")
    _write("contracts/minimal/contract.yaml", MINIMAL.read_text("utf-8"))
    run("add", ".")
    run("commit", "-q", "-m", "one")
    run("tag", "v1")
    return run


_PERSON = {"NAME": "Sample Author", "EMAIL": "author@example.com", "DATE": "2026-02-03T11:05:06+08:00"}
CONTRACT = "contracts/minimal/contract.yaml"


def _write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, "utf-8")


def _edit(old: str, new: str, name: str = CONTRACT) -> None:
    text = Path(name).read_text("utf-8")
    assert text.count(old) == 1
    _write(name, text.replace(old, new))


def _longer() -> None:
    _edit("resolution: 8h", "resolution: 9h")


def _edits(out: str) -> list[dict[str, Any]]:
    (one,) = json.loads(out)["comparisons"]
    edits: list[dict[str, Any]] = one["edits"]
    return edits


def test_a_commit_against_the_file_on_disk(slagen: Run, git: Git) -> None:
    _longer()
    ran = slagen("diff", f"v1:{CONTRACT}", CONTRACT)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"MIN-2026-001: v1:{CONTRACT} → {CONTRACT}\n")
    assert re.search(r" value +8 hours → 9 hours +high +Provider +", ran.out)
    assert "[-8 hours-]{+9 hours+}" in ran.out


@pytest.mark.parametrize(
    ("folder", "old", "new"),
    [
        (".", "HEAD:contracts/minimal", CONTRACT),
        (".", "v1:contracts/minimal/contract.yaml", "contracts/minimal"),
        ("contracts/minimal", "v1:./contract.yaml", "contract.yaml"),
        ("contracts/minimal", "v1:./", "."),
        ("contracts", "v1:../contracts/minimal", "minimal"),
        ("contracts", f"v1:{CONTRACT}", f"HEAD:{CONTRACT}"),
    ],
)
def test_paths_of_a_commit_are_from_the_top_or_from_here(
    slagen: Run, git: Git, folder: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    ran = slagen("diff", old, new)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(f"{old} → {new}\nnothing changed\n")


def test_exit_code_tells_whether_anything_changed(slagen: Run, git: Git) -> None:
    assert slagen("diff", "--exit-code", f"v1:{CONTRACT}", CONTRACT).code == 0
    _longer()
    assert slagen("diff", "--exit-code", f"v1:{CONTRACT}", CONTRACT).code == 1
    assert slagen("diff", f"v1:{CONTRACT}", CONTRACT).code == 0


def test_the_projects_clauses_are_those_of_the_commit(slagen: Run, git: Git) -> None:
    name = "contracts/minimal/clauses/publicity.md"
    _write(name, changed.PUBLICITY)
    edits = _edits(slagen("diff", f"v1:{CONTRACT}", CONTRACT, "--format", "json").out)
    inserted = [edit for edit in edits if edit["kind"] != "numbering"]
    assert [(edit["clause"], edit["kind"], edit["risk"]) for edit in inserted] == [
        ("supplementary.publicity", "inserted", "low")
    ]
    git("add", ".")
    git("commit", "-q", "-m", "two")
    Path(name).unlink()
    assert "clause deleted" in slagen("diff", f"HEAD:{CONTRACT}", CONTRACT).out
    assert "clause inserted" in slagen("diff", "v1..HEAD").out


def test_all_contracts_between_two_commits(slagen: Run, git: Git) -> None:
    _longer()
    _write("contracts/second/contract.yaml", MINIMAL.read_text("utf-8"))
    _write("notes.yaml", "contract: none\n")
    git("add", ".")
    git("commit", "-q", "-m", "two")
    ran = slagen("diff", "v1..HEAD", "--format", "json")
    assert ran.err == "contracts/second/contract.yaml: only in HEAD\n"
    (edit,) = _edits(ran.out)
    assert (edit["path"], edit["favours"], edit["risk"]) == ("priority.targets[0].resolution", "provider", "high")
    assert slagen("diff", "v1..", "contracts/second").out == "there is no contract to compare\n"
    assert json.loads(slagen("diff", "v1..v1", "--format", "json").out) == {"format": 1, "comparisons": []}


def test_a_redline_of_each_of_several_contracts(slagen: Run, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_once, "cores", lambda: 2)
    second = MINIMAL.read_text("utf-8").replace("MIN-2026-001", "MIN-2026-002")
    _write("contracts/second/contract.yaml", second)
    git("add", ".")
    git("commit", "-q", "-m", "two")
    _longer()
    _write("contracts/second/contract.yaml", second.replace("99.9%", "99.8%"))
    git("commit", "-q", "-a", "-m", "three")
    ran = slagen("diff", "HEAD~1..HEAD", "--format", "docx", "--lang", "en", "--out", "made")
    names = sorted(str(Path("made", f"MIN-2026-00{turn}.redline.docx")) for turn in (1, 2))
    assert (ran.code, sorted(ran.out.splitlines())) == (0, names)
    first, other = map(_body, names)
    assert "9 hours" in first
    assert "9 hours" not in other
    assert "99.8%" in other


def test_the_errors_of_a_side_name_it(slagen: Run, git: Git) -> None:
    _edit("target: 99.9%", "target: 99.9")
    git("commit", "-q", "-a", "-m", "broken")
    _edit("target: 99.9", "target: 99.9%")
    ran = slagen("diff", f"HEAD:{CONTRACT}", CONTRACT)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"HEAD:{CONTRACT}:213:")
    assert "error INPUT004" in ran.err
    assert slagen("diff", "v1..HEAD").code == 1
    assert slagen("diff", f"v1:{CONTRACT}", "nothing.yaml").err.startswith("nothing.yaml:1:1: error")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name two sides, or two revisions"),
        ((CONTRACT,), "name two sides, or two revisions"),
        ((CONTRACT, CONTRACT, CONTRACT), "name two sides, or two revisions"),
        ((f"v9:{CONTRACT}", CONTRACT), "the git repository has no revision v9"),
        (("--", f"-v9:{CONTRACT}", CONTRACT), "the git repository has no revision -v9"),
        (("v1:nothing.yaml", CONTRACT), "v1 has no file nothing.yaml"),
        (("v1..v9",), "the git repository has no revision v9"),
        ((CONTRACT, "nothing.pdf"), "nothing.pdf can't be read"),
        (("broken.pdf", CONTRACT), "broken.pdf is no PDF that slagen built"),
        (("broken.docx", CONTRACT), "broken.docx: this is no DOCX that can be read"),
        (("broken.json", CONTRACT), "broken.json holds no contract that this version of slagen can read"),
        ((CONTRACT, CONTRACT, "--lang", "fr"), "--lang"),
        ((CONTRACT, CONTRACT, "--format", "docx", "--date", "yesterday"), "--date: 'yesterday' is no date"),
    ],
)
def test_wrong_usage(slagen: Run, git: Git, arguments: tuple[str, ...], said: str) -> None:
    for name in ("broken.pdf", "broken.json", "broken.docx"):
        _write(name, "nothing")
    ran = slagen("diff", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_outside_a_repository_a_commit_is_wrong_usage(
    slagen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    ran = slagen("diff", "v1:contract.yaml", "contract.yaml")
    assert ran.code == 2
    assert "in no git repository" in ran.err


def test_json_that_slagen_built_is_a_side_and_languages_are_those_of_both(slagen: Run, git: Git) -> None:
    assert slagen("build", CONTRACT, "--lang", "en", "--format", "json", "--out", "out").code == 0
    _longer()
    built = "out/MIN-2026-001.en.json"
    (edit,) = _edits(slagen("diff", built, CONTRACT, "--format", "json").out)
    assert (edit["languages"], edit["new"]["en"]) == (["en"], "9 hours")
    ran = slagen("diff", built, CONTRACT, "--lang", "zh")
    assert ran.code == 2
    assert "out/MIN-2026-001.en.json has no zh" in ran.err


def test_a_pdf_is_read_by_the_data_it_carries(slagen: Run, git: Git) -> None:
    import pikepdf

    from slagen import pipeline
    from slagen.render.tree_json import printed

    document = pipeline.compile(pipeline.load(CONTRACT)).document
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["contract.json"] = pikepdf.AttachedFileSpec(pdf, printed(document).encode())
        pdf.save("built.pdf")
    assert "nothing changed" in slagen("diff", "built.pdf", CONTRACT).out
    _longer()
    (edit,) = _edits(slagen("diff", "built.pdf", CONTRACT, "--format", "json").out)
    assert (edit["path"], edit["risk"]) == ("priority.targets[0].resolution", "high")


def test_two_docx_in_hand_are_enough(slagen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside any checkout; one that was edited since is no side, and says which clauses were."""
    monkeypatch.chdir(tmp_path)
    old = tree_json.printed(factory.rich_document())
    for name, said in (("old.docx", old), ("new.docx", old.replace("15 minutes", "30 minutes", 1))):
        document = tree_json.read(said.encode())
        Path(name).write_bytes(docx.render(document, factory.theme(), {}, provenance(document)))
    edits = _edits(slagen("diff", "old.docx", "new.docx", "--format", "json").out)
    assert [(edit["clause"], edit["old"]["en"], edit["new"]["en"]) for edit in edits] == [
        ("delivery.response", "15 minutes", "30 minutes")
    ]
    change = tampered.replaced("In this Agreement", "In this document")
    Path("new.docx").write_bytes(tampered.docx(Path("new.docx").read_bytes(), "word/document.xml", change))
    ran = slagen("diff", "old.docx", "new.docx")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("new.docx:1:1: error DOCUMENT001: its words were edited after it was built")
    assert "as data in it: 1.2 scope.terms\n    hint: slagen verify new.docx tells what was edited" in ran.err
    told = slagen("diff", "old.docx", "new.docx", "--messages-in", "zh").err
    assert "：1.2 scope.terms\n    提示：slagen verify new.docx 列出改动之处" in told


def test_markdown_texts_are_sides_on_disk_and_of_a_commit(slagen: Run, git: Git) -> None:
    _write("terms.md", "# 条款\n\n第一条 乙方在4小时内响应。\n\n第二条 甲方按月付款。\n")
    git("add", ".")
    git("commit", "-q", "-m", "two")
    _write("terms.md", "# 条款\n\n第一条 双方平等。\n\n第二条 乙方在8小时内响应。\n\n第三条 甲方按月付款。\n")
    edits = _edits(slagen("diff", "HEAD:terms.md", "terms.md", "--format", "json").out)
    assert [(edit["kind"], edit["clause"]) for edit in edits] == [
        ("inserted", "第一条"),
        ("wording", "第二条"),
        ("numbering", "第三条"),
    ]
    ran = slagen("diff", "HEAD:terms.md", "terms.md", "--format", "docx")
    assert (ran.code, ran.out) == (0, f"build{os.sep}terms.redline.docx\n")
    assert "terms.md has no en" in slagen("diff", "terms.md", "terms.md", "--lang", "en").err
    Path("terms.md").write_bytes("条款".encode("gb18030"))
    assert "terms.md is no text in UTF-8" in slagen("diff", "HEAD:terms.md", "terms.md").err


def test_a_contract_is_compared_with_a_text_as_a_text(slagen: Run, git: Git) -> None:
    assert slagen("build", CONTRACT, "--lang", "zh", "--format", "md", "--out", "out").code == 0
    assert slagen("diff", "out/MIN-2026-001.zh.md", CONTRACT, "--exit-code").code == 0
    _longer()
    edits = _edits(slagen("diff", "out/MIN-2026-001.zh.md", CONTRACT, "--format", "json").out)
    assert {edit["languages"][0] for edit in edits} == {"zh"}
    assert all("9小时" in json.dumps(edit["places"], ensure_ascii=False) for edit in edits)


@pytest.mark.parametrize("form", ["terminal", "json", "md", "html"])
def test_every_form_can_be_written_to_a_file(slagen: Run, git: Git, form: str) -> None:
    _longer()
    ran = slagen("diff", f"v1:{CONTRACT}", CONTRACT, "--format", form, "--out", "made/it")
    assert (ran.code, ran.out) == (0, f"made{os.sep}it\n")
    assert "9 hours" in Path("made/it").read_text("utf-8")


def test_in_chinese(slagen: Run, git: Git) -> None:
    _longer()
    out = slagen("diff", f"v1:{CONTRACT}", CONTRACT, "--messages-in", "zh").out
    assert "数值" in out
    assert "服务提供方" in out


TERMS = "# 条款\n\n第一条 乙方在4小时内响应。\n\n第二条 甲方按月付款。\n\n第三条 {}\n"


def _terms() -> None:
    """A text that differs from what the last commit has."""
    _write("terms.md", TERMS.format("本条款一式两份。"))


@pytest.fixture
def terms(git: Git) -> Git:
    _terms()
    git("add", ".")
    git("commit", "-q", "-m", "terms")
    _write("terms.md", TERMS.format("本条款一式四份。"))
    return git


@pytest.mark.parametrize(
    ("options", "author", "moment"),
    [
        ((), "Sample Author", "2026-02-03T03:05:06Z"),
        (("--author", "Counsel", "--date", "2026-09-30"), "Counsel", "2026-09-30T00:00:00Z"),
        (("--date", "2026-09-30T08:00:00+08:00"), "Sample Author", "2026-09-30T00:00:00Z"),
    ],
)
def test_a_docx_has_the_changes_tracked(
    slagen: Run, terms: Git, options: tuple[str, ...], author: str, moment: str
) -> None:
    ran = slagen("diff", "HEAD:terms.md", "terms.md", "--format", "docx", *options)
    assert (ran.code, ran.out) == (0, f"build{os.sep}terms.redline.docx\n")
    body = _body("build/terms.redline.docx")
    assert set(re.findall(r'<w:ins [^>]*w:author="([^"]*)" w:date="([^"]*)"', body)) == {(author, moment)}
    assert re.findall(r"<w:delText[^>]*>([^<]*)<", body) == ["两份"]


def _body(name: str) -> str:
    with zipfile.ZipFile(name) as package:
        return package.read("word/document.xml").decode()


def test_a_redline_with_contents_has_page_numbers_in_them(tmp_path: Path) -> None:
    from slagen.cli.diff import By, Compared
    from slagen.cli.redlines import write
    from slagen.cli.sides import Side
    from slagen.diff.redline import redline
    from slagen.model.edit import Comparison

    old, new = changed.pairs(0, 1, 3)
    compared = Compared(Comparison("C", "a", "b", ("zh",), ()), redline(old, new), Side("b", new))
    write([compared], tmp_path / "made.docx", "docx", By(None, None))
    body = _body(str(tmp_path / "made.docx"))
    contents = body.count('w:val="TOC1"') + body.count('w:val="TOC2"')
    assert body.count(" PAGEREF ") == contents > 3


def test_native_moves_are_for_those_who_ask(slagen: Run, git: Git) -> None:
    first, second = "乙方应当在4小时内响应并告知编号。", "甲方应当按月向乙方支付服务费用。"
    _write("a.md", f"{first}\n\n{second}\n")
    _write("b.md", f"{second}\n\n{first}\n")
    for options, native in (((), False), (("--native-moves",), True)):
        assert slagen("diff", "a.md", "b.md", "--format", "docx", "--out", "m.docx", *options).code == 0
        assert ("<w:moveFrom " in _body("m.docx")) is native


def test_a_pdf_that_could_not_show_a_character_is_not_made(slagen: Run, git: Git) -> None:
    _write("a.md", "第一条 价款为 ₿ 1。\n")
    _write("b.md", "第一条 价款为 ₿ 2。\n")
    ran = slagen("diff", "a.md", "b.md", "--format", "pdf")
    assert (ran.code, ran.out, Path("build").exists()) == (1, "", False)
    assert "₿" in ran.err


def test_a_pdf_is_a_redline_with_a_list_of_changes(slagen: Run, terms: Git) -> None:
    import pikepdf

    ran = slagen("diff", "HEAD:terms.md", "terms.md", "--format", "pdf", "--date", "2026-09-30")
    assert (ran.code, ran.out) == (0, f"build{os.sep}terms.redline.pdf\n")
    with pikepdf.open("build/terms.redline.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert [str(entry.title) for entry in pdf.open_outline().root] == ["条款", "变更一览"]
        assert str(pdf.docinfo["/Title"]) == "条款 terms"
        assert str(pdf.docinfo["/ModDate"]).startswith("D:20260930")
