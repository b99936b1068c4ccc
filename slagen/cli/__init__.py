"""The command line: a thin file a command; this one joins them and turns what happened into an exit code.

0 done, 1 the user's input has errors, 2 wrong usage, 3 a bug of ours (with a log file), 130 interrupted.

No module of this package imports the pipeline before a command runs: ``slagen --version`` and ``--help`` need none
of it.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback

# Before anything imports pydantic: to look for plugins, it reads the metadata of every installed distribution, which
# takes some 25 ms of a check that takes a few hundred.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer

from slagen import __version__
from slagen.cli import build, check, clauses, credits, diff, init, levels, schema, sign, verify  # noqa: A004 - names
from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.report import as_seen, report
from slagen.cli.usage import Command, Group, needs_command, show_usage
from slagen.diagnostics import InputError

EXIT_INPUT, EXIT_USAGE, EXIT_BUG, EXIT_INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    name="slagen",
    cls=Group,
    help=say("把服务等级协议当作源代码来写。", "Service level agreements as source code."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("build", cls=Command, help=build.HELP)(build.build)
app.command("check", cls=Command, help=check.HELP)(check.check)
app.command("credits", cls=Command, help=credits.HELP)(credits.credits_)
app.add_typer(clauses.app, name="clauses", help=clauses.HELP, short_help=clauses.SHORT_HELP)
app.command("diff", cls=Command, help=diff.HELP)(diff.diff)
app.command("init", cls=Command, help=init.HELP)(init.init)
app.command("levels", cls=Command, help=levels.HELP)(levels.levels)
app.command("schema", cls=Command, help=schema.HELP)(schema.schema)
app.command("sign", cls=Command, help=sign.HELP)(sign.sign)
app.command("verify", cls=Command, help=verify.HELP)(verify.verify)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"slagen {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
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
    sys.exit(run())


def run() -> int:
    """Run the command line of this process; the exit code."""
    try:
        return _status(app(standalone_mode=False))
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
