from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from cli.runner import Edit, Run, Write, place

from slagen.cli import at_once


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_names_of_languages_and_formats(slagen: Run, contract: Write, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    ran = slagen("build", contract(), "--format", "json,md,html,json", "--out", out)
    assert ran.code == 0
    expected = [f"MIN-2026-001.{lang}.{form}" for lang in ("bilingual", "en", "zh") for form in ("html", "json", "md")]
    assert names(out) == sorted(expected)
    assert sorted(ran.out.splitlines()) == sorted(str(out / name) for name in expected)


def test_each_file_holds_its_language(slagen: Run, contract: Write, tmp_path: Path) -> None:
    slagen("build", contract(), "--format", "json,md", "--lang", "en,zh", "--out", tmp_path / "out")
    en = (tmp_path / "out" / "MIN-2026-001.en.md").read_text("utf-8")
    zh = (tmp_path / "out" / "MIN-2026-001.zh.md").read_text("utf-8")
    assert "应当" in zh
    assert "应当" not in en
    assert " shall " in en
    assert " shall " not in zh
    assert json.loads((tmp_path / "out" / "MIN-2026-001.en.json").read_text("utf-8"))


def test_docx_and_pdf_by_default_into_build(slagen: Run, contract: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = contract()
    monkeypatch.chdir(path.parent)
    assert slagen("build", "contract.yaml", "--annex", "annex.contacts", "--lang", "en").code == 0
    made, stem = path.parent / "build", "MIN-2026-001.annex.contacts.en"
    assert names(made) == [f"{stem}.docx", f"{stem}.pdf"]
    assert (made / f"{stem}.docx").read_bytes()[:2] == b"PK"
    assert (made / f"{stem}.pdf").read_bytes()[:5] == b"%PDF-"


def test_on_several_cores_the_same_is_written_and_said(
    slagen: Run, contract: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, said, held = contract(), [], []
    for count in (1, 2):
        monkeypatch.setattr(at_once, "cores", lambda count=count: count)
        out = tmp_path / f"on {count}"
        ran = slagen("build", path, "--format", "docx,json", "--lang", "zh,bilingual,en", "--out", out)
        assert ran.code == 0
        said.append([Path(line).name for line in ran.out.splitlines()])
        held.append({file.name: file.read_bytes() for file in out.iterdir()})
    assert held[0] == held[1]
    assert len(said[0]) == 6
    assert said[0] == said[1]


def test_with_one_contract_wrong_nothing_is_written(slagen: Run, contract: Write, edited: Edit, tmp_path: Path) -> None:
    wrong = edited("target: 99.9%", "target: 99.9", "wrong")
    ran = slagen("build", contract("good"), wrong, "--format", "md", "--out", tmp_path / "out")
    assert (ran.code, ran.out) == (1, "")
    assert "{}:{}:{}: error INPUT004".format(wrong, *place(wrong, "99.9}")) in ran.err
    assert not (tmp_path / "out").exists()


def test_strict(slagen: Run, edited: Edit, tmp_path: Path) -> None:
    doubtful = edited("  effective: 2026-01-01", "  signed: 2026-02-01\n  effective: 2026-01-01")
    options = ("build", doubtful, "--format", "md", "--out", tmp_path / "out")
    ran = slagen(*options, "--strict")
    assert (ran.code, ran.out) == (1, "")
    assert not (tmp_path / "out").exists()
    ran = slagen(*options)
    assert ran.code == 0
    assert "warning SLA027" in ran.err
    assert len(names(tmp_path / "out")) == 3


def test_two_contracts_of_one_number_are_refused(slagen: Run, contract: Write, tmp_path: Path) -> None:
    ran = slagen("build", contract("a"), contract("b"), "--format", "md", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "two contracts would both be written to MIN-2026-001." in ran.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_wrong_usage(slagen: Run, contract: Write, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    ran = slagen("build", contract(), "--format", "md", "--out", tmp_path / "out")
    assert ran.code == 2
    assert f"--out: {tmp_path / 'out'}" in ran.err
    assert (tmp_path / "out").read_text() == "mine"


def test_a_write_that_fails_leaves_the_earlier_file_whole(
    slagen: Run, contract: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "MIN-2026-001.en.md").write_text("earlier")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    ran = slagen("build", contract(), "--lang", "en", "--format", "md", "--out", out)
    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert names(out) == ["MIN-2026-001.en.md"]
    assert (out / "MIN-2026-001.en.md").read_text() == "earlier"


def test_a_terminal_shows_progress_and_a_pipe_does_not(contract: Write, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "slagen", "build", str(contract()), "--lang", "en", "--format", "md", "--out"]
    near, far = pty.openpty()
    seen = subprocess.run([*command, str(tmp_path / "a")], stdout=subprocess.PIPE, stderr=far, check=True)
    os.close(far)
    shown = b""
    try:
        while piece := os.read(near, 4096):
            shown += piece
    except OSError:  # what Linux gives at the end of a terminal
        pass
    assert b"\x1b[" in shown
    assert b"1/1" in shown
    piped = subprocess.run([*command, str(tmp_path / "b")], capture_output=True, check=True)
    assert piped.stderr == b""
    assert b"\x1b" not in seen.stdout + piped.stdout


@pytest.mark.parametrize("tools", [True, False], ids=["fc-list", "no fc-list"])
def test_a_pdf_is_not_made_in_other_fonts(contract: Write, tmp_path: Path, tools: bool) -> None:
    fonts = tmp_path / "fonts.conf"
    listed = subprocess.run(
        ["fc-list", ":family=DejaVu Sans", "file"], capture_output=True, encoding="utf-8", check=True
    )
    folder = Path(listed.stdout.split(":")[0]).parent
    fonts.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}/fc</cachedir></fontconfig>")
    command = [sys.executable, "-W", "ignore", "-m", "slagen", "--messages-in", "en", "build", str(contract())]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), **({} if tools else {"PATH": ""})}
    out = tmp_path / "out"
    done = subprocess.run(
        [*command, "--annex", "annex.contacts", "--lang", "zh", "--format", "pdf", "--out", str(out)],
        capture_output=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "error RENDER002" in done.stderr
    assert "Noto Serif CJK SC" in done.stderr
    assert "fonts-noto-cjk" in done.stderr
    assert not list(out.glob("*"))


def test_annexes_alone_are_files_of_their_own(slagen: Run, contract: Write, tmp_path: Path) -> None:
    wanted = "annex.change-request, annex.contacts,annex.contacts"
    ran = slagen("build", contract(), "--annex", wanted, "--lang", "zh,en", "--format", "md", "--out", tmp_path / "out")
    assert ran.code == 0
    assert names(tmp_path / "out") == [
        f"MIN-2026-001.annex.{name}.{lang}.md" for name in ("change-request", "contacts") for lang in ("en", "zh")
    ]
    text = (tmp_path / "out" / "MIN-2026-001.annex.contacts.en.md").read_text("utf-8")
    assert "Contract number — MIN-2026-001" in text
    assert "Signature Page" not in text


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("annex.nothing", "no annex annex.nothing, only annex.service-catalogue, "),
        ("annex.contacts,", "no annex , only "),
        ("annex.service-credits", "its condition "),
    ],
)
def test_an_annex_that_the_contract_lacks_is_wrong_usage(
    slagen: Run, contract: Write, tmp_path: Path, wanted: str, said: str
) -> None:
    ran = slagen("build", contract(), "--annex", wanted, "--format", "md", "--out", tmp_path / "out")
    assert (ran.code, ran.out) == (2, "")
    assert "--annex: MIN-2026-001: " in ran.err
    assert said in ran.err
    assert not (tmp_path / "out").exists()


def test_a_form_for_word_has_controls_and_open_fields(slagen: Run, contract: Write, tmp_path: Path) -> None:
    asked = ("--content-controls", "--protect", "--annex", "annex.change-request", "--lang", "zh", "--format", "docx")
    assert slagen("build", contract(), *asked, "--out", tmp_path / "out").code == 0
    (built,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(built) as package:
        document, settings = (package.read(f"word/{part}.xml").decode() for part in ("document", "settings"))
        manifest = package.read("customXml/item2.xml").decode()
    assert '<w:tag w:val="contract.id"/>' in document
    assert " FORMTEXT " in document
    assert '<w:documentProtection w:edit="forms" w:enforcement="1"/>' in settings
    assert '"options": "content_controls protect"' in manifest


def test_a_draft_says_so_in_its_name_and_in_its_manifest(slagen: Run, contract: Write, tmp_path: Path) -> None:
    asked = ("--draft", "--line-numbers", "--annex", "annex.change-request", "--lang", "zh", "--format", "docx")
    assert slagen("build", contract(), *asked, "--out", tmp_path / "out").code == 0
    (built,) = (tmp_path / "out").iterdir()
    assert built.name == "MIN-2026-001.annex.change-request.draft.zh.docx"
    with zipfile.ZipFile(built) as package:
        assert '"options": "draft line_numbers"' in package.read("customXml/item2.xml").decode()


def _with_reference(contract: Path, data: bytes) -> Path:
    """The contract with a template that has a reference document."""
    folder = contract.parent / "templates" / "ours"
    folder.mkdir(parents=True)
    (folder / "template.yaml").write_text("id: ours\nextends: standard\nreference: paper.docx\n", "utf-8")
    (folder / "paper.docx").write_bytes(data)
    contract.write_text(contract.read_text("utf-8").replace("contract:\n", "contract:\n  template: ours\n", 1), "utf-8")
    return contract


_FORM = ("--annex", "annex.change-request", "--lang", "zh", "--format", "docx")


def test_a_docx_on_a_companys_own_paper_says_which_styles_are_added(
    slagen: Run, contract: Write, tmp_path: Path
) -> None:
    paper, stream = docx.Document(), io.BytesIO()
    paper.sections[0].header.paragraphs[0].text = "公司页眉"
    paper.save(stream)
    ran = slagen("build", _with_reference(contract(), stream.getvalue()), *_FORM, "--out", tmp_path / "out")
    assert ran.code == 0
    assert "templates/ours/template.yaml:3:12: notice TEMPLATE001: reference: headers are its own" in ran.err
    assert "styles that it lacks are added: Clause, " in ran.err
    (built,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(built) as package:
        headers = [package.read(name).decode() for name in package.namelist() if "word/header" in name]
    assert any("公司页眉" in header for header in headers)


def test_paper_that_is_damaged_is_an_error_before_anything_is_written(
    slagen: Run, contract: Write, tmp_path: Path
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        package.writestr("[Content_Types].xml", b'<Types><Override ContentType="%s"/></Types>' % main)
    ran = slagen("build", _with_reference(contract(), stream.getvalue()), *_FORM, "--out", tmp_path / "out")
    assert ran.code == 1
    assert "templates/ours/template.yaml:3:12: error TEMPLATE001: reference: a part of it can't be read" in ran.err
    assert not (tmp_path / "out").exists()
