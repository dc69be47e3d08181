"""What is said under a picture and instead of it: by place and language, the disclosure first, never nothing."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from policies import disclosure
from policies.kinds import REAL_CAPTURES, Kind
from portraits.models import PictureWords, Publication
from portraits.publishing import describing
from portraits.publishing.describing import Place


@pytest.mark.requirement("R50")
@given(st.sampled_from(list(Kind)), st.sampled_from(disclosure.locales()), st.text(max_size=40))
def test_what_is_said_begins_with_the_disclosure_where_one_is_due_and_is_never_empty(kind, locale, own):
    for say in (disclosure.caption, disclosure.alt_text):
        said = say(kind, locale, own)
        assert said.strip()
        assert kind in REAL_CAPTURES or said.startswith(say(kind, locale))
        assert own.strip() in said


def test_a_sentence_ends_as_the_language_ends_it():
    assert disclosure.alt_text(Kind.AI_GENERATED, "de", "Frau im Studio") == "KI-generiertes Porträt. Frau im Studio"
    assert disclosure.alt_text(Kind.AI_GENERATED, "zh", "女性") == "人工智能生成的肖像。女性"
    assert disclosure.alt_text(Kind.AI_GENERATED, "hi", "महिला") == "AI से बना पोर्ट्रेट। महिला"


@pytest.mark.requirement("R50")
def test_words_of_a_place_stand_before_those_of_every_place_and_each_language_has_its_own(cast, show):
    portrait = show("linkedin", Kind.AI_GENERATED, person=cast.collins).portrait
    describing.describe(portrait, Place("", "en"), caption="", alt_text="A woman, smiling", actor=cast.eileen)
    describing.describe(portrait, Place("linkedin", "en"), caption="In blue", alt_text="", actor=cast.robin)
    describing.describe(portrait, Place("", "de-AT"), caption="", alt_text="Frau, lächelnd", actor=cast.eileen)
    assert describing.told(portrait, "website", "en").alt_text == "AI-generated portrait. A woman, smiling"
    assert describing.told(portrait, "linkedin", "en").caption == "Portrait generated with AI. In blue"
    assert describing.told(portrait, "linkedin", "de").alt_text == "KI-generiertes Porträt. Frau, lächelnd"
    assert describing.told(portrait, "linkedin", "fr").alt_text.startswith("Portrait généré par")
    describing.describe(portrait, Place("linkedin", "en"), caption=" ", alt_text="", actor=cast.robin)
    assert not PictureWords.objects.filter(placement="linkedin").exists()


def test_files_that_carry_the_words_are_made_again_and_others_are_not(cast, show):
    here, there = show("linkedin", Kind.AI_GENERATED, person=cast.collins), show("website")
    said = {"caption": "In blue", "alt_text": "", "actor": cast.robin}
    assert describing.describe(here.portrait, Place("", "ko"), **said) == 0
    assert describing.describe(here.portrait, Place("website", "en"), **said) == 0
    assert describing.describe(here.portrait, Place("", "en"), **said) == 1
    states = dict(Publication.objects.values_list("pk", "job_state"))
    assert states == {here.pk: "waiting", there.pk: "done"}


def test_only_the_person_and_the_photo_team_describe(cast, show, client):
    portrait = show("linkedin", Kind.AI_GENERATED, person=cast.collins).portrait
    with pytest.raises(describing.DescriptionRefusedError):
        describing.describe(portrait, Place("", "en"), caption="No", alt_text="", actor=cast.auditor)
    address = reverse("words", args=[portrait.pk])
    for who, status in [(cast.eileen, 200), (cast.robin, 200), (cast.auditor, 403), (cast.otto, 404)]:
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get(address).status_code == status
    client.force_login(cast.eileen, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(address + "?placement=&locale=ko", {"caption": "", "alt_text": "웃는 여성"}, follow=True)
    assert "AI로 생성한 초상. 웃는 여성" in answer.content.decode()
    assert client.get(address + "?placement=moon&locale=en").status_code == 404
