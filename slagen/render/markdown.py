r"""Markdown: the agreement as it reads on a git host (CommonMark 0.31 with the tables of GFM).

Numbers and labels are text: ``1\.`` does not start a list that a renderer would count anew.  Values are escaped so
that a parser shows exactly them.  Markdown has no columns: a parallel document is set like an interleaved one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from slagen.tree import (
    Annex,
    Blank,
    Block,
    Chapter,
    Citation,
    Clause,
    Content,
    Cover,
    Document,
    Emphasis,
    Fact,
    Field,
    Heading,
    Inline,
    Lang,
    LineBreak,
    Note,
    Paragraph,
    ResolvedRef,
    Row,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    Term,
    Text,
    Tick,
    blocks,
    contents,
    inlines,
    plain,
)
from slagen.tree.numbering import labelled

BLANK = r"\_" * 12
_ALIGN: Mapping[str, str] = MappingProxyType({"left": ":--", "center": ":-:", "right": "--:"})


def render(document: Document) -> str:
    """The document as Markdown, ending in one newline.

    Raises:
        TypeError: the tree holds a node that outputs don't know, such as an unresolved reference: a bug of ours.
    """
    notes = {note.key: turn for turn, note in enumerate(document.notes)}
    setting = _Setting(document.languages, _targets(document), notes)
    whole = _alone(document, setting) if document.alone else _whole(document, setting)
    parts = chain(_draft(document), whole, [_notes(document.notes, setting)])
    return "\n\n".join(block for block in chain.from_iterable(parts) if block) + "\n"


def _notes(notes: Iterable[Note], setting: _Setting) -> Iterator[str]:
    """Footnotes as GFM and most others know them."""
    for note in notes:
        for index, lang in enumerate(setting.languages):
            yield f"{setting.call(note.key, index)}: {_inlines(note.content.get(lang))}"


def _draft(document: Document) -> Iterator[Iterable[str]]:
    """What a draft says above all."""
    if document.draft is not None:
        said = (escape(plain(document.draft.get(lang))) for lang in document.languages)
        yield (f"**{' '.join(said)}**",)


def _whole(document: Document, setting: _Setting) -> Iterator[Iterable[str]]:
    yield _cover(document.cover, setting)
    yield _contents(document, setting)
    yield from (_chapter(chapter, setting) for chapter in document.chapters)
    if document.signature is not None:
        yield _signature(document.signature, setting)
    yield from (_annex(annex, setting) for annex in document.annexes)


def _alone(document: Document, setting: _Setting) -> Iterator[Iterable[str]]:
    """An annex below a few lines that say whose it is."""
    cover = document.cover
    for annex in document.annexes:
        yield (_at_start(words) for words in _says(cover.title, setting))
        yield _heading("#", annex.heading, setting)
        yield ("\n".join(_fact(fact, setting) for fact in (*cover.facts, *cover.parties)),)
        yield (_at_start(words) for words in _says(cover.note, setting))
        yield _clauses((annex.clause,), setting)


# Escaping -------------------------------------------------------------------------------------------------------


def escape(text: str) -> str:
    """`text` as inline Markdown that shows exactly `text`; a line break becomes <br>.

    White space at the edges of a line is written as a character reference, for parsers cut it off.
    """
    lines = re.split(r"\r\n|\r|\n", text)
    return "<br>".join(_escape_line(line) for line in lines)


def _escape_line(line: str) -> str:
    escaped = re.sub(r"[\\`*_\[\]<>&|~$]", r"\\\g<0>", line)
    return re.sub(r"^\s+|\s+$|\t", lambda match: "".join(f"&#{ord(char)};" for char in match[0]), escaped)


def _at_start(line: str) -> str:
    """A line whose first characters would begin a heading, list, rule or table, with those escaped."""
    line = re.sub(r"^[-+=#:]", r"\\\g<0>", line)
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", line)


# Inlines --------------------------------------------------------------------------------------------------------


def _emphasised(mark: str, tag: str) -> Callable[[Any, str, str], str]:
    def write(node: Strong | Emphasis, before: str, after: str) -> str:
        words, shown = _inlines(node.children), plain(node.children)
        # Between Han characters or beside punctuation a delimiter run does not open or close (CommonMark, 6.2).
        if _flanks(before, shown[:1]) and _flanks(after, shown[-1:]):
            return f"{mark}{words}{mark}"
        return f"<{tag}>{words}</{tag}>"

    return write


def _flanks(outer: str, inner: str) -> bool:
    return inner.isalnum() or (bool(inner) and not inner.isspace() and (not outer or outer.isspace()))


def _field(node: Field | Text | Term | Citation, _: str, __: str) -> str:
    return escape(node.text)


def _text(node: Text, _: str, __: str) -> str:
    """A clause's own words: spaces at the edges only part them from a neighbour."""
    inner = node.text.strip(" ")
    before, _, after = node.text.partition(inner) if inner else (node.text, "", "")
    return before + escape(inner) + after


