"""slagen: contracts as source code.  ``load`` a contract, ``compile`` it in a language, ``render`` it.

>>> import slagen
>>> opened = slagen.load("contract.yaml")
>>> docx = slagen.compile(opened, "bilingual").render("docx")
>>> form = slagen.compile(opened, "zh").annex("annex.contacts").render("pdf")
>>> noted = slagen.compile(opened, "en", slagen.Options(notes=True)).render("docx")
>>> measured = slagen.measure(opened, "measurements.csv")
>>> [(line.level.id, line.period.label, line.state) for line in measured.account().lines]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slagen.compiled import AnnexError, Compiled
    from slagen.diagnostics import Code, Diagnostic, InputError, Message, Severity, Span
    from slagen.measured import Measured
    from slagen.opened import Opened
    from slagen.pipeline import compile, load, measure  # noqa: A004 - the words that callers expect
    from slagen.render.options import Options

__version__ = "0.1.0"

_HOMES = {
    "AnnexError": "slagen.compiled",
    "Code": "slagen.diagnostics",
    "Compiled": "slagen.compiled",
    "Diagnostic": "slagen.diagnostics",
    "InputError": "slagen.diagnostics",
    "Measured": "slagen.measured",
    "Message": "slagen.diagnostics",
    "Opened": "slagen.opened",
    "Options": "slagen.render.options",
    "Severity": "slagen.diagnostics",
    "Span": "slagen.diagnostics",
    "compile": "slagen.pipeline",
    "load": "slagen.pipeline",
    "measure": "slagen.pipeline",
}

__all__ = [
    "AnnexError",
    "Code",
    "Compiled",
    "Diagnostic",
    "InputError",
    "Measured",
    "Message",
    "Opened",
    "Options",
    "Severity",
    "Span",
    "__version__",
    "compile",
    "load",
    "measure",
]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `slagen --version` and shell completion need none of it.
    if name not in _HOMES:
        raise AttributeError(f"module 'slagen' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
