"""Wrong usage of the command line: how a command says it, and how it is shown."""

from __future__ import annotations

import typer

from slagen.cli.language import say


def wrong_usage(zh: str, en: str) -> typer.TyperException:
    """An exception that ends the run with exit code 2 and this message, said in both languages."""
    return typer.TyperException(say(zh, en))


def show_usage(wrong: typer.TyperException) -> None:
    """Say what is wrong with the command line, and how it is written where typer found the mistake."""
    context: typer.Context | None = getattr(wrong, "ctx", None)
    if context is not None:
        typer.echo(context.get_usage(), err=True)
        typer.echo(say(f"帮助：{context.command_path} --help", f"help: {context.command_path} --help"), err=True)
    typer.echo(say("错误：", "error: ") + wrong.format_message(), err=True)


def needs_command(context: typer.Context) -> None:
    """Show the help of a group that is called without one of its commands, which is wrong usage."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)
