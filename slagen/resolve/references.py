"""The documents that a contract names: those of the library's register filled in, the parties' own looked over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from slagen.diagnostics import Code, Diagnostic, Message, error, warning
from slagen.model.supplementary import Reference, ReferenceStatus
from slagen.model.text import Text
from slagen.read.contract import Loaded
from slagen.read.positioned import Positioned
from slagen.read.references import Cited, Works, not_in_force, outdated
from slagen.read.shape import nearest


def fill_in(loaded: Loaded, works: Works) -> tuple[Loaded, list[Diagnostic]]:
    """The contract with each entry of its references that is only an id filled in, and what is wrong with them."""
    references = loaded.contract.references
    filled = tuple(_filled(reference, works) for reference in references)
    contract = loaded.contract.model_copy(update={"references": filled})
    return replace(loaded, contract=contract), list(_wrong(references, works, loaded.source))


def is_registered(reference: Reference, works: Works) -> bool:
    """Whether an entry, filled in, is the register's."""
    return reference.id in works and reference.number == works[reference.id].work.number


def _filled(reference: Reference, works: Works) -> Reference:
    if not _by_id(reference) or reference.id not in works:
        # What is missing is told as such; nothing that prints it needs to be told again.
        words = Text(zh=reference.id, en=reference.id)
        return reference.model_copy(
            update={name: ReferenceStatus.CURRENT if name == "status" else words for name in _missing(reference)}
        )
    work = works[reference.id].work
    given = {"number": work.number, "title": work.title, "edition": work.edition, "status": work.status}
    return reference.model_copy(update=given | {"verified_on": work.verified_on if work.verified else None})


def _wrong(references: Iterable[Reference], works: Works, source: Positioned) -> Iterator[Diagnostic]:
    """Entries of a contract that name no work of the register and do not say what they are, or say it twice."""
    by_number = {entry.work.number_in(lang): id_ for id_, entry in works.items() for lang in ("zh", "en")}
    for index, reference in enumerate(references):
        span = source.at(("references", index, "id"))
        if _by_id(reference) and reference.id in works:
            yield from outdated(reference.id, works, span)
        elif _by_id(reference):
            yield error(
                Code.REFERENCE_SUPERSEDED,
                span,
                zh=f"references[{index}]：条款库未收录 {reference.id}",
                en=f"references[{index}]: the library's register has no {reference.id}",
                value=reference.id,
                hint=_near(reference.id, works),
            )
        elif missing := _missing(reference):
            yield error(
                Code.FIELD_MISSING,
                span,
                zh=f"references[{index}] 缺少 {'、'.join(missing)}",
                en=f"references[{index}] lacks {', '.join(missing)}",
                value=reference.id,
            )
        elif (known := by_number.get(str(reference.number))) is not None:
            # The register says whether it is in force, so nothing else is said of it.
            yield warning(
                Code.VALUE_CONFLICT,
                source.at(("references", index, "number")),
                zh=f"references[{index}].number：条款库已收录 {reference.number}，标识为 {known}",
                en=f"references[{index}].number: the library's register has {reference.number} as {known}",
                value=str(reference.number),
                hint=Message(f"只写 id: {known}", f"write nothing but id: {known}"),
            )
        else:
            yield from not_in_force(_own(reference), source.at(("references", index, "status")))


def _own(reference: Reference) -> Cited:
    """A document as the contract itself describes it."""
    status = reference.status or ReferenceStatus.CURRENT
    return Cited(str(status), status, _words(reference.number), _words(reference.title))


def _words(text: str | Text | None) -> Message:
    if isinstance(text, Text):
        return Message(text.zh or text.en or "", text.en or text.zh or "")
    return Message(text or "", text or "")


def _near(id_: str, works: Works) -> Message:
    near = nearest(id_, works)
    zh, en = "写出 number、title、edition 和 status", "give its number, title, edition and status"
    return Message(f"是否应为 {near}？否则{zh}", f"did you mean {near}? If not, {en}") if near else Message(zh, en)


_GIVEN = ("number", "title", "edition", "status")


def _missing(reference: Reference) -> list[str]:
    return [name for name in _GIVEN if getattr(reference, name) is None]


def _by_id(reference: Reference) -> bool:
    """Whether it names a work of the register and says nothing of its own."""
    return all(getattr(reference, name) is None for name in (*_GIVEN, "verified_on"))
