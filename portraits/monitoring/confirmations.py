"""Which findings people confirmed and which they denied: what spreads and limits are estimated from again."""

from collections.abc import Iterator

from portraits.calibration.spreads import Judged
from portraits.drift import CHANGES, MEASURED, Kind, Signal
from portraits.models import Attestation, DriftCheck, Opinion

REVIEWER = Opinion.Voice.REVIEWER


def judged() -> Iterator[Judged]:
    """Every measured kind of every selfie on which somebody's word is known, of all portraits.

    Unchanged: the person said that it still looks like them, or a reviewer that it is still fine. Changed: the person or a
    reviewer ticked that kind, or the person chose a new portrait that this check had asked for.
    """
    rows = DriftCheck.objects.exclude(photo=None).select_related("photo", "portrait")
    for row in rows.iterator():
        ruling = row.portrait.opinions.filter(voice=REVIEWER, created_at__gt=row.created_at).first()
        for signal in map(Signal.from_json, row.signals):
            answer = _answer(row, signal.kind, ruling) if signal.kind in MEASURED else None
            if signal.strength is not None and answer is not None:
                yield Judged(row.person_id, signal.kind, signal.strength, answer)


def _answer(row: DriftCheck, kind: Kind, ruling: Opinion | None) -> bool | None:
    """Whether this kind changed, in people's words; None when nobody said or they do not agree."""
    answers = {_persons(row, kind), _reviewers(ruling, kind), _chosen(row, kind)} - {None}
    return answers.pop() if len(answers) == 1 else None


def _persons(row: DriftCheck, kind: Kind) -> bool | None:
    if row.photo is None or row.photo.still_looks_like_me is None or not _asked(row):
        return None
    return True if kind.value in row.photo.reasons else None if not row.photo.still_looks_like_me else False


def _asked(row: DriftCheck) -> bool:
    """Whether the person was asked about this portrait, and not about a newer one."""
    return any(signal["kind"] == Kind.OWN_WORD for signal in row.signals)


def _reviewers(ruling: Opinion | None, kind: Kind) -> bool | None:
    if ruling is None:
        return None
    return True if kind.value in ruling.reasons else False if ruling.still_looks_like else None


def _chosen(row: DriftCheck, kind: Kind) -> bool | None:
    """A person who chose a picture that this check asked for agreed with what it had found."""
    if row.run_id is None or kind.value not in row.kinds or kind not in CHANGES:
        return None
    return Attestation.objects.filter(portrait__candidate__run=row.run_id).exists() or None
