"""The edits of a redline: what changed, where, of what kind, how grave, in whose favour, in which languages.

One value that is shown at many places is one edit with all of them.  What is deleted and inserted side by side is a
changed value where both show the same input, and else changed wording.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from slagen.diagnostics import Lang
from slagen.diff import favour
from slagen.diff.favour import pattern_of
from slagen.diff.places import Move, Passage, Unit, units
from slagen.model.clause import Risk, gravest
from slagen.model.edit import Edit, Favour, Kind, Shown
from slagen.project import PACKAGED
from slagen.tree import LANGUAGES, Clause, Content, Deleted, Document, Field, Inline, Inserted, inlines, plain
from slagen.tree.redline import said
from slagen.tree.walk import passages

NO_RISKS: Mapping[str, Risk] = MappingProxyType({})
_ONCE_A_CLAUSE = (Kind.INSERTED, Kind.DELETED, Kind.MOVED, Kind.NUMBERING)
_VARIANTS = {
    "balanced": Shown("均衡版", "balanced"),
    "provider": Shown("服务提供方版", "provider's"),
    "customer": Shown("客户版", "customer's"),
}


def edits(redline: Document, risks: Mapping[str, Risk] = NO_RISKS, default: Risk = Risk.MEDIUM) -> tuple[Edit, ...]:
    """Every edit of a redline (:func:`slagen.diff.redline.redline`), in the order of their first places.

    Args:
        risks: of clauses by their ids; the cover and the signature page are ``cover`` and ``signature``.
        default: the risk of any other.
    """
    found = [edit for unit in units(redline) for edit in _of_unit(unit, redline.languages)]
    merged = _without_numbers(_together(found, _key))
    compared = dict(_comparisons(redline))
    done = (replace(edit, risk=_gravest(edit, risks, default), favours=_favours(edit, compared)) for edit in merged)
    return tuple(sorted(done, key=lambda edit: edit.places[0].order))


def _gravest(edit: Edit, risks: Mapping[str, Risk], default: Risk) -> Risk:
    return gravest(risks.get(place.clause, default) for place in edit.places)


def _favours(edit: Edit, compared: Mapping[str, str]) -> Favour | None:
    if edit.kind is not Kind.VALUE or edit.path is None:
        return edit.favours
    return favour.of_value(edit.path, edit.old, edit.new, compared.get(edit.path))


def _comparisons(redline: Document) -> Iterator[tuple[str, str]]:
    """How each target is compared, by its path: what the document shows of ``slos[0].op``."""
    for content in passages(redline):
        for lang in LANGUAGES:
            for node in inlines(said(content.get(lang), "new")):
                if isinstance(node, Field) and pattern_of(node.path) == "slos[*].op":
                    yield node.path.removesuffix("op") + "target", node.text


def _of_unit(unit: Unit, languages: Sequence[Lang]) -> Iterator[Edit]:
    """The edits of one clause, of the heading over it, or of the cover or the signature page."""
    if unit.change is not None:
        yield _edit(unit, Kind(unit.change), unit.passages, _speaking(unit.passages, languages))
        return
    if unit.moved is not None:
        yield _move(unit, unit.moved, languages)
    if unit.clause is not None and unit.clause.was is not None:
        yield from _source(unit, unit.clause.was, unit.clause, languages)
    for whole, run in groupby(unit.passages, key=lambda one: one.whole):
        some = list(run)
        if whole is not None:
            yield _worded(unit, Kind.WORDING, some, _speaking(some, languages), languages)
        else:
            yield from (edit for one in some for edit in _in_passage(unit, one, languages))


def _edit(unit: Unit, kind: Kind, some: Sequence[Passage], languages: Iterable[Lang]) -> Edit:
    return Edit(unit.id, kind, Risk.LOW, tuple(one.place for one in some), tuple(languages))


def _worded(
    unit: Unit, kind: Kind, some: Sequence[Passage], changed: Sequence[Lang], languages: Sequence[Lang]
) -> Edit:
    one_sided = len(languages) == 2 and len(changed) == 1
    return replace(_edit(unit, kind, some, changed), one_sided=one_sided)


def _speaking(some: Iterable[Passage], languages: Sequence[Lang]) -> tuple[Lang, ...]:
    """The languages that any of the passages has words in."""
    held = list(some)
    return tuple(lang for lang in languages if any(plain(one.place.words.get(lang)).strip() for one in held))


def _move(unit: Unit, move: Move, languages: Sequence[Lang]) -> Edit:
    edit = _edit(unit, Kind.MOVED, unit.passages[:1], languages)
    return replace(edit, old=_label(move.old), new=_label(move.new))


def _source(unit: Unit, was: Clause, clause: Clause, languages: Sequence[Lang]) -> Iterator[Edit]:
    """A clause that is in another version or variant than it was, or the project's own in place of the library's."""
    # A document that was built does not say which files its clauses are from.
    placed = bool(was.span.file and clause.span.file)
    old, new = _origin(was, placed=placed), _origin(clause, placed=placed)
    if old == new or not unit.passages:
        return
    yield replace(
        _edit(unit, Kind.SOURCE, unit.passages, languages),
        favours=favour.of_variant(was.variant, clause.variant),
        old=old,
        new=new,
    )


def _origin(clause: Clause, *, placed: bool) -> Shown:
    variant = _VARIANTS.get(clause.variant or "", Shown())
    own = placed and not clause.span.file.startswith(PACKAGED)
    zh = "，".join(filter(None, (clause.version, variant.zh, "项目条款" if own else "")))
    en = ", ".join(filter(None, (clause.version, variant.en, "the project's own" if own else "")))
    return Shown(zh, en)


def _label(content: Content) -> Shown:
    zh, en = (plain(content.get(lang)) or None for lang in LANGUAGES)
    return Shown(zh, en)


# One passage ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Read:
    """What a change of a passage is: values, each as the old and the new field, and whether words or looks changed."""

    values: tuple[tuple[Field | None, Field | None], ...]
    wording: bool
    formatting: bool


def _in_passage(unit: Unit, passage: Passage, languages: Sequence[Lang]) -> Iterator[Edit]:
    if passage.moved is not None:
        move = passage.moved
        yield replace(_edit(unit, Kind.MOVED, [passage], languages), old=_label(move.old), new=_label(move.new))
        return
    read = {lang: [_read(run) for run in _runs(passage.place.words.get(lang))] for lang in languages}
    for lang, some in read.items():
        for old, new in (pair for one in some for pair in one.values):
            yield _value(unit, passage, lang, old, new)
    worded = [lang for lang, some in read.items() if any(one.wording for one in some)]
    formatted = [lang for lang, some in read.items() if any(one.formatting for one in some)]
    if worded:
        yield _worded(unit, Kind.WORDING, [passage], worded, languages)
    elif formatted:
        yield _worded(unit, Kind.FORMATTING, [passage], formatted, languages)
    if passage.before is not None:
        numbers = _edit(unit, Kind.NUMBERING, [passage], languages)
        yield replace(numbers, old=_label(passage.before), new=_label(passage.place.label))


def _value(unit: Unit, passage: Passage, lang: Lang, old: Field | None, new: Field | None) -> Edit:
    path = next(field.path for field in (new, old) if field is not None)
    was = None if old is None or old.path == path else old.path
    before, after = (None if field is None else field.text for field in (old, new))
    return replace(
        _edit(unit, Kind.VALUE, [passage], [lang]),
        path=path,
        was=was,
        old=Shown(**{lang: before}),
        new=Shown(**{lang: after}),
        one_sided=_also_in_the_other(passage, lang, path),
    )


def _also_in_the_other(passage: Passage, lang: Lang, path: str) -> bool:
    """Whether the passage shows the input in the other language, too."""
    other: Lang = "en" if lang == "zh" else "zh"
    return any(isinstance(node, Field) and node.path == path for node in inlines(passage.place.words.get(other)))


def _runs(content: Sequence[Inline]) -> Iterator[tuple[Inline, ...]]:
    """What is deleted and inserted side by side."""
    for changed, run in groupby(content, key=lambda node: isinstance(node, Deleted | Inserted)):
        if changed:
            yield tuple(run)


def _read(run: tuple[Inline, ...]) -> _Read:
    old, new = said(run, "old"), said(run, "new")
    if plain(old) == plain(new):
        return _Read((), wording=False, formatting=True)
    pairs = tuple(_pairs(_fields(old), _fields(new)))
    wording = _skeleton(old, [one for one, _ in pairs]) != _skeleton(new, [one for _, one in pairs])
    if wording and (alone := _alone(old, new)):
        return _Read((alone,), wording=False, formatting=False)
    return _Read(tuple((one, other) for one, other in pairs if one.text != other.text), wording, formatting=False)


def _fields(content: Iterable[Inline]) -> list[Field]:
    return [node for node in inlines(content) if isinstance(node, Field)]


def _pairs(old: list[Field], new: list[Field]) -> Iterator[tuple[Field, Field]]:
    """Fields of one path, then fields of one path but for places in lists, which may have shifted."""
    left, right = list(old), list(new)
    names: tuple[Callable[[Field], str], ...] = (lambda field: field.path, lambda field: pattern_of(field.path))
    for name in names:
        for one in list(left):
            match = next((other for other in right if name(other) == name(one)), None)
            if match is not None:
                left.remove(one)
                right.remove(match)
                yield one, match


def _skeleton(content: Iterable[Inline], paired: Sequence[Field]) -> tuple[str | int, ...]:
    """The words with the number of its pair for each paired field."""
    made: list[str | int] = []
    places = list(paired)
    for node in inlines(content):
        if isinstance(node, Field) and node in places:
            made.append(places.index(node))
        elif not getattr(node, "children", None):
            made.append(plain((node,)))
    return tuple(made)


def _alone(old: Sequence[Inline], new: Sequence[Inline]) -> tuple[Field | None, Field | None] | None:
    """A value where there was none, or none where there was one."""
    match old, new:
        case (), (Field() as field,):
            return None, field
        case (Field() as field,), ():
            return field, None
        case _:
            return None


# All of them ------------------------------------------------------------------------------------------------------


def _key(edit: Edit) -> Hashable:
    """What edits that are one have in common; an edit of words is by itself."""
    if edit.kind is Kind.VALUE:
        return edit.kind, edit.path
    if edit.kind in _ONCE_A_CLAUSE:
        label = (edit.old, edit.new) if edit.kind is Kind.MOVED else None
        return edit.kind, edit.clause, label
    return edit.kind, edit.places[0].order


def _together(some: Iterable[Edit], key: Callable[[Edit], Hashable]) -> list[Edit]:
    made: dict[Hashable, Edit] = {}
    for edit in some:
        name = key(edit)
        made[name] = _joined(made[name], edit) if name in made else edit
    return list(made.values())


def _joined(one: Edit, other: Edit) -> Edit:
    places = {place.order: place for place in (*one.places, *other.places)}
    languages = tuple(lang for lang in LANGUAGES if lang in (*one.languages, *other.languages))
    return replace(
        one,
        places=tuple(places[order] for order in sorted(places)),
        languages=languages,
        one_sided=one.one_sided and other.one_sided and len(languages) == 1,
        old=_shorter(one.old, other.old),
        new=_shorter(one.new, other.new),
    )


def _shorter(one: Shown, other: Shown) -> Shown:
    """In each language the shorter of two forms of a value: an amount stands with and without its words."""
    zh, en = (min(filter(None, (one.get(lang), other.get(lang))), key=len, default=None) for lang in LANGUAGES)
    return Shown(zh, en)


def _without_numbers(some: Sequence[Edit]) -> Iterator[Edit]:
    """The edits without those of numbers in clauses that changed otherwise, too."""
    changed = {place.clause for edit in some if edit.kind is not Kind.NUMBERING for place in edit.places}
    return (edit for edit in some if edit.kind is not Kind.NUMBERING or edit.clause not in changed)
