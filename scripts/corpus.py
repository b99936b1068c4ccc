"""How redlines of two versions of real texts read: edits against a character diff, short islands, cut figures.

    python scripts/corpus.py DIR

DIR holds pairs NAME.old.md and NAME.new.md.  Paragraphs pair by their words, and words are compared within those that
changed, as in a contract.  An edit is a run of deleted or inserted text or both side by side; a character diff is
difflib's over the characters of the same paragraphs; an island is one character that both sides have between two
edits; a cut is an edit that begins or ends inside a figure.  "back" says that both texts can be had from the pieces.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from cydifflib import SequenceMatcher

from slagen.diff.align import Pair, by_words
from slagen.diff.words import Piece, compare


@dataclass(frozen=True)
class Measured:
    """What was counted over one pair of texts."""

    name: str
    paragraphs: int
    edits: int
    characters: int
    islands: int
    cuts: int
    back: bool


def paragraphs(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def measured(name: str, old: str, new: str) -> Measured:
    """Everything counted over the paragraphs of two texts that changed."""
    before, after = paragraphs(old), paragraphs(new)
    pairs = by_words(before, after, str)
    both = [(one.old, one.new) for one in pairs if one.old is not None and one.new is not None and one.old != one.new]
    compared = [compare(one, other) for one, other in both]
    return Measured(
        name,
        len(both),
        sum(map(edits, compared)),
        sum(character_edits(one, other) for one, other in both),
        sum(map(islands, compared)),
        sum(map(cuts, compared)),
        has_both(pairs, both, compared, before, after),
    )


def edits(pieces: Sequence[Piece]) -> int:
    """Runs of pieces that are not in both texts."""
    return sum(not equal for equal, _ in groupby(pieces, lambda piece: piece.kind == "equal"))


def character_edits(old: str, new: str) -> int:
    """The same in a diff of characters."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(code[0] != "equal" for code in codes)


def islands(pieces: Sequence[Piece]) -> int:
    """Single characters that both have between two edits."""
    inner = pieces[1:-1]
    return sum(piece.kind == "equal" and len(piece.text.strip()) <= 1 for piece in inner)


def cuts(pieces: Sequence[Piece]) -> int:
    """Places in either text at which a piece ends and the next begins inside a figure."""
    sides = ([piece.text for piece in pieces if piece.kind != gone and piece.text] for gone in ("inserted", "deleted"))
    return sum(one[-1].isdigit() and other[0].isdigit() for side in sides for one, other in pairwise(side))


def has_both(
    pairs: Sequence[Pair[str]],
    both: Sequence[tuple[str, str]],
    compared: Sequence[Sequence[Piece]],
    before: Sequence[str],
    after: Sequence[str],
) -> bool:
    """Whether both texts can be had from the pairs and the pieces."""
    lists = (
        [one.old for one in pairs if one.old is not None] == before,
        [one.new for one in pairs if one.new is not None] == after,
    )
    texts = (
        "".join(piece.text for piece in pieces if piece.kind != gone) == text
        for pair, pieces in zip(both, compared, strict=True)
        for text, gone in zip(pair, ("inserted", "deleted"), strict=True)
    )
    return all(lists) and all(texts)


def all_of(some: Iterable[Measured]) -> Measured:
    """Their sums."""
    held = list(some)
    sums = [
        sum(getattr(one, field) for one in held) for field in ("paragraphs", "edits", "characters", "islands", "cuts")
    ]
    return Measured(f"{len(held)} pairs", *sums, back=all(one.back for one in held))


def lines(some: Sequence[Measured]) -> Iterator[str]:
    """The table as Markdown, the sums last."""
    yield "| pair | paragraphs changed | edits | character diff | ratio | islands | cuts | back |"
    yield "|---|---:|---:|---:|---:|---:|---:|---|"
    for one in (*some, all_of(some)):
        ratio = f"{one.edits / one.characters:.2f}" if one.characters else "–"
        counts = f"{one.paragraphs} | {one.edits} | {one.characters} | {ratio} | {one.islands} | {one.cuts}"
        yield f"| {one.name} | {counts} | {'yes' if one.back else 'NO'} |"


def main(folder: Path) -> int:
    """Print the table; 1 where there is no pair."""
    found = sorted(folder.glob("*.old.md"))
    names = [(file.name.removesuffix(".old.md"), file) for file in found]
    done = [
        measured(name, file.read_text("utf-8"), (folder / f"{name}.new.md").read_text("utf-8")) for name, file in names
    ]
    if not done:
        print(f"no NAME.old.md in {folder}", file=sys.stderr)
        return 1
    print("\n".join(lines(done)))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
