"""How each kind of thing ends. Each answers with the certificate's item: an id, a digest, and what was done."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePath
from typing import Any

from django.db import transaction

from accounts import sealed_files
from accounts.audit import Verb, record
from accounts.models import Person
from generation import jobs
from generation.models import Candidate, Run, Template
from policies.cascade import Kind
from portraits import lifecycle
from portraits.models import Baseline, DriftCheck, Export, IdentityAlert, Photo, Portrait, Publication
from portraits.publishing import showing
from portraits.states import State
from portraits.withdrawing import figures

Item = dict[str, Any]


def _run(run: Run, why: str) -> Item:
    jobs.cancel(Run, run.pk)
    record(Verb.RUN_STOPPED, run, organisation=run.person.organisation, reason=why)
    return _item(Kind.RUN, run.pk, run.source_sha256, "stopped")


def _publication(publication: Publication, why: str) -> Item:
    digest = publication.rendition.sha256 if publication.rendition else publication.portrait.sha256
    jobs.close(Publication, publication.pk, why)
    if not publication.live:
        return _item(Kind.PUBLICATION, publication.pk, digest, "stopped")
    showing.close(publication, why=why, actor=None)
    return _item(Kind.PUBLICATION, publication.pk, digest, "recalled")


def _portrait(portrait: Portrait, why: str) -> Item:
    lifecycle.move(portrait, State.WITHDRAWN, actor=None, reason=why)
    return _item(Kind.PORTRAIT, portrait.pk, portrait.sha256, "withdrawn")


def _map(check: DriftCheck, _why: str) -> Item:
    name, check.difference = check.difference, ""
    check.save(update_fields=["difference"])
    _delete_file(name)
    return _item(Kind.MAP, check.pk, PurePath(name).stem)


def _baseline(baseline: Baseline, _why: str) -> Item:
    item = _item(Kind.BASELINE, baseline.pk, baseline.portrait.sha256)
    baseline.delete()
    return item


def _measurement(photo: Photo, _why: str) -> Item:
    """The numbers that could be compared; the answer that was given stays, in words."""
    photo.appearance, photo.likeness, photo.gates = {}, figures.likeness(photo.likeness), figures.gates(photo.gates)
    photo.save(update_fields=["appearance", "likeness", "gates"])
    return _item(Kind.MEASUREMENT, photo.pk, photo.sha256)


def _check(check: DriftCheck, _why: str) -> Item:
    """Without its numbers it cannot be decided again: it names no limits any more."""
    check.distance, check.statistics, check.signals, check.limits = None, {}, figures.signals(check.signals), ""
    check.save(update_fields=["distance", "statistics", "signals", "limits"])
    return _item(Kind.CHECK, check.pk, check.portrait.sha256)


def _alert(alert: IdentityAlert, _why: str) -> Item:
    alert.likeness = figures.likeness(alert.likeness)
    alert.save(update_fields=["likeness"])
    return _item(Kind.ALERT, alert.pk, alert.photo.sha256)


def _closeness(candidate: Candidate, _why: str) -> Item:
    candidate.gates = figures.gates(candidate.gates)
    candidate.save(update_fields=["gates"])
    return _item(Kind.CLOSENESS, candidate.pk, candidate.sha256)


def _archive(export: Export, _why: str) -> Item:
    """One that is being made is stopped, and can be asked for anew."""
    if jobs.close(Export, export.pk, "It was stopped because an agreement ended. Ask for a new one."):
        return _item(Kind.ARCHIVE, export.pk, "", "stopped")
    name = export.file
    Export.objects.filter(pk=export.pk).update(file="", size=0)
    _delete_file(name)
    return _item(Kind.ARCHIVE, export.pk, PurePath(name).stem)


def _template(template: Template, _why: str) -> Item:
    item = _item(Kind.TEMPLATE, template.pk, template.sha256)
    template.delete()
    return item


def _candidate(candidate: Candidate, _why: str) -> Item:
    item = _item(Kind.CANDIDATE, candidate.pk, candidate.sha256)
    name, sha256, person = candidate.image, candidate.sha256, candidate.person
    candidate.delete()
    if not _in_use(name):
        _delete_file(name)
        _delete_small_copies(person, sha256)
    return item


REMOVE: Mapping[Kind, Callable[[Any, str], Item]] = {
    Kind.RUN: _run,
    Kind.PUBLICATION: _publication,
    Kind.PORTRAIT: _portrait,
    Kind.MAP: _map,
    Kind.BASELINE: _baseline,
    Kind.MEASUREMENT: _measurement,
    Kind.CHECK: _check,
    Kind.ALERT: _alert,
    Kind.CLOSENESS: _closeness,
    Kind.ARCHIVE: _archive,
    Kind.TEMPLATE: _template,
    Kind.CANDIDATE: _candidate,
}


def _item(kind: Kind, pk: int, sha256: str, done: str = "destroyed") -> Item:
    return {"kind": kind.value, "id": pk, "sha256": sha256, "done": done}


def _in_use(name: str) -> bool:
    return any(model.objects.filter(image=name).exists() for model in (Candidate, Portrait, Photo))


def _delete_file(name: str) -> None:
    """Once the rows are committed: a file cannot be brought back when they are not."""
    transaction.on_commit(partial(sealed_files.forget, name), robust=True)


def _delete_small_copies(person: Person, sha256: str) -> None:
    """Of every size that was ever asked for."""
    begins = sealed_files.name_for(person, sha256, folder="thumbnails", suffix="")

    def forget() -> None:
        for name in list(sealed_files.below(f"thumbnails/{person.pk}")):
            if name.startswith(begins):
                sealed_files.forget(name)

    transaction.on_commit(forget, robust=True)
