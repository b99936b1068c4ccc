"""What keeps a file from being verified: the user's to mend, said in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from slagen.diagnostics import Message
from slagen.read.damaged import why

T = TypeVar("T")


class VerifyError(Exception):
    """A file, or what it is to be held against, can't be read or built."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Message(zh, en)
        super().__init__(en)


class NoSourcesError(VerifyError):
    """There is nothing to hold a file against."""


def readable(form: str, wrong: tuple[type[Exception], ...], use: Callable[[], T]) -> T:
    """What `use` makes of a file of that form; whatever is `wrong` with one that is damaged is told in one line.

    Raises:
        VerifyError: it can't be read.
    """
    try:
        return use()
    except wrong as caught:
        reason = why(caught)
        said = f"不是可读的 {form}：{reason.zh}", f"this is no {form} that can be read: {reason.en}"
        raise VerifyError(*said) from None
