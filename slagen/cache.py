"""What runs keep for later ones: what pure functions made, under a hash of all that they made it of.

It is in the user's own cache, which nobody else may write into, and each entry has a checksum, so that what is damaged
is not there.  Values are kept apart for each state of slagen and of what it runs on.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from slagen import __version__

T = TypeVar("T")

KEPT_DAYS = 30
"""How long the cache holds what a run kept; after that it is made anew."""
KEPT_BYTES = 200 * 1024 * 1024
"""How much it holds; what was kept first goes first."""


@dataclass(frozen=True)
class Cache:
    """A folder of what is kept; without one, or where others can write into it, nothing is."""

    folder: Path | None

    def once(self, key: str, kind: type[T], make: Callable[[], T]) -> T:
        """What `make` gives, or gave to an earlier run under `key`, which has a hash of all that it is made of."""
        known = self.recall(key)
        if isinstance(known, kind):
            return known
        made = make()
        self.remember(key, made)
        return made

    def recall(self, key: str) -> Any:
        """What an earlier run remembered under `key`, None where there is nothing."""
        kept = self.kept(f"{key}-{self.surroundings}")
        return None if kept is None else unpickled(kept)

    def remember(self, key: str, value: Any) -> None:
        """Remember a value for later runs; `key` has a hash of all that it was made of."""
        self.keep(f"{key}-{self.surroundings}", pickled(value))

    def kept(self, key: str) -> bytes | None:
        """The bytes that an earlier run kept under `key`, None where there are none, or not as they were written."""
        if (folder := self._folder) is None:
            return None
        try:
            written = (folder / key).read_bytes()
        except OSError:
            return None
        content = written[_CHECKSUM:]
        return content if _checksum(content) == written[:_CHECKSUM] else None

    def keep(self, key: str, content: bytes) -> None:
        """Keep bytes for later runs; a cache that can't be written is no error."""
        if (folder := self._folder) is None:
            return
        with suppress(OSError):
            handle, temporary = tempfile.mkstemp(dir=folder)
            with os.fdopen(handle, "wb") as file:
                file.write(_checksum(content) + content)
            Path(temporary).replace(folder / key)

    @cached_property
    def _folder(self) -> Path | None:
        """The folder, made if need be; None where it can't be had, or others can write into it."""
        if self.folder is None:
            return None
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _private(self.folder):
                return None
            _tidy(self.folder)
        except OSError:
            return None
        return self.folder

    @property
    def surroundings(self) -> str:
        """A hash of what everything is made with: slagen's version and modules, Python, the installed packages."""
        return _surroundings(__version__)


_CHECKSUM = 16


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:_CHECKSUM]


def digest(*parts: str | bytes) -> str:
    """A hash of parts, each by itself."""
    state = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(b"%d " % len(raw))
        state.update(raw)
    return state.hexdigest()


class _Pickler(pickle.Pickler):
    """Pickles a dataclass as the call that makes it, which loads in half the time that restoring its fields takes."""

    def reducer_override(self, value: Any) -> Any:
        kind: Any = type(value)
        read = _reader(kind)
        return NotImplemented if read is None else (kind, read(value))


@cache
def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """What gets the fields of a dataclass, None for other kinds of value."""
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)


def pickled(value: Any) -> bytes:
    """A value as bytes to keep."""
    written = io.BytesIO()
    _Pickler(written, 5).dump(value)
    return written.getvalue()


def unpickled(kept: bytes) -> Any:
    """The value in bytes from the user's own cache; None where there is none."""
    try:
        return pickle.loads(kept)  # noqa: S301 - nobody but the user can write there, see _private
    except Exception:  # a pickle can fail in any way
        return None


def _private(folder: Path) -> bool:
    """Whether nobody but this user can write into a folder; what is in it is run as slagen's own modules are."""
    status = folder.stat()
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _tidy(folder: Path) -> None:
    """Once a day, delete what was kept long ago, and the oldest where it is too much; nothing in folders below."""
    mark = folder / "tidied"
    now = time.time()
    with suppress(FileNotFoundError):
        if now - mark.stat().st_mtime < 24 * 3600:
            return
    mark.touch()
    room = KEPT_BYTES
    with os.scandir(folder) as found:
        files = [(entry.stat(follow_symlinks=False), entry.path) for entry in found if _is_kept(entry)]
    for status, path in sorted(files, key=lambda file: -file[0].st_mtime):
        room -= status.st_size
        if room < 0 or now - status.st_mtime > KEPT_DAYS * 24 * 3600:
            Path(path).unlink(missing_ok=True)


def _is_kept(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) and entry.name != "tidied"


@cache
def _surroundings(version: str) -> str:
    """Whether a module has changed is told as Python itself tells whether its bytecode is stale."""
    own = sorted(_modules(str(Path(__file__).parent)))
    return digest(version, sys.version, *_packages(), *own)[:16]


def _modules(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
            elif entry.is_dir(follow_symlinks=False) and entry.name not in ("_data", "__pycache__"):
                yield from _modules(entry.path)


def _packages() -> Iterable[str]:
    """The installed distributions, by the names of their folders, which hold their versions."""
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):  # noqa: PTH112
            yield from sorted(name for name in os.listdir(place) if name.endswith(".dist-info"))  # noqa: PTH208
