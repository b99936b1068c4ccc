"""The parts of a document that are no clauses: cover, running header and footer, signature page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from slagen.assemble.problems import text_missing
from slagen.assemble.show import MissingTextError, Phrases, Shower
from slagen.diagnostics import Diagnostic, Lang
from slagen.model.contract import Contract, Mode
from slagen.model.parties import Party
from slagen.model.template import Template
from slagen.read.positioned import Positioned
from slagen.tree import Content, Cover, Fact, Field, Inline, Signatory, SignatureBlock, Text


@dataclass
class Framer:
    """Makes the frame of one contract."""

    contract: Contract
    source: Positioned
    template: Template
    known: Phrases
    languages: Sequence[Lang]
    problems: list[Diagnostic]

    @cached_property
    def _showers(self) -> list[Shower]:
        return [Shower(lang, self.known) for lang in self.languages]

    def phrase(self, name: str, **values: Content) -> Content:
        """A fixed phrase of the template with `values` in the place of its {placeholders}."""
        words = self.template.phrases[name]
        return self._each(lambda shower: _spliced(words.get(shower.lang) or "", values, shower.lang))

    def header(self) -> Content:
        """The running header: contract number and version."""
        agreement = self.contract.contract
        return self.phrase(
            "header",
            id=self.field("contract.id", agreement.id),
            version=self.field("contract.version", agreement.version),
        )

    def footer(self) -> Content:
        """The running footer: the page, and which text prevails where the contract says that one does."""
        page, language = self.phrase("page_of"), self.contract.contract.language
        if language.mode is not Mode.BILINGUAL or language.prevailing == "equal":
            return page
        prevails = self.phrase(f"prevails_{language.prevailing}")
        return self._each(lambda shower: (*page.get(shower.lang), _APART[shower.lang], *prevails.get(shower.lang)))

    def title(self) -> Content:
        """The contract's title, or the template's."""
        own = self.contract.contract.title
        return self.field("contract.title", own) if own else self._each(
            lambda shower: [Text(self.template.title.get(shower.lang) or "")]
        )  # fmt: skip

    def field(self, path: str, value: object) -> Content:
        """An input as the whole content."""
        return self._each(lambda shower: [Field(path, self._shown(shower, path, value))])

    def cover(self) -> Cover:
        """The cover page."""
        agreement = self.contract.contract
        facts = [
            Fact(self.phrase("number"), self.field("contract.id", agreement.id)),
            Fact(self.phrase("version"), self.field("contract.version", agreement.version)),
            Fact(self.phrase("effective"), self.field("contract.effective", agreement.effective)),
            Fact(self.phrase("expiry"), self.field("contract.expiry", agreement.expiry)),
        ]
        if agreement.signed:
            facts.append(Fact(self.phrase("signed"), self.field("contract.signed", agreement.signed)))
        if agreement.language.mode is Mode.BILINGUAL:
            facts.append(Fact(self.phrase("language"), self.phrase(f"prevailing_{agreement.language.prevailing}")))
        parties = tuple(self._party(index) for index, _ in self._in_order())
        return Cover(self.title(), parties, tuple(facts), self._translation())

    def _translation(self) -> Content:
        """Says on the edition that is not in the contract's language that it is a translation."""
        mode = self.contract.contract.language.mode
        if mode is Mode.BILINGUAL:
            return Content()
        words = self.template.phrases[f"translation_of_{mode.value}"]
        return self._each(lambda shower: [] if shower.lang == mode.value else [Text(words.get(shower.lang) or "")])

    def signature(self) -> SignatureBlock:
        """The signature page."""
        number = self.field("contract.id", self.contract.contract.id)
        statement = self.phrase("signature_statement", title=self.title(), id=number)
        signatories = tuple(self._signatory(index, party) for index, party in self._in_order())
        return SignatureBlock(self.phrase("signature_page"), statement, signatories)

    def _signatory(self, index: int, party: Party) -> Signatory:
        path = f"parties[{index}].signatory"
        name = self.field(f"{path}.name", party.signatory.name) if party.signatory.name else Content()
        lines = (
            Fact(self.phrase("signature"), Content()),
            Fact(self.phrase("name"), name),
            Fact(self.phrase("position"), self.field(f"{path}.title", party.signatory.title)),
            Fact(self.phrase("date"), Content()),
        )
        return Signatory(self._party(index), self.phrase("seal"), lines, party.role.value)

    def _party(self, index: int) -> Fact:
        party = self.contract.parties[index]
        title = self.template.party_titles[party.role.value]
        return Fact(
            self._each(lambda shower: [Text(title.get(shower.lang) or "")]),
            self.field(f"parties[{index}].name", party.name),
        )

    def _in_order(self) -> list[tuple[int, Party]]:
        """The customer first, as 甲方 stands first; otherwise as written."""
        return sorted(
            enumerate(self.contract.parties),
            key=lambda entry: list(self.template.party_titles).index(entry[1].role.value),
        )

    def _each(self, make: Callable[[Shower], Iterable[Inline]]) -> Content:
        made: Mapping[Lang, tuple[Inline, ...]] = {shower.lang: tuple(make(shower)) for shower in self._showers}
        return Content(zh=made.get("zh"), en=made.get("en"))

    def _shown(self, shower: Shower, path: str, value: object) -> str:
        try:
            return shower.show(value)
        except MissingTextError:
            self.problems.append(text_missing(self.source, path, shower.lang))
            return ""


_APART: Mapping[Lang, Text] = MappingProxyType({"zh": Text("　"), "en": Text(" · ")})
"""What parts two notices on one line."""


def _spliced(words: str, values: Mapping[str, Content], lang: Lang) -> Iterator[Inline]:
    placeholders = "|".join(re.escape("{" + name + "}") for name in values) or "(?!)"
    for piece in re.split(f"({placeholders})", words):
        if piece[:1] == "{" and piece[1:-1] in values:
            yield from values[piece[1:-1]].get(lang)
        elif piece:
            yield Text(piece)
