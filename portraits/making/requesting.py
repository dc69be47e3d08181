"""Asking for a render: from the person's newest good photo, with their recent real photos to be held against."""

import hashlib
import json
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import Organisation, Person, User
from generation import jobs, queues
from generation import recipe as recipes
from generation.adjusting import Adjustment, adjusted, as_asked
from generation.fallback import EMBEDDED_RECIPE
from generation.jobs import JobState
from generation.models import Run
from generation.recipe import Recipe
from generation.tasks import announce
from portraits.agreements import consenting
from portraits.making import offering
from portraits.making.allowance import Allowance, allowance
from portraits.making.allowance import Limits as Runs
from portraits.making.offering import is_offered
from portraits.models import Photo
from portraits.rulings import assessing
from portraits.rulings.assessing import Limits

REFERENCES = 6


class RequestRefusedError(ValueError):
    """No render can be asked for; the sentence says why and what to do."""


def references(person: Person) -> list[Photo]:
    """The newest real photos that may stand for how the person looks, newest first."""
    rows = person.photos.filter(job_state=JobState.DONE, same_as=None).exclude(likeness__band__in=["ask", "other"])
    return [photo for photo in rows.order_by("-captured_at", "-pk")[: REFERENCES * 2] if not photo.made_elsewhere][
        :REFERENCES
    ]


def left(person: Person) -> Allowance | None:
    """How many more may be asked for, the tighter of the person's and the organisation's; None without any limit."""
    today = timezone.localdate()
    whole = Q(person__organisation=person.organisation_id)
    found = (
        allowance(_asked(Q(person=person), today), today, Runs(*settings.RUNS_PER_PERSON)),
        allowance(_asked(whole, today), today, Runs(*settings.RUNS_PER_ORGANISATION)),
    )
    return min((each for each in found if each), key=lambda each: each.left, default=None)


def ask(  # noqa: PLR0913 (what is asked for has these sides; each has its default)
    person: Person,
    *,
    actor: User | None,
    reason: str,
    source: Photo | None = None,
    recipe_key: str = "",
    adjustment: Adjustment | None = None,
    rush: bool = False,
) -> Run:
    """Queue a run. The same work is never done twice: its row is returned, and put back first when it had failed.

    Without a `recipe_key` it is the first kind here that was agreed to. Where only the background was not, it is kept.
    A `rush` needs a reason; it is made earlier, and goes through every check that others go through.

    Raises RequestRefusedError, for want of an agreement, of a photo, of a worker for the recipe, or of runs left. What asks by itself
    (`actor` None) is counted and never refused for the last.
    """
    limits = assessing.limits(person, timezone.localdate())
    recipe = _kind(person, recipe_key, limits)
    if not is_offered(recipe):
        raise RequestRefusedError("Pictures of this kind cannot be made here at the moment. Choose another kind.")
    if rush and not reason.strip():
        raise RequestRefusedError("Say why it cannot wait: it is kept with the pictures.")
    recent = _enough(references(person))
    source = source or next((photo for photo in recent if photo.image), None)
    if source is None:
        raise RequestRefusedError("There is no usable photo yet: no photo, no portrait. Add one first.")
    with transaction.atomic():
        chosen = adjustment.as_json() if adjustment else {}
        wanted = adjusted(recipe, chosen)
        covered = _agreed(person, wanted, actor, as_it_is=bool(chosen))
        # One asks at a time: limits are counted.
        Organisation.objects.select_for_update().get(pk=person.organisation_id)
        made = _as_asked(person, _within(limits, covered), source, recent)
        made |= {"polish_low": limits.polish.low, "polish_high": limits.polish.high, "adjusted": chosen}
        made |= {
            "keep_background": covered != wanted,
            "backdrops": limits.styling.backdrops,
            "embedded": _embedded(person),
        }
        run = Run.objects.filter(work=made["work"]).first()
        if run is None:
            _refuse_over(person, actor)
            run = Run.objects.create(**made, person=person, asked_by=actor, reason=reason, rush=rush)
            _tell(run, actor, reason)
    return again(run, actor=actor, reason=reason) if run.job_state in jobs.STOPPED else run


def again(run: Run, *, actor: User | None, reason: str = "") -> Run:
    """Put a run that failed or was stopped back to where it waits; any other is left as it is."""
    with transaction.atomic():
        consenting.hold(run.person)  # the person first, then the organisation: as in asking
        Organisation.objects.select_for_update().get(pk=run.person.organisation_id)
        run.refresh_from_db()
        if run.job_state in jobs.STOPPED:
            _agreed(run.person, as_asked(run), actor, as_it_is=True)
            _refuse_over(run.person, actor)
            fresh = {"asked_at": timezone.now(), "progress": 0.0, "stage": "", "problem_code": ""}
            fresh |= {"compare": consenting.may_compare(run.person), "embedded": _embedded(run.person)}
            jobs.again(Run, run.pk, **fresh, shortages=[], avoid="", avoided_at=None)
            run.refresh_from_db()
            _tell(run, actor, reason or run.reason)
    return run


def stop(run: Run, *, actor: User) -> bool:
    """Stop a run that waits or is being made, within one step of its engine. False when it had ended."""
    with transaction.atomic():
        stopped = jobs.cancel(Run, run.pk)
        if stopped:
            record(Verb.RUN_STOPPED, run, organisation=run.person.organisation, actor=actor)
    return stopped


