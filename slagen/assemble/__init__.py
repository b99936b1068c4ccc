"""From the chosen clauses and the inputs to one document tree, with everything in it resolved."""

from slagen.assemble.document import Assembled, Unread, assemble

__all__ = ["Assembled", "Unread", "assemble"]
