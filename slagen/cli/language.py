"""Which language slagen speaks to its user in: ``--messages-in``, else the locale."""

from __future__ import annotations

import os
import sys
from functools import cache

from slagen.diagnostics import Lang, Message

OPTION = "--messages-in"


@cache
def messages_in() -> Lang:
    """The language of messages and help, known before the command line is parsed since help needs it."""
    asked = _asked(sys.argv[1:])
    if asked in ("zh", "en"):
        return "zh" if asked == "zh" else "en"
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def say(zh: str, en: str) -> str:
    """One of the two, in the user's language."""
    return Message(zh, en).text(messages_in())


def _asked(arguments: list[str]) -> str | None:
    for index, argument in enumerate(arguments):
        if argument.startswith(OPTION + "="):
            return argument.removeprefix(OPTION + "=")
        if argument == OPTION and index + 1 < len(arguments):
            return arguments[index + 1]
    return None
