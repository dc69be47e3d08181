"""Two organisations with every kind of thing in each, and everything marked with whose it is."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model
from django.utils import timezone
from PIL import Image

from accounts.audit import Verb, record
from accounts.models import Invitation, Membership, Organisation, OwnSignIn, Person, Role, User
from policies import changing, settling
from policies.kinds import Kind
from policies.models import Assessment, BiometricFree, Notice, Release, RuleSetLook, RuleVersion
from policies.vocabulary import Decision
from portraits.models import (
    Certificate,
    Comparison,
    DriftCheck,
    Export,
    IdentityAlert,
    Incident,
    LegalHold,
    Opinion,
    Publication,
    Rendition,
    Review,
    RuleReason,
    RuleTask,
    Transition,
)
from portraits.publishing import label_icons
from portraits.states import State
from tests.factories import CandidateFactory, PhotoFactory, PortraitFactory, RunFactory
from tests.portraits.icons import icon
from tests.portraits.shown import body
from tests.rule_packs import load_shipped
from tests.walk import ledger

ROLES = ("anonymous", "subject", "colleague", "manager", "photo_admin", "auditor", "owner")
QUESTION = "eu-ai-act-50-4-deepfake-internal"


@dataclass
class World:
    """One organisation. `mark` stands in whatever colleagues may read, `secret` in what is the person's alone."""

    organisation: Organisation
    mark: str
    secret: str
    users: dict[str, User | None] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def args(self, thing: str | None) -> list[Any]:
        if thing is None:
            return []
        found = self.things[thing]
        return list(found) if isinstance(found, tuple) else [found.pk if isinstance(found, Model) else found]


@dataclass
class Two:
    """Two organisations, and what the database held before, between and after them."""

    ours: World
    theirs: World
    empty: ledger.Rows
    before: ledger.Rows
    estate: ledger.Estate


def rules() -> None:
    load_shipped()


def world(slug: str) -> World:
    organisation = Organisation.objects.create(name=f"mark-{slug} Ltd", slug=slug, jurisdictions=["EU", "DE"])
    made = World(organisation, f"mark-{slug}", f"secret-{slug}")
    _users(made)
    _pictures(made)
    _shown(made)
    _questions(made)
    _rules(made)
    return made


def _users(made: World) -> None:
    def user(name: str, *roles: Role) -> User:
        slug = made.organisation.slug
        row = User.objects.create_user(f"{name}@{slug}.example", "moon", full_name=f"{made.mark} {name}")
        for role in roles:
            Membership.objects.create(user=row, organisation=made.organisation, role=role)
        return row

    manager = user("manager", Role.EMPLOYEE)
    subject, colleague = user("subject", Role.EMPLOYEE), user("colleague", Role.EMPLOYEE)
    made.users = {
        "anonymous": None, "subject": subject, "colleague": colleague, "manager": manager,
        "photo_admin": user("admin", Role.PHOTO_ADMIN), "auditor": user("auditor", Role.AUDITOR),
        "owner": user("owner", Role.OWNER),
    }  # fmt: skip
    made.things["person"] = person(made, subject, "Subject", manager=manager)
    person(made, colleague, "Colleague")
    person(made, manager, "Manager")


def person(made: World, user: User, name: str, **fields: Any) -> Person:
    row = Person.objects.create(
        organisation=made.organisation, user=user, name=f"{name} {made.mark}", department=made.mark, title=made.mark,
        **fields,
    )  # fmt: skip
    record(Verb.PERSON_ADDED, row, organisation=made.organisation)
    return row


def _pictures(made: World) -> None:
    subject = made.things["person"]
    day = datetime(2026, 6, 1, 12, tzinfo=UTC)
    photo = kept(PhotoFactory(person=subject, uploaded_by=subject.user, captured_at=day, advice=[made.mark]))
    run = RunFactory(
        person=subject, source_sha256=photo.sha256, source_name=photo.image, reason=made.mark, job_state="done"
    )
    offered = kept(CandidateFactory(run=run, number=1, rank=1, reasons=[made.secret]))
    refused = kept(CandidateFactory(run=run, number=2, rank=None, verdict="refuse", reasons=[made.secret]))
    draft = kept(PortraitFactory(person=subject, candidate=refused, origin="algorithmicallyEnhanced"))
    taken_back = kept(PortraitFactory(person=subject, state=State.WITHDRAWN))
    made.things |= {"photo": photo, "run": run, "candidate": offered, "refused": refused, "draft_portrait": draft}
    made.things |= {"taken_back": taken_back}


def _shown(made: World) -> None:
    subject, admin = made.things["person"], made.users["photo_admin"]
    candidate = made.things["candidate"]
    waiting = moved(kept(PortraitFactory(person=subject, uploaded_by=subject.user)), State.IN_REVIEW)
    portrait = kept(PortraitFactory(person=subject, candidate=candidate, origin="algorithmicallyEnhanced"))
    moved(portrait, State.IN_REVIEW, State.APPROVED, State.PUBLISHED)
    review = Review.objects.create(portrait=portrait, actor=admin, approved=True, sha256=portrait.sha256)
    assessment = Assessment.objects.create(
        organisation=made.organisation, person=subject, placement="directory", image_digest=portrait.sha256,
        facts={}, on=timezone.localdate(), decision="allow", rule_set="none",
    )  # fmt: skip
    rendition = Rendition.objects.create(
        portrait=portrait, placement="directory", assessment=assessment, image=portrait.image, sha256=portrait.sha256,
        mime="image/jpeg", width=8, height=8, size=8, source_type=portrait.origin, anchor=False,
        alt_text=made.mark, fingerprint="0" * 16,
    )  # fmt: skip
    publication = Publication.objects.create(
        person=subject, portrait=portrait, placement="directory", review=review, channel="folder", job_state="done",
        published_at=timezone.now(), rendition=rendition, address=f"{made.mark}.jpg",
    )  # fmt: skip
    made.things |= {"waiting": waiting, "shown": portrait, "rendition": rendition, "publication": publication}


