"""Which fonts of this machine a PDF is set in: their versions and a digest, for a manifest to name.

fontconfig's cache knows the files of a family.  A font's table directory has a checksum of each of its tables (OpenType
1.9.1, "Organization of an OpenType Font"): a digest of these tells fonts apart without reading all their megabytes.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FORMAT = "%{family}\t%{fontversion}\t%{weight}\t%{index}\t%{file}\n"
_WEIGHTS = frozenset({"80", "200"})
"""Regular and bold (fontconfig), which is what stylesheets ask for."""
_INSTANCE = 0xFFFF
"""In an index, what is above these bits counts the instances of a variable font."""
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class _Face:
    """A font as fontconfig lists it."""

    families: tuple[str, ...]
    version: str
    weight: str
    index: int
    file: Path


@cache
def identities(families: tuple[str, ...]) -> Mapping[str, str]:
    """Version and digest of each of these families that this machine has, such as ``2.004 1f0c5a9e77b2``.

    Nothing on a machine that can't tell, without fontconfig's ``fc-list``.
    """
    try:
        faces = _faces()
        found = {family: _identity(its) for family in families if (its := _of(family, faces))}
    except OSError:
        found = {}
    return MappingProxyType(found)


def _faces() -> list[_Face]:
    command = ("fc-list", "--format", _FORMAT)
    listed = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
    lines = (line.split("\t", 4) for line in listed.stdout.decode("utf-8", "replace").splitlines())
    return [_face(*line) for line in lines if len(line) == len(_Face.__slots__)]


def _face(families: str, version: str, weight: str, index: str, file: str) -> _Face:
    names = tuple(name.casefold() for name in families.split(","))
    return _Face(names, version, weight, int(index) if index.isdigit() else 0, Path(file))


def _of(family: str, faces: Iterable[_Face]) -> list[_Face]:
    """Its regular and bold faces, or all of them where it names its weights otherwise."""
    its = [face for face in faces if family.casefold() in face.families]
    return [face for face in its if face.weight in _WEIGHTS] or its


def _identity(faces: Iterable[_Face]) -> str:
    versions = sorted({_version(face.version) for face in faces})
    digests = sorted(_digest(face.file, face.index & _INSTANCE) for face in faces)
    return f"{'/'.join(versions)} {hashlib.sha256(''.join(digests).encode()).hexdigest()[:_DIGITS]}"


def _version(fixed: str) -> str:
    """A version as fonts have it: 16 bits before the point and 16 behind it."""
    return f"{int(fixed) / 65536:.3f}" if fixed.isdigit() else "?"


@cache
def _digest(file: Path, number: int) -> str:
    """The digest of a font by its tables; of a file of another form, by all of it.

    Raises:
        OSError: it can't be read.
    """
    from fontTools.ttLib import TTLibError
    from fontTools.ttLib.sfnt import SFNTReader

    with file.open("rb") as stream:
        try:
            tables = SFNTReader(stream, 0, number).tables
        except (TTLibError, ImportError):
            stream.seek(0)
            return hashlib.sha256(stream.read()).hexdigest()
        said = sorted(f"{tag} {entry.checkSum} {entry.length}" for tag, entry in tables.items())
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
