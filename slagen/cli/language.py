"""Which language slagen speaks to its user in: ``--messages-in``, else the locale."""

from __future__ import annotations

import os
import sys
from itertools import pairwise

from slagen.diagnostics import Lang, Message

OPTION = "--messages-in"


def messages_in() -> Lang:
    """The language of messages and help, read before typer parses the command line since help needs it."""
    asked = _asked(sys.argv[1:])
    if asked in ("zh", "en"):
        return "zh" if asked == "zh" else "en"
    # The order in which POSIX lets one variable override another.
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def say(zh: str, en: str) -> str:
    """One of the two, in the user's language."""
    return Message(zh, en).text(messages_in())


def _asked(arguments: list[str]) -> str | None:
    """The last value that the option is given."""
    asked = None
    for option, value in pairwise([*arguments, ""]):
        if option == OPTION:
            asked = value
        elif option.startswith(OPTION + "="):
            asked = option.removeprefix(OPTION + "=")
    return asked