def _questions(made: World) -> None:
    subject, shown = made.things["person"], made.things["shown"]
    odd = kept(PhotoFactory(person=subject, captured_at=datetime(2026, 7, 1, 12, tzinfo=UTC)))
    said = {"sentence": made.mark, "nearest": 0.7, "median": 0.7, "compared": 2, "threshold_set": "test"}
    drawn = default_storage.save(f"differences/{made.mark}.jpg", ContentFile(made.mark.encode()))
    made.things["invitation"] = Invitation.objects.create(
        organisation=made.organisation, email=f"new@{made.mark}.example", name=made.mark,
        expires_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip
    made.things["session"] = UserSession.objects.create(
        user=subject.user, ip="127.0.0.1", user_agent=made.mark, session_key=f"key-{made.mark}"
    )
    SessionStore(session_key=f"key-{made.mark}").save(must_create=True)
    made.things["own_sign_in"] = OwnSignIn.objects.create(
        organisation=made.organisation, key=made.mark, title=made.mark, kind="openid_connect", client_id=made.mark,
        domains=["observatory.example"], settings={"server_url": f"https://{made.mark}.example"},
    )  # fmt: skip
    made.things |= {"provider_kind": ("openid_connect",), "own_sign_in_verb": (made.things["own_sign_in"].pk, "close")}
    made.things["export"] = Export.objects.create(person=subject, job_state="failed")
    made.things["hold"] = LegalHold.objects.create(person=subject, reason=made.mark, placed_by=made.users["owner"])
    made.things["incident"] = Incident.objects.create(
        person=subject, portrait=made.things["shown"], why=Incident.Why.values[0], note=made.mark
    )
    _agreements(made, odd)
    made.things["alert"] = IdentityAlert.objects.create(person=subject, photo=odd, likeness=said)
    made.things["check"] = DriftCheck.objects.create(
        person=subject, portrait=shown, photo=made.things["photo"], on=timezone.localdate(), decision="watch",
        sentence=made.mark, limits="test", difference=drawn, distance=0.4321,
    )  # fmt: skip
    Opinion.objects.create(
        portrait=shown, voice="manager", still_looks_like=True, note=made.mark, on=timezone.localdate()
    )


def _agreements(made: World, photo: Any) -> None:
    subject, organisation = made.things["person"], made.organisation
    notice = Notice.objects.create(
        organisation=organisation, purpose="portrait_use", language="en", version=1, title=made.mark, body=made.mark,
        without=made.mark, digest="0" * 64,
    )  # fmt: skip
    made.things |= {
        "notice": notice,
        "purpose": ("portrait_use",),
        "release": Release.objects.create(
            person=subject, notice=notice, purpose="portrait_use", starts_on=timezone.localdate(), typed_name=made.mark,
            text_digest="0" * 64,
        ),
        "certificate": Certificate.objects.create(
            organisation=organisation, person=subject, because="release:1", digest="0" * 64, issued_at=timezone.now()
        ),
        "biometric_free": BiometricFree.objects.create(organisation=organisation, site=made.mark, why=made.mark),
        "comparison": Comparison.objects.create(person=subject, photo=photo),
    }  # fmt: skip


def _rules(made: World) -> None:
    organisation, admin, owner = made.organisation, made.users["photo_admin"], made.users["owner"]
    own = changing.begin(organisation, body(f"{made.mark}-own"), why=made.mark, actor=admin)
    changing.adopt(own, seen=own.digest, actor=admin)
    question = RuleVersion.objects.get(rule_id=QUESTION)
    until = timezone.localdate() + timedelta(days=9)
    answer = settling.Answer(Kind.AI_BACKGROUND, "", Decision.ALLOW, made.mark, until)
    look = RuleSetLook.objects.create(
        organisation=organisation, on=timezone.localdate(), known_at=timezone.now(), rule_set="none"
    )
    made.things |= {
        "rule": ("organisation", f"{made.mark}-own"), "version": RuleVersion.objects.get(rule_id=f"{made.mark}-own"),
        "common_rule": ("law", QUESTION), "question": question,
        "draft": changing.begin(organisation, body(f"{made.mark}-next"), why=made.mark, actor=admin),
        "decision": settling.propose(organisation, question, answer, actor=owner),
        "label_icon": label_icons.add(organisation, "generated", says=made.mark, data=icon(), actor=owner),
        "task": RuleTask.objects.create(
            publication=made.things["publication"], look=look, effect="labels", opened_on=timezone.localdate(), reason=RuleReason.of([], []),
            note=made.mark,
        ),
    }  # fmt: skip


def kept(row: Any) -> Any:
    """The row, with a small picture where it says that its file lies."""
    out = io.BytesIO()
    Image.new("RGB", (row.width // 8, row.height // 8), "rosybrown").save(out, "JPEG")
    default_storage.save(row.image, ContentFile(out.getvalue()))
    return row


def moved(portrait: Any, *states: State) -> Any:
    for target in states:
        event = record(Verb.PORTRAIT_MOVED, portrait, organisation=portrait.person.organisation)
        Transition.objects.create(portrait=portrait, origin=portrait.state, target=target, event=event)
        portrait.state = target
    portrait.save()
    return portrait
