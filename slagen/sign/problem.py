"""What keeps a file from being signed: the user's to mend, said in both languages."""

from __future__ import annotations

from typing import Literal

from slagen.diagnostics import Message

Part = Literal["file", "key", "cert", "chain", "password-file", "timestamp", "reason"]
"""What is wrong: the file that is to be signed, or what the option of that name gave."""


class SignError(Exception):
    """A signature can't be made or read; `part` is what stands in its way."""

    def __init__(self, part: Part, zh: str, en: str) -> None:
        self.part = part
        self.message = Message(zh, en)
        super().__init__(en)
