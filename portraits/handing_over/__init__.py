"""Everything kept of a person, handed over to them: asked for, made by a worker, fetched, gone after some days."""

from portraits.handing_over.archive import zipped
from portraits.handing_over.exports import ExportRefusedError, ask, current, entries, fetch, make

__all__ = ["ExportRefusedError", "ask", "current", "entries", "fetch", "make", "zipped"]
