"""What keeps a DOCX from being written: a bug of ours."""

from __future__ import annotations


class RenderError(RuntimeError):
    """The DOCX would not say what the tree says: a bug of ours."""
