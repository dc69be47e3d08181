"""The auditor's pack: everything an auditor needs to check the record without us, and the script that checks it."""

from portraits.auditing.packing import Packed, pack

__all__ = ["Packed", "pack"]
