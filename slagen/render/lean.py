"""Layout in half of WeasyPrint's memory, and quicker: without what it keeps of styles, boxes and lines for nobody.

Two hundred pages in two languages took it 500 MB.  Nothing of what is laid out changes; the tests hold the bytes of the
PDF to those that WeasyPrint makes by itself.

- Styles (css-cascade-4): its own stylesheet has rules for the ``::marker``, ``::footnote-call`` … of every element, and
  each of these pseudo-elements got a style, six an element, of which hardly any is ever asked for.  Here a style is
  made when it is.
- Elements that look alike share one style, but not those with an attribute such as ``lang``, which a bilingual document
  has on every paragraph, nor those in an element with a name, nor pages and their margin boxes.  Here they do.
- Boxes (CSS 2, 8): one that is laid out has more than thirty attributes, nearly all of which have the value that they
  nearly always have.  Here the boxes of a finished page, and those that it was made from, leave these to their class.
- Lines: font features, once given to Pango, were never let go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from math import inf
from types import MappingProxyType
from typing import Any, NamedTuple

import weasyprint
from weasyprint import css, document, layout
from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango


@contextmanager
def replaced(owner: Any, name: str, ours: Any) -> Iterator[None]:
    """For a while, `ours` in the place of what a module or a class has under that name."""
    original = getattr(owner, name)
    setattr(owner, name, ours)
    try:
        yield
    finally:
        setattr(owner, name, original)


@contextmanager
def laying_out() -> Iterator[None]:
    """For a while, WeasyPrint keeps styles and boxes as this module says."""
    with ExitStack() as stack:
        stack.enter_context(replaced(css, "StyleFor", _Styles))
        stack.enter_context(replaced(layout, "make_all_pages", _pages))
        stack.enter_context(replaced(document, "layout_document", _finished))
        stack.enter_context(replaced(line_break, "Layout", Line))
        yield


_make_all_pages = layout.make_all_pages
_layout_document = document.layout_document


# Styles ---------------------------------------------------------------------------------------------------------

_SELDOM = frozenset({"marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})
"""Pseudo-elements that WeasyPrint asks a style of only for list items, footnotes and notes."""


class _Rule(NamedTuple):
    """Declarations that hold for an element, and their place in the cascade."""

    declarations: Sequence[tuple[str, Any, bool]]
    origin: str
    order: float
    specificity: tuple[int, int, int]

    @property
    def same(self) -> tuple[Any, ...]:
        """What two rules have in common that are the same one."""
        return id(self.declarations), self.origin, self.order, self.specificity


class _Styles(css.StyleFor):  # type: ignore[misc]
    """The style of each element, page and pseudo-element, one for all to which the same rules apply."""

    def __init__(self, html: weasyprint.HTML, sheets: Sequence[Any], hints: bool, fonts: Any, targets: Any) -> None:
        self._html, self._sheets, self.font_config, self._targets = html, sheets, fonts, targets
        self.initial_page_sizes: dict[str, Any] = {"box": None, "area": None}
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self._known: dict[Any, Any] = {}
        self._parents: dict[Any, Any] = {None: None}
        self._attributes = _attributes(html, hints)
        for element in html.wrapper_element.iter_subtree():
            self._add(element)

    def _add(self, wrapped: Any) -> None:
        """Compute the styles of an element and of those of its pseudo-elements that are always asked for."""
        element, rules = wrapped.etree_element, self._rules(wrapped)
        parent = self._parents[wrapped.parent and wrapped.parent.etree_element]
        attributes, anchor = self._attributes.get(element, ((), None))
        plain = self._shared(parent, None, (*attributes, *rules.pop(None, ())))
        # A name is nobody's but the element's; its descendants share what they inherit with those of others.
        self._parents[element] = plain
        self._set(element, None, self._named(plain, anchor) if anchor else plain)
        for pseudo_type in rules.keys() - _SELDOM:
            self._set(element, pseudo_type, self._shared(plain, pseudo_type, rules[pseudo_type]))

    def _rules(self, wrapped: Any) -> dict[str | None, list[_Rule]]:
        """The rules of stylesheets for an element and for each of its pseudo-elements."""
        found: dict[str | None, list[_Rule]] = {}
        for sheet, origin, sheet_specificity in self._sheets:
            for specificity, _, pseudo_type, (declarations, layer) in sheet.matcher.match(wrapped):
                order = inf if layer is None else sheet.layers.index(layer)
                rule = _Rule(declarations, origin, order, sheet_specificity or specificity)
                found.setdefault(pseudo_type, []).append(rule)
        return found

    def _shared(self, parent: Any, pseudo_type: str | None, rules: Sequence[_Rule]) -> Any:
        key = (id(parent), pseudo_type, *(rule.same for rule in rules))
        if key not in self._known:
            cascaded: dict[str, Any] = {}
            for rule in rules:
                _cascade(cascaded, rule)
            self._known[key] = self._style(parent, cascaded, pseudo_type)
        return self._known[key]

    def _style(self, parent: Any, cascaded: dict[str, Any], pseudo_type: str | None = None) -> Any:
        root = self._computed_styles.get((self._html.etree_element, None)) or css.InitialStyle(self.font_config)
        where = (self._html.base_url, self.font_config, self.initial_page_sizes)
        return css.ComputedStyle(parent, cascaded, pseudo_type, root, *where)

    def _named(self, plain: Any, anchor: _Rule) -> Any:
        cascaded = dict(plain.cascaded)
        _cascade(cascaded, anchor)
        style = self._style(plain.parent_style, cascaded)
        style.anonymous_style = plain.anonymous_style
        return style

    def _set(self, element: Any, pseudo_type: str | None, style: Any) -> None:
        self._computed_styles[element, pseudo_type] = style
        if style["anchor"]:
            self._targets.collect_anchor(style["anchor"])

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        if pseudo_type in _SELDOM and (element, pseudo_type) not in self._computed_styles:
            rules = self._rules(self._wrapped[element]).get(pseudo_type)
            if rules:
                self._set(element, pseudo_type, self._shared(self._parents[element], pseudo_type, rules))
        return super().__call__(element, pseudo_type)

    @cached_property
    def _wrapped(self) -> Mapping[Any, Any]:
        return {each.etree_element: each for each in self._html.wrapper_element.iter_subtree()}

    def add_page_declarations(self, page_type: Any) -> None:
        """Find the rules of a page, and forget those of the pages before, whose styles are there."""
        self._cascaded_styles.clear()
        super().add_page_declarations(page_type)

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **others: Any
    ) -> None:
        """Compute the style of a page or margin box, or take that of another to which the same rules apply."""
        cascaded = self._cascaded_styles.get((element, pseudo_type), {})
        rules = tuple((name, id(value), str(weight)) for name, (value, weight) in cascaded.items())
        parent_style = self._computed_styles[parent, None]
        key = (id(parent_style), pseudo_type, *rules)
        if key not in self._known:
            self._known[key] = self._style(parent_style, cascaded, pseudo_type)
        self._computed_styles[element, pseudo_type] = self._known[key]


def _cascade(cascaded: dict[str, Any], rule: _Rule) -> None:
    for name, values, importance in rule.declarations:
        weight = (css.declaration_precedence(rule.origin, importance), rule.order, rule.specificity)
        if name not in cascaded or cascaded[name][1] <= weight:
            cascaded[name] = values, weight


def _attributes(html: weasyprint.HTML, hints: bool) -> dict[Any, tuple[tuple[_Rule, ...], _Rule | None]]:
    """The rules that attributes of elements give, and apart from them that of the element's name.

    Elements with the same attributes have the same rules, but for presentational hints: tables give them to cells.
    """
    given: dict[Any, list[_Rule]] = {}
    for specificity, element, declared, url in css.find_style_attributes(html.etree_element, hints, html.base_url):
        rule = _Rule(tuple(css.preprocess_declarations(url, declared)), "author", inf, specificity)
        given.setdefault(element, []).append(rule)
    known: dict[tuple[Any, ...], tuple[_Rule, ...]] = {}
    made = {}
    for element, rules in given.items():
        names = [rule for rule in rules if rule.declarations and rule.declarations[0][0] == "anchor"]
        others = tuple(rule for rule in rules if rule not in names)
        shared = others if hints else known.setdefault((element.tag, *_looks(element)), others)
        made[element] = (shared, names[-1] if names else None)
    return made


def _looks(element: Any) -> Iterator[tuple[str, str]]:
    return (each for each in element.items() if each[0] not in ("id", "name"))


# Boxes ----------------------------------------------------------------------------------------------------------

_SIDES = ("top", "right", "bottom", "left")
_SIZES: Mapping[str, float] = MappingProxyType(
    {
        **{f"{name}_{side}": 0 for name in ("margin", "padding") for side in _SIDES},
        **{f"border_{side}_width": 0 for side in _SIDES},
        **dict.fromkeys(("min_width", "min_height"), 0),
        **dict.fromkeys(("max_width", "max_height"), inf),
    }
)
"""What every box has that is laid out, with the usual value."""
_USUAL: Mapping[str, Any] = MappingProxyType(
    {
        **_SIZES,
        **dict.fromkeys(("first_letter_style", "first_line_style")),
        **dict.fromkeys(("leading_collapsible_space", "trailing_collapsible_space"), False),
    }
)
_OTHER = object()
_EVERY = 20
"""After how many pages the boxes that pages are made from are gone through, too."""


def _lean(kind: type) -> type:
    """The class of boxes of that kind that have only unusual values of their own."""
    sides: cached_property[set[str]] = cached_property(lambda _: set())
    copy = {"copy_with_children": _copy_with_children} if issubclass(kind, boxes.ParentBox) else {}
    return type(kind.__name__, (kind,), {**_USUAL, **copy, "remove_decoration_sides": sides})


def _copy_with_children(self: Any, new_children: Any) -> Any:
    copy = boxes.ParentBox.copy_with_children(self, new_children)
    del self.remove_decoration_sides  # which are none now, and are made when they are asked for
    return copy


# Parts of tables are told by their very class, in weasyprint.formatting_structure.build.
_KINDS = (boxes.TextBox, boxes.LineBox, boxes.InlineBox, boxes.BlockBox, boxes.InlineBlockBox)
_MADE = {kind: _lean(kind) for kind in _KINDS}
_LEAN: Mapping[type, type] = MappingProxyType({**_MADE, **{kind: kind for kind in _MADE.values()}})
"""The lean class of each kind, and of itself: a box that pages are made from is laid out anew for each of its pages."""


def _pages(context: Any, root: Any, html: weasyprint.HTML, pages: list[Any]) -> Iterator[Any]:
    """The pages as WeasyPrint makes them; what has been made anew takes the place of what there was before."""
    for index, page in enumerate(_make_all_pages(context, root, html, pages)):
        before = pages[index] if index < len(pages) else None
        if page is not before:
            if before is not None:
                before.children = ()  # a page and the area for its footnotes hold each other
            _slim(page)
            if index % _EVERY == 0:
                _slim(root)
        yield page


def _finished(html: weasyprint.HTML, root: Any, context: Any) -> Iterator[Any]:
    """The pages as they are finished; the first is when all of them have been made of the boxes of the document."""
    for page in _layout_document(html, root, context):
        root.children = ()
        for box in page.children:
            if isinstance(box, boxes.MarginBox):
                _slim(box)
        yield page


def _slim(box: Any) -> None:
    """Take away the attributes of a box, and of those in it, that say what their classes say, too."""
    lean = _LEAN.get(type(box))
    # Whether a box has sizes tells WeasyPrint whether borders have collapsed: one without them keeps its class.
    if lean is not None and vars(box).keys() >= _SIZES.keys():
        own = {name: value for name, value in vars(box).items() if value is not _USUAL.get(name, _OTHER)}
        if not own.get("remove_decoration_sides"):
            own.pop("remove_decoration_sides", None)
        box.__class__, box.__dict__ = lean, own
    for child in box.children:
        _slim(child)


# Lines ----------------------------------------------------------------------------------------------------------


class Line(line_break.Layout):  # type: ignore[misc]
    """A line of text for Pango whose ``font-feature-settings`` are let go with it.

    WeasyPrint remembers them for lines to come, so that it can let go neither them nor the list that each line has them
    in: of English text beside Chinese it keeps 10 MB.
    """

    def setup(self, style: Any) -> None:
        """Make Pango's object of it."""
        remembered = style.font_config.font_features
        remembered.clear()
        super().setup(style)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes != ffi.NULL:
            # Pango's object holds the list, and the list the features that have just been made for it.
            pango.pango_attr_list_unref(attributes)
        remembered.clear()
