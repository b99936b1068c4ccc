"""What must not leave the house: nothing that only its own people may read is in a file for the other side.

A marker is planted in each such place and looked for in every byte of a DOCX and a PDF, decompressed.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from judges import ROOT
from pictures import png

from slagen import project
from slagen.compiled import Compiled
from slagen.pipeline import compile_all, load
from slagen.verify import docx as parts
from slagen.verify import pdf, with_sources

WAIVER = "waive: [{rule: SLA027, until: 2999-12-31, reason: zqxwaiverreason}]"
OWN = """---
id: second.own
section: "3.1"
version: 1.0.0
variant: {variant}
title: {{zh: 更多, en: More}} # zqxheadcomment
reads: [contract]
risk: high
note: {{zh: zqxrisknote, en: zqxrisknote}}
{fallback}
questions: [{{zh: zqxquestion, en: zqxquestion}}]
---
<!-- zh -->

1. 甲{{# zqxclausecomment #}}

1. 乙{wording}{{% if contract.standard_terms %}}zqxdeadbranch{{% endif %}}

<!-- en -->

1. A{{# zqxclausecomment #}}

1. B{wording}{{% if contract.standard_terms %}}zqxdeadbranch{{% endif %}}
"""
PLANTED = (
    "zqxcomment", "zqxwaiverreason", "zqxauthor", "zqxmail", "zqxmessage", "zqxfolder", "zqxfile", "zqxuser",
    "zqxclausefile", "zqxheadcomment", "zqxclausecomment", "zqxdeadbranch", "zqxrisknote", "zqxquestion",
    "zqxletterauthor", "zqxletterpath", "zqxletterbody", "zqxletterdeleted", "zqxpicture",
    "zqxothervariant", "zqxtemplate", "zqxstylesheet", "zqxunused",
)  # fmt: skip

AROUND = ("zqxauthor", "zqxmail", "zqxmessage", "zqxfolder", "zqxfile", "zqxuser")
"""What is in none of the project's files: people and messages of git, the names of folder, file and user."""


@dataclass(frozen=True)
class House:
    """A project with all of it, what it builds, and every readable piece of what it builds, by format."""

    compiled: Compiled
    files: dict[str, bytes]
    pieces: dict[str, list[bytes]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    library, own = folder / "library", folder / "zqxfolder"
    shutil.copytree(ROOT / "tests" / "goldens" / "library", library)
    shutil.copy(ROOT / "templates" / "standard" / "print.css", library / "templates" / "standard")
    write(own)
    git(own, "init", "-q")
    git(own, "add", "-A")
    git(own, "commit", "-qm", "zqxmessage")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(project, "library_root", lambda: library)
        for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME"):
            patch.setenv(name, "zqxuser")
        patch.chdir(own)
        compiled = compile_all(load(own / "zqxfile.yaml"), ["bilingual"])
        files = {str(form): content for form, content in compiled.outputs(["pdf", "docx"])}
        yield House(compiled, files, {form: [*PIECES[form](content)] for form, content in files.items()})


def write(own: Path) -> None:
    text = (ROOT / "tests" / "minimal" / "contract.yaml").read_text("utf-8")
    assert text.count("  effective: 2026-01-01\n") == 1
    text = text.replace("  effective: 2026-01-01\n", f"  effective: 2026-01-01\n  signed: 2026-02-01\n  {WAIVER}\n")
    text = text.replace("  currency: CNY\n", "  currency: CNY # zqxcomment\n  template: own\n")
    (own / "clauses" / "zqxclausefile").mkdir(parents=True)
    (own / "templates" / "own").mkdir(parents=True)
    (own / "zqxfile.yaml").write_text(f"# zqxcomment\nvariants: {{second.own: customer}}\n{text}", "utf-8")
    for variant in ("balanced", "provider", "customer"):
        wording = "" if variant == "customer" else " zqxothervariant"
        fallback = "" if variant == "balanced" else "fallback: balanced"
        clause = OWN.format(variant=variant, fallback=fallback, wording=wording)
        (own / "clauses" / "zqxclausefile" / f"{variant}.md").write_text(clause, "utf-8")
    logo = "theme: {logo: {file: logo.png, alt: {zh: 标志, en: Logo}, cover: 30, header: 10}}"
    own_template = f"# zqxtemplate\nid: own\nextends: standard\nreference: letter.docx\n{logo}\n"
    (own / "templates" / "own" / "logo.png").write_bytes(png(30, 10, b"zqxpicture"))
    (own / "templates" / "own" / "letter.docx").write_bytes(letterhead())
    (own / "templates" / "own" / "template.yaml").write_text(own_template, "utf-8")
    css = (ROOT / "templates" / "standard" / "print.css").read_text("utf-8")
    (own / "templates" / "own" / "print.css").write_text(f"/* zqxstylesheet */\n{css}", "utf-8")
    (own / "zqxunused.md").write_text("zqxunused", "utf-8")


def letterhead() -> bytes:
    """A company's document with everything in it that Word leaves there."""
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = "zqxletterauthor"
    document.core_properties.comments = "zqxletterauthor"
    document.add_paragraph("zqxletterbody")
    header = document.sections[0].header.paragraphs[0]
    header.add_run("LETTERHEAD").add_picture(io.BytesIO(png(30, 10, b"zqxpicture")), Mm(30))
    properties = next(header._p.iter("{*}docPr"))
    properties.set("descr", r"C:\Users\zqxletterpath\logo.png")
    properties.set("title", "/home/zqxletterpath/logo.png")
    inserted = OxmlElement("w:ins")
    for name, value in (("id", "1"), ("author", "zqxletterauthor"), ("date", "2026-01-01T00:00:00Z")):
        inserted.set(qn(f"w:{name}"), value)
    inserted.append(header.add_run("INSERTED")._r)
    header._p.append(inserted)
    deleted = OxmlElement("w:del")
    for name, value in inserted.attrib.items():
        deleted.set(name, value)
    gone = header.add_run("")._r
    gone.append(OxmlElement("w:delText"))
    gone[-1].text = "zqxletterdeleted"
    deleted.append(gone)
    header._p.append(deleted)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=zqxauthor", "-c", "user.email=zqxmail@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True)


def of_docx(data: bytes) -> Iterator[bytes]:
    yield data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield archive.comment
        for entry in archive.infolist():
            yield from (entry.filename.encode(), entry.comment, entry.extra, archive.read(entry))
    yield parts.carried(data).printed or b""


def within(name: str, content: bytes) -> Iterator[bytes]:
    """A source, unpacked where it is a DOCX."""
    return of_docx(content) if name.endswith(".docx") else iter((content,))


def of_pdf(data: bytes) -> Iterator[bytes]:
    """The bytes of the file and of every stream, every object with its strings, and the words on the pages."""
    yield data
    with pikepdf.open(io.BytesIO(data)) as opened:
        for each in opened.objects:
            yield each.unparse(resolved=True)
            yield repr(each).encode()
            if isinstance(each, pikepdf.Stream):
                yield each.read_bytes()
    yield "".join(passage.text for passage in pdf.read(data).passages).encode()


PIECES = {"docx": of_docx, "pdf": of_pdf}


def holding(pieces: list[bytes], marker: str) -> list[bytes]:
    """The pieces that have a marker, in ASCII or in one of the ways in which PDF writes strings."""
    wide = marker.encode("utf-16-be")
    forms = (marker.encode(), wide, wide.hex().encode(), marker.encode().hex().encode())
    return [piece[:80] for piece in pieces if any(form in piece.lower() for form in forms)]


@pytest.mark.parametrize("form", PIECES)
def test_it_is_in_no_byte(house: House, form: str) -> None:
    leaked = {marker: found for marker in PLANTED if (found := holding(house.pieces[form], marker))}
    assert leaked == {}


@pytest.mark.parametrize("form", PIECES)
def test_what_is_meant_to_be_read_is_found(house: House, form: str) -> None:
    """The search finds what is there: words, values, and the number in metadata."""
    for there in ("min-2026-001", "example customer ltd.", "matters", "second.own"):
        assert holding(house.pieces[form], there), there


@pytest.mark.parametrize("form", PIECES)
def test_the_document_as_data_is_among_them(house: House, form: str) -> None:
    assert any(piece == house.compiled.provenance.printed for piece in house.pieces[form])


def test_all_of_it_is_planted_where_it_is_read(house: House) -> None:
    """What the project's sources hold reaches the compiler, and a waiver has something to waive."""
    opened = house.compiled.opened
    root = opened.project.root
    files = [path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts]
    inside = [piece for path in files for piece in within(path.name, path.read_bytes())]
    assert {marker for marker in PLANTED if not holding(inside, marker)} == {*AROUND, "zqxclausefile"}
    assert [placed.waiver.reason for placed in opened.loaded.waivers] == ["zqxwaiverreason"]
    assert not [found for found in house.compiled.diagnostics if found.code.value.startswith("WAIVER")]
    (clause,) = [clause for clause in house.compiled.outline.clauses if clause.head.id == "second.own"]
    assert (clause.head.variant, clause.overlay) == ("customer", True)


def test_it_leaves_only_where_somebody_embeds_the_sources(house: House) -> None:
    """Then it all goes along but for what git and the machine know."""
    sources = with_sources(house.compiled).sources
    with zipfile.ZipFile(io.BytesIO(sources[1].content)) as archive:
        packed = [piece for name in archive.namelist() for piece in (name.encode(), *within(name, archive.read(name)))]
    packed.append(sources[0].content)
    gone = {marker for marker in PLANTED if not holding(packed, marker)}
    assert gone == {*AROUND, "zqxunused"}
