"""What the database refuses of the record: an event that was written is neither changed nor taken out.

Details may go, and then the row says so (`accounts.redaction`). Who may change the database's structure can lift this: the
seals and the anchors outside of it are for them.
"""

from accounts.guards import Guard

FIXED = (
    "organisation_id",
    "number",
    "at",
    "verb",
    "subject",
    "request",
    "details_digest",
    "previous",
    "digest",
    "seal",
)
DETAILS = ("salt", "reason", "data")
SAYS = "An audit event is never changed."


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


_REWRITTEN = f"{_changed(FIXED)} OR COALESCE(NEW.actor_id, 0) <> COALESCE(OLD.actor_id, 0)"
GUARDS = (
    Guard("accounts_auditevent", "UPDATE", f"({_REWRITTEN}) OR (NOT NEW.redacted AND ({_changed(DETAILS)}))", SAYS),
    Guard("accounts_auditevent", "DELETE", "TRUE", "An audit event is never deleted."),
    Guard("accounts_auditanchor", "UPDATE", "TRUE", "An anchor is never changed."),
    Guard("accounts_auditanchor", "DELETE", "TRUE", "An anchor is never deleted."),
)
