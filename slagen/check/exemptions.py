"""Rules over what a contract says of liability, in whatever words its clauses have, the project's own included.

What exempts from liability or limits it must leave what 民法典 article 506 protects, and as a standard term it must be
set conspicuously (article 496; 法释〔2023〕13号 article 10).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from slagen.assemble import Assembled
from slagen.check.by_clause import ByClause
from slagen.check.limits import SAID, WORDS, Kept, carved_out, exempted, limit_in
from slagen.check.waived import Waiving
from slagen.diagnostics import Code, Diagnostic, Lang, Message, Severity, error
from slagen.model.contract import Contract
from slagen.model.parties import Role
from slagen.read.contract import Loaded
from slagen.tree import Block, Clause, Content, Inline, Paragraph, Strong, Text, plain
from slagen.tree.numbering import unstopped
from slagen.tree.walk import nested, own_passages

CODES = frozenset({Code.CARVE_OUTS, Code.CONSPICUOUS_TERMS})
"""The codes of what is found here; their waivers are settled once the document is there."""
_LIABILITY = "supplementary.liability"


def check_liability(assembled: Assembled, loaded: Loaded, today: date, by_clause: ByClause) -> list[Diagnostic]:
    """What the rules find; a waiver of SLA037 stands in `liability`, one of SLA038 in `contract`.

    Args:
        today: the day that waivers are measured against.
    """
    waiving = Waiving.of(loaded.source, loaded.waivers, today)
    found = [
        *(waiving.apply(one, ("liability",)) for one in carve_outs(assembled, by_clause)),
        *(
            waiving.apply(one, ("contract", "standard_terms"))
            for one in inconspicuous(assembled, loaded.contract, by_clause)
        ),
    ]
    waived = {one.code for one in loaded.diagnostics if one.severity is Severity.NOTICE}
    return [*found, *waiving.unneeded(CODES - waived, frozenset(Code))]


@dataclass(frozen=True, slots=True)
class _Said:
    """A paragraph of a clause, with all that belongs under it."""

    clause: Clause
    block: Block

    def texts(self, lang: Lang) -> str:
        """All its words in one language, a line for each passage."""
        contents = (content for block in nested([self.block]) for content in own_passages(block))
        return "\n".join(plain(content.get(lang)) for content in contents)

    @property
    def place(self) -> Message:
        """Its number, and the clause that it belongs to."""
        label = self.block.label if isinstance(self.block, Paragraph) else Content()
        zh, en = (unstopped(plain(label.get(lang))) for lang in ("zh", "en"))
        return Message(f"{zh or en}（{self.clause.id}）", f"{en or zh} ({self.clause.id})")


def _paragraphs(clause: Clause) -> Iterator[_Said]:
    return (_Said(clause, block) for block in clause.blocks)


# What no contract can exempt from -------------------------------------------------------------------------------


def carve_outs(assembled: Assembled, by_clause: ByClause) -> Iterator[Diagnostic]:
    """Limits of liability from which a contract does not take out what article 506 protects, or that name it."""
    # The clause on liability first, since most contracts are settled by it.
    every = sorted(assembled.clauses, key=lambda clause: clause.id != _LIABILITY)
    lacking: set[Kept] = set()
    for lang in assembled.languages:
        kept = (by_clause.find(("carved out", lang), clause, partial(_carved_out, lang=lang)) for clause in every)
        lacking |= _lacking(kept)
        for clause in every:
            yield from by_clause.find(("exempting", lang), clause, partial(_exemptions, lang=lang))
    paragraphs = (said for clause in every for said in _paragraphs(clause.read()))
    if lacking and (limiting := next(filter(partial(_limits, languages=assembled.languages), paragraphs), None)):
        yield _without(limiting, [kept for kept in Kept if kept in lacking])


def _lacking(carved_out: Iterable[Iterable[Kept]]) -> frozenset[Kept]:
    lacking = frozenset(Kept)
    for found in carved_out:
        lacking -= frozenset(found)
        if not lacking:
            break
    return lacking


def _carved_out(clause: Clause, lang: Lang) -> Iterator[Kept]:
    for said in _paragraphs(clause):
        yield from carved_out(said.texts(lang), lang)


def _exemptions(clause: Clause, lang: Lang) -> Iterator[Diagnostic]:
    for said in _paragraphs(clause):
        yield from _exempting(said, said.texts(lang), lang)


def _limits(said: _Said, languages: Iterable[Lang]) -> bool:
    return any(limit_in(said.texts(lang), lang) for lang in languages)


def _exempting(said: _Said, text: str, lang: Lang) -> Iterator[Diagnostic]:
    if any(word in text for word in WORDS[lang]):
        for kept, words in exempted(text, lang):
            yield error(
                Code.CARVE_OUTS,
                said.block.span,
                zh=f"{said.place.zh}免除{SAID[kept].zh}的责任（“{words}”），依民法典第五百零六条无效",
                en=f"{said.place.en} exempts from {SAID[kept].en} (“{words}”), which article 506 of the Civil Code "
                "makes void",
                value=words,
                hint=Message("删去该项", "leave it out"),
            )


def _without(said: _Said, missing: Iterable[Kept]) -> Diagnostic:
    zh, en = "、".join(SAID[kept].zh for kept in missing), ", ".join(SAID[kept].en for kept in missing)
    return error(
        Code.CARVE_OUTS,
        said.block.span,
        zh=f"{said.place.zh}限制或者免除责任，而合同没有把{zh}的责任排除在限制之外（民法典第五百零六条）",
        en=f"{said.place.en} limits or excludes liability, and nothing in the contract takes liability for {en} out of "
        "that (article 506 of the Civil Code)",
        value=said.clause.id,
        hint=Message(
            "加上一款，写明任何排除或者限制均不适用于人身损害、因故意或者重大过失造成的财产损失，"
            f"如自带条款 {_LIABILITY} 的“不得限制的责任”",
            "add a paragraph that no exclusion or limit applies to personal injury or to loss of property caused "
            f"intentionally or by gross negligence, as the packaged {_LIABILITY} has it",
        ),
    )


# What has to catch the eye --------------------------------------------------------------------------------------


def inconspicuous(assembled: Assembled, contract: Contract, by_clause: ByClause) -> Iterator[Diagnostic]:
    """Standard terms that exempt their supplier from liability or limit it, and are not set in bold."""
    if not contract.contract.standard_terms:
        return
    languages, supplier = assembled.languages, _supplier(contract)
    look = partial(_in_small_print, languages=languages, supplier=supplier)
    for clause in assembled.clauses:
        yield from by_clause.find(("inconspicuous", *languages, str(supplier)), clause, look)


def _in_small_print(clause: Clause, languages: Collection[Lang], supplier: Role | None) -> Iterator[Diagnostic]:
    for said in _paragraphs(clause):
        for block in nested([said.block]):
            words = _unseen(block, languages, supplier)
            if words is not None:
                yield _in_plain_type(replace(said, block=block if isinstance(block, Paragraph) else said.block), words)


def _supplier(contract: Contract) -> Role | None:
    by = contract.establishment.standard_terms_by
    return next((party.role for party in contract.parties if party.id == by), None)


def _unseen(block: Block, languages: Iterable[Lang], supplier: Role | None) -> str | None:
    """The words of a limit in a block that are not in bold."""
    for content in own_passages(block):
        for lang in languages:
            if words := limit_in(_in_normal_type(content.get(lang)), lang, supplier):
                return words
    return None


def _in_normal_type(inlines: Iterable[Inline]) -> str:
    return plain(Text("\n") if isinstance(node, Strong) else node for node in inlines)


def _in_plain_type(said: _Said, words: str) -> Diagnostic:
    found = error(
        Code.CONSPICUOUS_TERMS,
        said.block.span,
        zh=f"{said.place.zh}限制或者免除责任（“{words}”），本合同为格式条款，而该款没有以显著方式标明",
        en=f"{said.place.en} limits or excludes liability (“{words}”); this contract is of standard terms, and the "
        "paragraph is not set conspicuously",
        value=words,
        hint=Message(
            "在该款编号之后写上 {{ conspicuous() }}，使其在格式条款中加粗",
            "write {{ conspicuous() }} after its number, so that as a standard term it is set in bold",
        ),
    )
    return replace(found, severity=Severity.WARNING)
