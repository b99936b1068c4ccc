"""Renderers: each a read-only view of the document tree; none of them computes a number, a label or a word."""
