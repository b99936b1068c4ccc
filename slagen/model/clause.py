"""A clause of the library as its file says it: front matter, and one source text a language."""

from collections.abc import Iterable, Mapping
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


def gravest(risks: Iterable[Risk]) -> Risk:
    """The highest of some risks, of which there is at least one."""
    return max(risks, key=tuple(Risk).index)


class Variant(StrEnum):
    """Whose side a version of a clause takes: neither's, which is the default, the provider's or the customer's."""

    BALANCED = "balanced"
    PROVIDER = "provider"
    CUSTOMER = "customer"


class Agreed(Model):
    """What a person last reviewed in both languages: a digest a paragraph, in order, with spaces between them."""

    version: Version = about("核对时的条款版本", "version of the clause that was reviewed")
    zh: Line = about("中文各段的摘要", "digests of the Chinese paragraphs")
    en: Line = about("英文各段的摘要", "digests of the English paragraphs")

    def pairs(self) -> frozenset[tuple[str, str]]:
        """The digests of paragraphs that belong together, Chinese first."""
        return frozenset(zip(self.zh.split(), self.en.split(), strict=False))


class FrontMatter(Model):
    """The head of a clause file."""

    id: ClauseId = about("条款标识", "clause id")
    section: str = about(
        "规范条号或者模板增设的条的标识，附件为 annex",
        "section of the specification or id of one that the template inserts, or annex",
        pattern=r"^([1-8]\.[1-5]|[a-z][a-z0-9-]*)$",
        max_length=64,
    )
    after: ClauseId | None = about(
        "排在同一条的哪个条款之后；缺省按文件次序",
        "clause of the same section that it follows; by default by file",
        None,
    )
    extends: ClauseId | None = about(
        "续写哪个条款：本条款的各款接在其后，成为其一部分",
        "clause that it extends: its paragraphs follow that clause's and become part of it",
        None,
    )
    version: Version = about("条款版本", "version of the clause")
    based_on: Version | None = about(
        "项目条款所依据的自带条款的版本", "version of the packaged clause that a project's clause started from", None
    )
    title: Text = about("标题", "title")
    reads: tuple[Line, ...] = about("读取的输入", "inputs it reads", ())
    when: Line | None = about("适用条件", "condition under which it applies", None)
    references: tuple[Line, ...] = about("依据", "laws and standards it rests on", ())
    risk: Risk = about("风险", "risk")
    questions: tuple[Text, ...] = about("法务应当追问的问题", "questions counsel should ask", ())
    variant: Variant | None = about("哪一个版本；缺省为没有不同版本", "which variant; none by default", None)
    note: Text | None = about(
        "给法务的风险提示：本版本让出或者要求什么，何时可以接受",
        "risk note for counsel: what this variant gives away or asks, and when to accept it",
        None,
    )
    fallback: Variant | None = about(
        "对方不接受时改用的版本；缺省为最后的版本",
        "variant to offer if the other side refuses; the last one has none",
        None,
    )
    agreed: Agreed | None = about(
        "两种语言最近一次核对的记录，由 slagen clauses agree 写入",
        "what both languages were last agreed at; written by slagen clauses agree",
        None,
    )


@dataclass(frozen=True, slots=True)
class Source:
    """One language of a clause: template text and the line of the file it starts at."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ClauseFile:
    """A clause as read: its head, its two texts, where each field of the head stands, whether it is the project's."""

    head: FrontMatter
    sources: Mapping[Lang, Source]
    places: Mapping[str, Span]
    overlay: bool

    @property
    def span(self) -> Span:
        """Where the clause stands: its id."""
        return self.places["id"]

    def at(self, field: str) -> Span:
        """Where a field of the head stands; without it, the id."""
        return self.places.get(field, self.span)