def _kind(person: Person, recipe_key: str, limits: Limits) -> Recipe:
    """The recipe of that key; without one, the first that was agreed to and has a listed backdrop, at last the embedded one."""
    if recipe_key:
        return recipes.load(recipe_key)
    return offering.agreed_to(person, limits.styling.backdrops) or recipes.load(EMBEDDED_RECIPE)


def _within(limits: Limits, recipe: Recipe) -> Recipe:
    """The recipe as far as the rules take it; never one that has nothing left to make."""
    found = recipe.polished_within(limits.polish.low, limits.polish.high).before(limits.styling.backdrops)
    if not found.variants:
        listed = ", ".join(words.lower() for words in limits.styling.backdrop_words) or "none"
        raise RequestRefusedError(
            f"This backdrop is not on the list of your organisation's rules. They list: {listed}."
        )
    return found


def _enough(recent: list[Photo]) -> list[Photo]:
    """The references, if there are as many and as new ones as this installation wants. None at all is told by the source."""
    if not recent:
        return recent
    days = settings.REFERENCES_WITHIN_DAYS
    if days and (timezone.localdate() - recent[0].captured_on).days > days:
        raise RequestRefusedError(
            f"Your newest real photo is of {recent[0].captured_on:%-d %B %Y}, older than {days} days. Add a new one first."
        )
    if len(recent) < settings.REFERENCES_LEAST:
        raise RequestRefusedError(
            f"{settings.REFERENCES_LEAST} real photos of you are needed to hold pictures against, and there are "
            f"{len(recent)}. Add another one first."
        )
    taken_on = len({photo.captured_on for photo in recent})
    if taken_on < settings.REFERENCES_DAYS:
        raise RequestRefusedError(
            f"Real photos of {settings.REFERENCES_DAYS} different days are needed, and yours are of {taken_on}: one day's light "
            "says little. Add a photo of another day first."
        )
    return recent


def _as_asked(person: Person, recipe: Recipe, source: Photo, recent: list[Photo]) -> dict[str, object]:
    """The fields of a run that say what is made of what, and by whom it can be."""
    held_against = [_reference(photo) for photo in recent]
    compare = consenting.may_compare(person)
    work = [person.pk, compare, source.sha256, sorted(row["sha256"] for row in held_against), recipe.digest]
    return {
        "work": hashlib.sha256(json.dumps(work).encode()).hexdigest(),
        "compare": compare,
        "recipe_key": recipe.key,
        "recipe_version": recipe.version,
        "recipe_digest": recipe.digest,
        "queue": queues.queue_of(recipe),
        "model": queues.model_of(recipe),
        "source_name": source.image,
        "source_sha256": source.sha256,
        "references": held_against,
    }


def _asked(whose: Q, today: date) -> list[date]:
    """The days of this month on which runs were asked for that did not fail and were not stopped before they began."""
    counted = Run.objects.filter(whose, asked_at__date__gte=today.replace(day=1)).exclude(job_state=JobState.FAILED)
    rows = counted.exclude(job_state=JobState.CANCELLED, attempts=0).values_list("asked_at", flat=True)
    return [timezone.localdate(moment) for moment in rows]


def _agreed(person: Person, recipe: Recipe, actor: User | None, *, as_it_is: bool) -> Recipe:
    """As much of the recipe as was agreed to: all of it, where it is wanted `as_it_is`."""
    consenting.hold(person)
    covered = (
        None if as_it_is and consenting.against_render(person, recipe) else consenting.as_far_as_agreed(person, recipe)
    )
    if covered is None:
        own = actor is not None and permissions.is_self(actor, person)
        to_do = consenting.to_agree(person, recipe) if own else " ".join(consenting.against_render(person, recipe))
        raise RequestRefusedError(to_do)
    return covered


def _embedded(person: Person) -> str:
    """Whether the embedded engine may take over where a model has not memory enough."""
    whole = recipes.load(EMBEDDED_RECIPE)
    covered = consenting.as_far_as_agreed(person, whole)
    if covered is None:
        return Run.Embedded.NO
    return Run.Embedded.WHOLE if covered == whole else Run.Embedded.KEPT


def _refuse_over(person: Person, actor: User | None) -> None:
    now = left(person)
    if actor is not None and now is not None and now.left == 0:
        many = f"{now.limit} {'time' if now.limit == 1 else 'times'} {'today' if now.span == 'day' else 'this month'}"
        raise RequestRefusedError(
            f"New pictures were asked for {many}, as often as is allowed. It opens again on {now.opens_on:%-d %B %Y}."
        )


def _tell(run: Run, actor: User | None, reason: str) -> None:
    data = (
        {"recipe": run.recipe_key}
        | ({"rush": True} if run.rush else {})
        | ({"adjusted": run.adjusted} if run.adjusted else {})
    )
    record(Verb.RUN_ASKED, run, organisation=run.person.organisation, actor=actor, reason=reason, data=data)
    announce(run)


def _reference(photo: Photo) -> dict[str, str]:
    return {"name": photo.image, "sha256": photo.sha256, "captured_on": photo.captured_on.isoformat()}
