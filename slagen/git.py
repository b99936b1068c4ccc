"""git by subprocess, in an environment of its own: no prompts, no pager, nothing of the caller's own repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
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


def run(folder: Path, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str | None:
    """What a git command prints, run in `folder`; None where there is no git, no repository, or it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours, its arguments are never a shell's
            ["git", "--no-pager", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", *arguments],  # noqa: S607
            cwd=folder,
            env=_environment(os.environ if environment is None else environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    return kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
