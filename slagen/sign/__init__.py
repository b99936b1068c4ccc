"""Electronic signatures of a PDF that slagen built: made and read back with pyHanko (ETSI EN 319 142-1, PAdES).

A signature is an incremental update (ISO 32000-2, 7.5.6): what stood in the file before stays byte for byte, so the
second party's signature leaves the first one valid.  Nothing but this package imports pyHanko.
"""

from slagen.sign.apply import sign
from slagen.sign.identity import Identity, read_identity
from slagen.sign.problem import SignError
from slagen.sign.status import SignatureStatus, Since, signatures

__all__ = ["Identity", "SignError", "SignatureStatus", "Since", "read_identity", "sign", "signatures"]
