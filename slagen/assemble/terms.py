"""Finds the uses of defined terms in a clause's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from slagen.diagnostics import Lang
from slagen.model.register import Term as TermEntry
from slagen.tree import Emphasis, Inline, Strong, Term, Text


class TermFinder:
    """Finds terms in one language: the longest first, in English as whole words with their capitals."""

    def __init__(self, terms: Iterable[TermEntry], lang: Lang) -> None:
        self._lang = lang
        self._ids = {form: term.id for term in terms for form in forms(term, lang)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._ids, key=lambda form: (-len(form), form))
        either = "|".join(map(re.escape, longest_first)) or "(?!)"
        return re.compile(rf"\b(?:{either})\b" if self._lang == "en" else either)

    def mark(self, inlines: Iterable[Inline]) -> tuple[Inline, ...]:
        """The same inlines with each use of a term as a Term."""
        return tuple(found for node in inlines for found in self._marked(node))

    def _marked(self, node: Inline) -> Iterator[Inline]:
        match node:
            case Text(text):
                yield from self._split(text)
            case Strong(children):
                yield Strong(self.mark(children))
            case Emphasis(children):
                yield Emphasis(self.mark(children))
            case _:
                yield node

    def _split(self, text: str) -> Iterator[Inline]:
        at = 0
        for match in self._pattern.finditer(text):
            if match.start() > at:
                yield Text(text[at : match.start()])
            yield Term(self._ids[match[0]], match[0])
            at = match.end()
        if at < len(text):
            yield Text(text[at:])


def forms(term: TermEntry, lang: Lang) -> tuple[str, ...]:
    """All the words a term is written with in one language."""
    return (term.zh, *term.also.zh) if lang == "zh" else (term.en, *term.also.en)
