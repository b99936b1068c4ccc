"""A file held against what its sources build: the same to the byte, or what differs and how that came about.

The file is built again as its manifest says it was, with the git revision that it names, and that revision is looked at
by itself.  Of a signed PDF it is the first revision that was built; what was added since is judged as additions are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from slagen import manifest as manifests
from slagen import project as projects
from slagen.compiled import Compiled
from slagen.diagnostics import Message
from slagen.manifest import Manifest
from slagen.project import PACKAGED, Project, Stated
from slagen.render.ooxml import MANIFEST_PROPERTY
from slagen.render.provenance import MANIFEST, PRINTED
from slagen.tree import Content
from slagen.tree.reading_order import CONTENTS
from slagen.verify import docx, pdf
from slagen.verify.compare import PRESENT, compare
from slagen.verify.finding import Finding, Kind, Verified
from slagen.verify.itself import Trace, traces
from slagen.verify.origin import differences, revision
from slagen.verify.places import RUNNING, listed, sections
from slagen.verify.problem import VerifyError
from slagen.verify.reading import Carried, Reading
from slagen.verify.rebuild import edition
from slagen.verify.recorded import otherwise, recorded
from slagen.verify.sources import CONTRACT, OWN, REST, unpacked, with_sources

_CARRIED = {
    "docx": (docx.CLAUSES, docx.SOURCES, MANIFEST, MANIFEST_PROPERTY, PRINTED),
    "pdf": (CONTRACT, REST, MANIFEST, PRINTED),
}
"""What a file from other sources carries otherwise, as a matter of course."""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Document:
    """A file that slagen built, as far as it says so."""

    data: bytes
    carried: Carried
    manifest: Manifest

    @property
    def built(self) -> bytes:
        """Its bytes before anything was added to them."""
        return pdf.first_revision(self.data) if self.carried.form == "pdf" else self.data


def read(data: bytes) -> Document:
    """A DOCX or PDF with its manifest.

    Raises:
        VerifyError: it is neither, or has none.
    """
    if data[:1024].find(b"%PDF-") >= 0:
        carried = pdf.carried(data)
    elif data.startswith(b"PK"):
        carried = docx.carried(data)
    else:
        raise VerifyError("既不是 PDF 也不是 DOCX", "this is neither a PDF nor a DOCX")
    if carried.manifest is None:
        raise VerifyError(
            "不是 slagen 生成的文件，或者其清单已被删除：其中没有清单",
            "slagen did not build this, or its manifest was taken out: it has none",
        )
    try:
        return Document(data, carried, manifests.read(carried.manifest))
    except ValueError:
        raise VerifyError(
            "文件的清单无法读取，或者出自另一版本的 slagen",
            "the file's manifest can't be read, or is of another version of slagen",
        ) from None


def against_itself(document: Document) -> Verified:
    """Hold a file against the sources that it carries.

    Raises:
        VerifyError: it carries none, or they can't be read.
        InputError: they have errors.
    """
    sources = document.carried.sources
    with unpacked(sources, Stated(document.manifest.git)) as project:
        compiled = replace(edition(project, CONTRACT, document.manifest), sources=sources)
        found = _verified(document, compiled, Message("文件携带的源文件", "the sources in the file"))
        notes = [*_foreign(project), *_revision_claimed(document.manifest)]
    return replace(found, notes=(*found.notes, *notes))


def against_contract(document: Document, contract: Path) -> Verified:
    """Hold a file against the contract in another.

    Raises:
        VerifyError: the manifest asks for what the contract does not have.
        InputError: the contract has errors.
    """
    project = replace(Project.at(contract), stated=Stated(document.manifest.git))
    compiled = edition(project, contract.name, document.manifest)
    if document.carried.sources:
        compiled = with_sources(compiled)
    found = _verified(document, compiled, Message(f"{contract}", f"{contract}"))
    return _with_revision(found, revision(document.manifest.git, contract, compiled))


def _with_revision(found: Verified, said: Finding | Message | None) -> Verified:
    if isinstance(said, Message):
        return replace(found, notes=(*found.notes, said))
    if said is None:
        return found
    return replace(found, identical=False, findings=(*found.findings, said))


def _foreign(project: Project) -> Iterator[Message]:
    """The packaged files that a document brought along and that are not those of this slagen."""
    top = project.root / OWN
    names = sorted(path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file())
    here = replace(project, library=projects.library_root())
    other = [name for name in names if _bytes(top / name) != _bytes(here.path(PACKAGED + name))]
    if other:
        shown, more = other[:_SHOWN], len(other) - _SHOWN
        yield Message(
            f"其中 {len(other)} 个条款库文件与本机 slagen 的不同：{'、'.join(shown)}{'等' if more > 0 else ''}",
            f"{len(other)} files of the library in it are not those of this slagen: {', '.join(shown)}"
            f"{' and others' if more > 0 else ''}",
        )


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _revision_claimed(manifest: Manifest) -> Iterator[Message]:
    if manifest.git is not None:
        yield Message(
            f"文件写明的 git 版本 {manifest.git.commit[:12]} 无从核对",
            f"the git revision that the file names, {manifest.git.commit[:12]}, can't be checked here",
        )


# What differs -----------------------------------------------------------------------------------------------------


def _verified(document: Document, compiled: Compiled, against: Message) -> Verified:
    expected = compiled.render(document.carried.form)
    if document.built == expected:
        since = tuple(_since(document, compiled))
        if all(finding.kind is Kind.FORM or _leaves(finding) for finding in since):
            contract, version = _claimed(document.manifest)
            return Verified(contract, version, against, True, False, False, since)
    labels = _labels(document, compiled)
    return replace(_different(document, compiled, against, expected, labels), sections=labels)


def _claimed(manifest: Manifest) -> tuple[str, str]:
    """The contract and the version that a file says it is of."""
    return manifest.contract.get("id", ""), manifest.contract.get("version", "")


def _labels(document: Document, compiled: Compiled) -> Mapping[str, Content]:
    """The numbers of clauses' sections as the file prints them; of those that it lacks, as it would be built."""
    theirs, built = recorded(document.carried.printed), sections(compiled.document)
    return built if theirs is None else {**built, **sections(theirs)}


