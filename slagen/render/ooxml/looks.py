"""What styles and lists depend on, and the measures that both take from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slagen.diagnostics import Lang
from slagen.model.template import Theme
from slagen.render import look
from slagen.render.ooxml.elements import points
from slagen.tree.numbering import Level, Numbering


def page_number_size(theme: Theme) -> float:
    """The size of page numbers in points."""
    return theme.sizes.page or theme.sizes.small


@dataclass(frozen=True, slots=True)
class Looks:
    """What styles and lists depend on; `narrow` where two languages stand side by side.

    `first_annex` is the number of the first annex there is, `line_numbers` whether lines are numbered.
    """

    theme: Theme
    numbering: Numbering
    languages: tuple[Lang, ...]
    narrow: bool
    first_annex: int = 1
    line_numbers: bool = False

    @property
    def native(self) -> Lang:
        """The language whose numbers the heading styles carry."""
        return self.languages[0]


def left_edges(looks: Looks, levels: Sequence[Level]) -> tuple[int, ...]:
    """Left edges of the text of clause paragraphs, items and their items, for the full width or for a column."""
    em = points(looks.theme.sizes.body)
    widths = [level.width * scale for level, scale in zip(levels[-3:], (0.94, 0.8, 0.84), strict=True)]
    if not looks.narrow:
        widths = [level.width for level in levels[-3:]]
    return tuple(round(em * sum(widths[: depth + 1])) for depth in range(3))


def line_height(theme: Theme, lang: Lang) -> float:
    """The line height of body text in points."""
    if (pitch := look.pitch(theme)) is not None:
        return pitch
    return theme.sizes.body * (theme.sizes.line if lang == "zh" else theme.sizes.line_en)
