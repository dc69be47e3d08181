"""What must be true of an installation before it measures anybody: a changed model silently changes every figure."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connections
from django.utils import timezone

from accounts import lost_keys
from accounts.models import PersonKey
from generation import faces

PRINTED = "django.core.mail.backends.console.EmailBackend"


def models_as_pinned() -> str:
    """Empty, or one sentence: which model file is missing or changed, and what to do."""
    try:
        faces.check_weights()
    except faces.FaceError as problem:
        return str(problem)
    return ""


@register(deploy=True)
def check_models(**_: Any) -> list[CheckMessage]:
    """For `manage.py check --deploy`: no other command is held up, erasure least of all. A worker asks at its start."""
    sentence = models_as_pinned()
    return [Error(sentence, id="portraits.E001")] if sentence else []


@register()
def check_certificates(**_: Any) -> list[CheckMessage]:
    """At every start: an organisation's own signing certificate that has ended, or soon will."""
    from portraits.publishing import signing

    return [
        Caution(f"{slug}: {sentence}", id="portraits.W001")
        for slug, sentence in signing.warnings(timezone.now()).items()
    ]


@register(deploy=True)
def check_letters(**_: Any) -> list[CheckMessage]:
    """For `manage.py check --deploy`: nobody comes in by a link that was only printed."""
    if settings.EMAIL_BACKEND != PRINTED:
        return []
    sentence = "Invitations and links for new passwords are printed and not sent: set LIKENESS_EMAIL."
    return [Caution(sentence, id="portraits.W002")]


@register(Tags.database, deploy=True)
def check_master_keys(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """For `manage.py check --deploy --database default`: keys that nothing opens without. A worker asks at its start."""
    asked = "default" in (databases or ())
    if not asked or PersonKey._meta.db_table not in connections["default"].introspection.table_names():
        return []
    return [Error(sentence, id="portraits.E002") for sentence in lost_keys.sentences()]
