"""Whether a file is byte for byte what its sources build, and if not, what differs and how that came about.

:mod:`~slagen.verify.check` says how; :mod:`~slagen.verify.sources` puts sources into a file and takes them out again.
"""

from slagen.verify.check import Document, against_contract, against_itself, read
from slagen.verify.find import find
from slagen.verify.finding import Finding, Kind, Verified
from slagen.verify.problem import NoSourcesError, VerifyError
from slagen.verify.sources import own_files, with_sources

__all__ = [
    "Document",
    "Finding",
    "Kind",
    "NoSourcesError",
    "Verified",
    "VerifyError",
    "against_contract",
    "against_itself",
    "find",
    "own_files",
    "read",
    "with_sources",
]
