"""Compiles clause texts with Jinja2 and keeps what was compiled.

Each line of text gets a token with its line number before compiling, so that what is parsed later knows where it
stood, through conditions and loops.  Compiling takes most of the time of a check, and the library rarely changes:
compiled code is kept between runs, by a hash of the text and of everything that compiling depends on.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from types import CodeType

import jinja2
from jinja2 import nodes

from slagen.model.clause import Source
from slagen.project import Project
from slagen.resolve.sandbox import Sandbox

SLOT, LINE, END, KEEP = "\ue000", "\ue002", "\ue001", "\ue003"
"""The tokens: SLOT index END stands for a node, LINE number END for a line of the source, KEEP guards a line break."""
TOKENS = re.compile(f"({SLOT}[0-9]+{END}|{LINE}[0-9]+{END})")

_KEPT_EMPTY = re.compile(rf"^[ \t]*{KEEP}+[ \t]*\n|{KEEP}", re.MULTILINE)
_STARTS = re.compile(r"(\s*+(?:[0-9]+\.[ ]+|\|[ ]?)?+)(.*)")
_RULE = re.compile(r"\s*\|(\s*:?-+:?\s*\|)+\s*")
_DEPENDS_ON = f"1 {jinja2.__version__} {sys.implementation.cache_tag}"


@dataclass(frozen=True, slots=True)
class Template:
    """Compiled text, and the names that it takes from outside with the line each stands on first."""

    code: CodeType
    names: tuple[tuple[str, int], ...]


def compile_template(project: Project, environment: Sandbox, name: str, source: Source) -> Template:
    """The text of one language of the clause file `name`, compiled.

    Raises:
        TemplateSyntaxError: it can't be parsed.
    """
    key = hashlib.sha256(f"{_DEPENDS_ON} {name} {source.line} {source.text}".encode()).hexdigest()
    if (kept := project.cache.kept(key)) is not None:
        with suppress(ValueError, TypeError, EOFError):  # what was damaged is compiled again
            code, names = marshal.loads(kept)  # noqa: S302 - written by this function, in the user's own cache
            return Template(code, names)
    padded = "\n" * (source.line - 1) + source.text
    tree = environment.parse(_with_lines(environment, padded), name, name)
    names = _names(tree)
    code = environment.compile(tree, name, name)
    project.cache.keep(key, marshal.dumps((code, names)))
    return Template(code, names)


def without_guards(text: str) -> str:
    """What a template gave, without the tokens that guarded its line breaks."""
    return _KEPT_EMPTY.sub("", text)


def _names(tree: nodes.Template) -> tuple[tuple[str, int], ...]:
    found = list(tree.find_all(nodes.Name))
    own = {node.name for node in found if node.ctx in ("store", "param")} | {"loop"}
    first: dict[str, int] = {}
    for node in found:
        if node.ctx == "load" and node.name not in own:
            first.setdefault(node.name, node.lineno)
    return tuple(first.items())


def _with_lines(environment: Sandbox, text: str) -> str:
    """The template with a line token in front of the words of each line of text."""
    out: list[str] = []
    fresh = True  # whether the next piece starts a line, as far as words are concerned
    for line, kind, piece in environment.lex(text):
        if kind == "data":
            marked, fresh = _mark_lines(piece, line, fresh=fresh)
            out.append(marked)
            continue
        if kind == "variable_begin" and fresh:
            out.append(f"{LINE}{line}{END}")
        if kind in ("block_end", "comment_end") and piece.endswith("\n"):
            # Jinja drops the line break after a tag; it may do so only where the tag has the line to itself.
            piece, fresh = piece if fresh else f"{piece[:-1]}{KEEP}\n", True
        fresh = fresh and kind != "variable_begin"
        out.append(piece)
    return "".join(out)


def _mark_lines(piece: str, line: int, *, fresh: bool) -> tuple[str, bool]:
    """A piece of text with line tokens, and whether what follows it starts a line."""
    parts = piece.split("\n")
    out = [_marked(part, line + offset) if offset or fresh else part for offset, part in enumerate(parts)]
    return "\n".join(out), not parts[-1].strip() and (fresh or len(parts) > 1)


def _marked(part: str, line: int) -> str:
    match = _STARTS.fullmatch(part)
    if match is None or not part.strip() or _RULE.fullmatch(part):
        return part
    return f"{match[1]}{LINE}{line}{END}{match[2]}"
