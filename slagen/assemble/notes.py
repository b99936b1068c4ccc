"""Notes to clauses for whoever reads a contract: what each rests on, by the laws and standards that its head names.

Nothing else of a head is fit for the other side: notes on risk, questions and fallbacks are counsel's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from slagen.assemble.cite import cited
from slagen.diagnostics import Lang
from slagen.model.clause import ClauseFile
from slagen.model.text import Text as Words
from slagen.read.references import CitedPlace, Works, parse_target
from slagen.tree import Citation, Content, Document, Inline, Note, Paragraph, Text, blocks


def with_notes(document: Document, clauses: Iterable[ClauseFile], works: Works, words: Words) -> Document:
    """The document with a note at the first paragraph of each clause that rests on registered works.

    Args:
        clauses: those that the document has, with their heads.
        works: the register, which says how they are cited.
        words: what a note says, in each language, with ``{works}`` in the place of the citation.
    """
    heads = {clause.head.id: clause.head.references for clause in clauses}
    notes = []
    for key in [block.key for block in blocks(document) if isinstance(block, Paragraph) and block.key]:
        named = heads.pop(key.partition("#")[0], ())
        if places := [place for place in map(parse_target, named) if place and place.work in works]:
            notes.append(Note(key, _content(document.languages, places, works, words)))
    return replace(document, notes=tuple(notes))


def _content(languages: Iterable[Lang], places: Sequence[CitedPlace], works: Works, words: Words) -> Content:
    said = {lang: tuple(_note(lang, places, works, words)) for lang in languages}
    return Content(zh=said.get("zh"), en=said.get("en"))


def _note(lang: Lang, places: Sequence[CitedPlace], works: Works, words: Words) -> Iterator[Inline]:
    before, _, after = (words.get(lang) or "").partition("{works}")
    targets = tuple(f"{place.work}/{place.place}" if place.place else place.work for place in places)
    each = (cited(tuple(some), works, lang) for _, some in groupby(places, lambda place: place.work))
    yield from (Text(before), Citation(targets, _BETWEEN[lang].join(each)), Text(after))


_BETWEEN: Mapping[Lang, str] = MappingProxyType({"zh": "；", "en": "; "})
"""What parts works from each other, since their articles are listed with commas."""
