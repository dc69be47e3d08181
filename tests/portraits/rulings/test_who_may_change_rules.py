"""Every page of the rules with its permission; tests/walk asks every address of the project."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from policies import changing, settling
from policies.kinds import Kind
from policies.models import RuleVersion
from policies.vocabulary import Decision
from portraits.models import RuleTask
from portraits.publishing import label_icons
from portraits.rulings import rule_tasks
from tests.portraits.icons import icon
from tests.portraits.shown import body

READ = ["console:rules", "console:ask_rules", "console:grey_zones", "console:work", "console:label_icons"]
READ_ONE = [
    ("console:rule", "general"),
    ("console:impact", "draft"),
    ("console:rule_file", "question"),
    ("console:label_icon_file", "icon"),
]
WRITE = [("console:new_rule", None), ("console:change_rule", "general"), ("console:draft", "draft"),
         ("console:decide", "question")]  # fmt: skip
POST = [("console:read_rule", "question"), ("console:submit_draft", "draft"), ("console:adopt_draft", "draft"),
        ("console:discard_draft", "draft"), ("console:approve_decision", "decision"),
        ("console:end_decision", "decision"), ("console:make_again", "task"), ("console:take_away", "task"), ("console:add_label_icon", None),
        ("console:end_label_icon", "icon")]  # fmt: skip
OURS_ALONE = {"draft", "decision", "task", "icon"}


@pytest.fixture
def things(cast, show):
    """A rule of everybody's, and of the observatory's own a draft, a decision and a task."""
    show()
    first = changing.begin(cast.observatory, body(kinds={"auto_enhanced": "deny"}), why="", actor=cast.ines)
    changing.adopt(first, seen=first.digest, actor=cast.ines)
    rule_tasks.look(cast.observatory)
    question = RuleVersion.objects.get(rule_id="eu-ai-act-50-4-deepfake-internal")
    until = timezone.localdate() + timedelta(days=9)
    answer = settling.Answer(Kind.AI_BACKGROUND, "", Decision.ALLOW, "The wall only.", until)
    return {
        None: [],
        "general": ["law", question.rule_id],
        "question": [question.pk],
        "draft": [changing.begin(cast.observatory, body("another"), why="", actor=cast.ines).pk],
        "decision": [settling.propose(cast.observatory, question, answer, actor=cast.ines).pk],
        "task": [RuleTask.objects.get().pk],
        "icon": [label_icons.add(cast.observatory, "generated", says="AI", data=icon(), actor=cast.ines).pk],
    }


@pytest.fixture
def answers(client, things):
    """The status that somebody gets for a page, once it is asked for."""

    def asked(user, method, name, thing=None):
        if user:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return getattr(client, method)(reverse(name, args=things[thing])).status_code

    return asked


def test_a_visitor_is_asked_to_sign_in_everywhere(answers):
    pages = [(name, None) for name in READ] + READ_ONE + WRITE
    assert {answers(None, "get", *page) for page in pages} | {answers(None, "post", *page) for page in POST} == {302}


def test_an_employee_opens_none_of_it(answers, cast):
    pages = [(name, None) for name in READ] + READ_ONE + WRITE
    assert {answers(cast.eileen, "get", *page) for page in pages} == {403}
    assert {answers(cast.eileen, "post", *page) for page in POST} == {403}


def test_an_auditor_reads_everything_and_writes_nothing(answers, cast):
    assert {answers(cast.auditor, "get", *page) for page in [(name, None) for name in READ] + READ_ONE} == {200}
    assert {answers(cast.auditor, "get", *page) for page in WRITE} == {403}
    assert {answers(cast.auditor, "post", *page) for page in POST} == {403}


def test_a_photo_admin_opens_all_of_it(answers, cast):
    pages = [(name, None) for name in READ] + READ_ONE + WRITE
    assert {answers(cast.robin, "get", *page) for page in pages} == {200}


def test_the_owner_of_another_organisation_finds_nothing_of_ours(answers, cast):
    reading = [page for page in READ_ONE + WRITE if page[1] in OURS_ALONE]
    writing = [page for page in POST if page[1] in OURS_ALONE]
    assert {answers(cast.otto, "get", *page) for page in reading} == {404}
    assert {answers(cast.otto, "post", *page) for page in writing} == {404}
