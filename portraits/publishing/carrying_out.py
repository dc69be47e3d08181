"""Showing a portrait: the file goes out, takes the place of the one before, and is read back."""

from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Person
from generation import picture_files
from generation.jobs import fail, finish
from policies import placements
from portraits import lifecycle, monitoring
from portraits.agreements import consenting
from portraits.distribution import ChannelError, channel
from portraits.distribution.base import Parcel
from portraits.models import Portrait, Publication, Rendition
from portraits.publishing import renditions, showing
from portraits.publishing.rereading import reread
from portraits.rulings import assessing, rule_tasks
from portraits.states import State, words

SHOWABLE = (State.APPROVED, State.PUBLISHED)


def carry_out(publication: Publication) -> None:
    """The job of a publication: assess again, make the file, put it out, let it take over, read it back."""
    portrait = publication.portrait
    if not publication.review.approved or publication.review.sha256 != portrait.sha256:
        fail(publication, "Nobody has approved exactly this picture.")
        return
    if portrait.state not in SHOWABLE:
        fail(publication, f"The portrait is {words(State(portrait.state))} by now: it is not shown.")
        return
    placement = placements.get(publication.placement)
    if unagreed := consenting.against_showing(portrait, placement):
        fail(publication, " ".join(unagreed))
        return
    assessment, verdict = assessing.keep(portrait, placement, timezone.localdate())
    if denied := assessing.denials(verdict):
        fail(publication, " ".join(denied))
        return
    try:
        rendition = renditions.make(portrait, placement, assessment, verdict)
        monitoring.take_baseline(portrait)
        _show(publication, rendition)
    except (renditions.RenditionRefusedError, ChannelError) as problem:
        fail(publication, str(problem))
        return
    reread(publication)


def _show(publication: Publication, rendition: Rendition) -> None:
    """Put the file out and let it take over, under a lock: an erasure or a recall comes before or after, never between."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=publication.person_id)
        if person.erased_at is not None:
            raise ChannelError("Nothing more is shown of this person.")
        state = State(Portrait.objects.select_for_update().get(pk=publication.portrait_id).state)
        if state not in SHOWABLE:
            raise ChannelError(f"The portrait was {words(state)} while its file was made: it is not shown.")
        if unagreed := consenting.against_showing(publication.portrait, placements.get(publication.placement)):
            raise ChannelError(" ".join(unagreed))
        address = channel(publication.channel).put(_parcel(publication, rendition))
        _take_over(publication, rendition, address)


def _take_over(publication: Publication, rendition: Rendition, address: str) -> None:
    """In one transaction: this one is live, the one before has ended, the portraits' states follow."""
    with transaction.atomic():
        before = Publication.objects.filter(
            person=publication.person, placement=publication.placement, published_at__isnull=False, ended_at=None
        ).exclude(pk=publication.pk)
        replaced = list(before.select_related("portrait"))
        for old in replaced:
            showing.close(old, why="A newer portrait took its place.", actor=None)
        finish(publication, rendition=rendition, address=address, published_at=timezone.now())
        record(
            Verb.PUBLISHED,
            publication,
            organisation=publication.person.organisation,
            data={"placement": publication.placement, "sha256": rendition.sha256, "channel": publication.channel},
        )
        rule_tasks.published(publication)
        _follow(publication.portrait, replaced)


def _follow(portrait: Portrait, replaced: list[Publication]) -> None:
    if portrait.state == State.APPROVED:
        lifecycle.move(portrait, State.PUBLISHED, actor=None, reason="Shown in its first place.")
    for old in {row.portrait_id: row.portrait for row in replaced}.values():
        if not lifecycle.why_not(old, State.SUPERSEDED, actor=None):
            lifecycle.move(old, State.SUPERSEDED, actor=None, reason="A newer portrait took all its places.")


def _parcel(publication: Publication, rendition: Rendition) -> Parcel:
    return Parcel(
        organisation=publication.person.organisation.slug,
        placement=publication.placement,
        owner=publication.person.public_id.hex,
        suffix=PurePath(rendition.image).suffix,
        sha256=rendition.sha256,
        data=picture_files.read(rendition.image),
        beside=bytes(rendition.manifest) if rendition.credentials_beside else b"",
    )
