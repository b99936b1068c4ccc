"""Counts chapters, sections, paragraphs and items, and resolves references to what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import takewhile

from slagen.diagnostics import Code, Diagnostic, Lang, Message, error
from slagen.project import PACKAGED
from slagen.tree import (
    Block,
    Content,
    Emphasis,
    Heading,
    Inline,
    Paragraph,
    Ref,
    ResolvedRef,
    Row,
    Strong,
    Table,
    Text,
)
from slagen.tree.numbering import Level, Numbering

Number = tuple[int, ...]
COUNTED: Number = (0,)
"""The number of a paragraph that is to be counted."""

_GUARD = Message("用 has() 判断之后再引用", "guard the reference with has()")
_WITHOUT_IT = Message(
    "保留它；或者一并略去引用它的条；或者以项目自己的条款取代引用它的条款",
    "keep it, omit the section that refers to it as well, or replace the clause that refers to it by one of your own",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A node that can be referred to."""

    key: str
    number: Number
    annex: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted, as :class:`Labels` has it."""

    targets: dict[str, Target]
    spans: dict[str, tuple[Target, Target]]
    keys: dict[tuple[bool, Number], str]
    through: dict[Number, int]


@dataclass
class Labels:
    """Numbers nodes of one document and remembers what can be referred to.

    `spans` holds clauses that share a section with others: their first and last paragraphs.  `broken` holds clauses
    that could not be read whole; what refers to one of their paragraphs is not to blame.  `absent` says of the
    library's clauses that this contract does not have why it does not.
    """

    numbering: Numbering
    languages: Sequence[Lang]
    targets: dict[str, Target] = field(default_factory=dict)
    spans: dict[str, tuple[Target, Target]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    absent: Mapping[str, Message] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    _keys: dict[tuple[bool, Number], str] = field(default_factory=dict)
    _through: dict[Number, int] = field(default_factory=dict)
    _marks: set[str] = field(default_factory=set)
    _references: dict[tuple[Target, Lang], tuple[ResolvedRef, ...]] = field(default_factory=dict)

    def heading(self, key: str, number: Number, title: Content, *, annex: bool = False) -> Heading:
        """A heading with its label, which `key` refers to."""
        self._register(Target(key, number, annex))
        if len(number) == 2:
            self._through.setdefault(number, len(self._through) + 1)
        return Heading(key, number, self.label(number, annex=annex), title)

    def _register(self, target: Target) -> None:
        self.targets[target.key] = target
        self._keys[target.annex, target.number] = target.key

    def label(self, number: Number, *, annex: bool) -> Content:
        """What a reader sees of `number`, in each language."""
        shown = {
            lang: (Text(self.numbering.scheme(lang).label(self._counts(number, lang, annex=annex), annex=annex)),)
            for lang in self.languages
        }
        return Content(zh=shown.get("zh"), en=shown.get("en"))

    def _counts(self, number: Number, lang: Lang, *, annex: bool) -> Number:
        """The counts of `number` as the scheme of that language counts."""
        if annex or len(number) < 2 or not self.numbering.scheme(lang).through:
            return number
        return (number[0], self._through[number[:2]], *number[2:])

    def count(
        self, clause_id: str, blocks: Sequence[Block], parent: Number, start: int, *, annex: bool
    ) -> tuple[Block, ...]:
        """The blocks of a clause with numbers from `start` on below `parent`, labels and keys."""
        self._marks.clear()
        counted = tuple(self._counted(clause_id, blocks, parent, start, annex=annex))
        first_last = [block for block in counted if isinstance(block, Paragraph) and block.number]
        if first_last and not annex:
            first, last = (Target(block.key, block.number, annex) for block in (first_last[0], first_last[-1]))
            self.spans[clause_id] = (first, last)
        return counted

    def extend(self, clause_id: str, extension: str) -> None:
        """Let references to a clause take in the paragraphs of one that extends it, counted last."""
        if clause_id in self.spans and extension in self.spans:
            self.spans[clause_id] = (self.spans[clause_id][0], self.spans[extension][1])

    def _counted(
        self, clause_id: str, blocks: Sequence[Block], parent: Number, start: int, *, annex: bool
    ) -> Iterator[Block]:
        ordinal = start
        for block in blocks:
            if not isinstance(block, Paragraph):
                yield block
                continue
            number = (*parent, ordinal) if block.number == COUNTED else ()
            ordinal += block.number == COUNTED
            key = self._key(clause_id, block, number, annex=annex)
            label = self.label(number, annex=annex) if number else Content()
            children = tuple(self._counted(clause_id, block.children, number or parent, 1, annex=annex))
            yield Paragraph(key, number, label, block.content, children, block.span)

    def _key(self, clause_id: str, block: Paragraph, number: Number, *, annex: bool) -> str:
        if not block.key:
            key = f"{clause_id}#{'.'.join(map(str, number[2:]))}" if number else ""
            self._keys[annex, number] = key
            return key
        if block.key in self._marks:
            self.problems.append(
                error(
                    Code.CLAUSE_DUPLICATE,
                    block.span,
                    zh=f"标记 {block.key} 在本条款中出现两次",
                    en=f"the mark {block.key} stands twice in this clause",
                    value=block.key,
                )
            )
        self._marks.add(block.key)
        self._register(Target(block.key, number, annex))
        return block.key

    @property
    def counted(self) -> Counted:
        """What has been counted so far."""
        return Counted(self.targets, self.spans, self._keys, self._through)

    def recall(self, counted: Counted) -> None:
        """Take what was counted before for what is to be counted now."""
        self.targets, self.spans = counted.targets, counted.spans
        self._keys, self._through = counted.keys, counted.through

    # References -------------------------------------------------------------------------------------------------

    def resolve(self, clause_id: str, block: Block) -> Block:
        """The block with each reference in it resolved."""
        if isinstance(block, Table):
            rows = tuple(Row(self._all(clause_id, row.cells), row.span) for row in block.rows)
            return Table(self._all(clause_id, block.header), block.align, rows, block.span)
        content = self._content(clause_id, block.content)
        children = tuple(self.resolve(clause_id, child) for child in block.children)
        return Paragraph(block.key, block.number, block.label, content, children, block.span)

    def _all(self, clause_id: str, contents: Sequence[Content]) -> tuple[Content, ...]:
        return tuple(self._content(clause_id, content) for content in contents)

    def _content(self, clause_id: str, content: Content) -> Content:
        if not any(_refers(content.get(lang)) for lang in self.languages):
            return content
        resolved: Mapping[Lang, tuple[Inline, ...]] = {
            lang: tuple(self._inlines(clause_id, content.get(lang), lang)) for lang in self.languages
        }
        return Content(zh=resolved.get("zh"), en=resolved.get("en"))

    def _inlines(self, clause_id: str, nodes: Sequence[Inline], lang: Lang) -> Iterator[Inline]:
        for node in nodes:
            if isinstance(node, Ref):
                yield from self._reference(clause_id, node, lang)
            elif isinstance(node, _STYLED):
                yield type(node)(tuple(self._inlines(clause_id, node.children, lang)))
            else:
                yield node

    def is_lost(self, clause_id: str, target: str) -> bool:
        """Whether what a clause refers to is not there."""
        name = _named(clause_id, target)
        return name not in self.targets and name not in self.spans

    def _reference(self, clause_id: str, ref: Ref, lang: Lang) -> Iterator[Inline]:
        name = _named(clause_id, ref.target)
        if (span := self.spans.get(name)) and name not in self.targets:
            yield from self._range(*span, lang)
        elif target := self.targets.get(name):
            yield from self._resolved(target, lang)
        elif name.partition("#")[0] not in self.broken:
            self.problems.append(self._unknown(ref, name))

    def _range(self, first: Target, last: Target, lang: Lang) -> Iterator[Inline]:
        start, end = self._resolved(first, lang), self._resolved(last, lang)
        if first == last:
            yield from start
        elif lang == "zh":
            shared = sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(start, end, strict=False)))
            yield from start
            yield Text("至")
            yield from end[shared:]
        else:
            yield from (replace(start[0], before=self._levels(first, lang)[0].plural), *start[1:])
            yield Text(" to ")
            yield from (replace(end[0], before=""), *end[1:])

    def _resolved(self, target: Target, lang: Lang) -> tuple[ResolvedRef, ...]:
        """The reference, a part for each label it takes: 第十二条 and 第（三）款."""
        if (target, lang) not in self._references:
            self._references[target, lang] = tuple(self._parts(target, lang))
        return self._references[target, lang]

    def _parts(self, target: Target, lang: Lang) -> Iterator[ResolvedRef]:
        scheme, annex = self.numbering.scheme(lang), target.annex
        counts = self._counts(target.number, lang, annex=annex)
        for depth, level in zip(self._chain(target, lang), self._levels(target, lang), strict=True):
            key = self._keys[annex, target.number[:depth]]
            yield ResolvedRef(key, level.before, scheme.quoted(counts[:depth], annex=annex), level.after)

    def _chain(self, target: Target, lang: Lang) -> tuple[int, ...]:
        return self.numbering.scheme(lang).chain(len(target.number), annex=target.annex)

    def _levels(self, target: Target, lang: Lang) -> tuple[Level, ...]:
        levels = self.numbering.scheme(lang).levels(annex=target.annex)
        return tuple(levels[depth - 1] for depth in self._chain(target, lang))

    def _unknown(self, ref: Ref, name: str) -> Diagnostic:
        if why := self.absent.get(name.partition("#")[0]):
            return error(
                Code.REF_UNKNOWN,
                ref.span,
                zh=f"引用的 {name} 不在本合同中：{why.zh}",
                en=f"the reference to {name} names nothing in this contract: {why.en}",
                value=ref.target,
                hint=_WITHOUT_IT if ref.span.file.startswith(PACKAGED) else _GUARD,
            )
        near = get_close_matches(name, [*self.targets, *self.spans], 1)
        return error(
            Code.REF_UNKNOWN,
            ref.span,
            zh=f"引用的 {name} 不在本合同中",
            en=f"the reference to {name} names nothing in this contract",
            value=ref.target,
            hint=Message(f"是否应为 {near[0]}？", f"did you mean {near[0]}?") if near else None,
        )


_STYLED = (Strong, Emphasis)


def _named(clause_id: str, target: str) -> str:
    """The whole name of what a clause refers to, which may be a paragraph of its own."""
    return clause_id + target if target.startswith("#") else target


def _refers(nodes: Sequence[Inline]) -> bool:
    """Whether there is a reference among nodes, or in them."""
    kinds = set(map(type, nodes))
    if kinds.isdisjoint(_STYLED):
        return Ref in kinds
    return Ref in kinds or any(_refers(node.children) for node in nodes if isinstance(node, _STYLED))
