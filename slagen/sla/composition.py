"""What the services of a contract can reach, given what each of them rests on.

A service needs all it is built from in series, one service of each parallel group, all services it depends on, and each
OLA and underpinning contract that supports it.  What this structure leaves is its `allowed` availability.

A service that others rest on counts with what it is `assured` to have: its own target, or less where what it rests on
allows less.  For what the target leaves beyond the structure, the service has a part of its own, so that two services
which rest on a third fail together when that one does, and apart otherwise.  The target is the lowest of its objectives
that measure availability over time; a service without one is as available as its structure, and one without either has
no figure: it is left out and named, together with a group that it is a member of, since nothing is known of how much
it adds to that.  So `allowed` is never less than what a service can reach.  Two entries of `dependencies` that say the
same but for the service they support are one agreement, and counted once.  Service hours are left out: all figures are
taken to hold for the same hours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from slagen.model.contract import Contract
from slagen.model.delivery import Dependency
from slagen.model.quality import Operator, ServiceLevel, SliType
from slagen.model.services import Service
from slagen.model.units import Percent
from slagen.sla.composite import Network
from slagen.sla.exact import share


class DependencyCycleError(ValueError):
    """Services rest on one another in a circle; `services` are their ids in order, the first one again at the end."""

    def __init__(self, services: Iterable[str]) -> None:
        self.services = tuple(services)
        super().__init__(f"services rest on one another in a circle: {' → '.join(self.services)}")


class Relation(StrEnum):
    """How a service rests on something."""

    SERIAL = "serial"
    PARALLEL = "parallel"
    DEPENDS_ON = "depends on"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Support:
    """One thing a service needs: a service, a group of services of which one is enough, or an agreement."""

    relation: Relation
    members: tuple[str, ...]
    """Ids of services, or of one entry of `dependencies`."""
    availability: Fraction | None
    """A share of one; None where a member has no figure."""
    unknown: tuple[str, ...] = ()
    """Members that have no figure."""
    shared: tuple[str, ...] = ()
    """Ids of services and entries of `dependencies` on which more than one member of a group rests."""


@dataclass(frozen=True, slots=True)
class Composition:
    """What a service rests on, and the availability that this allows and the service is assured to have."""

    service: str
    supports: tuple[Support, ...]
    allowed: Fraction | None
    """The most that what it rests on leaves, a share of one; None where nothing is known of it."""
    assured: Fraction | None
    """What a service that rests on this one counts on; None where it has no figure."""
    in_series: Fraction | None = None
    """As `allowed`, without the groups of which one member is enough."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Ids of services and agreements that have no figure and are left out."""
        return tuple(dict.fromkeys(name for support in self.supports for name in support.unknown))

    @property
    def shared(self) -> tuple[str, ...]:
        """Ids on which more than one member of a parallel group rests."""
        return tuple(dict.fromkeys(name for support in self.supports for name in support.shared))


def compositions(contract: Contract) -> dict[str, Composition]:
    """The composition of every service by its id, in the order of the contract.

    Raises:
        DependencyCycleError: services rest on one another in a circle.
        slagen.sla.composite.TooEntangledError: too many components are shared to evaluate them exactly.
    """
    composer = _Composer(contract)
    for service in _in_order(contract.services):
        composer.add(service)
    return {service.id: composer.found[service.id] for service in contract.services}


def targets(contract: Contract) -> dict[str, Fraction]:
    """The lowest target, a share of one, among each service's objectives that measure availability over time."""
    kinds = {sli.id: sli.type for sli in contract.slis}
    found: dict[str, Fraction] = {}
    for level in contract.slos:
        if (target := availability_target(level, kinds[level.sli])) is not None:
            found[level.service] = min(target, found.get(level.service, Fraction(1)))
    return found


def availability_target(level: ServiceLevel, kind: SliType) -> Fraction | None:
    """The target of an objective whose indicator is of a kind, a share of one; None if that is no availability."""
    over_time = kind in (SliType.TIME, SliType.SLICE_MEAN) and level.op is Operator.AT_LEAST
    return share(level.target) if over_time and isinstance(level.target, Percent) else None


def _in_order(services: Iterable[Service]) -> list[Service]:
    """The services, each after those that it rests on."""
    by_id = {service.id: service for service in services}
    try:
        return [by_id[id_] for id_ in TopologicalSorter({id_: _needs(by_id[id_]) for id_ in by_id}).static_order()]
    except CycleError as error:
        # graphlib gives each before the one that rests on it.
        raise DependencyCycleError(reversed(error.args[1])) from None


def _needs(service: Service) -> list[str]:
    return [member for _, members in _services(service) for member in members]


