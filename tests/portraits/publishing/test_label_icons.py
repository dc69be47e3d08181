"""An organisation's own official icons: uploaded, laid into files where a label is due, put aside, with evidence of each."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.audit import Verb
from accounts.models import AuditEvent
from generation import picture_files
from policies.duties import Duty
from policies.vocabulary import Channel, Level
from portraits.models import LabelIcon
from portraits.provenance import credentials
from portraits.provenance.label_icon import IconRefusedError
from portraits.publishing import label_icons
from portraits.publishing.signing import chain
from tests.portraits.icons import BLACK, WHITE, icon, plate, png
from tests.portraits.ready import made, ready

PAGE = "console:label_icons"
EVERYWHERE = png(plate(BLACK, WHITE))


@pytest.fixture
def ines(client, cast):
    client.force_login(cast.ines, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def generated(cast, rules, astronaut):
    return ready(cast.collins, astronaut, origin="trainedAlgorithmicMedia")


def sent(client, data: bytes, **said: str):
    upload = SimpleUploadedFile("icon.png", data, "image/png")
    form = {"form": "generated", "says": "Fully AI-Generated", "file": upload, **said}
    return client.post(reverse("console:add_label_icon"), form)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.requirement("N10")
def test_an_icon_is_uploaded_laid_into_the_next_file_and_told_in_its_evidence_and_credentials(
    ines, cast, generated
) -> None:
    assert sent(ines, EVERYWHERE).status_code == 302
    row = made(generated, "website")
    kept = LabelIcon.objects.get()
    assert bytes(kept.data) == EVERYWHERE
    assert row.label["icon"] == kept.sha256
    assert row.label["text"] == "Fully AI-Generated"
    assert row.label["inside_every_crop"] is True
    assert row.label["why_words"] == ""
    said = credentials.read(picture_files.read(row.image), row.mime, (chain(cast.observatory).root_pem,))
    assert said.state == "trusted"
    (event,) = AuditEvent.objects.filter(verb=Verb.LABEL_ICON_ADDED.value)
    assert (event.actor, event.data) == (cast.ines, {"form": "generated", "sha256": kept.sha256})


def test_the_icon_of_one_form_does_not_label_the_other(cast, generated) -> None:
    label_icons.add(cast.observatory, "modified", says="Partially AI-Modified", data=EVERYWHERE, actor=cast.ines)
    assert made(generated, "website").label["icon"] == ""


def test_nor_does_the_icon_of_another_organisation(cast, generated) -> None:
    label_icons.add(cast.otto.memberships.get().organisation, "generated", says="AI", data=EVERYWHERE, actor=cast.otto)
    assert made(generated, "website").label["icon"] == ""


def test_of_a_black_and_a_white_variant_the_one_that_stands_out_is_laid(cast, rules, astronaut) -> None:
    for says, colour in (("black", BLACK), ("white", WHITE)):
        label_icons.add(cast.observatory, "generated", says=says, data=icon(colour), actor=cast.ines)
    for picture, says in ((255 - astronaut // 8, "black"), (astronaut // 8, "white")):
        portrait = ready(cast.collins, picture, origin="trainedAlgorithmicMedia")
        assert made(portrait, "website").label["text"] == says


@pytest.mark.requirement("N10")
def test_where_no_icon_stands_out_the_words_are_drawn_and_the_evidence_says_why(cast, generated) -> None:
    faint = png(plate((128, 128, 128), (140, 140, 140)))
    label_icons.add(cast.observatory, "generated", says="AI", data=faint, actor=cast.ines)
    label = made(generated, "website").label
    assert (label["icon"], label["text"]) == ("", "AI GENERATED")
    assert "does not stand out" in label["why_words"]


def test_a_rule_that_asks_for_words_or_a_height_of_its_own_gets_words(cast) -> None:
    label_icons.add(cast.observatory, "generated", says="AI", data=EVERYWHERE, actor=cast.ines)

    def asked(*texts: str, height: float | None = None):
        duty = Duty(Channel.VISIBLE_BADGE, Level.REQUIRED, ("r",), badge_texts=texts, min_text_height_ratio=height)
        return label_icons.wanted(cast.observatory, "trainedAlgorithmicMedia", [duty])

    assert len(asked("AI").icons) == 1
    for wanted in (asked("AI生成"), asked("AI", height=0.05)):
        assert not wanted.icons
        assert wanted.why_words == label_icons.WORDS_ASKED
    assert label_icons.wanted(cast.observatory, "trainedAlgorithmicMedia", []).text == ""


def test_what_is_put_aside_is_laid_no_more_and_stays_known(ines, cast, generated) -> None:
    row = label_icons.add(cast.observatory, "generated", says="AI", data=EVERYWHERE, actor=cast.ines)
    for _ in range(2):
        assert ines.post(reverse("console:end_label_icon", args=[row.pk])).status_code == 302
    assert made(generated, "website").label["icon"] == ""
    assert LabelIcon.objects.get().ended_at
    assert AuditEvent.objects.filter(verb=Verb.LABEL_ICON_ENDED.value).count() == 1


def test_a_file_that_is_no_icon_comes_back_with_the_reason_and_nothing_is_kept(ines) -> None:
    answer = sent(ines, b"GIF89a")
    assert answer.status_code == 422
    assert "This is no PNG file" in text(answer)
    assert "larger than 256 kB" in text(sent(ines, EVERYWHERE + b"\0" * 300_000))
    assert "Say what the icon says" in text(sent(ines, EVERYWHERE, says=""))
    assert not LabelIcon.objects.exists()


def test_the_same_icon_twice_and_a_fifth_one_are_refused(cast) -> None:
    for number in range(label_icons.MOST):
        each = png(plate((number * 20 + 20, 0, 0), WHITE))
        label_icons.add(cast.observatory, "generated", says="AI", data=each, actor=cast.ines)
    with pytest.raises(IconRefusedError, match="in use already"):
        label_icons.add(cast.observatory, "generated", says="AI", data=each, actor=cast.ines)
    with pytest.raises(IconRefusedError, match="put one aside"):
        label_icons.add(cast.observatory, "generated", says="AI", data=EVERYWHERE, actor=cast.ines)


def test_the_page_shows_each_icon_drawn_anew_and_an_auditor_cannot_change_them(client, ines, cast) -> None:
    row = label_icons.add(cast.observatory, "generated", says="Fully AI-Generated", data=EVERYWHERE, actor=cast.ines)
    assert "1 official icon stands for our words" in text(ines.get(reverse(PAGE)))
    shown = ines.get(reverse("console:label_icon_file", args=[row.pk]))
    assert shown["Content-Type"] == "image/png"
    assert shown.content != EVERYWHERE
    client.force_login(cast.auditor, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(reverse(PAGE))
    assert "Fully AI-Generated" in text(answer)
    assert "Put aside" not in text(answer)
    assert sent(client, EVERYWHERE).status_code == 403
