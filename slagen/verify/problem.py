"""What keeps a file from being verified: the user's to mend, said in both languages."""

from __future__ import annotations

from slagen.diagnostics import Message


class VerifyError(Exception):
    """A file, or what it is to be held against, can't be read or built."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Message(zh, en)
        super().__init__(en)


class NoSourcesError(VerifyError):
    """There is nothing to hold a file against."""
