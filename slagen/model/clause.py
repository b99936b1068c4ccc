"""A clause of the library as its file says it: front matter, and one source text a language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from slagen.diagnostics import Lang, Span
from slagen.model.base import Line, Model, about
from slagen.model.text import Text

ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$", max_length=64)]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")]


class Risk(StrEnum):
    """How much hangs on a clause for counsel."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class FrontMatter(Model):
    """The head of a clause file."""

    id: ClauseId = about("条款标识", "clause id")
    section: str = about(
        "规范条号，附件为 annex", "section of the specification, or annex", pattern=r"^([1-8]\.[1-5]|annex)$"
    )
    version: Version = about("条款版本", "version of the clause")
    title: Text = about("标题", "title")
    reads: tuple[Line, ...] = about("读取的输入", "inputs it reads", ())
    when: Line | None = about("适用条件", "condition under which it applies", None)
    references: tuple[Line, ...] = about("依据", "laws and standards it rests on", ())
    risk: Risk = about("风险", "risk")
    questions: tuple[Text, ...] = about("法务应当追问的问题", "questions counsel should ask", ())


@dataclass(frozen=True, slots=True)
class Source:
    """One language of a clause: template text and the line of the file it starts at."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ClauseFile:
    """A clause as read: its head, its two texts, where it stands and whether the project overlays it."""

    head: FrontMatter
    sources: dict[Lang, Source]
    span: Span
    when_span: Span
    overlay: bool
