"""Two states of a clause library compared, clause by clause, as their files write them.

Each state is made a document of sections with one clause each, so that the redline and its edits are those of
contracts; values and conditions of the template language are compared whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import zip_longest

from slagen.diff.changes import edits
from slagen.diff.redline import redline
from slagen.model.clause import ClauseFile, Risk
from slagen.model.edit import Comparison
from slagen.model.text import Text as Words
from slagen.read.passages import TAG, Passage, passages
from slagen.tree import (
    LANGUAGES,
    Chapter,
    Citation,
    Clause,
    Content,
    Cover,
    Document,
    Field,
    Heading,
    Inline,
    Paragraph,
    Section,
    Text,
)
from slagen.tree.numbering import Numbering

Clauses = Mapping[str, ClauseFile]
"""The files of a library by :func:`name_of`."""
NOTHING = Content((), ())
_GRAVITY = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)
_VARIANTS = {
    "balanced": ("均衡版", "balanced"),
    "provider": ("服务提供方版", "provider"),
    "customer": ("客户版", "customer"),
}
_HEAD = (
    ("version", "版本", "Version"),
    ("risk", "风险", "Risk"),
    ("section", "条", "Section"),
    ("after", "排在其后", "After"),
    ("extends", "续写", "Extends"),
    ("based_on", "依据的版本", "Based on"),
    ("when", "条件", "Condition"),
    ("reads", "读取的输入", "Reads"),
    ("references", "依据", "Rests on"),
    ("fallback", "退让", "Fallback"),
)
"""What is compared of a clause's head besides its title, note and questions."""


def name_of(clause: ClauseFile) -> str:
    """What a file is called in a comparison: the clause's id, and its variant."""
    head = clause.head
    return head.id if head.variant is None else f"{head.id} ({head.variant})"


def by_name(files: Iterable[ClauseFile]) -> dict[str, ClauseFile]:
    """The files of a library, sorted by name."""
    return dict(sorted((name_of(file), file) for file in files))


def compared(
    old: Clauses, new: Clauses, names: tuple[str, str], terms: Iterable[str] = (), title: str = "clauses"
) -> Comparison:
    """What changed between two states of a library.

    Args:
        names: what the two are called.
        terms: words that are compared whole: the library's defined terms.
        title: what is compared.
    """
    both = redline(_document(old), _document(new), frozenset(terms))
    risks = {name: _risk(old.get(name), new.get(name)) for name in {*old, *new}}
    return Comparison(title, *names, LANGUAGES, edits(both, risks))


def _risk(*files: ClauseFile | None) -> Risk:
    return max((file.head.risk for file in files if file is not None), key=_GRAVITY.index)


def _document(clauses: Clauses) -> Document:
    sections = tuple(_section(name, clause) for name, clause in clauses.items())
    return Document(
        id="clauses",
        version="",
        template="",
        numbering=Numbering(),
        languages=LANGUAGES,
        layout="interleaved",
        dated=date.min,
        author=NOTHING,
        subject=NOTHING,
        header=NOTHING,
        page_of=NOTHING,
        contents_title=NOTHING,
        cover=Cover(NOTHING, (), ()),
        chapters=(Chapter(Heading("clauses", (), NOTHING, NOTHING), sections),),
        signature=None,
        annexes=(),
    )


def _section(name: str, file: ClauseFile) -> Section:
    title = _title(file)
    blocks = (*_head(name, file), *_body(name, file))
    clause = Clause(name, "", title, tuple(blocks), file.span)
    return Section(name, Heading(name, (), NOTHING, title), (clause,))


def _title(file: ClauseFile) -> Content:
    zh, en = _VARIANTS.get(file.head.variant or "", ("", ""))
    return Content(
        (Text((file.head.title.zh or "") + (f"（{zh}）" if zh else "")),),
        (Text((file.head.title.en or "") + (f" ({en})" if en else "")),),
    )


def _head(name: str, file: ClauseFile) -> Iterator[Paragraph]:
    head = file.head
    for field, zh, en in _HEAD:
        value = getattr(head, field)
        if value:
            path, said = f"{name}.{field}", ", ".join(value) if isinstance(value, tuple) else str(value)
            yield _paragraph(file, field, Content((Field(path, f"{zh} {said}"),), (Field(path, f"{en} {said}"),)))
    if head.note is not None:
        yield _said(file, "note", "提示：", "Note: ", head.note)
    for question in head.questions:
        yield _said(file, "questions", "问题：", "Question: ", question)


def _said(file: ClauseFile, field: str, zh: str, en: str, words: Words) -> Paragraph:
    return _paragraph(file, field, Content((Text(zh + (words.zh or "")),), (Text(en + (words.en or "")),)))


def _paragraph(file: ClauseFile, field: str, content: Content, children: tuple[Paragraph, ...] = ()) -> Paragraph:
    return Paragraph(field, (), NOTHING, content, children, file.at(field))


def _body(name: str, file: ClauseFile) -> Iterator[Paragraph]:
    zh, en = (passages(file.sources[lang]) for lang in LANGUAGES)
    for one, other in zip_longest(zh, en):
        first, *more = zip_longest(_lines(one), _lines(other))
        children = tuple(_paragraph(file, name, _line(*both)) for both in more)
        yield _paragraph(file, name, _line(*first), children)


def _lines(passage: Passage | None) -> list[str]:
    """What stands on the lines of a paragraph; one that a language lacks has none."""
    if passage is None:
        return [""]
    return [line.strip().removeprefix("1. ") for line in passage.text.split("\n") if line.strip()]


def _line(zh: str | None, en: str | None) -> Content:
    return Content(tuple(_inlines(zh or "")), tuple(_inlines(en or "")))


def _inlines(line: str) -> Iterator[Inline]:
    """A line with each value, tag and comment of the template language as one."""
    end = 0
    for match in TAG.finditer(line):
        if match.start() > end:
            yield Text(line[end : match.start()])
        yield Citation((), match[0])
        end = match.end()
    if line[end:]:
        yield Text(line[end:])
