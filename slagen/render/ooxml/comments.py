"""Comments in the margin and the part that holds them (ECMA-376 part 1, 17.13.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slagen.diagnostics import Lang
from slagen.render.ooxml.elements import Element, w
from slagen.render.ooxml.runs import text_run
from slagen.render.ooxml.tracked import Tracking, tracked


@dataclass(frozen=True, slots=True)
class Comment:
    """What is said in the margin of a redline, which is no text of the document."""

    number: int
    lang: Lang
    words: str


def commented(comment: Comment) -> Element:
    """The run that a comment hangs on (17.13.4.5)."""
    return w("r", w("commentReference", id=comment.number))


def comments_part(some: Iterable[Comment], tracking: Tracking) -> Element:
    """The comments part (17.13.4.6)."""
    made = (
        tracked("comment", tracking, one.number, w("p", w("r", w("annotationRef")), text_run(one.lang, one.words)))
        for one in some
    )
    return w("comments", *made)
