"""Availability of what is built from other things: serial, parallel and mixed structures with shared components, exact.

Serial: A = Π Aᵢ; parallel: A = 1 − Π (1 − Aᵢ); both for parts that fail independently.  A component that several parts
rest on is one component, however often it is written: the structure is conditioned on it (Shannon expansion, also
called factoring: Barlow and Proschan, Statistical Theory of Reliability and Life Testing, chapter 1), and only on it.
What is independent stays a product, and what all parts need, or what alone is enough, is taken out of them first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Literal

EXPANSIONS = 4096
"""How many times a network conditions on a component before it gives up."""
DEPTH = 100
"""How deep serial and parallel parts may alternate."""


class TooEntangledError(ValueError):
    """So many components are shared that an exact evaluation would take too long; names some of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"too many components are shared to evaluate them exactly, among them {', '.join(self.names)}")


@dataclass(frozen=True, slots=True)
class Component:
    """Something with an availability of its own, a share of one; components of one name are one component.

    Raises:
        ValueError: the availability lies outside 0 to 1.
    """

    name: str
    availability: Fraction

    def __post_init__(self) -> None:
        if not 0 <= self.availability <= 1:
            raise ValueError(f"{self.name} can't have an availability of {self.availability}")


@dataclass(frozen=True, slots=True)
class Serial:
    """All parts are needed."""

    parts: tuple[Structure, ...]


