"""git by subprocess, in an environment of its own: no prompts, no pager, nothing of the caller's own repository."""

from __future__ import annotations

import errno
import io
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 30
"""How long a call may take before git is taken for not there."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Where sources stand in git: the commit that last changed any of them, and whether they are as committed."""

    commit: str
    clean: bool


def revision(folder: Path, names: Sequence[str], environment: Mapping[str, str] | None = None) -> Revision | None:
    """The revision of the files and folders called `names` in `folder`; None where git knows nothing of them.

    It does not change with commits that leave them as they are, so that the same sources give the same bytes.
    """
    commit = run(folder, ["log", "-1", "--format=%H", "--", *names], environment)
    if not commit:
        return None
    changed = run(folder, ["status", "--porcelain", "--", *names], environment)
    return Revision(commit.strip(), changed == "")


@dataclass(frozen=True)
class Tree:
    """A folder as it was at a commit: `names` are of all files below it, relative to it, with forward slashes."""

    folder: Path
    commit: str
    prefix: str
    names: tuple[str, ...]
    environment: Mapping[str, str] | None = None

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            FileNotFoundError: the commit has none of that name.
        """
        content = output(self.folder, ["cat-file", "blob", f"{self.commit}:{self.prefix}{name}"], self.environment)
        if content is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return content

    def read_all(self, names: Sequence[str]) -> Iterator[bytes]:
        """The bytes of several files, read at once.

        Raises:
            FileNotFoundError: the commit lacks one of them.
        """
        asked = "".join(f"{self.commit}:{self.prefix}{name}\n" for name in names)
        whole = output(self.folder, ["cat-file", "--batch"], self.environment, asked.encode("utf-8", "surrogateescape"))
        told = io.BytesIO(whole or b"")
        for name in names:
            head = told.readline().split()
            if len(head) != 3:  # what is missing has no size
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
            yield told.read(int(head[2]))
            told.readline()


def top(folder: Path, environment: Mapping[str, str] | None = None) -> Path | None:
    """The top folder of the repository that `folder` is in; None where it is in none."""
    found = run(folder, ["rev-parse", "--show-toplevel"], environment)
    return None if found is None else Path(found.rstrip("\n"))


def commit_of(folder: Path, name: str, environment: Mapping[str, str] | None = None) -> str | None:
    """The commit that a name stands for (a branch, a tag, HEAD~2); None where there is none."""
    found = run(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"], environment)
    return None if found is None else found.strip()


def tree(top: Path, commit: str, prefix: str, environment: Mapping[str, str] | None = None) -> Tree:
    """The folder `prefix` (empty, or ending in a slash) of the repository at `top` as it was at a commit."""
    below = [prefix] if prefix else []
    found = run(top, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", *below], environment)
    names = (name.removeprefix(prefix) for name in (found or "").split("\0") if name)
    return Tree(top, commit, prefix, tuple(sorted(names)), environment)


def changed(
    top: Path, old: str, new: str, names: Sequence[str], environment: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The names of the files below `names` that differ between two commits."""
    found = run(top, ["diff", "--name-only", "--no-renames", "-z", old, new, "--", *names], environment)
    return tuple(name for name in (found or "").split("\0") if name)


@dataclass(frozen=True, slots=True)
class Authored:
    """Who last changed a file, and when that was committed, in ISO 8601 with its offset."""

    author: str
    moment: str


def authored(folder: Path, commit: str, name: str, environment: Mapping[str, str] | None = None) -> Authored | None:
    """The last change of a file up to a commit; None where git knows of none."""
    found = run(folder, ["log", "-1", "--format=%an%n%cI", commit, "--", name], environment)
    lines = (found or "").splitlines()
    return Authored(*lines) if len(lines) == 2 else None


@dataclass(frozen=True, slots=True)
class Change:
    """A commit that changed a file: who made it and when, in ISO 8601, its first line, the file's name at that time."""

    commit: str
    author: str
    moment: str
    subject: str
    file: str

    @property
    def short(self) -> str:
        """The commit as people write it."""
        return self.commit[:8]


def history(
    top: Path, name: str, most: int | None = None, environment: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """The commits that changed a file of the repository at `top`, under whichever names, the newest first."""
    few = [] if most is None else [f"-{most}"]
    form = "--format=%x1e%H%x1f%an%x1f%aI%x1f%s%x1f"
    found = run(top, ["log", "--follow", "--name-only", form, *few, "--", name], environment)
    return tuple(map(_change, (found or "").split("\x1e")[1:]))


def _change(record: str) -> Change:
    commit, author, moment, subject, file = record.split("\x1f")
    return Change(commit, author, moment, subject, file.strip("\n"))


def run(folder: Path, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str | None:
    """What a git command prints, run in `folder`; None where there is no git, no repository, or it fails."""
    printed = output(folder, arguments, environment)
    return None if printed is None else printed.decode("utf-8", "replace")


def output(
    folder: Path, arguments: Sequence[str], environment: Mapping[str, str] | None = None, given: bytes = b""
) -> bytes | None:
    """The same as bytes, of a command that is given some to read."""
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours, its arguments are never a shell's
            ["git", "--no-pager", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", *arguments],  # noqa: S607
            cwd=folder,
            env=_environment(os.environ if environment is None else environment),
            input=given,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    return kept | {"GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
