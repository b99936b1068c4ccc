"""The only window outward: the files of a project and of the packaged library, and the date of a build.

Every stage after this one is pure: it gets text, never a path to open.  A file is named the way diagnostics and
trees name it: relative to the project's folder with forward slashes, or ``slagen:clauses/…`` for packaged data, so
that the same project gives the same document wherever it stands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

from slagen.cache import Cache, digest
from slagen.git import Revision, Tree, revision

PACKAGED = "slagen:"
LOCK, PINNED = "slagen.lock", "pinned"
"""The names of a project's lock, and of the folder with the texts that it pins."""
SOURCES = (
    *(("clauses", suffix) for suffix in (".md", ".yaml")),
    *(("templates", suffix) for suffix in (".yaml", ".css", ".png", ".jpg", ".jpeg", ".docx")),
)
"""Where what contracts are made from stands, in the library and in a project: folders and suffixes."""
MAX_BYTES = 8 * 1024 * 1024
"""The largest source file that is read; a contract with a thousand objectives takes about half a megabyte."""


@cache
def library_root() -> Path:
    """The folder that holds the packaged ``clauses/`` and ``templates/``: inside the wheel, or this checkout."""
    packaged = Path(__file__).parent / "_data"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Stated:
    """The git revision that is stated of a project's files, None for none, where git is not to be asked."""

    revision: Revision | None


@dataclass(frozen=True)
class Project:
    """A folder with a contract, and what may stand beside it: its own clauses and templates.

    With `past`, its files are those of a commit.  The packaged ones are those in `library`, by default those that a
    project with a lock keeps itself, or else those of this slagen.  With `stated`, git is not asked for its revision.
    """

    root: Path
    environment: Mapping[str, str]
    past: Tree | None = None
    library: Path | Tree | None = None
    stated: Stated | None = None

    @classmethod
    def at(cls, contract: Path) -> Project:
        """The project that `contract`, a file, belongs to."""
        return cls(contract.parent, os.environ)

    @cached_property
    def is_locked(self) -> bool:
        """Whether it has a lock, so that its packaged clauses and templates are those that it keeps itself."""
        return self.has(LOCK)

    def shown(self, name: str) -> str:
        """The name of a file as its user finds it: of a pinned one, that of the project's own copy."""
        pinned = name.startswith(PACKAGED) and self.library is None and self.is_locked
        return f"{PINNED}/{name.removeprefix(PACKAGED)}" if pinned else name

    def _found(self, name: str) -> tuple[Path | Tree, str]:
        """The folder that a file is in, on disk or of a commit, and its name there."""
        name, here = self.shown(name), self.root if self.past is None else self.past
        if not name.startswith(PACKAGED):
            return here, name
        return library_root() if self.library is None else self.library, name.removeprefix(PACKAGED)

    def path(self, name: str) -> Path:
        """Where the file called `name` stands on disk; where it only is in a commit, where it would."""
        folder, inside = self._found(name)
        return (folder.folder / folder.prefix if isinstance(folder, Tree) else folder) / inside

    def read(self, name: str, limit: int = MAX_BYTES) -> bytes:
        """The bytes of a file, at most one more than `limit` of them.

        Raises:
            OSError: it can't be read.
        """
        folder, inside = self._found(name)
        if isinstance(folder, Tree):
            return folder.read(inside)
        with (folder / inside).open("rb") as file:
            return file.read(limit + 1)

    def has(self, name: str) -> bool:
        """Whether there is a file called `name`."""
        folder, inside = self._found(name)
        return inside in folder.names if isinstance(folder, Tree) else (folder / inside).is_file()

    @property
    def is_library(self) -> bool:
        """Whether the project's folder is the library's own checkout, whose clauses overlay nothing."""
        return self.root.resolve() == library_root().resolve()

    def names(self, folder: str, suffix: str | tuple[str, ...]) -> list[str]:
        """The names of all files below `folder` (packaged or the project's) that end in `suffix`, sorted."""
        place, inside = self._found(folder)
        if isinstance(place, Tree):
            below = [name for name in place.names if name.startswith(f"{inside}/") and name.endswith(suffix)]
            return [folder + name.removeprefix(inside) for name in below]
        top = str(place / inside)
        return sorted(
            f"{folder}{found.removeprefix(top).replace(os.sep, '/')}/{file}"
            for found, _, files in os.walk(top)
            for file in files
            if file.endswith(suffix)
        )

    def beside(self, name: str) -> list[str]:
        """The names of the files in the folder that the file called `name` should be in, sorted; empty without one."""
        if self.past is not None:
            around = name.rpartition("/")[0]
            return [PurePosixPath(one).name for one in self.past.names if one.rpartition("/")[0] == around]
        folder = self.path(name).parent
        try:
            return sorted(found.name for found in folder.iterdir() if found.is_file())
        except (OSError, ValueError):
            return []

    def contents(self, folder: str, suffix: str | tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of each file below `folder` that ends in `suffix`, sorted by their names.

        Raises:
            OSError: one can't be read.
        """
        names = self.names(folder, suffix)
        place, inside = self._found(folder)
        if isinstance(place, Tree):
            return zip(names, place.read_all([inside + name.removeprefix(folder) for name in names]), strict=True)
        top = str(place / inside)
        return ((name, _content(top + name.removeprefix(folder))) for name in names)

    @cached_property
    def cache(self) -> Cache:
        """What earlier runs kept: in the user's own cache, where the environment says which that is."""
        given, home = self.environment.get("XDG_CACHE_HOME"), self.environment.get("HOME") or ""
        caches = Path(given) if given else Path(home) / ".cache" if home else None
        return Cache(caches / "slagen" if caches else None)

    def key(self, contract: str) -> str:
        """A hash that tells what is kept of one contract from what is kept of others; its past is another."""
        return digest(str(self.root.absolute()), contract, "" if self.past is None else "past")

    def revision(self, contract: str) -> Revision | None:
        """The git revision of what a contract is made from: its file, and the project's clauses and templates."""
        if self.stated is not None:
            return self.stated.revision
        if self.past is not None:
            return Revision(self.past.commit, clean=True)
        return revision(self.root, [contract, "clauses", "templates", LOCK, PINNED], self.environment)

    @cached_property
    def today(self) -> date:
        """The day that waivers are measured against: that of SOURCE_DATE_EPOCH, or the day it is in UTC."""
        return self.epoch or datetime.now(UTC).date()

    @cached_property
    def epoch(self) -> date | None:
        """The date that SOURCE_DATE_EPOCH sets for file metadata, None where it is not set or not a number."""
        seconds = self.environment.get("SOURCE_DATE_EPOCH", "")
        return datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdigit() else None


def _content(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - a check reads all of the library so
        return file.read(MAX_BYTES + 1)
