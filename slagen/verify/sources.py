"""The sources of a document as its files carry them: the contract as it is, everything else as one ZIP.

They go along byte for byte, since only then are they what the manifest's hashes prove: with the contract's comments and
waivers, and with what the project's own clauses tell counsel.  Unpacked beside the contract, the ZIP makes a project:
its own ``clauses/`` and ``templates/``, its lock, and below ``packaged/`` what it has of slagen's.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from slagen.compiled import Compiled
from slagen.diagnostics import InputError
from slagen.manifest import read, registers
from slagen.project import LOCK, PACKAGED, Project, Stated
from slagen.read.library import CLAUSES, Library, load_library
from slagen.render.provenance import SourceFile
from slagen.verify.problem import VerifyError
from slagen.verify.rebuild import edition

CONTRACT, REST, OWN = "contract.yaml", "sources.zip", "packaged"
LARGEST = 64 * 1024 * 1024
"""The most bytes that sources are unpacked to."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def with_sources(compiled: Compiled) -> Compiled:
    """The same edition, whose files carry what they are built from; it has been seen to build the same document.

    Raises:
        VerifyError: it does not, which is a bug of ours.
    """
    for names in (_needed, _all):
        packed = _packed(compiled, names(compiled))
        if _rebuilds(packed, compiled):
            return replace(compiled, sources=packed)
    raise VerifyError(
        "嵌入的源文件不能重新生成同一文件", "the sources, once embedded, do not build the same document again"
    )


def own_files(sources: Iterable[SourceFile]) -> tuple[str, ...]:
    """The names of the project's own clauses and templates among them."""
    return tuple(name for name in sorted(_files(sources)) if name.startswith(("clauses/", "templates/")))


def _rebuilds(packed: tuple[SourceFile, ...], compiled: Compiled) -> bool:
    wanted = replace(compiled, sources=()).provenance
    manifest = read(wanted.manifest)
    try:
        with unpacked(packed, Stated(manifest.git)) as project:
            return edition(project, CONTRACT, manifest).provenance == wanted
    except (InputError, VerifyError):
        return False


# What goes along --------------------------------------------------------------------------------------------------


def _needed(compiled: Compiled) -> list[str]:
    """The files of the clauses that the contract has, in all their variants, of templates and registers."""
    project = compiled.opened.project
    library = load_library(project)
    held = {clause.head.id for clause in compiled.outline.clauses}
    clauses = [file.span.file for file in library.files if file.head.id in held]
    return [*clauses, *_bases(library, clauses), *registers(project), *_beside(compiled)]


def _bases(library: Library, names: Sequence[str]) -> Iterator[str]:
    """The packaged clauses that those of the project stand in for or extend."""
    return (library.bases[name].span.file for name in names if name in library.bases)


def _all(compiled: Compiled) -> list[str]:
    """Every file that a library has."""
    project = compiled.opened.project
    folders = [PACKAGED + CLAUSES, *([] if project.is_library else [CLAUSES])]
    return [*(name for folder in folders for name in project.names(folder, "")), *_beside(compiled)]


def _beside(compiled: Compiled) -> Iterator[str]:
    """The files of its templates, with what their stylesheets may name, and the project's lock."""
    project = compiled.opened.project
    yield from compiled.template_files
    for folder in compiled.folders:
        yield from project.names(folder, "")
    if project.has(LOCK):
        yield LOCK


# Packed and unpacked ----------------------------------------------------------------------------------------------


def _packed(compiled: Compiled, names: Iterable[str]) -> tuple[SourceFile, ...]:
    project = compiled.opened.project
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(dict.fromkeys(names)):
            entry = zipfile.ZipInfo(name.replace(PACKAGED, f"{OWN}/", 1), _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, project.read(name))
    contract = SourceFile(CONTRACT, project.read(compiled.opened.name))
    return contract, SourceFile(REST, stream.getvalue())


@contextmanager
def unpacked(sources: Sequence[SourceFile], stated: Stated | None = None) -> Iterator[Project]:
    """A project of the sources that a file carries, which lasts as long as the context; `stated` is its revision.

    Raises:
        VerifyError: they are not what slagen embeds.
    """
    with TemporaryDirectory(prefix="slagen-verify-") as folder:
        root = Path(folder)
        for name, content in _files(sources).items():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield Project(root, os.environ, library=root / OWN, stated=stated or Stated(None))


def _files(sources: Iterable[SourceFile]) -> dict[str, bytes]:
    """Every file by its name in the project.

    Raises:
        VerifyError: as :func:`unpacked`.
    """
    given = {each.name: each.content for each in sources}
    if set(given) != {CONTRACT, REST}:
        raise _unlike(f"{'、'.join(sorted(given))}", ", ".join(sorted(given)))
    try:
        with zipfile.ZipFile(io.BytesIO(given[REST])) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise _unlike(f"{REST} 过大", f"{REST} is too large")
            found = {_safe(entry.filename): archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise _unlike(f"{REST} 无法读取", f"{REST} can't be read") from None
    return {**found, CONTRACT: given[CONTRACT]}


def _safe(name: str) -> str:
    """The name of a file, if it leads nowhere out of its folder.

    Raises:
        VerifyError: it does.
    """
    path = PurePosixPath(name)
    parts = name.split("/")
    if (
        path.is_absolute()
        or "\\" in name
        or "\0" in name
        or any(part in ("", ".", "..") or ":" in part for part in parts)
    ):
        raise _unlike(f"{REST} 中的文件名 {name!r}", f"the name {name!r} in {REST}")
    return name


def _unlike(zh: str, en: str) -> VerifyError:
    return VerifyError(f"所附源文件不是 slagen 嵌入的：{zh}", f"the sources in it are not what slagen embeds: {en}")
