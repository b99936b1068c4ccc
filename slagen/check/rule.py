"""What a rule over a contract's inputs is: a code, a severity, the inputs it reads, and a small function.

A rule's function takes the :class:`Inputs` and yields a :class:`Finding` for each contradiction.  It never sees the
file: the path of a finding says where the value to mend stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from slagen.diagnostics import Code, Message, Severity
from slagen.model.clause import Variant
from slagen.model.contract import Contract
from slagen.model.delivery import PriorityTarget
from slagen.model.parties import Calendar, Contact, Party
from slagen.model.quality import ServiceLevel, Sli
from slagen.model.services import Service
from slagen.read.positioned import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction.

    `path` is that of the value to mend (``("slos", 0, "target")``), or of the list or block around it; `severity` the
    rule's own where it is None.
    """

    path: Path
    message: Message
    value: object = ""
    hint: Message | None = None
    severity: Severity | None = None


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


def _by_id(entries: Sequence[T]) -> Mapping[str, T]:
    return MappingProxyType({entry.id: entry for entry in entries})


@dataclass(frozen=True)
class Inputs:
    """A contract as rules see it, with its entries by id.

    Where the file has errors, `contract` lacks the lists and blocks they stand in; a rule runs only where all that it
    reads is there.
    """

    contract: Contract
    today: date

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """The parties by id."""
        return _by_id(self.contract.parties)

    @cached_property
    def contacts(self) -> Mapping[str, Contact]:
        """The contacts by id."""
        return _by_id(self.contract.contacts)

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        """The calendars by id."""
        return _by_id(self.contract.calendars)

    @cached_property
    def services(self) -> Mapping[str, Service]:
        """The services by id."""
        return _by_id(self.contract.services)

    @cached_property
    def slis(self) -> Mapping[str, Sli]:
        """The service level indicators by id."""
        return _by_id(self.contract.slis)

    @cached_property
    def slos(self) -> Mapping[str, ServiceLevel]:
        """The service level objectives by id."""
        return _by_id(self.contract.slos)

    @cached_property
    def priorities(self) -> Mapping[str, PriorityTarget]:
        """The priorities by id."""
        return _by_id(self.contract.priority.targets)

    def variant(self, clause: str) -> Variant:
        """The variant of a clause that has all three of them, which the contract chooses by `variants`."""
        wanted = self.contract.variants
        return wanted.get(clause, wanted.get("default", Variant.BALANCED))

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What several rules compute from the same inputs, by a key of their own."""
        return {}


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of the inputs: `reads` names the lists and blocks of the contract that `find` looks at."""

    code: Code
    severity: Severity
    reads: tuple[str, ...]
    find: Callable[[Inputs], Iterable[Finding]]
