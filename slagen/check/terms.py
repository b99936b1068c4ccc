"""Defined terms: each defined before it is used, used once it is defined, and the same on both sides of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slagen.assemble.terms import TermFinder, forms
from slagen.check.parity import Pair, agreed, pairs
from slagen.diagnostics import Code, Diagnostic, Lang, Message, Span, warning
from slagen.model.clause import Source
from slagen.model.parties import Role
from slagen.read.library import DefinedTerm, Library
from slagen.read.passages import TAG, Passage, passages
from slagen.tree import LANGUAGES

_Uses = dict[str, tuple[Span, str]]
"""Terms by id, each with the first place where it is used and the words there."""
_GONE = "\ufffc"
"""What stands for a value or tag: no letter, and no end of a sentence."""
_BOLD = re.compile(r"\*\*.*?\*\*")
_COLUMN = re.compile(r"\b[Cc]olumns? “?[A-Z][\w-]*")
_CAPITAL = re.compile(rf"(?<![\w'’{_GONE}-])[A-Z][a-z][\w-]*(?: [A-Z][a-z][\w-]*)*")
_STARTS_AFTER = re.compile(rf"(?:^|[.:;?!—])[\s“”\"(*{_GONE}]*$")
_IN_PASSING = re.compile(r"以下(?:简称|称)[为：:]?“(?P<zh>[^”]+)”|\((?:the |each an? |an? )?“(?P<en>[^”]+)”\)")


def undefined(library: Library) -> Iterator[Diagnostic]:
    """English words written as terms that nothing defines, and terms that a clause defines in passing."""
    finder = TermFinder((defined.term for defined in library.terms), "en")
    longest_first = sorted(library.names, key=lambda name: (-len(name), name))
    proper = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})\b")
    for text in _texts(library):
        for line in text.lines("en"):
            rest = finder.without(_BOLD.sub(_ended, _IN_PASSING.sub(_blank, line.words)))
            rest = proper.sub(_blank, _COLUMN.sub(_blank, rest))
            for match in _CAPITAL.finditer(rest):
                if not _STARTS_AFTER.search(rest[: match.start()]):
                    yield _undefined(line.at(match), match[0])
        for lang in LANGUAGES:
            for line in text.lines(lang):
                yield from (_in_passing(line.at(match), match) for match in _IN_PASSING.finditer(line.words))


def small(library: Library) -> Iterator[Diagnostic]:
    """English terms without their capitals: of several words, or the name of a party's role after "the".

    A single word such as "service" is too often an ordinary one.
    """
    ids = {form.lower(): defined.term for defined in library.terms for form in forms(defined.term, "en")}
    known = {form: term for form, term in ids.items() if " " in form} | {
        f"the {role}": ids[role] for role in Role if role in ids
    }
    not_meant = {word: None for defined in library.terms for word in defined.term.within.en}
    longest_first = sorted({**known, **not_meant}, key=lambda form: (-len(form), form))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})\b")
    for text in _texts(library):
        for line in text.lines("en"):
            for match in pattern.finditer(line.words):
                if (term := known.get(match[0])) is not None:
                    yield _small(line.at(match), match[0], term.en)


def unused(library: Library) -> Iterator[Diagnostic]:
    """Terms that neither a clause nor the definition of another term uses."""
    finders = _finders(library)
    used = {
        id_
        for text in _texts(library)
        for lang in LANGUAGES
        for line in text.lines(lang)
        for id_, _ in finders[lang].uses(line.words)
        if id_ != text.term
    }
    for defined in library.terms:
        if defined.term.id not in used:
            yield _unused(defined)


def renderings(library: Library) -> Iterator[Diagnostic]:
    """Paragraphs and definitions of which one language uses a term that the other does not.

    How often does not matter, since pronouns stand for terms in each language in its own way.  A paragraph that a
    person has reviewed is not doubted again.
    """
    finders = _finders(library)
    terms = {defined.term.id: defined for defined in library.terms}
    for text in _texts(library):
        for pair in text.pairs:
            zh, en = (
                _first_uses(text, passage, lang, finders[lang]) for lang, passage in zip(LANGUAGES, pair, strict=True)
            )
            sides: tuple[tuple[Lang, _Uses, _Uses], ...] = (("en", zh, en), ("zh", en, zh))
            for missing, here, there in sides:
                for id_ in here.keys() - there.keys() - {text.term}:
                    if not terms[id_].term.implied:
                        yield _one_side(*here[id_], terms[id_], missing)


def _first_uses(text: _Texts, passage: Passage, lang: Lang, finder: TermFinder) -> _Uses:
    """The terms that a paragraph uses, each with its first place and the words there."""
    first: _Uses = {}
    for line in text.lines_of(passage, lang):
        for id_, match in finder.uses(line.words):
            first.setdefault(id_, (line.at(match), match[0]))
    return first


@dataclass(frozen=True, slots=True)
class _Line:
    """The words of one line or cell, values and tags blanked out, and where they start."""

    words: str
    start: Span

    def at(self, match: re.Match[str]) -> Span:
        """Where a match in the words stands in the file."""
        return Span(self.start.file, self.start.line, self.start.column + match.start())


@dataclass(frozen=True, slots=True)
class _Texts:
    """A text in both languages, a clause's or a definition's: its sources, and which paragraphs are to be compared."""

    file: str
    sources: Mapping[Lang, Source]
    pairs: tuple[Pair, ...]
    term: str = ""

    def lines(self, lang: Lang) -> Iterator[_Line]:
        """The lines of one language that have words, each cell of a table apart."""
        for passage in passages(self.sources[lang]):
            yield from self.lines_of(passage, lang)

    def lines_of(self, passage: Passage, lang: Lang) -> Iterator[_Line]:
        """The lines of one paragraph."""
        source = self.sources[lang]
        written = source.text.split("\n")
        for unit in passage.units:
            if unit.kind not in ("tag", "rule"):
                column = max(written[unit.line - source.line].find(unit.text), 0) + 1
                words = TAG.sub(lambda match: _GONE * len(match[0]), unit.text)
                yield _Line(words, Span(self.file, unit.line, column))


def _texts(library: Library) -> Iterator[_Texts]:
    for clause in library.files:
        unsure = tuple(pair for pair in pairs(clause) if not agreed(clause, *pair))
        yield _Texts(clause.span.file, clause.sources, unsure)
    for defined in library.terms:
        line = defined.span.line
        sources: dict[Lang, Source] = {
            lang: Source(defined.term.definition.get(lang) or "", line) for lang in LANGUAGES
        }
        both = tuple(zip(*(passages(sources[lang]) for lang in LANGUAGES), strict=False))
        yield _Texts(defined.span.file, sources, both, defined.term.id)


def _finders(library: Library) -> dict[Lang, TermFinder]:
    return {lang: TermFinder((defined.term for defined in library.terms), lang) for lang in LANGUAGES}


def _blank(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _ended(match: re.Match[str]) -> str:
    """A title, after which a sentence starts."""
    return "x" * (len(match[0]) - 1) + "."


def _undefined(span: Span, word: str) -> Diagnostic:
    return warning(
        Code.TERM_UNDEFINED,
        span,
        zh=f"英文的 {word} 首字母大写，但不是已定义的术语",
        en=f"{word} is capitalised, but is no defined term",
        value=word,
        hint=Message(
            "在 terms.yaml 中定义，或者改成小写；专有名称写入 clauses/names.yaml",
            "define it in terms.yaml, or write it small; a proper name belongs into clauses/names.yaml",
        ),
    )


def _small(span: Span, word: str, term: str) -> Diagnostic:
    return warning(
        Code.TERM_CASE,
        span,
        zh=f"英文的 {word} 没有首字母大写，而 {term} 是已定义的术语",
        en=f"{word} has no capitals, but {term} is a defined term",
        value=word,
        hint=Message(
            "写成术语；不是术语的，写入该术语的 within",
            "write it as the term; where it does not mean it, name the words in the term's within",
        ),
    )


def _in_passing(span: Span, match: re.Match[str]) -> Diagnostic:
    word = match["zh"] or match["en"]
    return warning(
        Code.TERM_UNDEFINED,
        span,
        zh=f"条款自行定义了“{word}”",
        en=f"the clause defines “{word}” in passing",
        value=word,
        hint=Message("在 terms.yaml 中以两种语言定义", "define it in terms.yaml, in both languages"),
    )


def _unused(defined: DefinedTerm) -> Diagnostic:
    term = defined.term
    return warning(
        Code.TERM_UNUSED,
        defined.span,
        zh=f"没有条款使用术语 {term.zh}",
        en=f"no clause uses the term {term.en}",
        value=term.id,
        hint=Message("删除该定义", "delete the definition"),
    )


def _one_side(span: Span, word: str, defined: DefinedTerm, missing: Lang) -> Diagnostic:
    term = defined.term
    lacks = "、".join(forms(term, "zh")) if missing == "zh" else ", ".join(forms(term, "en"))
    zh, en = ("中文", "Chinese") if missing == "zh" else ("英文", "English")
    return warning(
        Code.TERM_RENDERING,
        span,
        zh=f"这里用了术语“{word}”，本段{zh}没有与之对应的 {lacks}",
        en=f"“{word}” is a term here; the {en} of this paragraph has no {lacks}",
        value=term.id,
        hint=Message(
            "两种语言用同一术语；该词在此不是术语的，写入该术语的 within",
            "use the term in both; where the words do not mean it, name them in its within",
        ),
    )
