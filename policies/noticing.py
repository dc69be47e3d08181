"""Notices as rows: loaded from packs, written anew in the console, and found for who is asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from accounts.audit import Verb, record
from accounts.models import Organisation, User
from policies.consent import Purpose
from policies.models import Notice
from policies.models.notice import digest_of
from policies.notice_pack import Words
from policies.pack import PackError, Problem

FALLBACK = "en"


class NoticeRefusedError(ValueError):
    """The notice cannot be written like this; the sentence says why."""


@dataclass(slots=True)
class Loaded:
    """What one load did, by notice."""

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, list[str]]:
        return {"added": sorted(self.added), "unchanged": sorted(self.unchanged)}


def load(words: Iterable[Words], organisation: Organisation | None = None) -> Loaded:
    """Keep each version once, all or nothing. Raises PackError that names every version whose words changed."""
    loaded, problems = Loaded(), []
    with transaction.atomic():
        for each in words:
            if not _keep(each, organisation, loaded):
                message = f"{each} is kept with other words: give the changed text a new version"
                problems.append(Problem(each.pack, 1, "version", message))
        if problems:
            raise PackError(problems)
    return loaded


def _keep(words: Words, organisation: Organisation | None, loaded: Loaded) -> bool:
    row = _item(words.purpose, words.placement, words.language, organisation).filter(version=words.version).first()
    if row is None:
        Notice.objects.create(organisation=organisation, **_columns(words))
        loaded.added.append(str(words))
        return True
    loaded.unchanged.append(str(words))
    return row.digest == digest_of(words.title, words.body, words.without)


def current(
    purpose: Purpose, language: str, organisation: Organisation | None = None, *, placement: str = ""
) -> Notice | None:
    """The words that somebody is asked with now: the organisation's own before everybody's, those of the placement before
    those of all, the asked language before English, the newest version."""
    for tongue in dict.fromkeys((language.split("-")[0].lower(), FALLBACK)):
        for whose in dict.fromkeys((organisation, None)):
            for place in dict.fromkeys((placement, "")):
                found = _item(purpose, place, tongue, whose).order_by("-version").first()
                if found is not None:
                    return found
    return None


def languages(organisation: Organisation | None = None) -> list[str]:
    """Every language in which there is a notice."""
    rows = Notice.objects.filter(Q(organisation=None) | Q(organisation=organisation))
    return sorted(set(rows.values_list("language", flat=True)))


def write(
    notice: Notice, organisation: Organisation, *, title: str, body: str, without: str, actor: User
) -> tuple[Notice, bool]:
    """Write the next version of a notice as the organisation's own. (notice, False) when no word changed.

    Nobody is asked anew by it, and nothing that was agreed to changes. Raises NoticeRefusedError.
    """
    said = {"title": title.strip(), "body": _plain(body), "without": _plain(without)}
    if not all(said.values()):
        raise NoticeRefusedError("A notice needs a title, what is agreed to, and what happens without it.")
    if digest_of(**said) == notice.digest:
        return notice, False
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        row = Notice.objects.create(
            organisation=organisation,
            purpose=notice.purpose,
            placement=notice.placement,
            language=notice.language,
            version=_next(notice, organisation),
            written_by=actor,
            **said,
        )
        data = {"purpose": row.purpose, "placement": row.placement, "language": row.language, "version": row.version}
        record(Verb.NOTICE_WRITTEN, row, organisation=organisation, actor=actor, data={**data, "digest": row.digest})
    return row, True


def _next(notice: Notice, organisation: Organisation) -> int:
    """One more than the newest of both, so that a number never means two texts to one person."""
    rows = Notice.objects.filter(Q(organisation=organisation) | Q(organisation=None))
    same = rows.filter(purpose=notice.purpose, placement=notice.placement, language=notice.language)
    return (same.aggregate(newest=Max("version"))["newest"] or 0) + 1


def _item(purpose: Purpose, placement: str, language: str, organisation: Organisation | None) -> QuerySet[Notice]:
    return Notice.objects.filter(purpose=purpose, placement=placement, language=language, organisation=organisation)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _columns(words: Words) -> dict[str, object]:
    return {
        "purpose": words.purpose,
        "placement": words.placement,
        "language": words.language,
        "version": words.version,
        "title": words.title,
        "body": words.body,
        "without": words.without,
        "pack": words.pack,
    }
