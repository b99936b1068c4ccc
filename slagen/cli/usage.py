"""Wrong usage of the command line, and help: how a command says them, and how they are shown, in either language.

typer has its own words in English only. They are few, so they are put into Chinese here; words that are not known here,
of a later typer, stay English.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
import typer.core

from slagen.cli.language import messages_in, say

if TYPE_CHECKING:
    from slagen.model.clause import ClauseFile
    from slagen.read.library import Library

_HEADINGS = (
    ("Usage: ", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("\nOptions:\n", "\n选项：\n"),
    ("\nArguments:\n", "\n参数：\n"),
    ("\nCommands:\n", "\n命令：\n"),
    ("Show this message and exit.", "显示本帮助"),
    ("[default: ", "[缺省："),
    ("[required]", "[必填]"),
)
_SAID = (
    (r"Missing argument '(.+?)'\.?", "缺少参数 {}"),
    (r"Missing option '(.+?)'\.?", "缺少选项 {}"),
    (r"Missing command\.", "缺少命令"),
    (r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?", "没有命令 {}"),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", "没有选项 {}"),
    (r"Option '(.+?)' requires an argument\.", "选项 {} 需要一个值"),
    (r"Option '(.+?)' does not take a value\.", "选项 {} 不带值"),
    (r"Got unexpected extra argument\(?s?\)? \((.+)\)", "多余的参数：{}"),
    (r"Invalid value for '(.+?)': '(.*)' is not one of (.+)\.", "{}：{} 不是 {} 之一"),
)
_ERRNO = {
    errno.ENOENT: "没有这个文件或者目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "文件系统只读",
    errno.ENOSPC: "磁盘空间不足",
    errno.EISDIR: "是一个目录",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.ENAMETOOLONG: "文件名过长",
}

_TYPE = re.compile(r"^(  [^\s-].*?)( <(?:path|str|list\[\w+\])>)(   )?", re.MULTILINE)
"""Python's type behind the name of an argument, and blanks where the column of names is wider."""


class Command(typer.core.TyperCommand):
    """A command whose usage and help are in the language of messages."""

    def get_usage(self, ctx: Any) -> str:
        """The line that says how it is called."""
        return _headings(super().get_usage(ctx))

    def get_help(self, ctx: Any) -> str:
        """Its help."""
        return _untyped(_headings(super().get_help(ctx)))


class Group(typer.core.TyperGroup):
    """The same for a group of commands."""

    def get_usage(self, ctx: Any) -> str:
        """The line that says how it is called."""
        return _headings(super().get_usage(ctx))

    def get_help(self, ctx: Any) -> str:
        """Its help."""
        return _headings(super().get_help(ctx))


def wrong_usage(zh: str, en: str) -> typer.TyperException:
    """An exception that ends the run with exit code 2 and this message, said in both languages."""
    return typer.TyperException(say(zh, en))


def unwritten(target: Path, problem: OSError, option: str = "") -> typer.TyperException:
    """The exception for a file that can't be written, in a place that `option`, if any, named."""
    reason = _ERRNO.get(problem.errno or 0, problem.strerror)
    zh, en = (f"{option}：", f"{option}: ") if option else ("", "")
    return wrong_usage(f"{zh}无法写入 {target}：{reason}", f"{en}{target} can't be written: {problem.strerror}")


def unread(source: Path, problem: OSError, option: str = "") -> typer.TyperException:
    """The exception for a file that can't be read, which `option`, if any, named."""
    reason = _ERRNO.get(problem.errno or 0, problem.strerror)
    zh, en = (f"{option}：", f"{option}: ") if option else ("", "")
    return wrong_usage(f"{zh}无法读取 {source}：{reason}", f"{en}{source} can't be read: {problem.strerror}")


def find_clause(library: Library, clause_id: str) -> ClauseFile:
    """The clause of a library with this id; wrong usage if there is none."""
    from difflib import get_close_matches

    if clause_id in library.clauses:
        return library.clauses[clause_id]
    near = get_close_matches(clause_id, library.clauses, 1)
    raise wrong_usage(
        f"没有条款 {clause_id}" + (f"；是否应为 {near[0]}？" if near else ""),
        f"there is no clause {clause_id}" + (f"; did you mean {near[0]}?" if near else ""),
    )


def show_usage(wrong: typer.TyperException) -> None:
    """Say what is wrong with the command line, and how it is written where typer found the mistake."""
    context: typer.Context | None = getattr(wrong, "ctx", None)
    if context is not None:
        typer.echo(context.get_usage(), err=True)
        typer.echo(say(f"帮助：{context.command_path} --help", f"help: {context.command_path} --help"), err=True)
    typer.echo(say("错误：", "error: ") + _sentence(wrong.format_message()), err=True)


def needs_command(context: typer.Context) -> None:
    """Show the help of a group that is called without one of its commands, which is wrong usage."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


def _headings(text: str) -> str:
    """Help or usage with typer's own words in the language of messages."""
    if messages_in() == "zh":
        for en, zh in _HEADINGS:
            text = text.replace(en, zh)
    return text


def _untyped(text: str) -> str:
    """Help without Python's types, which say nothing to who reads it."""
    return _TYPE.sub(lambda found: found[1] + (" " * len(found[2]) + found[3] if found[3] else ""), text)


def _sentence(said: str) -> str:
    """What typer says is wrong, in the language of messages."""
    said = said.replace(": Value error, ", ": ")
    if messages_in() == "en":
        return said
    for pattern, zh in _SAID:
        if match := re.fullmatch(pattern, said):
            words = [word.replace("'", "").replace(", ", "、") for word in match.groups() if word]
            near = f"；是否应为 {words.pop()}？" if len(words) > zh.count("{}") else ""
            return zh.format(*words) + near
    return said
