"""The contract in a folder that a document's manifest names by its number."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from slagen.diagnostics import InputError
from slagen.manifest import Manifest, hashed
from slagen.project import MAX_BYTES, Project
from slagen.read.contract import read_contract
from slagen.verify.problem import NoSourcesError, VerifyError

_SKIPPED = frozenset({"node_modules", "build", "dist", "__pycache__"})
_SUFFIXES = (".yaml", ".yml")


def find(folder: Path, manifest: Manifest) -> Path:
    """The file of the contract with the manifest's number below a folder; of several, the one with its hash.

    Raises:
        NoSourcesError: there is none.
        VerifyError: there are several, and none with that hash.
    """
    wanted = manifest.contract.get("id", "")
    found = [path for path in _candidates(folder, wanted) if _number(path) == wanted]
    alike = [path for path in found if _hash(path) == manifest.inputs.get("contract")]
    if len(found) == 1 or len(alike) == 1:
        return alike[0] if alike else found[0]
    if alike:
        return min(alike, key=lambda path: (len(path.parts), str(path)))
    if found:
        names = [str(path) for path in found]
        raise VerifyError(
            f"有多个编号为 {wanted} 的合同：{'、'.join(names)}；用 --against 指明其一",
            f"several contracts have the number {wanted}: {', '.join(names)}; name one with --against",
        )
    raise NoSourcesError(
        f"此处没有编号为 {wanted} 的合同，文件也没有携带源文件；用 --against 指明合同",
        f"there is no contract {wanted} here, and the file carries no sources; name the contract with --against",
    )


def _candidates(folder: Path, wanted: str) -> Iterator[Path]:
    """The YAML files below a folder that hold the number and the first block of every contract."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(files):
            path = Path(place, name)
            if name.endswith(_SUFFIXES) and path.is_file() and path.stat().st_size <= MAX_BYTES:
                content = path.read_bytes()
                if wanted.encode() in content and b"contract:" in content and b"parties:" in content:
                    yield path


def _number(path: Path) -> str:
    """The number of the contract in a file; empty where it is none that can be read."""
    try:
        return read_contract(Project.at(path), path.name).contract.contract.id
    except (InputError, OSError):
        return ""


def _hash(path: Path) -> str:
    return hashed(Project.at(path), [path.name])