def _different(
    document: Document, compiled: Compiled, against: Message, expected: bytes, labels: Mapping[str, Content]
) -> Verified:
    theirs, ours = document.manifest, manifests.read(compiled.provenance.manifest)
    contract, version = _claimed(theirs)
    found, built = (_reading(document.carried, data) for data in (document.data, expected))
    differ, elsewhere = compare(found, built, compiled.document), tuple(differences(theirs, ours))
    if not elsewhere:
        findings = tuple(differ) or (Finding(Kind.PACKAGING),)
        by_fonts = found.fonts != built.fonts and all(one.kind is Kind.FORMATTING for one in findings)
        notes = ((_OTHER_GLYPHS if theirs.fonts and ours.fonts else _OTHER_FONTS),) if by_fonts else ()
        return Verified(contract, version, against, False, not by_fonts, False, findings, notes)
    shown = traces(document.data, document.carried, theirs, found)
    differ = _said(differ, document, compiled, shown)
    findings = (*elsewhere, *_unforeseen(differ, document), *map(_broken, shown.attachments))
    believed = MANIFEST not in shown.attachments
    return Verified(
        contract, version, against, False, bool(shown), believed, findings, tuple(_traced(shown.clauses, labels))
    )


_OTHER_FONTS = Message(
    "文字相同而字体不同：生成时的机器装有其他字体或者其他版本的字体，或者文件中的字体被更换",
    "the words are the same and the fonts are others: those of the machine that built it, or swapped in the file",
)
_OTHER_GLYPHS = Message(
    "文字相同、清单所列字体也相同，而嵌入的字形不同：生成时的 Pango 或 HarfBuzz 版本不同，或者文件中的字体被更换",
    "the words are the same and the manifest names the same fonts, and what is embedded of them is another: Pango or "
    "HarfBuzz was another version, or the fonts were swapped in the file",
)


def _since(document: Document, compiled: Compiled) -> Iterator[Finding]:
    """What was changed in a PDF after it was built: nothing but fields where it was signed, or its blanks filled in.

    pyHanko looks at what came after a signature, not at what a signature's own revision, or one before it, brought.
    """
    if document.built == document.data:
        return iter(())
    found, built = (_reading(document.carried, data) for data in (document.data, document.built))
    return compare(found, built, compiled.document)


def _leaves(finding: Finding) -> bool:
    """Whether it is a date or a name that a program leaves that fills in blanks."""
    return finding.kind is Kind.METADATA and finding.part in ("ModDate", "Producer", "XMP")


def _reading(carried: Carried, data: bytes) -> Reading:
    return docx.read(data) if carried.form == "docx" else pdf.read(data)


_WORDS = frozenset({Kind.VALUE, Kind.WORDING, Kind.DELETED, Kind.INSERTED, Kind.NUMBERING})


def _said(differ: Iterable[Finding], document: Document, compiled: Compiled, shown: Trace) -> Iterator[Finding]:
    """What differs: in words as the document as data has them, where it can be read, but for edited clauses."""
    theirs = recorded(document.carried.printed)
    if theirs is None or PRINTED in shown.attachments or theirs.languages != compiled.document.languages:
        yield from differ
        return
    yield from otherwise(compiled.document, theirs)
    for finding in differ:
        if finding.kind not in _WORDS or finding.clause in shown.clauses:
            yield finding


def _unforeseen(differ: Iterable[Finding], document: Document) -> Iterator[Finding]:
    """What differs in a file from other sources, but for what follows from it everywhere, which is told once."""
    everywhere: dict[Kind | str, Finding] = {}
    for finding in differ:
        if finding.kind in (Kind.FORMATTING, Kind.NUMBERING):
            everywhere.setdefault(finding.kind, Finding(finding.kind))
        elif finding.clause in (CONTENTS, RUNNING):
            everywhere.setdefault(finding.clause, finding)
        elif not (finding.built and finding.found and finding.part in _CARRIED[document.carried.form]):
            yield finding
    yield from everywhere.values()


def _broken(attachment: str) -> Finding:
    return Finding(Kind.ATTACHMENT, "", attachment, "", PRESENT, PRESENT)


def _traced(clauses: tuple[str, ...], labels: Mapping[str, Content]) -> Iterator[Message]:
    if clauses:
        told = listed(clauses, labels)
        yield Message(
            f"下列条款的文字与文件自带的记录不符：{told.zh}",
            f"the words of these clauses are not those that the file itself records: {told.en}",
        )
