"""Edits of one language of a clause that change what it says, as a hurried editor would make them.

PYTHONPATH=tests python -m check.mutations     reports the share that the parity gate catches, and what slips through
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from slagen.check.parity import parity
from slagen.diagnostics import Lang
from slagen.model.clause import Agreed, ClauseFile, Source
from slagen.project import PACKAGED, Project, library_root
from slagen.read.clauses import load_clause
from slagen.read.passages import TAG, passages

ROOT = Path(__file__).parents[2]
Edit = Callable[[str, Lang, random.Random], str | None]
"""An edit of a text in one language; None where the text has nothing to edit that way."""


@dataclass(frozen=True)
class Mutant:
    """A clause whose text was edited in one language."""

    kind: str
    lang: Lang
    clause: ClauseFile
    before: str
    after: str


def _swap(patterns: Mapping[Lang, tuple[str, str]]) -> Edit:
    """Replace one of the places that a pattern finds in the words, tags left alone."""

    def edit(text: str, lang: Lang, chance: random.Random) -> str | None:
        pattern, instead = patterns[lang]
        tags = [match.span() for match in TAG.finditer(text)]
        found = [
            match
            for match in re.finditer(pattern, text)
            if not any(start <= match.start() < end for start, end in tags)
        ]
        if not found:
            return None
        match = chance.choice(found)
        return text[: match.start()] + match.expand(instead) + text[match.end() :]

    return edit


def _figure(text: str, lang: Lang, chance: random.Random) -> str | None:
    """One input in place of another, or a figure of the text changed."""
    found = [match for match in TAG.finditer(text) if match["value"] and "(" not in match["value"]]
    figures = list(re.finditer(r"(?<![\w/.-])\d+", TAG.sub(lambda m: " " * len(m[0]), text)))
    if found and (not figures or chance.random() < 0.8):
        match = chance.choice(found)
        others = sorted({other[0] for other in found} - {match[0]}) or ["{{ amendment.notice }}"]
        return text[: match.start()] + chance.choice(others) + text[match.end() :]
    if figures:
        match = chance.choice(figures)
        return text[: match.start()] + str(int(match[0]) + 1) + text[match.end() :]
    return None


def _reference(text: str, lang: Lang, chance: random.Random) -> str | None:
    found = [match for match in TAG.finditer(text) if (match["value"] or "").startswith(("ref(", "cite("))]
    if not found:
        return None
    match = chance.choice(found)
    others = sorted({other[0] for other in found} - {match[0]}) or ["{{ ref('supplementary.notices') }}"]
    return text[: match.start()] + chance.choice(others) + text[match.end() :]


def _item(text: str, lang: Lang, chance: random.Random) -> str | None:
    lines = text.split("\n")
    items = [index for index, line in enumerate(lines) if re.match(r"\s+1\. ", line)]
    if not items:
        return None
    del lines[chance.choice(items)]
    return "\n".join(lines)


def _sentence(text: str, lang: Lang, chance: random.Random) -> str | None:
    pattern = r"(?<=[。；])[^。；\n{}|]{6,}[。；]" if lang == "zh" else r"(?<=[.;]) [A-Za-z][^.;\n{}|]{15,}[.;](?=\s|$)"
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + text[match.end() :]


KINDS: Mapping[str, Edit] = {
    "drop a negation": _swap(
        {
            "zh": (r"不(?=[得是能予应构计受影适属再])|未(?=[经能在依履按])", ""),
            "en": (r"(?<=\w) not\b|\bno (?=\w)", ""),
        }
    ),
    "change a figure or input": _figure,
    "duty to right": _swap({"zh": ("应当", "可以"), "en": (r"\bshall\b(?! not)", "may")}),
    "right to duty": _swap({"zh": ("可以|有权", "应当"), "en": (r"\bmay\b(?! not)", "shall")}),
    "prohibition to right": _swap({"zh": ("不得", "可以"), "en": (r"\bshall not\b", "may")}),
    "remove a list item": _item,
    "change a reference": _reference,
    "drop a sentence": _sentence,
    "swap the parties": _swap({"zh": ("服务提供方(?!自身)", "客户"), "en": (r"\bthe Provider\b", "the Customer")}),
}  # fmt: skip


def clauses() -> list[ClauseFile]:
    """Every packaged clause file, each variant by itself, as if both languages had just been agreed."""
    return [as_agreed(clause) for clause in packaged()]


def packaged() -> list[ClauseFile]:
    """Every packaged clause file, each variant by itself."""
    project = Project.at(ROOT / "tests" / "minimal" / "contract.yaml")
    names = sorted((library_root() / "clauses").rglob("*.md"))
    return [load_clause(project, f"{PACKAGED}{name.relative_to(library_root()).as_posix()}") for name in names]


def as_agreed(clause: ClauseFile) -> ClauseFile:
    digests = {lang: " ".join(p.digest for p in passages(clause.sources[lang])) for lang in ("zh", "en")}
    record = Agreed(version=clause.head.version, zh=digests["zh"], en=digests["en"])
    return replace(clause, head=clause.head.model_copy(update={"agreed": record}))


def mutants(seed: int, each: int) -> Iterator[Mutant]:
    """`each` edits of every kind in each language, in clauses drawn at random."""
    chance, files = random.Random(seed), clauses()  # noqa: S311 - a test's own dice
    for kind, edit in KINDS.items():
        for lang in ("zh", "en"):
            made = 0
            for clause in chance.sample(files, len(files)) * 3:
                before = clause.sources[lang].text
                after = edit(before, lang, chance)
                if after is not None and after != before:
                    yield Mutant(kind, lang, _with(clause, lang, after), before, after)
                    made += 1
                if made == each:
                    break


def _with(clause: ClauseFile, lang: Lang, text: str) -> ClauseFile:
    return replace(clause, sources={**clause.sources, lang: Source(text, clause.sources[lang].line)})


def unreviewed(clause: ClauseFile) -> ClauseFile:
    """The clause as if nobody had ever recorded a review."""
    return replace(clause, head=clause.head.model_copy(update={"agreed": None}))


def findings(clause: ClauseFile) -> Counter[tuple[str, str]]:
    return Counter((found.code.value, found.message.en) for found in parity(clause))


_LINE = "{:26} {:4} edits   {:6.1%} caught   {:6.1%} without a record\n"


def report(seed: int = 20261123, each: int = 25) -> None:
    """Print the shares by kind."""
    caught: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    slipped = []
    for mutant in mutants(seed, each):
        original = _with(mutant.clause, mutant.lang, mutant.before)
        recorded = bool(findings(mutant.clause))
        alone = findings(unreviewed(mutant.clause)) != findings(unreviewed(original))
        caught[mutant.kind].append((recorded, alone))
        if not alone:
            slipped.append(mutant)
    total = [both for results in caught.values() for both in results]
    for kind, results in [*caught.items(), ("all", total)]:
        shares = (sum(result[i] for result in results) / len(results) for i in (0, 1))
        sys.stdout.write(_LINE.format(kind, len(results), *shares))
    for mutant in slipped:
        sys.stdout.write(f"slipped without a record: {mutant.kind}, {mutant.lang}, {mutant.clause.span.file}\n")


if __name__ == "__main__":
    report()
