"""Which official icons an organisation labels with: added, put aside, and found for a picture. No file of them is changed."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Organisation, User
from policies import disclosure
from policies.duties import Duty
from portraits.models import LabelIcon
from portraits.provenance import label_icon
from portraits.provenance.label_icon import Icon, IconRefusedError
from portraits.publishing.picturing import Wanted

MOST = 4  # of a form: the EU publishes four variants of each
SAID = frozenset({"AI"})  # demanded words that every official icon says already
WORDS_ASKED = "A rule asks for words of its own, or of a height of its own: no icon is known to say them."


def add(organisation: Organisation, form: str, *, says: str, data: bytes, actor: User) -> LabelIcon:
    """Keep an icon, from now on laid into files as they are made. Raises IconRefusedError."""
    width, height = label_icon.check(data)
    digest = Icon(says, data).digest
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        standing = LabelIcon.objects.filter(organisation=organisation, form=form, ended_at=None)
        if standing.filter(sha256=digest).exists():
            raise IconRefusedError("This very icon is in use already.")
        if standing.count() >= MOST:
            raise IconRefusedError(f"{MOST} icons of a kind are in use: put one aside first.")
        row = LabelIcon.objects.create(
            organisation=organisation,
            form=form,
            says=says,
            data=data,
            sha256=digest,
            width=width,
            height=height,
            added_by=actor,
        )
        _note(row, Verb.LABEL_ICON_ADDED, actor)
    return row


def put_aside(row: LabelIcon, *, actor: User) -> None:
    """New files carry it no more; those that do stay as they are. Doing it twice is fine."""
    with transaction.atomic():
        if LabelIcon.objects.filter(pk=row.pk, ended_at=None).update(ended_at=timezone.now()):
            _note(row, Verb.LABEL_ICON_ENDED, actor)


def wanted(organisation: Organisation, origin: str, duties: Sequence[Duty]) -> Wanted:
    """The label that the duties of a visible badge ask for; without any, none."""
    if not duties:
        return Wanted("")
    demanded = {text for duty in duties for text in duty.badge_texts}
    text = disclosure.label(origin, organisation.locale, demanded)
    short, icons = disclosure.short_label(origin, organisation.locale, demanded), _icons(organisation, origin)
    if icons and (demanded - SAID or any(duty.min_text_height_ratio for duty in duties)):
        return Wanted(text, short, why_words=WORDS_ASKED)
    return Wanted(text, short, icons)


def _icons(organisation: Organisation, origin: str) -> list[Icon]:
    rows = LabelIcon.objects.filter(organisation=organisation, form=disclosure.class_of(origin).value, ended_at=None)
    return [Icon(row.says, bytes(row.data)) for row in rows]


def _note(row: LabelIcon, verb: Verb, actor: User) -> None:
    record(verb, row, organisation=row.organisation, actor=actor, data={"form": row.form, "sha256": row.sha256})
