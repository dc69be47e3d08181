"""Agreeing: by the person, to these words, with their name; and the whole product asks before it acts."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AuditEvent
from policies import noticing, placements
from policies.consent import ANYWHERE, Alteration, Group, Purpose
from policies.models import Release
from portraits import lifecycle
from portraits.agreements import agreeing, consenting
from portraits.agreements.agreeing import AgreementRefusedError, Wish
from portraits.lifecycle import MoveRefusedError
from portraits.making import enrolment, requesting, reviewing
from portraits.making.requesting import RequestRefusedError
from portraits.publishing import carrying_out
from portraits.states import State
from tests.factories import PersonFactory, PhotoFactory, PortraitFactory, agree

TODAY = timezone.localdate()


@pytest.fixture
def new(cast):
    """A colleague who has agreed to nothing yet, and the words to agree to."""
    call_command("load_notices", verbosity=0)
    return PersonFactory(organisation=cast.observatory, releases=(), name="Mae Jemison")


def wish(person, purpose, places=(), **said) -> Wish:
    found = [noticing.current(purpose, "en", person.organisation, placement=place) for place in places or [""]]
    plain = {"typed_name": person.name, "language": "en", "seen": [each.digest for each in found], "places": places}
    groups = frozenset(Group) if purpose in (Purpose.AI, Purpose.PUBLICATION) else frozenset()
    return Wish(purpose, **{**plain, "groups": groups, "alterations": frozenset(Alteration), **said})


def test_a_release_says_who_to_which_words_when_and_how(new):
    (row,) = agreeing.agree(new, wish(new, Purpose.AI, ends_on=TODAY + timedelta(days=9)), actor=new.user)
    notice = noticing.current(Purpose.AI, "en")
    assert (row.person, row.given_by, row.typed_name) == (new, new.user, "Mae Jemison")
    assert (row.notice, row.text_digest) == (notice, notice.digest)
    assert (row.starts_on, row.ends_on, row.territory) == (TODAY, TODAY + timedelta(days=9), [ANYWHERE])
    event = AuditEvent.objects.get(verb="portal:release:given")
    assert event.data["text_digest"] == notice.digest
    assert "Mae" not in str(event.data)


def test_places_become_one_release_each_with_the_words_of_that_place(new):
    rows = agreeing.agree(new, wish(new, Purpose.PUBLICATION, ("linkedin", "website")), actor=new.user)
    assert {row.placement: row.notice.placement for row in rows} == {"linkedin": "linkedin", "website": ""}


def test_agreeing_again_replaces_the_release_before(new):
    (first,) = agreeing.agree(new, wish(new, Purpose.AI), actor=new.user)
    (second,) = agreeing.agree(new, wish(new, Purpose.AI, groups=frozenset({Group.RETOUCHED})), actor=new.user)
    first.refresh_from_db()
    assert (first.withdrawn_why, second.withdrawn_at) == (Release.Why.REPLACED, None)


@pytest.mark.parametrize("who", ["ines", "robin", "eileen"])
def test_nobody_agrees_for_somebody_else(cast, new, who):
    with pytest.raises(AgreementRefusedError, match="Only the person"):
        agreeing.agree(new, wish(new, Purpose.PORTRAIT), actor=getattr(cast, who))
    assert not Release.objects.filter(person=new).exists()


@pytest.mark.parametrize(
    ("purpose", "said", "sentence"),
    [
        (Purpose.PORTRAIT, {"typed_name": "Somebody Else"}, "Type your name"),
        (Purpose.PORTRAIT, {"seen": ["0" * 64]}, "words have changed"),
        (Purpose.PORTRAIT, {"ends_on": TODAY - timedelta(days=1)}, "past"),
        (Purpose.AI, {"groups": frozenset()}, "kind of picture"),
        (Purpose.AI, {"alterations": frozenset()}, "what may be changed"),
        (Purpose.PUBLICATION, {}, "at least one place"),
    ],
)
def test_what_is_missing_is_refused_in_words_and_nothing_is_kept(new, purpose, said, sentence):
    with pytest.raises(AgreementRefusedError, match=sentence):
        agreeing.agree(new, wish(new, purpose, **said), actor=new.user)
    assert not Release.objects.filter(person=new).exists()


def test_a_name_is_taken_as_people_write_it(new):
    assert agreeing.agree(new, wish(new, Purpose.PORTRAIT, typed_name="  mae  JEMISON "), actor=new.user)


@pytest.mark.parametrize("missing", [Purpose.PORTRAIT, Purpose.AI])
def test_no_render_is_asked_for_without_its_agreements(new, missing):
    PhotoFactory(person=new)
    agree(new, *[each for each in Purpose if each is not missing])
    with pytest.raises(RequestRefusedError, match="First agree to"):
        requesting.ask(new, actor=new.user, reason="")
    with pytest.raises(RequestRefusedError, match="There is no agreement"):
        requesting.ask(new, actor=None, reason="")
    assert not new.runs.exists()


def test_a_render_that_changes_more_than_was_agreed_is_refused(new):
    PhotoFactory(person=new)
    agree(new, Purpose.PORTRAIT)
    agree(new, Purpose.AI, alterations=[Alteration.BACKGROUND])
    with pytest.raises(RequestRefusedError, match="light and colour"):
        requesting.ask(new, actor=new.user, reason="")


def test_a_render_compares_only_where_that_was_agreed(new):
    PhotoFactory(person=new)
    agree(new, Purpose.PORTRAIT, Purpose.AI)
    assert not requesting.ask(new, actor=new.user, reason="").compare
    agree(new, Purpose.BIOMETRICS)
    assert requesting.ask(new, actor=new.user, reason="").compare


def test_a_photo_becomes_a_portrait_only_with_the_agreement(cast, new):
    photo = PhotoFactory(person=new, uploaded_by=cast.ines)
    with pytest.raises(MoveRefusedError, match="as their portrait"):
        enrolment.enrol(photo, actor=cast.ines)
    assert not new.portraits.exists()
    agree(new, Purpose.PORTRAIT)
    assert enrolment.enrol(photo, actor=cast.ines).state == State.IN_REVIEW


def test_each_place_is_approved_only_with_its_own_agreement(cast, new):
    agree(new, Purpose.PORTRAIT, Purpose.PUBLICATION, places=["directory"])
    portrait = PortraitFactory(person=new, uploaded_by=cast.ines, state=State.IN_REVIEW)
    with pytest.raises(MoveRefusedError, match="LinkedIn"):
        reviewing.approve(portrait, ["directory", "linkedin"], actor=cast.robin)
    assert reviewing.approve(portrait, ["directory"], actor=cast.robin).placements == ["directory"]


def test_real_photos_only_means_that_nothing_software_made_is_shown_there(cast, new):
    agree(new, Purpose.PORTRAIT, Purpose.AI)
    agree(new, Purpose.PUBLICATION, places=["directory"], groups=[Group.CAMERA])
    real = PortraitFactory(person=new)
    made = PortraitFactory(person=new, origin="algorithmicallyEnhanced")
    place = placements.get("directory")
    assert consenting.against_showing(real, place) == ()
    assert "light and colour refined" in consenting.against_showing(made, place)[0]


def test_what_was_approved_is_not_shown_when_the_agreement_ended_before_the_worker_came(cast, new):
    from generation import jobs
    from portraits.models import Publication

    agree(new)
    portrait = PortraitFactory(person=new, uploaded_by=cast.ines, state=State.IN_REVIEW)
    row = reviewing.approve(portrait, ["linkedin"], actor=cast.robin).publications.get()
    Release.objects.filter(person=new, placement="linkedin").update(
        withdrawn_at=timezone.now(), withdrawn_why=Release.Why.TAKEN_BACK
    )
    carrying_out.carry_out(jobs.claim(Publication, row.pk))
    row.refresh_from_db()
    assert (row.job_state, row.published_at) == ("failed", None)
    assert "was taken back" in row.problem


def test_the_button_says_the_same_as_the_door(cast, new):
    portrait = PortraitFactory(person=new, uploaded_by=cast.ines, state=State.IN_REVIEW)
    why = lifecycle.why_not(portrait, State.APPROVED, actor=cast.robin)
    with pytest.raises(MoveRefusedError) as refused:
        lifecycle.move(portrait, State.APPROVED, actor=cast.robin)
    assert refused.value.reasons == why
    assert "There is no agreement to use pictures of this person as their portrait." in why
