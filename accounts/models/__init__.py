"""Who: organisations, the people in them, those who sign in, and the record of what they did."""

from accounts.models.audit import AuditAnchor, AuditEvent
from accounts.models.invitation import Invitation
from accounts.models.organisation import Organisation
from accounts.models.own_sign_in import OwnSignIn
from accounts.models.person import Person, PersonKey
from accounts.models.user import Membership, Role, User

__all__ = [
    "AuditAnchor",
    "AuditEvent",
    "Invitation",
    "Membership",
    "Organisation",
    "OwnSignIn",
    "Person",
    "PersonKey",
    "Role",
    "User",
]
