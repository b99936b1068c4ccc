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
        known = tuple(terms)
        self._ids: dict[str, str | None] = {word: None for term in known for word in within(term, lang)}
        self._ids |= {form: term.id for term in known for form in forms(term, lang)}
        # One node a form: a document has thousands of them, and what is kept of it loads the sooner.
        self._nodes = {form: Text(form) if id_ is None else Term(id_, form) for form, id_ in self._ids.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._ids, key=lambda form: (-len(form), form))
        either = "|".join(map(re.escape, longest_first)) or "(?!)"
        return re.compile(rf"\b(?:{either})\b" if self._lang == "en" else either)

    def uses(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Each use of a term in a text: the term's id, and where it stands."""
        for match in self._pattern.finditer(text):
            if (id_ := self._ids[match[0]]) is not None:
                yield id_, match

    def without(self, text: str) -> str:
        """The text with each use of a term blanked out."""
        return self._pattern.sub(lambda match: match[0] if self._ids[match[0]] is None else "x" * len(match[0]), text)

    def mark(self, inlines: Iterable[Inline]) -> tuple[Inline, ...]:
        """The same inlines with each use of a term as a Term."""
        return tuple(found for node in inlines for found in self._marked(node))

    def _marked(self, node: Inline) -> Iterator[Inline]:
        if isinstance(node, Text):
            yield from self._split(node.text)
        elif isinstance(node, _STYLED):
            yield type(node)(self.mark(node.children))
        else:
            yield node

    def _split(self, text: str) -> Iterator[Inline]:
        at = 0
        for match in self._pattern.finditer(text):
            if match.start() > at:
                yield Text(text[at : match.start()])
            yield self._nodes[match[0]]
            at = match.end()
        if at < len(text):
            yield Text(text[at:])


_STYLED = (Strong, Emphasis)


def within(term: TermEntry, lang: Lang) -> tuple[str, ...]:
    """The words in which a term's own stand without meaning it."""
    return term.within.zh if lang == "zh" else term.within.en


def forms(term: TermEntry, lang: Lang) -> tuple[str, ...]:
    """All the words a term is written with in one language."""
    return (term.zh, *term.also.zh) if lang == "zh" else (term.en, *term.also.en)
