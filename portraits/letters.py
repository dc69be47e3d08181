"""What is sent by e-mail: short, plain, without pictures, and with one link to this installation."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.models import Invitation

INVITATION = """Hello {name},

{organisation} invites you to Likeness, where your professional portrait is kept.

Come in by this link until {until:%-d %B %Y}; it works once:
{address}

If you expected nothing of the kind, do nothing: nobody comes in without this link.
"""


class NotSentError(Exception):
    """The letter did not leave: the mail server cannot be reached or refused it. `said`: how, without anybody's address."""

    def __init__(self, fault: Exception) -> None:
        code = getattr(fault, "smtp_code", None) or getattr(fault, "errno", None) or ""
        self.said = f"{type(fault).__name__} {code}".strip()
        super().__init__(self.said)


def invitation(row: Invitation) -> None:
    """Send the link. Raises NotSentError."""
    address = settings.SITE_URL.rstrip("/") + reverse("invitation", args=[invitations.link(row)])
    words = INVITATION.format(
        name=row.name, organisation=row.organisation, until=timezone.localtime(row.expires_at), address=address
    )
    try:
        send_mail(f"{row.organisation} invites you to Likeness", words, None, [row.email])
    except (SMTPException, OSError) as fault:
        raise NotSentError(fault) from fault
