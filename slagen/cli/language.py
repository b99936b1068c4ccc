"""Which language slagen speaks to its user in: ``--messages-in``, else the locale."""

from __future__ import annotations

import os
import sys

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
    """The last value that the option is given, as typer takes it."""
    given = [argument.removeprefix(OPTION + "=") for argument in arguments if argument.startswith(OPTION + "=")]
    given += [value for option, value in zip(arguments, arguments[1:], strict=False) if option == OPTION]
    return given[-1] if given else None
