"""Files that commands write: each whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from slagen.cli.usage import unwritten


def write_whole(target: Path, content: bytes, option: str = "") -> None:
    """Write a file whole: into a temporary one beside it, which then takes its name.

    Args:
        option: the one that named the place, for the message if it can't be written there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise unwritten(target, problem, option) from None
