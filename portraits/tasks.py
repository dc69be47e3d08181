"""What workers and the clock do. Each task: an id in, one function called. Importing this loads no models."""

from celery import shared_task
from django.utils import timezone

from accounts.models import Organisation
from generation import fallback, ledger
from generation.jobs import held, sweep
from generation.models import Run
from generation.tasks import announce_again
from portraits.models import Erasure, Export, Photo, Publication


@shared_task
def measure_photo(photo_id: int) -> None:
    """Measure a new photo and judge what it means for the person's portrait."""
    with held(Photo, photo_id) as photo:
        if photo is not None:
            from portraits.collecting.measuring import measure
            from portraits.keeping.discarding import after_check

            measure(photo)
            after_check(photo)


@shared_task
def publish(publication_id: int) -> None:
    """Make the file of a publication and show it."""
    with held(Publication, publication_id) as publication:
        if publication is not None:
            from portraits.publishing.carrying_out import carry_out

            carry_out(publication)


@shared_task
def erase(erasure_id: int) -> None:
    """Remove everything kept of a person."""
    from portraits.erasing import work

    work(erasure_id)


@shared_task
def hand_over(export_id: int) -> None:
    """Make the archive of everything kept of a person, for them."""
    with held(Export, export_id) as export:
        if export is not None:
            from portraits.handing_over import make

            make(export)


@shared_task
def sweep_jobs() -> dict[str, int]:
    """Queue again what waits too long: a lost message or a killed worker loses nothing."""
    from portraits.incidents import go_on
    from portraits.publishing.showing import clear, uncleared

    ledger.settle()
    fallback.settle()
    tell = (
        (Photo, measure_photo.delay),
        (Run, announce_again),
        (Publication, publish.delay),
        (Erasure, erase.delay),
        (Export, hand_over.delay),
    )
    found = {model._meta.model_name or "": [again(pk) for pk in sweep(model)] for model, again in tell}
    cleared = [clear(pk) for pk in uncleared()]
    return {**{name: len(rows) for name, rows in found.items()}, "cleared": sum(cleared), "settled": go_on()}


@shared_task
def keep_no_longer() -> dict[str, int]:
    """Remove whatever the retention rules let nobody keep any longer."""
    from portraits.keeping.retaining import look

    return look(timezone.localdate())


@shared_task
def look_at_rules(organisation_id: int) -> None:
    """Open tasks for what an organisation shows and its rules no longer take."""
    from portraits.rulings.rule_tasks import look

    look(Organisation.objects.get(pk=organisation_id))


@shared_task
def watch_portraits() -> dict[str, int]:
    """Today's age and drift checks, unless another scheduler has done them. Missed days are caught up by the next."""
    from portraits.monitoring.daily_watch import watch

    day = watch(timezone.localdate())
    return day.counts if day else {}
