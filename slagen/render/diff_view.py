"""What every form of a comparison shows: the words for kinds and risks, the pieces of a passage, edits by clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from slagen.diagnostics import Lang, Message
from slagen.model.clause import Risk, gravest
from slagen.model.edit import Comparison, Edit, Favour, Kind, Place
from slagen.tree import LANGUAGES, Content, Deleted, Emphasis, Inline, Inserted, Strong, plain

PieceKind = Literal["equal", "deleted", "inserted"]

KINDS: Mapping[Kind, Message] = {
    Kind.VALUE: Message("数值", "value"),
    Kind.WORDING: Message("文字", "wording"),
    Kind.INSERTED: Message("新增条款", "clause inserted"),
    Kind.DELETED: Message("删除条款", "clause deleted"),
    Kind.SOURCE: Message("条款版本", "clause version"),
    Kind.MOVED: Message("移动", "moved"),
    Kind.FORMATTING: Message("格式", "formatting"),
    Kind.NUMBERING: Message("编号", "numbering"),
}
RISKS: Mapping[Risk, Message] = {
    Risk.LOW: Message("低", "low"),
    Risk.MEDIUM: Message("中", "medium"),
    Risk.HIGH: Message("高", "high"),
}
FAVOURS: Mapping[Favour | None, Message] = {
    Favour.CUSTOMER: Message("客户", "Customer"),
    Favour.PROVIDER: Message("服务提供方", "Provider"),
    None: Message("", ""),
}
HEADS = (
    Message("条款", "Clause"),
    Message("类型", "Kind"),
    Message("变更", "Change"),
    Message("风险", "Risk"),
    Message("有利于", "Favours"),
    Message("语言", "Languages"),
)
CHANGE = 2
"""The column that says what changed."""
BETWEEN = Message("；", "; ")
"""What stands between values that followed one input."""
NOTHING_CHANGED = Message("没有变更", "nothing changed")
_PAGES = {"cover": Message("封面", "Cover"), "signature": Message("签署页", "Signature page")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a passage's words that both sides have, or only one."""

    kind: PieceKind
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A clause with its edits, and every place of it that changed, once."""

    clause: str
    title: str
    risk: Risk
    edits: tuple[Edit, ...]
    places: tuple[Place, ...]


def pieces(content: Iterable[Inline]) -> tuple[Piece, ...]:
    """The words of a redline's passage, neighbours of one kind in one piece."""
    runs = groupby(_pieces(content, "equal"), key=lambda piece: piece.kind)
    return tuple(Piece(kind, "".join(piece.text for piece in run)) for kind, run in runs)


def weighed(content: Iterable[Inline]) -> tuple[Piece, ...]:
    """The same, with what is bold in pieces of its own."""
    runs = groupby(_pieces(content, "equal"), key=lambda piece: (piece.kind, piece.strong))
    return tuple(Piece(kind, "".join(piece.text for piece in run), strong) for (kind, strong), run in runs)


def _pieces(content: Iterable[Inline], kind: PieceKind, *, strong: bool = False) -> Iterator[Piece]:
    for node in content:
        match node:
            case Inserted(children):
                yield from _pieces(children, "inserted", strong=strong)
            case Deleted(children):
                yield from _pieces(children, "deleted", strong=strong)
            case Strong(children):
                yield from _pieces(children, kind, strong=True)
            case Emphasis(children):
                yield from _pieces(children, kind, strong=strong)
            case _:
                yield Piece(kind, plain((node,)), strong)


def changed(comparison: Comparison, lang: Lang) -> tuple[Changed, ...]:
    """The clauses with edits that counsel reads, in the order of the document."""
    told = _one_by_one(comparison.told)
    clauses = dict.fromkeys(place.clause for edit in told for place in edit.places)
    return tuple(_changed(clause, told, lang) for clause in clauses)


def _one_by_one(edits: Iterable[Edit]) -> list[Edit]:
    """Each edit and those that follow from it."""
    return [one for edit in edits for one in edit.whole]


def _changed(clause: str, edits: Sequence[Edit], lang: Lang) -> Changed:
    here = tuple(edit for edit in edits if any(place.clause == clause for place in edit.places))
    places = {place.order: place for edit in here for place in edit.places if place.clause == clause}
    ordered = tuple(places[order] for order in sorted(places))
    return Changed(clause, title(ordered[0], lang), gravest(edit.risk for edit in here), here, ordered)


def title(place: Place, lang: Lang) -> str:
    """What the clause or page of a place is called."""
    if place.clause == "cover":
        return _PAGES["cover"].text(lang)
    return best(place.title, lang) or _PAGES.get(place.clause, Message("", "")).text(lang) or place.clause


def best(content: Content, lang: Lang) -> str:
    """The words in `lang`, or else in the other language."""
    return plain(content.get(lang)) or next((text for one in LANGUAGES if (text := plain(content.get(one)))), "")


def name(edit: Edit, lang: Lang) -> str:
    """Where an edit is first: the number and the title, or the page and the line of it."""
    place = edit.places[0]
    label, called = best(place.label, lang), title(place, lang)
    if place.clause in _PAGES and label:
        return Message("：", ": ").text(lang).join((called, label))
    return f"{label} {called}".strip()


