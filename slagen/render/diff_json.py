"""A comparison as JSON, for programs (RFC 8259, UTF-8). The keys are stable; new ones may come beside them.

::

    {"format": 1,
     "comparisons": [
       {"contract": "SLA-2026-001",        the contract's number in the new document
        "old": "v1:contract.yaml",         the sides as they were named
        "new": "contract.yaml",
        "languages": ["zh", "en"],         those that were compared
        "edits": [
          {"clause": "delivery.response",  its id; "cover" and "signature" are pages
           "title": {"zh": …, "en": …},
           "kind": "value",                value, wording, inserted, deleted, source, moved, formatting, numbering
           "risk": "high",                 low, medium, high
           "favours": "provider",          customer, provider, null
           "languages": ["zh", "en"],      those whose words changed
           "one_sided": false,             a document in both languages changed in one only
           "path": "priority.targets[2].resolution",   the input, null where it is not a value
           "old": {"zh": "18小时", "en": "18 hours"},  value, version and variant, or number; null where there is none
           "new": {"zh": "36小时", "en": "36 hours"},
           "places": [
             {"clause": …, "label": {"zh": "3.2.3", "en": "3.2.3"},
              "words": {"zh": [["equal", "…"], ["deleted", "18小时"], ["inserted", "36小时"]], "en": […]}}],
           "computed": []}]}]}             values computed from the input, which followed it: edits of the same form
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from slagen.model.edit import Comparison, Edit, Place, Shown
from slagen.render.diff_view import pieces
from slagen.tree import LANGUAGES, Content, plain

FORMAT = 1


def render(comparisons: Sequence[Comparison]) -> str:
    """All of them."""
    whole = {"format": FORMAT, "comparisons": [_comparison(one) for one in comparisons]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _comparison(one: Comparison) -> dict[str, Any]:
    return {
        "contract": one.contract,
        "old": one.old,
        "new": one.new,
        "languages": list(one.languages),
        "edits": [_edit(edit) for edit in one.edits],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "clause": edit.clause,
        "title": _words(edit.places[0].title),
        "kind": edit.kind.value,
        "risk": edit.risk.value,
        "favours": None if edit.favours is None else edit.favours.value,
        "languages": list(edit.languages),
        "one_sided": edit.one_sided,
        "path": edit.path,
        "old": _shown(edit.old),
        "new": _shown(edit.new),
        "places": [_place(place) for place in edit.places],
        "computed": [_edit(one) for one in edit.computed],
    }


def _shown(shown: Shown) -> dict[str, str | None] | None:
    return None if shown == Shown() else {lang: shown.get(lang) for lang in LANGUAGES}


def _words(content: Content) -> dict[str, str | None]:
    return {lang: plain(content.get(lang)) or None for lang in LANGUAGES}


def _place(place: Place) -> dict[str, Any]:
    said = {lang: [[piece.kind, piece.text] for piece in pieces(place.words.get(lang))] for lang in LANGUAGES}
    return {"clause": place.clause, "label": _words(place.label), "words": said}
