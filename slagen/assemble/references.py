"""The laws and standards that a contract lists: the works that its clauses cite, and documents of the parties' own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from slagen.assemble.show import Shower
from slagen.diagnostics import Lang
from slagen.model.register import Work
from slagen.model.supplementary import Reference
from slagen.read.references import Works
from slagen.resolve.bound import Bound, Register
from slagen.resolve.references import is_registered


@dataclass(frozen=True, slots=True)
class ShownWork:
    """A work of the register as a clause lists it in one language."""

    number: str
    title: str
    edition: str
    status: str
    verified_on: str


def listing(
    cited: Collection[str], references: Iterable[Reference], works: Works, register: Register, shower: Shower
) -> list[ShownWork | Bound]:
    """What a contract refers to: works of the register in its order, then the documents that only the parties have."""
    named = [(f"references[{index}]", reference) for index, reference in enumerate(references)]
    wanted = {*cited, *(reference.id for _, reference in named if is_registered(reference, works))}
    return [
        *(_shown(entry.work, shower) for id_, entry in works.items() if id_ in wanted),
        *(Bound(reference, path, register) for path, reference in named if not is_registered(reference, works)),
    ]


def _shown(work: Work, shower: Shower) -> ShownWork:
    lang = shower.lang
    return ShownWork(
        work.number_in(lang),
        work.title.get(lang) or work.id,
        _edition(work, shower),
        shower.show(work.status),
        shower.show(work.verified_on) if work.verified and work.verified_on else "",
    )


def _edition(work: Work, shower: Shower) -> str:
    """The edition of a standard; of a law, when it was last amended, or else promulgated."""
    if work.edition is not None:
        return work.edition
    lang: Lang = shower.lang
    if work.amended is not None:
        day = shower.show(work.amended)
        return f"{day}修改" if lang == "zh" else f"as amended on {day}"
    if work.issued is not None:
        day = shower.show(work.issued)
        return f"{day}公布" if lang == "zh" else f"promulgated on {day}"
    return "—"
