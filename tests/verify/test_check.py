"""What a file is held against: its sources in hand, those that it carries, other ones, and what came after signing."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import certificates
import judges
import pytest
import tampered
from pikepdf import Encryption, Pdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from verify_desk import Desk

from slagen.compiled import Compiled
from slagen.pipeline import compile as compiled_of
from slagen.pipeline import load
from slagen.render import fonts
from slagen.render.options import Options
from slagen.sign import read_identity, sign
from slagen.verify import NoSourcesError, Verified, VerifyError, against_contract, against_itself, find, read
from slagen.verify.finding import Finding, Kind
from slagen.verify.origin import differences, revision

FORMS = ("docx", "pdf")


def kinds(told: Verified) -> set[tuple[str, Kind]]:
    return {(finding.clause or finding.part, finding.kind) for finding in told.findings}


@pytest.fixture
def other(desk: Desk, tmp_path: Path) -> Path:
    """The same contract with another period of notice, and a comment."""
    text = desk.contract.read_text("utf-8")
    assert text.count("notice: 60 days") == 1
    file = tmp_path / "other" / "contract.yaml"
    file.parent.mkdir()
    file.write_text(text.replace("notice: 60 days", "notice: 45 days") + "# a comment\n", "utf-8")
    return file


@pytest.mark.parametrize("form", FORMS)
def test_what_the_sources_build(desk: Desk, form: str) -> None:
    told = against_contract(read(desk.files[form]), desk.contract)
    assert (told.identical, told.edited, told.elsewhere, told.findings) == (True, False, False, ())
    assert (told.contract, told.version) == ("MIN-2026-001", "1.0")


@pytest.mark.parametrize("form", FORMS)
def test_what_its_own_sources_build(desk: Desk, form: str) -> None:
    told = against_itself(read(desk.bearing[form]))
    assert (told.identical, told.findings, told.notes) == (True, (), ())


def test_with_its_own_sources_it_is_also_what_those_in_hand_build(desk: Desk) -> None:
    assert against_contract(read(desk.bearing["docx"]), desk.contract).identical


@pytest.mark.parametrize("form", FORMS)
def test_other_sources(desk: Desk, other: Path, form: str) -> None:
    told = against_contract(read(desk.files[form]), other)
    assert (told.identical, told.edited, told.elsewhere, told.notes) == (False, False, True, ())
    assert kinds(told) - {("", Kind.FORMATTING)} == {("contract", Kind.INPUT), ("second.middle", Kind.VALUE)}
    value = next(finding for finding in told.findings if finding.kind is Kind.VALUE)
    assert (value.path, value.built, value.found) == ("contract.renewal.notice", "45 days", "60 days")


def test_another_template_and_another_clause(desk: Desk, other: Path) -> None:
    """A clause of the project's own in place of the library's."""
    own = other.parent / "clauses" / "beginning.md"
    own.parent.mkdir()
    packaged = desk.compiled.opened.project.path("slagen:clauses/1-beginning.md").read_text("utf-8")
    own.write_text(
        packaged.replace("*other* matters", "*further* matters").replace("*其他*事项", "*另外*事项"), "utf-8"
    )
    told = against_contract(read(desk.files["docx"]), other)
    assert ("first.beginning", Kind.CLAUSE) in kinds(told)
    assert ("first.beginning", Kind.WORDING) in kinds(told)


@pytest.mark.parametrize("form", FORMS)
def test_other_sources_and_edited(desk: Desk, other: Path, form: str) -> None:
    data = desk.files[form]
    edited = (
        tampered.docx(data, "word/document.xml", tampered.replaced("other</w:t>", "offer</w:t>"))
        if form == "docx"
        else tampered.pdf(data, tampered.respelled("agreement", "agreemant"))
    )
    told = against_contract(read(edited), other)
    assert (told.edited, told.elsewhere) == (True, True)
    assert {("second.middle", Kind.VALUE), ("first.beginning", Kind.WORDING)} <= kinds(told)
    assert [note.en.rsplit(": ")[-1] for note in told.notes] == ["1.1 first.beginning"]


def test_sources_in_the_file_that_were_swapped(desk: Desk, other: Path) -> None:
    swapped = tampered.pdf(desk.bearing["pdf"], tampered.attached("contract.yaml", other.read_bytes()))
    told = against_itself(read(swapped))
    assert {("contract", Kind.INPUT), ("second.middle", Kind.VALUE), ("contract.yaml", Kind.ATTACHMENT)} <= kinds(told)
    assert (told.edited, told.elsewhere) == (True, True)


def test_a_library_in_the_file_that_is_not_slagens_own(desk: Desk) -> None:
    clause = desk.compiled.opened.project.path("slagen:clauses/1-beginning.md")
    before = clause.read_text("utf-8")
    try:
        clause.write_text(before + "\n", "utf-8")
        told = against_itself(read(desk.bearing["docx"]))
    finally:
        clause.write_text(before, "utf-8")
    assert told.identical
    assert [note.en for note in told.notes] == [
        "1 files of the library in it are not those of this slagen: clauses/1-beginning.md"
    ]


def test_an_annex_alone(desk: Desk) -> None:
    annex = desk.compiled.annex("annex.list")
    assert against_contract(read(annex.render("docx")), desk.contract).identical


def test_a_machine_with_another_version_of_a_font(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def has(version: str) -> None:
        monkeypatch.setattr(fonts, "identities", lambda _: {"Noto Sans CJK SC": version})

    has("2.003 bb")
    made = replace(desk.compiled).render("docx")
    has("2.004 aa")
    told = against_contract(read(made), desk.contract)
    assert (told.identical, told.edited, told.elsewhere) == (False, False, True)
    assert told.findings == (Finding(Kind.FONT, "", "Noto Sans CJK SC", "", "2.004 aa", "2.003 bb"),)


def test_fonts_are_compared_where_both_machines_could_tell(desk: Desk) -> None:
    here = read(desk.files["docx"]).manifest
    for theirs, ours in ((here, replace(here, fonts={})), (replace(here, fonts={}), here)):
        assert list(differences(theirs, ours)) == []


def test_fonts_that_are_embedded_otherwise(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words are the same and break elsewhere, so that there is another page; the manifest names the same fonts."""
    monkeypatch.setattr(fonts, "identities", lambda _: {"Noto Sans CJK SC": "2.004 aa"})
    theme = desk.compiled.template.theme
    faces = theme.pdf.model_copy(update={"body": theme.pdf.heading})
    sizes = theme.sizes.model_copy(update={"body": 13.0, "table": 13.0})
    template = desk.compiled.template.model_copy(
        update={"theme": theme.model_copy(update={"pdf": faces, "sizes": sizes})}
    )
    made = replace(desk.compiled, template=template).render("pdf")
    told = against_contract(read(made), desk.contract)
    assert {finding.kind for finding in told.findings} == {Kind.FORMATTING}
    assert (told.identical, told.edited, told.elsewhere, len(told.notes)) == (False, False, False, 1)
    assert "the manifest names the same fonts" in told.notes[0].en
    changed = against_contract(read(tampered.pdf(made, tampered.respelled("60", "66"))), desk.contract)
    assert ("second.middle", Kind.VALUE) in kinds(changed)
    assert changed.edited


