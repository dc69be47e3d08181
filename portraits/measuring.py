"""What a worker does with a new photo: measure it, see whether it is a copy, whether it is the person, and watch."""

from typing import Any

from django.db import transaction

from accounts.audit import Verb, record
from generation import faces, pictures, templates
from generation.head import Head
from generation.jobs import JobState, fail, finish
from portraits import brought, copies, difference_maps, likeness, monitoring, thresholds
from portraits.models import IdentityAlert, Photo
from portraits.provenance import ai_metadata

COMPARED = 8  # newest real photos a new one is held against


def measure(photo: Photo) -> None:
    """Carry out the photo's job. A picture without one usable face is a finished answer, not a fault."""
    picture = pictures.load(photo.image)
    try:
        measured = faces.measure(picture, compare=photo.person.biometrics, appearance=photo.person.biometrics)
    except faces.FaceError as problem:
        fail(photo, str(problem), advice=[str(problem)])
        return
    if measured.template is not None:
        templates.keep(photo.person, photo.sha256, measured.template)
    photo.appearance = measured.appearance.as_json() if measured.appearance else {}
    known = [(other, templates.recall(photo.person, other.sha256)) for other in earlier(photo)]
    copy = copies.original_of(photo, picture, measured, known)
    verdict = _likeness(measured.template, [template for _, template in known if template is not None])
    doubted = verdict.band in (likeness.Band.OTHER, likeness.Band.ASK)
    judged: dict[str, Any] = {}
    if photo.made_elsewhere:  # a retouched copy is no copy: the photo it was made from is what it is held against
        judged, copy = brought.judge(photo, picture, [other for other, _ in known], source=copy), None
    sight = None if photo.kind != Photo.Kind.SELFIE or doubted or copy else monitoring.look(photo)
    quality = faces.Quality((*measured.quality.components, ai_metadata.hint(photo.provenance)))
    with transaction.atomic():
        finish(
            photo,
            quality=[component.as_json() for component in quality.components],
            advice=list(quality.advice),
            face=Head.of(measured.face).as_json(),
            appearance=photo.appearance,
            gates=judged,
            same_as=copy,
            likeness=verdict.as_json(),
        )
        record(
            Verb.PHOTO_MEASURED,
            photo,
            organisation=photo.person.organisation,
            data={"likeness": verdict.band.value, "copy": copy is not None},
        )
        if doubted:  # it says nothing of drift either until a human has looked
            _alert(photo, verdict)
        check = monitoring.note(photo, sight) if sight is not None else None
    if check is not None:
        difference_maps.keep(check)


def earlier(photo: Photo) -> list[Photo]:
    """The person's other measured real photos, newest first: what they are known to look like."""
    rows = Photo.objects.filter(person=photo.person, job_state=JobState.DONE, same_as=None).exclude(pk=photo.pk)
    rows = rows.exclude(likeness__band__in=["ask", "other"])
    return [row for row in rows.order_by("-captured_at")[: COMPARED * 2] if not row.made_elsewhere][:COMPARED]


def _likeness(template: faces.Template | None, known: list[faces.Template]) -> likeness.Likeness:
    distances = [faces.distance(template, other) for other in known] if template is not None else ()
    return likeness.verify(distances, thresholds.identity())


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