def _break(_: LineBreak, __: str, ___: str) -> str:
    return "<br>"


def _reference(node: ResolvedRef, _: str, __: str) -> str:
    return f"[{escape(node.text)}]({_href(node.key)})"


def _href(key: str) -> str:
    return "#" + quote(key, safe="")


def _blank(node: Blank, _: str, __: str) -> str:
    return "<br>".join([BLANK] * node.lines)


def _tick(_: Tick, __: str, ___: str) -> str:
    return r"\[ \]"


_INLINES: Mapping[type, Callable[[Any, str, str], str]] = MappingProxyType(
    {
        Text: _text,
        Strong: _emphasised("**", "strong"),
        Emphasis: _emphasised("*", "em"),
        Field: _field,
        Term: _field,
        Citation: _field,
        LineBreak: _break,
        ResolvedRef: _reference,
        Blank: _blank,
        Tick: _tick,
    }
)


def _inlines(nodes: Sequence[Inline]) -> str:
    return "".join(_inline(nodes, index) for index in range(len(nodes)))


def _inline(nodes: Sequence[Inline], index: int) -> str:
    node = nodes[index]
    writer = _INLINES.get(type(node))
    if writer is None:
        raise TypeError(f"Markdown has no form for {node!r}")
    return writer(node, _edge(nodes[:index][-1:], -1), _edge(nodes[index + 1 :][:1], 0))


def _edge(neighbour: Sequence[Inline], index: int) -> str:
    """The neighbour's character next to a node: empty for none; another emphasis counts as a letter, never a gap."""
    if not neighbour:
        return ""
    return "x" if isinstance(neighbour[0], Strong | Emphasis) else plain(neighbour)[index:][:1] or "x"


# Passages -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every passage needs to know: the languages in reading order, and the keys that something links to."""

    languages: tuple[Lang, ...]
    targets: frozenset[str]
    notes: Mapping[str, int] = field(default_factory=dict)

    def call(self, key: str, index: int) -> str:
        """The call of a paragraph's note in the language of that place, if it has one."""
        return f"[^{1 + self.notes[key] * len(self.languages) + index}]" if key in self.notes else ""


def _targets(document: Document) -> frozenset[str]:
    passages = (block.content for block in blocks(document) if isinstance(block, Paragraph))
    cells = (cell for block in blocks(document) if isinstance(block, Table) for row in block.rows for cell in row.cells)
    every = (node for content in chain(passages, cells) for lang in document.languages for node in content.get(lang))
    referred = (node.key for node in inlines(every) if isinstance(node, ResolvedRef))
    return frozenset((*referred, *(entry.key for entry in contents(document))))


def _says(content: Content, setting: _Setting) -> tuple[str, ...]:
    """The words in each language, once where both are the same."""
    seen = {plain(content.get(lang)): content.get(lang) for lang in reversed(setting.languages)}
    return tuple(_inlines(nodes) for words, nodes in reversed(seen.items()) if words)


def _labelled(label: Content, content: Content, lang: Lang) -> str:
    return " ".join(part for part in (_inlines(label.get(lang)), _inlines(content.get(lang))) if part)


def _anchor(key: str) -> str:
    return f'<a id="{key}"></a>'


