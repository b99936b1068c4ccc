"""What a document was made from: hashes of its inputs, its clauses with their versions, the tools, the git revision.

It travels inside DOCX and PDF, so it names nothing that should not leave the house: no paths, no persons, no words of
any source.  The same inputs give the same manifest, and with what it says of the edition the same file can be built
from them again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from types import MappingProxyType

from pydantic import TypeAdapter

from slagen import __version__
from slagen.git import Revision
from slagen.model.clause import ClauseFile
from slagen.project import PACKAGED, Project
from slagen.tree import Document

FORMAT = 2
LARGEST = 32 * 1024 * 1024
"""The most that is read of a file: as much as of measurements."""
RENDERERS = ("weasyprint", "pydyf", "python-docx", "lxml", "jinja2", "markdown", "babel")
"""The libraries whose versions the bytes of an output depend on."""


@dataclass(frozen=True, slots=True)
class Source:
    """A clause that the document has: its version, whether it is the project's own, and the hash of its file."""

    id: str
    version: str
    variant: str | None
    origin: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one edition was made from.

    `inputs` has the SHA-256 of the contract, the template and the library's registers by these names; `asked` what the
    edition was made with besides (:attr:`slagen.compiled.Compiled.asked`); `digest` is the SHA-256 of the document's
    own words and values, whatever they look like; `fonts` are those of the machine that pages are set in, from which a
    DOCX, too, has the page numbers of its contents (:func:`slagen.render.fonts.identities`).
    """

    format: int
    tool: dict[str, str]
    contract: dict[str, str]
    edition: dict[str, str]
    asked: dict[str, str]
    inputs: dict[str, str]
    clauses: tuple[Source, ...]
    git: Revision | None
    digest: str
    fonts: dict[str, str] = field(default_factory=dict)

    def json(self) -> bytes:
        """The manifest as JSON, the same bytes for the same manifest."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read(data: bytes) -> Manifest:
    """The manifest that :meth:`Manifest.json` wrote.

    Raises:
        ValueError: it is none, or of a format that this version does not know.
    """
    found = TypeAdapter(Manifest).validate_json(data)
    if found.format != FORMAT:
        raise ValueError(f"format {found.format}, known is {FORMAT}")
    return found


def manifest(
    project: Project,
    name: str,
    document: Document,
    clauses: Iterable[ClauseFile],
    template: tuple[str, ...],
    printed: bytes,
    more: Mapping[str, str] = MappingProxyType({}),
    options: Sequence[str] = (),
    asked: Mapping[str, str] = MappingProxyType({}),
    fonts: Mapping[str, str] = MappingProxyType({}),
) -> Manifest:
    """The manifest of an edition.

    Args:
        name: of the contract's file.
        clauses: those that the contract has.
        template: the names of the template's files.
        printed: the document without the places of its sources, as JSON.
        more: further input files, by what they are.
        options: what the build was asked for beside the contract, by name.
        asked: what the edition was made with besides, such as the month of a report.
        fonts: those that pages are set in.
    """
    return Manifest(
        FORMAT,
        {"slagen": __version__, **{library: version(library) for library in RENDERERS}},
        {"id": document.id, "version": document.version},
        {
            "languages": "+".join(document.languages),
            "layout": document.layout,
            "dated": document.dated.isoformat(),
            **({"options": " ".join(options)} if options else {}),
        },
        dict(asked),
        {
            "contract": hashed(project, [name]),
            f"template {document.template}": hashed(project, template),
            "registers": hashed(project, registers(project)),
            **{what: hashed(project, [each]) for what, each in more.items()},
        },
        tuple(_source(project, clause) for clause in clauses),
        project.revision(name),
        hashlib.sha256(printed).hexdigest(),
        dict(fonts),
    )


def _source(project: Project, clause: ClauseFile) -> Source:
    head = clause.head
    origin = "project" if clause.overlay else "library"
    return Source(head.id, head.version, head.variant, origin, hashed(project, [clause.span.file]))


def hashed(project: Project, names: Iterable[str]) -> str:
    """The SHA-256 of some files of a project, each behind its length.

    Raises:
        OSError: one can't be read.
    """
    state = hashlib.sha256()
    for name in names:
        content = project.read(name, LARGEST)
        state.update(f"{len(content)}\0".encode())
        state.update(content)
    return state.hexdigest()


def registers(project: Project) -> Iterator[str]:
    """The names of terms, phrases, names, works and the specification: of the library, then of the project."""
    for folder in (f"{PACKAGED}clauses", "clauses"):
        yield from project.names(folder, ".yaml")
