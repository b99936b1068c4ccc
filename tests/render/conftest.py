"""What tests of a DOCX share."""

from docx_parts import parts

__all__ = ["parts"]
