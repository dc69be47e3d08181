"""What a worker does with a new photo: measure it, see whether it is a copy, whether it is the person, and watch."""

from django.db import transaction

from accounts.audit import Verb, record
from generation import faces, picture_files, pictures, templates
from generation.head import Head
from generation.jobs import JobState, fail, finish
from policies.consent import Purpose
from portraits import likeness, monitoring, withdrawing
from portraits.agreements import consenting
from portraits.collecting import copies, encoding
from portraits.making import brought
from portraits.models import IdentityAlert, Photo
from portraits.monitoring import by_eye, difference_maps
from portraits.provenance import ai_metadata

Templates = tuple[faces.Template, ...]
COMPARED = 8  # newest real photos a new one is held against


def measure(photo: Photo) -> None:
    """Carry out the photo's job. A picture without one usable face is a finished answer, not a fault.

    When the agreement to compare ends while a worker compares, nothing of it is kept and it is measured without.
    """
    picture = faces.opened(picture_files.read(photo.image))
    if not _measure(photo, picture, compare=consenting.may_compare(photo.person)):
        withdrawing.end(photo.person, Purpose.BIOMETRICS)
        photo.appearance = {}
        _measure(photo, picture, compare=False)


def _measure(photo: Photo, picture: pictures.Picture, *, compare: bool) -> bool:
    try:
        measured = faces.measure(picture, compare=compare, appearance=compare)
    except faces.FaceError as problem:
        fail(photo, str(problem), advice=[str(problem)])
        return True
    photo.appearance = measured.appearance.as_json() if measured.appearance else {}
    known = _known(photo, compare=compare)
    copy = copies.original_of(photo, picture, measured, known)
    made = encoding.made(picture, measured)
    verdict = _likeness(photo, made, known) if compare else by_eye.awaited(photo, known=bool(known))
    photo.gates = {}
    if photo.made_elsewhere:  # a retouched copy is no copy: the photo it was made from is what it is held against
        others = [other for other, _ in known]
        photo.gates, copy = brought.judge(photo, picture, others, source=copy, compare=compare), None
    return _keep(photo, measured, made, verdict, copy)


def _keep(
    photo: Photo, measured: faces.Measurement, made: Templates, verdict: likeness.Likeness, copy: Photo | None
) -> bool:
    """Write down what was found, in one step; False, and nothing of it is left, when faces may no longer be compared."""
    if made and not _keep_templates(photo, made):
        return False
    doubted = verdict.band in (likeness.Band.OTHER, likeness.Band.ASK)
    looked = photo.kind == Photo.Kind.SELFIE and not doubted and not copy
    sights = monitoring.look(photo, compare=bool(made)) if looked else ()
    with transaction.atomic():
        consenting.hold(photo.person)
        if made and not consenting.may_compare(photo.person):
            return False
        _finish(photo, measured, verdict, copy)
        if doubted and not copy:  # it says nothing of drift either until a human has looked
            _ask(photo, verdict, by_software=bool(made))
        checks = [monitoring.note(photo, sight) for sight in sights]
    for check in checks:
        difference_maps.keep(check)
    return True


def _keep_templates(photo: Photo, made: Templates) -> bool:
    with transaction.atomic():
        consenting.hold(photo.person)
        if not consenting.may_compare(photo.person):
            return False
        for template in made:
            templates.keep(photo.person, photo.sha256, template)
    return True


def _finish(photo: Photo, measured: faces.Measurement, verdict: likeness.Likeness, copy: Photo | None) -> None:
    quality = faces.Quality((*measured.quality.components, ai_metadata.hint(photo.provenance)))
    finish(
        photo,
        quality=[component.as_json() for component in quality.components],
        advice=list(quality.advice),
        face=Head.of(measured.face).as_json(),
        appearance=photo.appearance,
        gates=photo.gates,
        same_as=copy,
        likeness=verdict.as_json(),
    )
    data = {"likeness": verdict.band.value, "copy": copy is not None}
    record(Verb.PHOTO_MEASURED, photo, organisation=photo.person.organisation, data=data)


def earlier(photo: Photo) -> list[Photo]:
    """The person's other measured real photos, newest first: what they are known to look like."""
    rows = Photo.objects.filter(person=photo.person, job_state=JobState.DONE, same_as=None).exclude(pk=photo.pk)
    rows = rows.exclude(likeness__band__in=["ask", "other"])
    return [row for row in rows.order_by("-captured_at")[: COMPARED * 2] if not row.made_elsewhere][:COMPARED]


def _known(photo: Photo, *, compare: bool) -> list[tuple[Photo, faces.Template | None]]:
    """Those photos with their templates, where faces may be compared."""
    others = earlier(photo)
    found = templates.recall_all(photo.person, [other.sha256 for other in others]) if compare else {}
    return [(other, found.get(other.sha256)) for other in others]


def _likeness(photo: Photo, made: Templates, known: copies.Known) -> likeness.Likeness:
    return encoding.verdict(photo.person, made, [(other.sha256, template) for other, template in known])


def _ask(photo: Photo, verdict: likeness.Likeness, *, by_software: bool) -> None:
    """A human decides: because a matcher doubts, or because no matcher was asked."""
    if by_software:
        _alert(photo, verdict)
    else:
        by_eye.ask(photo)


def _alert(photo: Photo, verdict: likeness.Likeness) -> None:
    alert, created = IdentityAlert.objects.get_or_create(
        photo=photo, defaults={"person": photo.person, "likeness": verdict.as_json()}
    )
    if created:
        record(
            Verb.IDENTITY_ALERT,
            alert,
            organisation=photo.person.organisation,
            data={"photo": photo.pk, "threshold_set": verdict.threshold_set},
        )
