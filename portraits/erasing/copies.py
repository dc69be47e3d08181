"""Published copies: taken away from every channel, and read back to see that they are gone."""

from django.utils import timezone

from accounts.models import Person
from generation.jobs import OPEN, JobState
from portraits import distribution
from portraits.models import Publication


class StillShownError(RuntimeError):
    """A channel still shows a picture that was taken away from it: the erasure tries again."""


def take_away(person: Person) -> None:
    """Stop what is on its way, take down what is shown. Raises StillShownError, ChannelError."""
    rows = Publication.objects.filter(person=person)
    rows.filter(job_state__in=OPEN).update(job_state=JobState.FAILED, lease_until=None, problem="Erased.")
    rows.filter(published_at__isnull=False, ended_at=None).update(ended_at=timezone.now(), ended_why="Erased.")
    for row in rows.exclude(address=""):
        distribution.channel(row.channel).remove(row.address)
    remove_owned(person)
    for row in rows.exclude(address=""):
        if distribution.channel(row.channel).read_back(row.address) is not None:
            raise StillShownError(f"publication {row.pk} is still shown on its channel")


def remove_owned(person: Person) -> int:
    """Take away what lies on any channel under the person's public id, whether a row knows of it or not."""
    organisation, owner = person.organisation.slug, person.public_id.hex
    return sum(each.remove_all(organisation, owner) for each in distribution.channels())