def summary(edit: Edit, lang: Lang) -> str:
    """An edit in a line: old → new, or the first of its words that changed."""
    return "".join(map(marked, gist(edit, lang)))


def gist(edit: Edit, lang: Lang) -> tuple[Piece, ...]:
    """The same in pieces."""
    said = _said(edit, lang)
    return (Piece("equal", said),) if said is not None else tuple(_first_words(edit, lang))


def _said(edit: Edit, lang: Lang) -> str | None:
    """What an edit says by itself; None where it is one of words."""
    old, new = edit.old.best(lang), edit.new.best(lang)
    if old or new:
        none = Message("（无）", "(none)").text(lang)
        more = _times(len(edit.places), lang) if edit.kind is Kind.VALUE else ""
        return f"{old or none} → {new or none}{more}"
    if edit.kind in (Kind.INSERTED, Kind.DELETED, Kind.MOVED) and "." in edit.clause:
        return title(edit.places[0], lang)
    return None


def _first_words(edit: Edit, lang: Lang, most: int = 50) -> Iterator[Piece]:
    """The first of the words that changed, cut where they are long."""
    runs = [list(run) for equal, run in groupby(pieces(_words(edit, lang)), _is_equal) if not equal]
    for piece in runs[0] if runs else ():
        yield Piece(piece.kind, short(piece.text, most))
    if len(runs) > 1:
        yield Piece("equal", " …")


def _is_equal(piece: Piece) -> bool:
    return piece.kind == "equal"


def _words(edit: Edit, lang: Lang) -> tuple[Inline, ...]:
    words = edit.places[0].words
    wanted = lang if lang in edit.languages or not edit.languages else edit.languages[0]
    return words.get(wanted)


def marked(piece: Piece) -> str:
    """A piece as plain text has it: [-old-], {+new+}."""
    return {"equal": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}[piece.kind].format(piece.text)


def short(text: str, most: int = 60) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def in_context(some: Sequence[Piece], most: int = 40) -> Iterator[Piece]:
    """The pieces with what lies between changes cut down to some characters beside each."""
    for place, piece in enumerate(some):
        if piece.kind != "equal" or len(piece.text) <= 2 * most + 1:
            yield piece
            continue
        before = piece.text[:most] if place else ""
        after = piece.text[-most:] if place < len(some) - 1 else ""
        yield Piece("equal", f"{before}…{after}")


def languages(edit: Edit, lang: Lang) -> str:
    """The languages that changed, with a warning where only one of two did."""
    known = {"zh": Message("中文", "Chinese"), "en": Message("英文", "English")}
    told = Message("、", ", ").text(lang).join(known[one].text(lang) for one in edit.languages)
    return told + Message("（仅此一种）", " only").text(lang) if edit.one_sided else told


def renumbered(comparison: Comparison) -> Message | None:
    """How many clauses have other numbers and are otherwise as they were; None where none has."""
    number = len(comparison.renumbered)
    if not number:
        return None
    clauses = "clause has another number" if number == 1 else "clauses have other numbers"
    return Message(f"另有 {number} 个条款只是编号改变", f"{number} {clauses} only")


def one_sided(comparison: Comparison) -> Message | None:
    """How many edits are in one language of two only; None where none is."""
    number = sum(edit.one_sided for edit in _one_by_one(comparison.edits))
    if not number:
        return None
    edits = "edit is" if number == 1 else "edits are"
    return Message(
        f"{number} 处变更只改了一种语言，请核对另一种", f"{number} {edits} in one language only; see to the other"
    )


def notes(comparison: Comparison, lang: Lang) -> list[str]:
    """Both in the language of the reader."""
    return [note.text(lang) for note in (one_sided(comparison), renumbered(comparison)) if note is not None]


def row(edit: Edit, lang: Lang) -> tuple[str, ...]:
    """A line of the table for counsel."""
    kind, risk, favours = KINDS[edit.kind], RISKS[edit.risk], FAVOURS[edit.favours]
    said = (kind.text(lang), summary(edit, lang), risk.text(lang), favours.text(lang))
    return name(edit, lang), *said, languages(edit, lang)


def tally(edit: Edit, lang: Lang) -> str:
    """How many values followed an input; empty where none did."""
    number = len(edit.computed)
    if not number:
        return ""
    values = "value" if number == 1 else "values"
    return Message(f"另有 {number} 个由此计算的数值", f"and {number} {values} computed from it").text(lang)


def followers(edit: Edit, lang: Lang) -> Iterator[tuple[Edit, tuple[str, ...]]]:
    """The values that followed an input, by the places where they are: the first there, and old → new of each."""
    for _, some in groupby(edit.computed, key=lambda one: name(one, lang)):
        here = list(some)
        counted = Counter(_turned(one, lang) for one in here)
        yield here[0], tuple(said + _times(number, lang) for said, number in counted.items())


def _turned(edit: Edit, lang: Lang) -> str:
    return f"{edit.old.best(lang)} → {edit.new.best(lang)}"


def _times(number: int, lang: Lang) -> str:
    return "" if number == 1 else Message(f"（{number} 处）", f" ({number} places)").text(lang)


def heading(comparison: Comparison, lang: Lang) -> str:
    """What was compared with what."""
    return f"{comparison.contract}: {comparison.old} → {comparison.new}".replace(
        ": ", "：" if lang == "zh" else ": ", 1
    )