def test_a_draft_with_line_numbers(desk: Desk) -> None:
    made = compiled_of(load(desk.contract), "en", Options(draft=True, line_numbers=True))
    assert against_contract(read(made.render("pdf")), desk.contract).identical


def test_a_build_dated_by_its_environment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    made = compiled_of(load(desk.contract), "en").render("docx")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert against_contract(read(made), desk.contract).identical


# Signed -----------------------------------------------------------------------------------------------------------


def signed(data: bytes) -> bytes:
    who = certificates.customer()
    return sign(data, "customer", read_identity(who.key_pem(), who.certificate_pem), datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture
def built_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sources build what they built before, as the tests above show."""
    monkeypatch.setattr(Compiled, "render", lambda _, form: desk.files[form])


@pytest.mark.usefixtures("built_once")
def test_a_signed_file_is_still_what_its_sources_build(desk: Desk) -> None:
    assert against_contract(read(signed(desk.files["pdf"])), desk.contract).identical


@pytest.mark.usefixtures("built_once")
def test_a_blank_that_was_filled_in(desk: Desk) -> None:
    """As readers of PDF do it: added to the end."""
    writer = IncrementalPdfFileWriter(io.BytesIO(desk.files["pdf"]))
    reference = writer.root["/AcroForm"]["/Fields"].raw_get(1)
    while "/T" in (kid := reference.get_object()["/Kids"].raw_get(0)).get_object():
        reference = kid
    reference.get_object()["/V"] = generic.pdf_string("2026-07-01")
    writer.mark_update(reference)
    out = io.BytesIO()
    writer.write(out)
    told = against_contract(read(out.getvalue()), desk.contract)
    assert told.identical
    assert {
        finding.clause or finding.part: finding.found for finding in told.findings if finding.kind is Kind.FORM
    } == {"annex.form.number": "2026-07-01"}
    assert {finding.kind for finding in told.findings} == {Kind.FORM, Kind.METADATA}


@pytest.mark.usefixtures("built_once")
def test_what_was_put_in_before_signing(desk: Desk) -> None:
    """Added to the end, so that the first revision is what was built, and the signature holds."""
    writer = IncrementalPdfFileWriter(io.BytesIO(desk.files["pdf"]))
    reference = writer.root["/Pages"]["/Kids"].raw_get(2)
    reference.get_object()["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.mark_update(reference)
    out = io.BytesIO()
    writer.write(out)
    told = against_contract(read(signed(out.getvalue())), desk.contract)
    assert (told.identical, told.edited) == (False, True)
    assert {("second.middle", Kind.DELETED), ("page 3", Kind.FORMATTING)} <= kinds(told)


# git --------------------------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=N", "-c", "user.email=n@example.org", *arguments], cwd=folder, check=True)


def test_the_revision_that_a_file_names(desk: Desk, tmp_path: Path) -> None:
    contract = tmp_path / "contract.yaml"
    shutil.copy(desk.contract, contract)
    git(tmp_path, "init", "-q")
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "names.yaml").write_text("[]\n", "utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    made = compiled_of(load(contract), "en")
    data = made.render("docx")
    first = read(data).manifest.git
    assert first is not None
    assert against_contract(read(data), contract).notes == ()

    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "unused.md").write_text("something that this contract does not use", "utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "second")
    told = against_contract(read(data), contract)
    assert (told.identical, told.findings, told.notes) == (True, (), ())

    contract.write_text(contract.read_text("utf-8") + "# a comment\n", "utf-8")
    git(tmp_path, "commit", "-qam", "third")
    assert isinstance(revision(first, contract, made), Finding)
    unknown = type(first)("0" * 40, clean=True)
    assert isinstance(revision(unknown, contract, made), Finding)
    uncommitted = type(first)(first.commit, clean=False)
    assert "not committed" in str(revision(uncommitted, contract, made))
    assert "can't be checked" in str(revision(first, desk.contract, made))
    assert "names no git revision" in str(revision(None, contract, made))


# Found, and hostile -----------------------------------------------------------------------------------------------


def test_the_contract_is_found_by_its_number_and_hash(desk: Desk, other: Path) -> None:
    manifest = read(desk.files["docx"]).manifest
    assert find(desk.contract.parent, manifest) == desk.contract
    assert find(other.parent, manifest) == other
    shutil.copy(other, other.parent / "another.yaml")
    with pytest.raises(VerifyError, match="several contracts have the number MIN-2026-001"):
        find(other.parent, manifest)
    shutil.copy(desk.contract, other.parent / "right.yaml")
    assert find(other.parent, manifest) == other.parent / "right.yaml"
    with pytest.raises(NoSourcesError, match="there is no contract MIN-2026-001 here"):
        find(desk.contract.parent / "nowhere", manifest)


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def encrypted(data: bytes) -> bytes:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(data)) as opened:
        opened.save(out, encryption=Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        (lambda _: b"", "neither a PDF nor a DOCX"),
        (lambda _: b"PK\x03\x04" + bytes(100), "no DOCX that can be read"),
        (lambda _: b"%PDF-1.7\n" + bytes(100), "no PDF that can be read"),
        (lambda desk: desk.files["pdf"][:40_000], "no PDF that can be read|slagen did not build this"),
        (lambda desk: desk.files["docx"][:4_000], "no DOCX that can be read"),
        (lambda desk: encrypted(desk.files["pdf"]), "no PDF that can be read"),
        (lambda _: archive(**{"word/document.xml": "<w/>"}), "slagen did not build this"),
        (lambda _: archive(**{"customXml/item1.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;"}), "no DOCX that can be"),
        (lambda _: archive(**{"customXml/item1.xml": '<manifest xmlns="urn:slagen:manifest:1">{}</manifest>'}),
         "manifest can't be read"),
        (lambda desk: tampered.pdf(desk.files["pdf"], tampered.attached("manifest.json", b"[1]")),
         "manifest can't be read"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_slagens(desk: Desk, hostile: object, said: str) -> None:
    with pytest.raises(VerifyError, match=said):
        read(hostile(desk))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        (b"nonsense", "sources.zip can't be read"),
        (archive(**{"../outside.yaml": ""}), "the name '../outside.yaml'"),
        (archive(**{"/outside.yaml": ""}), "the name '/outside.yaml'"),
        (archive(**{"a\\b": ""}), "the name"),
        (archive(huge="0" * (65 * 1024 * 1024)), "sources.zip is too large"),
    ],
)
def test_sources_that_slagen_did_not_embed(desk: Desk, packed: bytes, said: str) -> None:
    data = tampered.pdf(desk.bearing["pdf"], tampered.attached("sources.zip", packed))
    with pytest.raises(VerifyError, match=said):
        against_itself(read(data))


# By others' judgement ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_pdf_with_its_sources_is_archival(desk: Desk, profile: str) -> None:
    assert judges.pdf_failures(desk.bearing["pdf"], profile) == []


def test_a_docx_with_its_sources_is_valid(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "bearing.docx"
    file.write_bytes(desk.bearing["docx"])
    assert judges.schema_errors(file) == []
