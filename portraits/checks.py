"""What must be true of an installation before it measures anybody: a changed model silently changes every figure."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution
from django.utils import timezone

from generation import faces


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
