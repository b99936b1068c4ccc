"""What the parties sign and seal."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from slagen.render.html.inlines import inlines_of
from slagen.render.html.spoken import paragraphs_of, saying, spoken, value_of
from slagen.render.html.voices import Voice
from slagen.render.markup import element
from slagen.tree import Signatory, SignatureBlock, plain

SIGNATURES = "signature"
"""The field of a PDF's form that holds one for each party's signature, named by its role."""
_WHOLE = "position:absolute;left:0;top:-19mm;width:100%;height:46mm;margin:0;border:0;padding:0;background:none"


def signature_page(block: SignatureBlock, voices: tuple[Voice, ...]) -> ElementTree.Element:
    """What the parties sign, from the top of a page on."""
    headings = (
        element(
            "h1",
            {**voice.tag, **voice.place(block.heading), **_mark(block, voices, voice)},
            *inlines_of(block.heading.get(voice.lang), voice),
        )
        for voice in saying(block.heading, voices)
    )
    pairs = (block.signatories[i : i + 2] for i in range(0, len(block.signatories), 2))
    return element(
        "section",
        {"class": "signature"},
        *headings,
        *paragraphs_of(block.statement, voices),
        *(_signatories(pair, voices) for pair in pairs),
    )


def _mark(block: SignatureBlock, voices: tuple[Voice, ...], voice: Voice) -> dict[str, str]:
    if voice.suffix:
        return {"class": "second"}
    return {"data-outline": " ".join(plain(block.heading.get(each.lang)) for each in saying(block.heading, voices))}


def _signatories(pair: tuple[Signatory, ...], voices: tuple[Voice, ...]) -> ElementTree.Element:
    """Two parties beside each other, in rows, so that what one signs is level with the other's."""
    sides = (_signatory(signatory, voices) for signatory in pair)
    rows = (element("tr", {}, *(element("td", {}, *cell) for cell in cells)) for cells in zip(*sides, strict=True))
    return element("table", {"class": "signatories", "role": "presentation"}, element("tbody", {}, *rows))


def _signatory(signatory: Signatory, voices: tuple[Voice, ...]) -> Iterator[tuple[ElementTree.Element, ...]]:
    """The cells of one party, from top to bottom."""
    party = signatory.party
    yield (element("div", {"class": "role"}, *spoken(party.label, voices)),)
    yield (element("div", {"class": "name", **voices[0].place(party.value)}, *value_of(party.value, voices)),)
    yield (_seal(signatory, voices),)
    for line in signatory.lines:
        label = element("div", {"class": "line"}, *spoken(line.label, voices))
        yield label, element("div", {"class": "value", **voices[0].place(line.value)}, *value_of(line.value, voices))


def _seal(signatory: Signatory, voices: tuple[Voice, ...]) -> ElementTree.Element:
    """Where a party seals or, on pages that are no draft, signs electronically: a field over all of it."""
    words = spoken(signatory.seal, voices)
    if not voices[0].signable:
        return element("div", {"class": "seal"}, *words)
    parts = (signatory.party.label, signatory.lines[0].label)
    said = " / ".join(" – ".join(plain(part.get(voice.lang)) for part in parts) for voice in voices)
    area = {"type": "text", "name": f"{SIGNATURES}.{signatory.role}", "title": said, "style": _WHOLE}
    # What is positioned is painted after all that is not: the words must not be, to be read in their place.
    over = element("div", {"style": "position:relative;height:0"}, element("input", area))
    return element("div", {"class": "seal"}, over, *words)