def _services(service: Service) -> Iterator[tuple[Relation, tuple[str, ...]]]:
    if service.topology:
        yield from ((Relation.SERIAL, (member,)) for member in service.topology.serial)
        yield from ((Relation.PARALLEL, group) for group in service.topology.parallel if group)
    yield from ((Relation.DEPENDS_ON, (member,)) for member in service.depends_on)


class _Composer:
    """Services added one after the other, each with its node in one network."""

    def __init__(self, contract: Contract) -> None:
        self.found: dict[str, Composition] = {}
        self._network = Network()
        self._nodes: dict[str, int | None] = {}
        self._beneath: dict[str, frozenset[_Name]] = {}
        """All that a service rests on, itself among it."""
        self._targets = targets(contract)
        self._agreements = _Agreements(contract.dependencies)

    def add(self, service: Service) -> None:
        """Compose a service from those that were added before."""
        found = list(self._supports(service))
        supports = tuple(support for support, _ in found)
        rest, allowed = self._serial(node for _, node in found)
        _, in_series = self._serial(node for support, node in found if support.relation is not Relation.PARALLEL)
        target = self._targets.get(service.id)
        assured = min((each for each in (allowed, target) if each is not None), default=None)
        self.found[service.id] = Composition(service.id, supports, allowed, assured, in_series)
        self._nodes[service.id] = self._own(service.id, rest, allowed, assured)
        self._beneath[service.id] = frozenset({("services", service.id)}).union(*map(self._under, supports))

    def _serial(self, nodes: Iterable[int | None]) -> tuple[int | None, Fraction | None]:
        """The node that needs all of those that have a figure, and its availability."""
        known = [node for node in nodes if node is not None]
        if not known:
            return None, None
        node = self._network.serial(known)
        return node, self._network.availability(node)

    def _under(self, support: Support) -> frozenset[_Name]:
        if support.relation is Relation.AGREEMENT:
            return frozenset({("dependencies", self._agreements.first(support.members[0]))})
        return frozenset[_Name]().union(*(self._beneath[member] for member in support.members))

    def _own(self, id_: str, rest: int | None, allowed: Fraction | None, assured: Fraction | None) -> int | None:
        """The node of a service: what it rests on, and a part of its own for what its target leaves beyond that."""
        if assured is None or (rest is not None and assured == allowed):
            return rest
        own = self._network.component(f"service {id_}", assured / allowed if allowed else assured)
        return own if rest is None else self._network.serial([own, rest])

    def _supports(self, service: Service) -> Iterator[tuple[Support, int | None]]:
        for relation, members in _services(service):
            yield self._group(relation, members)
        for agreement in self._agreements.of(service.id):
            yield self._agreement(agreement)

    def _group(self, relation: Relation, members: tuple[str, ...]) -> tuple[Support, int | None]:
        unknown = tuple(member for member in members if self._nodes[member] is None)
        known = [node for member in members if (node := self._nodes[member]) is not None]
        node = None if unknown else self._network.parallel(known)
        found = None if node is None else self._network.availability(node)
        return Support(relation, members, found, unknown, self._shared(members)), node

    def _shared(self, members: tuple[str, ...]) -> tuple[str, ...]:
        if len(members) < 2:
            return ()
        counts = Counter(name for member in members for name in self._beneath[member])
        return tuple(id_ for (_, id_), count in sorted(counts.items()) if count > 1)

    def _agreement(self, agreement: Dependency) -> tuple[Support, int | None]:
        if agreement.availability is None:
            return Support(Relation.AGREEMENT, (agreement.id,), None, (agreement.id,)), None
        figure = min(share(agreement.availability), Fraction(1))
        node = self._network.component(f"agreement {self._agreements.first(agreement.id)}", figure)
        return Support(Relation.AGREEMENT, (agreement.id,), figure), node


_Name = tuple[str, str]
"""A register of the contract and an id in it."""


class _Agreements:
    """The entries of `dependencies` by service; entries that are one agreement share the id of the first of them."""

    def __init__(self, dependencies: Iterable[Dependency]) -> None:
        self._of: defaultdict[str, list[Dependency]] = defaultdict(list)
        self._first: dict[str, str] = {}
        same: dict[Dependency, str] = {}
        for entry in dependencies:
            self._of[entry.service].append(entry)
            self._first[entry.id] = same.setdefault(entry.model_copy(update={"id": "", "service": ""}), entry.id)

    def of(self, service: str) -> list[Dependency]:
        """The entries that support a service."""
        return self._of[service]

    def first(self, id_: str) -> str:
        """The id of the first entry that is the same agreement."""
        return self._first[id_]
