"""What a build may be asked for beside the contract: how its files are to be worked with, never what they say."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of one build; none by default.

    `draft` says across each page that it is a draft, `line_numbers` numbers the lines of DOCX and PDF.
    `content_controls` puts a content control around each value in the DOCX, `protect` leaves only the blanks of forms
    in it to be edited, `notes` prints the legal basis of each clause as a footnote.
    """

    draft: bool = False
    line_numbers: bool = False
    content_controls: bool = False
    protect: bool = False
    notes: bool = False

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of those that are not as by default, in order."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name) != each.default)


NONE = Options()
"""A file as it is built by default."""
