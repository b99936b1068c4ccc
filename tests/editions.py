"""The editions of the samples that tests judge, each built once for all workers of a test session."""

from __future__ import annotations

import pickle
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from judges import ROOT, to_pdf

from slagen.compiled import Compiled
from slagen.opened import Language
from slagen.pipeline import compile_all, load
from slagen.tree import Document

Kind = Literal["zh", "en", "interleaved", "parallel"]
KINDS: tuple[Kind, ...] = ("zh", "en", "interleaved", "parallel")
SAMPLES = tuple(sorted(path.parent.name for path in ROOT.glob("samples/*/contract.yaml")))


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, made by whichever worker comes first; the others wait for it."""
    claim = folder.with_name(f"{folder.name}.claim")
    deadline = time.monotonic() + 900
    while not folder.is_dir():
        try:
            claim.mkdir()
        except FileExistsError:
            assert time.monotonic() < deadline, f"{claim} was left behind"
            time.sleep(0.2)
            continue
        try:
            if not folder.is_dir():
                work = Path(tempfile.mkdtemp(dir=folder.parent))
                make(work)
                work.rename(folder)
        finally:
            claim.rmdir()
    return folder


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition of one sample: its tree, and the files that were built from it."""

    sample: str
    kind: Kind
    shared: Path
    profile: Path

    @property
    def name(self) -> str:
        return f"{self.sample}-{self.kind}"

    @property
    def docx(self) -> Path:
        return self._built / "built.docx"

    @property
    def pdf(self) -> Path:
        return self._built / "built.pdf"

    @property
    def document(self) -> Document:
        """The tree that the files were built from."""
        return self._kept[0]

    @property
    def margins(self) -> tuple[float, float]:
        """Top and bottom margin in mm; between them stands what the tree says, outside them what runs."""
        return self._kept[1]

    @cached_property
    def _kept(self) -> tuple[Document, tuple[float, float]]:
        # Kept with the files, so that workers that share these can't have read another state of the library.
        document, margins = pickle.loads((self._built / "built.pickle").read_bytes())  # noqa: S301
        return document, margins

    @cached_property
    def _built(self) -> Path:
        def make(folder: Path) -> None:
            edition = compiled(source(self.sample), self.kind)
            for form, content in edition.outputs(("docx", "pdf")):
                (folder / f"built.{form}").write_bytes(content)
            margins = edition.template.theme.margins
            kept = edition.document, (margins.top, margins.bottom)
            (folder / "built.pickle").write_bytes(pickle.dumps(kept))

        return once(self.shared / self.name, make)

    @cached_property
    def printed(self) -> Path:
        """The DOCX as LibreOffice prints it."""

        def make(folder: Path) -> None:
            to_pdf(whole_rows(self.docx, folder / "printed.docx"), folder, self.profile)

        return once(self.shared / f"{self.name}-printed", make) / "printed.pdf"


def whole_rows(docx: Path, copy: Path) -> Path:
    """A copy of a DOCX in which no table row breaks across pages.

    Of a row that breaks, the upper halves of all cells are painted before the lower halves; kept whole, the cells
    come one after another as they are read.  Nothing but where pages end depends on it.
    """
    with zipfile.ZipFile(docx) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = _unsplit(data)
            target.writestr(name, data)
    return copy


def _unsplit(document: bytes) -> bytes:
    from lxml import etree

    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    root = etree.fromstring(document)
    for row in root.iter(f"{w}tr"):
        properties = row.find(f"{w}trPr")
        if properties is None:
            exceptions = row.find(f"{w}tblPrEx")
            properties = etree.Element(f"{w}trPr")
            row.insert(0 if exceptions is None else 1, properties)
        if properties.find(f"{w}cantSplit") is None:
            properties.insert(0, etree.Element(f"{w}cantSplit"))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def source(sample: str) -> Path:
    """The contract of a sample."""
    return ROOT / "samples" / sample / "contract.yaml"


def compiled(contract: Path, kind: Kind) -> Compiled:
    """A contract in an edition; those in two languages are set in either layout, whichever it asks for."""
    language: Language = kind if kind in ("zh", "en") else "bilingual"
    edition = compile_all(load(contract), ["bilingual"]).edition(language)
    if language != "bilingual":
        return edition
    return replace(edition, document=replace(edition.document, layout=kind))