@dataclass(frozen=True, slots=True)
class Parallel:
    """One of the parts is enough.

    Raises:
        ValueError: there are no parts.
    """

    parts: tuple[Structure, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("of no parts, none can be enough")


Structure = Component | Serial | Parallel


def availability(structure: Structure) -> Fraction:
    """The availability of a structure, a share of one, exact.

    Raises:
        ValueError: components of one name have different availabilities.
        TooEntangledError: too many components are shared.
    """
    network = Network()
    return network.availability(_node(network, structure))


def shared(structure: Structure) -> tuple[str, ...]:
    """The names of components that occur in more than one part of one parallel, in the order they are written.

    They make those parts fail together, so the parts are not independent.
    """
    found = dict.fromkeys(name for parallel in _parallels(structure) for name in _common(parallel))
    return tuple(found)


def _node(network: Network, structure: Structure) -> int:
    if isinstance(structure, Component):
        return network.component(structure.name, structure.availability)
    nodes = [_node(network, part) for part in structure.parts]
    return network.serial(nodes) if isinstance(structure, Serial) else network.parallel(nodes)


def _parallels(structure: Structure) -> Iterator[Parallel]:
    if isinstance(structure, Parallel):
        yield structure
    if not isinstance(structure, Component):
        for part in structure.parts:
            yield from _parallels(part)


def _common(parallel: Parallel) -> list[str]:
    counts = Counter(name for part in parallel.parts for name in dict.fromkeys(_names(part)))
    return [name for name, count in counts.items() if count > 1]


def _names(structure: Structure) -> Iterator[str]:
    if isinstance(structure, Component):
        yield structure.name
    else:
        for part in structure.parts:
            yield from _names(part)


_Kind = Literal["component", "all", "any"]
_UP, _DOWN = 0, 1


class Network:
    """Structures that share components, each kept once and numbered, with the availabilities found so far.

    For many structures over the same components; :func:`availability` is for one.  A node is a whole number that only
    its network understands.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[_Kind, frozenset[int]] | str, int] = {}
        self._kinds: list[_Kind] = ["all", "any"]
        self._parts: list[frozenset[int]] = [frozenset(), frozenset()]
        self._rests_on = [0, 0]
        """The components a node rests on, a bit each: that of the node of the component."""
        self._depths = [0, 0]
        self._availabilities: dict[int, Fraction] = {_UP: Fraction(1), _DOWN: Fraction(0)}
        self._names: dict[int, str] = {}
        self._left = EXPANSIONS

    def component(self, name: str, availability: Fraction) -> int:
        """The node of a component; the same for the same name.

        Raises:
            ValueError: the name has another availability already.
        """
        node = self._numbers.get(name)
        if node is None:
            node = self._new(name, "component", frozenset(), 0)
            self._rests_on[node], self._availabilities[node], self._names[node] = 1 << node, availability, name
        if self._availabilities[node] != availability:
            raise ValueError(f"{name} has two availabilities: {self._availabilities[node]} and {availability}")
        return node

    def serial(self, nodes: Iterable[int]) -> int:
        """The node of which all parts are needed; without parts it is always up."""
        return self._join("all", nodes)

    def parallel(self, nodes: Iterable[int]) -> int:
        """The node of which one part is enough; without parts it is always down."""
        return self._join("any", nodes)

    def availability(self, node: int) -> Fraction:
        """The availability of a node, a share of one, exact.

        Raises:
            TooEntangledError: too many components are shared.
        """
        return self._found(node)

    def _new(self, key: tuple[_Kind, frozenset[int]] | str, kind: _Kind, parts: frozenset[int], depth: int) -> int:
        node = self._numbers[key] = len(self._kinds)
        self._kinds.append(kind)
        self._parts.append(parts)
        self._depths.append(depth)
        self._rests_on.append(0)
        for part in parts:
            self._rests_on[node] |= self._rests_on[part]
        return node

    def _join(self, kind: _Kind, nodes: Iterable[int]) -> int:
        neutral, decisive = (_UP, _DOWN) if kind == "all" else (_DOWN, _UP)
        parts = frozenset(nodes) - {neutral}
        if decisive in parts or not parts:
            return decisive if parts else neutral
        if len(parts) == 1:
            return next(iter(parts))
        depth = max(self._depths[part] + (self._kinds[part] != kind) for part in parts)
        node = self._numbers.get((kind, parts))
        if node is None:
            if depth > DEPTH:
                raise TooEntangledError(self._named(self._union(parts)))
            node = self._new((kind, parts), kind, parts, depth)
        return node

    def _union(self, parts: Iterable[int]) -> int:
        union = 0
        for part in parts:
            union |= self._rests_on[part]
        return union

    def _found(self, node: int) -> Fraction:
        found = self._availabilities.get(node)
        if found is None:
            kind, parts = self._kinds[node], self._parts[node]
            apart, tied = self._split(parts)
            if tied:
                opened = self._split(self._opened(kind, tied))
                apart, tied = [*apart, *opened[0]], opened[1]
            shares = [self._found(part) for part in apart]
            shares += [self._entangled(kind, group) for group in self._groups(tied)]
            found = self._availabilities[node] = _all(shares) if kind == "all" else _any(shares)
        return found

    def _split(self, parts: Iterable[int]) -> tuple[list[int], list[int]]:
        """The parts that share no component with another one, and those that do, each in the order of their numbers."""
        once = twice = 0
        for part in parts:
            twice |= once & self._rests_on[part]
            once |= self._rests_on[part]
        in_order = sorted(parts)
        apart = [part for part in in_order if not self._rests_on[part] & twice]
        return apart, [part for part in in_order if self._rests_on[part] & twice] if twice else []

    def _groups(self, parts: list[int]) -> list[list[int]]:
        """The parts, those together that share a component, if only by way of others."""
        groups: list[tuple[int, list[int]]] = []
        for part in parts:
            rests_on, together = self._rests_on[part], [part]
            for group in [group for group in groups if group[0] & rests_on]:
                groups.remove(group)
                rests_on, together = rests_on | group[0], group[1] + together
            groups.append((rests_on, together))
        return [together for _, together in groups]

    def _opened(self, kind: _Kind, parts: Iterable[int]) -> set[int]:
        """The parts, those of the same kind replaced by their own parts until none is left."""
        waiting, opened = list(parts), set[int]()
        while waiting:
            part = waiting.pop()
            if self._kinds[part] == kind:
                waiting += self._parts[part] - opened
            else:
                opened.add(part)
        return opened

    def _entangled(self, kind: _Kind, parts: list[int]) -> Fraction:
        """The availability of parts that share components, none of them of the same kind."""
        alone = {part for part in parts if self._kinds[part] == "component"}
        if alone:
            # x and f is x and f with x up; x or f is x or f with x down: x is then in f no more.
            state = dict.fromkeys(alone, _UP if kind == "all" else _DOWN)
            rest = [self._given(part, state) for part in parts if part not in alone]
            return self._found(self._join(kind, [*alone, *rest]))
        if common := self._common(kind, parts):
            return self._found(common)
        component = self._most_shared(parts)
        self._spend(parts)
        chance = self._availabilities[component]
        up, down = (
            self._found(self._join(kind, [self._given(part, {component: state}) for part in parts]))
            for state in (_UP, _DOWN)
        )
        return chance * up + (1 - chance) * down

    def _common(self, kind: _Kind, parts: list[int]) -> int | None:
        """The same with what all parts share taken out of them: xf or xg is x and (f or g), and the other way round."""
        other: _Kind = "any" if kind == "all" else "all"
        opened = [self._opened(other, [part]) for part in parts]
        common = set[int].intersection(*opened)
        rest = self._join(kind, [self._join(other, inside - common) for inside in opened])
        return self._join(other, [*common, rest]) if common else None

    def _spend(self, parts: list[int]) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooEntangledError(self._named(self._union(parts)))

    def _named(self, components: int) -> list[str]:
        return [name for node, name in self._names.items() if components >> node & 1][:5]

    def _most_shared(self, parts: list[int]) -> int:
        counts = Counter(node for part in parts for node in _bits(self._rests_on[part]))
        return min(counts, key=lambda node: (-counts[node], node))

    def _given(self, node: int, state: Mapping[int, int]) -> int:
        """The node with components of known state replaced by it."""
        if node in state:
            return state[node]
        if not any(self._rests_on[node] >> component & 1 for component in state):
            return node
        kind = self._kinds[node]
        return self._join(kind, [self._given(part, state) for part in self._opened(kind, self._parts[node])])


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _all(shares: list[Fraction]) -> Fraction:
    return Fraction(prod(share.numerator for share in shares), prod(share.denominator for share in shares))


def _any(shares: list[Fraction]) -> Fraction:
    return 1 - _all([1 - share for share in shares])
