"""The command line: a thin file a command; this one joins them and turns what happened into an exit code.

0 done, 1 the user's input has errors, 2 wrong usage, 3 a bug of ours (with a log file), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path

import click
import typer

from slagen import __version__
from slagen.cli import build, check, clauses, init, schema
from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.report import findings, report
from slagen.diagnostics import InputError

EXIT_INPUT, EXIT_USAGE, EXIT_BUG, EXIT_INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    name="slagen",
    help=say("把服务等级协议当作源代码来写。", "Service level agreements as source code."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("build", help=build.HELP)(build.build)
app.command("check", help=check.HELP)(check.check)
app.add_typer(clauses.app, name="clauses", help=clauses.HELP)
app.command("init", help=init.HELP)(init.init)
app.command("schema", help=schema.HELP)(schema.schema)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"slagen {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    messages_in: MessagesIn = None,
    version: bool = typer.Option(  # noqa: FBT001 - typer wants it so
        False, "--version", callback=_version, is_eager=True, help=say("显示版本", "show the version")
    ),
) -> None:
    """Options that stand before the command."""


def main() -> None:
    """Run the command line and exit."""
    sys.exit(_run())


def _run() -> int:
    try:
        return _status(app(standalone_mode=False))
    except InputError as wrong:
        report(findings(Path(), wrong.diagnostics), "text")
        return EXIT_INPUT
    except click.exceptions.Exit as asked:
        return asked.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        print(say("已中断", "interrupted"), file=sys.stderr)  # noqa: T201
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader went away; that is its right
        return 0
    except Exception:  # our own bug: what happened goes to a log file, not to the user's screen
        return _bug()


def _status(result: object) -> int:
    return result if isinstance(result, int) else 0


def _bug() -> int:
    log = Path(tempfile.gettempdir()) / f"slagen-error-{os.getpid()}.log"
    log.write_text(f"slagen {__version__}\nPython {sys.version}\n\n{traceback.format_exc()}", encoding="utf-8")
    message = say(f"slagen 内部错误，详情见 {log}", f"slagen hit a bug of its own; details are in {log}")
    print(message, file=sys.stderr)  # noqa: T201
    return EXIT_BUG
