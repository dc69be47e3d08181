"""Asking for a render: from the person's newest good photo, with their recent real photos to be held against."""

from django.db import IntegrityError, transaction

from accounts.audit import Verb, record
from accounts.models import Person, User
from generation import recipe as recipes
from generation.jobs import JobState, announce
from generation.models import Run
from generation.tasks import render
from portraits.models import Photo

REFERENCES = 6
OPEN = (JobState.WAITING, JobState.RUNNING)


class RequestRefusedError(ValueError):
    """No render can be asked for; the sentence says why and what to do."""


def references(person: Person) -> list[Photo]:
    """The newest real photos that may stand for how the person looks, newest first."""
    rows = person.photos.filter(job_state=JobState.DONE, same_as=None).exclude(likeness__band__in=["ask", "other"])
    return [photo for photo in rows.order_by("-captured_at", "-pk")[: REFERENCES * 2] if photo.is_capture][:REFERENCES]


def ask(
    person: Person, *, actor: User | None, reason: str, source: Photo | None = None, recipe_key: str = "refine"
) -> Run:
    """Queue a run; the same run that is already open is returned instead of a second one."""
    recipe = recipes.load(recipe_key)
    recent = references(person)
    source = source or next(iter(recent), None)
    if source is None:
        raise RequestRefusedError("There is no usable photo yet: no photo, no portrait. Add one first.")
    asked = {"person": person, "source_sha256": source.sha256, "recipe_digest": recipe.digest}
    try:
        with transaction.atomic():
            run = Run.objects.create(
                **asked,
                asked_by=actor,
                reason=reason,
                recipe_key=recipe.key,
                recipe_version=recipe.version,
                source_name=source.image,
                references=[_reference(photo) for photo in recent],
            )
            record(
                Verb.RUN_ASKED,
                run,
                organisation=person.organisation,
                actor=actor,
                reason=reason,
                data={"recipe": recipe.key},
            )
            announce(render, run.pk)
    except IntegrityError:
        return Run.objects.get(**asked, job_state__in=OPEN)
    return run


def _reference(photo: Photo) -> dict[str, str]:
    return {"name": photo.image, "sha256": photo.sha256, "captured_on": photo.captured_on.isoformat()}