def _heading(marks: str, heading: Heading, setting: _Setting) -> Iterator[str]:
    for index, lang in enumerate(setting.languages):
        words = (
            labelled(_inlines(heading.label.get(lang)), _inlines(heading.title.get(lang)))
            .replace("<br>", " ")
            .replace("#", r"\#")
        )
        yield f"{marks} {_anchor(heading.key) if index == 0 else ''}{words}"


def _paragraph(node: Paragraph, setting: _Setting) -> Iterator[str]:
    for index, lang in enumerate(setting.languages):
        words = _labelled(node.label, node.content, lang)
        if words:
            linked = index == 0 and node.key in setting.targets
            shown = _anchor(node.key) + words if linked else _at_start(words)
            yield _list_mark(node) + shown + setting.call(node.key, index)
    yield from _blocks(node.children, setting)


def _list_mark(node: Paragraph) -> str:
    """Items are list entries for their indentation; their counting is in the label."""
    return "  " * (len(node.number) - 4) + "- " if len(node.number) > 3 else ""


def _table(node: Table, setting: _Setting) -> Iterator[str]:
    rows = (_cells(row.cells, setting) for row in (Row(node.header, node.span), *node.rows))
    head, *body = (f"| {' | '.join(cells)} |" for cells in rows)
    rule = "|" + "|".join(_ALIGN[align] for align in node.align) + "|"
    yield "\n".join((head, rule, *body))


def _cells(cells: Iterable[Content], setting: _Setting) -> Iterator[str]:
    return ("<br>".join(_says(cell, setting)) for cell in cells)


_BLOCKS: Mapping[type, Callable[[Any, _Setting], Iterator[str]]] = MappingProxyType(
    {Paragraph: _paragraph, Table: _table}
)


def _blocks(nodes: Iterable[Block], setting: _Setting) -> Iterator[str]:
    for node in nodes:
        yield from _BLOCKS[type(node)](node, setting)


# The parts of the document --------------------------------------------------------------------------------------


def _titles(marks: str, content: Content, setting: _Setting) -> Iterator[str]:
    for words in _says(content, setting):
        yield f"{marks} " + words.replace("<br>", " ").replace("#", r"\#")


def _cover(cover: Cover, setting: _Setting) -> Iterator[str]:
    yield from _titles("#", cover.title, setting)
    yield "\n".join(_fact(fact, setting) for fact in cover.parties)
    yield "\n".join(_fact(fact, setting) for fact in cover.facts)
    yield from (_at_start(words) for words in _says(cover.note, setting))


def _fact(fact: Fact, setting: _Setting) -> str:
    return f"- {' / '.join(_says(fact.label, setting))} — {'<br>'.join(_says(fact.value, setting)) or BLANK}"


def _contents(document: Document, setting: _Setting) -> Iterator[str]:
    yield from _titles("##", document.contents_title, setting)
    yield "\n".join(
        f"{'  ' * (entry.level - 1)}- [{escape(labelled(entry.label, entry.title))}]({_href(entry.key)})"
        for entry in contents(document)
    )


def _chapter(chapter: Chapter, setting: _Setting) -> Iterator[str]:
    yield from _heading("##", chapter.heading, setting)
    for section in chapter.sections:
        yield from _heading("###", section.heading, setting)
        yield from _clauses(section.clauses, setting)


def _clauses(clauses: Iterable[Clause], setting: _Setting) -> Iterator[str]:
    for clause in clauses:
        yield from _blocks(clause.blocks, setting)


def _annex(annex: Annex, setting: _Setting) -> Iterator[str]:
    yield from _heading("##", annex.heading, setting)
    yield from _clauses((annex.clause,), setting)


def _signature(block: SignatureBlock, setting: _Setting) -> Iterator[str]:
    yield from _titles("##", block.heading, setting)
    yield from (_at_start(words) for words in _says(block.statement, setting))
    for signatory in block.signatories:
        yield "\n".join(_signatory(signatory, setting))


def _signatory(signatory: Signatory, setting: _Setting) -> Iterator[str]:
    yield _fact(signatory.party, setting)
    yield f"  - {' / '.join(_says(signatory.seal, setting))}"
    yield from (f"  {_fact(line, setting)}" for line in signatory.lines)
