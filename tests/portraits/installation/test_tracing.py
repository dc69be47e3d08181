"""One id for everything that a click causes: in the answer, in the record, in the message to a worker."""

import pytest

from accounts.audit import Verb, record
from portraits import celery as workers
from portraits.installation import tracing


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    tracing.end()


def test_every_answer_says_the_id_of_its_request(client, db) -> None:
    first, second = client.get("/sign/login/"), client.get("/sign/login/")
    assert len(first[tracing.HEADER]) == 32
    assert first[tracing.HEADER] != second[tracing.HEADER]
    assert tracing.request_id() == ""


@pytest.mark.parametrize(
    ("given", "kept"), [("a1b2c3d4-proxy", True), ("short", False), ("x" * 65, False), ("a\tb c d e f g", False)]
)
def test_a_proxys_id_is_taken_up_when_it_is_one(client, db, given: str, kept: bool) -> None:
    answer = client.get("/sign/login/", headers={"x-request-id": given})
    assert (answer[tracing.HEADER] == given) is kept


def test_events_carry_the_request_that_caused_them(cast) -> None:
    told = cast.eileen, cast.observatory
    tracing.begin("click-0001")
    assert record(Verb.PHOTO_ADDED, told[0], organisation=told[1]).request == "click-0001"
    tracing.end()
    assert record(Verb.PHOTO_ADDED, told[0], organisation=told[1]).request == ""


def test_a_message_hands_the_id_on_and_a_task_of_the_clock_has_its_own() -> None:
    headers = {"id": "task-7"}
    workers.hand_on_the_request(headers=headers)
    assert headers["request_id"] == "task-7"
    tracing.begin("click-0001")
    workers.hand_on_the_request(headers=headers)
    assert headers["request_id"] == "click-0001"
