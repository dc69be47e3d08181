"""Every form and every list with hostile values: a refusal in words or nothing at all, never a fault, never half a change."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.values import FIELDS, HOSTILE, forms
from tests.walk import ledger
from tests.walk.entries import WALK
from tests.walk.test_walk import may

DOORS = [entry for entry in WALK if entry.post is not None]
PAGES = [entry for entry in WALK if entry.get is not None]
MANY = settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def opener(rule: str) -> str:
    """A role that the door is open for: fuzzing a closed one proves little."""
    return next((role for role in ("subject", "owner", "manager", "photo_admin") if may(rule, role)), "owner")


def whole(status: int, before: ledger.Rows) -> bool:
    """A refusal changed nothing."""
    return status < 400 or ledger.rows() == before


@MANY
@given(data=st.data())
def test_a_form_with_hostile_values_is_refused_or_done_and_nothing_between(ours, browsers, data) -> None:
    entry = data.draw(st.sampled_from(DOORS), label="door")
    sent = data.draw(forms, label="sent")
    before = ledger.rows()
    with transaction.atomic():
        address = reverse(entry.name, args=ours.args(entry.thing))
        status = browsers[opener(entry.post)].post(address, sent).status_code
        assert status < 500
        assert whole(status, before)
        transaction.set_rollback(True)


@pytest.mark.parametrize("entry", DOORS, ids=lambda entry: f"{entry.name}-{entry.thing}")
def test_every_field_takes_every_hostile_value_without_a_fault(ours, browsers, entry) -> None:
    address, client = reverse(entry.name, args=ours.args(entry.thing)), browsers[opener(entry.post)]
    broken = []
    for value in [*HOSTILE[::7], "\x00", "é" * 4_000]:
        with transaction.atomic():
            if client.post(address, dict.fromkeys(FIELDS, value)).status_code >= 500:
                broken.append(value[:30])
            transaction.set_rollback(True)
    assert not broken


@MANY
@given(data=st.data())
def test_a_list_with_a_hostile_query_answers(ours, browsers, data) -> None:
    entry = data.draw(st.sampled_from(PAGES), label="page")
    query = data.draw(forms, label="query")
    address = reverse(entry.name, args=ours.args(entry.thing))
    assert browsers[opener(entry.get)].get(address, query).status_code < 500


@pytest.mark.parametrize("body", [b"", b"\x00" * 100, b"{", b"a=%zz&b=%00", b"--x\r\n\r\n", b"a" * 300_000])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/json", "text/xml", ""])  # fmt: skip
def test_a_body_of_the_wrong_kind_is_no_fault(browsers, body: bytes, kind: str) -> None:
    for name in ("portal:selfie", "portal:ask"):
        assert browsers["subject"].generic("POST", reverse(name), body, content_type=kind).status_code < 500
