"""The element trees of Markdown, as Python-Markdown parses it.

A value is a token in the Markdown of a clause, so that another value leaves the text and its tree as they were: trees
are kept, and the library is only loaded for a text that is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import Element

from slagen.cache import Cache, digest

if TYPE_CHECKING:
    from markdown import Markdown


@dataclass(frozen=True)
class Trees:
    """Gives the trees of texts, those that earlier runs parsed from what they kept."""

    cache: Cache

    def of(self, text: str) -> Element:
        """The tree of a text."""
        return self.cache.once(f"tree-{digest(text)}", Element, partial(self._parsed, text))

    def _parsed(self, text: str) -> Element:
        parser = self._parser
        parser.reset()
        lines = text.split("\n")
        for preprocessor in parser.preprocessors:
            lines = preprocessor.run(lines)
        root = cast("Element", parser.parser.parseDocument(lines).getroot())
        for processor in parser.treeprocessors:
            replaced: Element | None = processor.run(root)
            root = root if replaced is None else replaced
        for element in root.iter():  # plain strings, for which the library need not be loaded again
            element.text = element.text and str(element.text)
            element.tail = element.tail and str(element.tail)
        return root

    @cached_property
    def _parser(self) -> Markdown:
        """A parser for lists, tables, strong and emphasis, and nothing else."""
        from markdown import Markdown

        parser = Markdown(extensions=["tables"], tab_length=3)
        for name in ("html_block",):
            parser.preprocessors.deregister(name)
        for name in ("backtick", "reference", "link", "image_link", "image_reference", "short_reference",
                     "short_image_ref", "autolink", "automail", "linebreak", "html", "entity"):  # fmt: skip
            parser.inlinePatterns.deregister(name)
        for name in ("code", "hashheader", "setextheader", "hr", "ulist", "quote", "reference"):
            parser.parser.blockprocessors.deregister(name)
        parser.treeprocessors.deregister("prettify")
        return parser
