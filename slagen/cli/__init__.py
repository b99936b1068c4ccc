"""The command line: a thin file a command; this one joins them and turns what happened into an exit code.

0 done, 1 the user's input has errors, 2 wrong usage, 3 a bug of ours (with a log file), 130 interrupted.

No module of this package imports the pipeline before a command runs: ``slagen --version`` and ``--help`` need none
of it.  Nor is a command imported that is not called.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

# Before anything imports pydantic: to look for plugins, it reads the metadata of every installed distribution, which
# takes some 25 ms of a check that takes a few hundred.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer

from slagen import __version__
from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.report import as_seen, report
from slagen.cli.usage import Command, Group, needs_command, show_usage
from slagen.diagnostics import InputError

EXIT_INPUT, EXIT_USAGE, EXIT_BUG, EXIT_INTERRUPTED = 1, 2, 3, 130

COMMANDS = (
    "affected",
    "build",
    "check",
    "clauses",
    "credits",
    "diff",
    "git",
    "init",
    "levels",
    "lock",
    "schema",
    "sign",
    "text",
    "upgrade",
    "verify",
)
"""The modules of this package that are a command, or a group of them."""


def _app(words: Sequence[str]) -> typer.Typer:
    """The command line with the command that `words` call, or else, for help and advice, with every command.

    To make a command ready takes typer as long as much of a check does.
    """
    app = typer.Typer(
        name="slagen",
        cls=Group,
        help=say("像管理源代码一样管理服务等级协议", "Service level agreements as source code."),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback(invoke_without_command=True)(_root)
    called = next((word for word in words if not word.startswith("-")), "")
    for name in (called,) if called in COMMANDS else COMMANDS:
        _add(app, name)
    return app


def _add(app: typer.Typer, name: str) -> None:
    module = import_module(f"slagen.cli.{name}")
    if hasattr(module, "app"):
        app.add_typer(module.app, name=name, help=module.HELP, short_help=module.SHORT_HELP)
    else:
        called = getattr(module, f"{name}_", None) or getattr(module, name)  # credits is a builtin
        app.command(name, cls=Command, help=module.HELP)(called)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"slagen {__version__}")
        raise typer.Exit


def _root(
    context: typer.Context,
    messages_in: MessagesIn = None,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=say("显示版本", "show the version")
    ),
) -> None:
    needs_command(context)


def main() -> None:
    """Run the command line and exit."""
    _set_streams()
    gc.disable()  # most commands end before looking for cycles pays; what makes many of them enables it
    status = run()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # a reader that has gone
            stream.flush()
    os._exit(status)  # what is left goes with the process: to take it apart first would take a tenth of a check


def run() -> int:
    """Run the command line of this process; the exit code."""
    try:
        return _status(_app(sys.argv[1:])(standalone_mode=False))
    except InputError as wrong:
        report(as_seen(wrong.diagnostics), "text")
        return EXIT_INPUT
    except typer.TyperException as wrong:
        show_usage(wrong)
        return EXIT_USAGE
    except KeyboardInterrupt:
        return _status(EXIT_INTERRUPTED)
    except Exception:  # our own bug: what happened goes to a log file, not to the user's screen
        return _bug()


def _set_streams() -> None:
    """Behave in a pipe as other commands do: stop when the reader has gone, and write UTF-8 whatever the locale."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _status(result: object) -> int:
    if result == EXIT_INTERRUPTED:  # what typer makes of Ctrl-C
        typer.echo(say("已中断", "interrupted"), err=True)
    return result if isinstance(result, int) else 0


def _bug() -> int:
    handle, log = tempfile.mkstemp(prefix="slagen-error-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"slagen {__version__}\nPython {sys.version}\n\n{traceback.format_exc()}")
    typer.echo(say(f"slagen 内部错误，详情见 {log}", f"slagen hit a bug of its own; details are in {log}"), err=True)
    return EXIT_BUG
