"""Workers killed in every stage, copies of messages, two workers, brokers that go away: nothing lost, nothing twice."""

import pytest

from tests.installation import Installation, kill, wait_until
from tests.portraits.faults import brokers
from tests.postgresql import Postgres, installed

STAGES = ("claimed", "loading", "rendering 2", "gates", "finishing")
WORKER = (
    *("-W", "ignore:You're running the worker", "-m", "celery", "-q", "-A", "tests.portraits.faults.worker", "worker"),
    *("-Q", "default", "-l", "WARNING", "--without-gossip", "--without-mingle"),
)
LIMITS = {"LIKENESS_LEASE_SECONDS": "3", "LIKENESS_SWEEP_SECONDS": "1", "LIKENESS_ANNOUNCE_SECONDS": "2"}
ASK = """
import sys
from accounts.models import Organisation, Person
from generation import jobs, queues
from generation.models import Run
from generation.tasks import announce_again
organisation, _ = Organisation.objects.get_or_create(name="O", slug="o")
person, _ = Person.objects.get_or_create(organisation=organisation, name="P", biometrics=False)
def ask(reason):
    return Run.objects.create(person=person, reason=reason, recipe_key="refine", recipe_version=1, recipe_digest="0",
                              source_name="none.jpg", source_sha256="0")
"""
STATES = "select job_state, count(*) from generation_run group by job_state"


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    """All of it in one folder."""
    return Installation(tmp_path_factory.mktemp("faults") / "home", **LIMITS)


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """Rows in PostgreSQL, where it is installed: several workers claim and renew beside each other there."""
    server = Postgres() if installed() else None
    rows = {"LIKENESS_DATABASE": server.url} if server else {}
    yield Installation(tmp_path_factory.mktemp("faults") / "home", **LIMITS, **rows)
    if server:
        server.stop()


@pytest.fixture(params=brokers.there(), ids=lambda kind: kind.__name__.lower())
def kind(request) -> type:
    return request.param


@pytest.fixture
def here(request, kind) -> Installation:
    return request.getfixturevalue("embedded" if kind is brokers.Embedded else "grown")


@pytest.fixture
def broker(kind, here, tmp_path):
    broker = kind(here.home if kind is brokers.Embedded else tmp_path)
    broker.start()
    here.environment["LIKENESS_BROKER"] = broker.url
    forget(here)
    yield broker
    broker.stop()


@pytest.mark.slow
@pytest.mark.requirement("C02")
def test_workers_killed_in_every_stage_lose_nothing_and_do_nothing_twice(here, broker):
    here.run(
        ASK
        + f"""
for reason in {[f"halt {stage}" for stage in STAGES]!r}:
    run = ask(reason)
    announce_again(run.pk), announce_again(run.pk)
announce_again(ask("nothing special").pk)
"""
    )
    with here.process(*WORKER, "-c", str(len(STAGES)), "-n", "first@h") as first:
        wait_until(lambda: halted(here) == len(STAGES), seconds=60, what="the first worker to halt in every stage")
        with here.process(*WORKER, "-c", "2", "-B", "-n", "second@h"):
            wait_until(lambda: states(here).get("done") == 1, seconds=60, what="the second worker to make a run")
            assert attempts(here) == [1] * 6, "a copy of a message took a run that is held"
            kill(first)
            wait_until(lambda: states(here) == {"done": 6}, seconds=60, what="the second worker to make the others")
            broker.lose()
            here.run(ASK + ASK_WHILE_DOWN)
            broker.start()
            wait_until(lambda: states(here) == {"done": 7}, seconds=120, what="a run that was asked for meanwhile")
    assert sorted(attempts(here)) == [1, 1, 2, 2, 2, 2, 2]
    assert here.rows("select count(*), count(distinct run_id || '-' || number) from generation_candidate") == [(28, 28)]
    assert here.rows(FINISHED) == [(7, 7)]
    assert dict(here.rows("select outcome, count(*) from generation_attempt group by outcome")) == {
        "done": 7,
        "lost": 5,
    }
    files = {path.name for path in (here.home / "media" / "candidates").rglob("*.*")}
    assert files >= {row[0].rsplit("/", 1)[1] for row in here.rows("select image from generation_candidate")}


ASK_WHILE_DOWN = """
from django.db import transaction
from generation.tasks import announce
with transaction.atomic():
    announce(ask("nobody hears of it"))
"""
FINISHED = """
select count(*), count(distinct subject) from accounts_auditevent where verb = 'worker:run:finished'
 and subject in (select 'run:' || id from generation_run)
"""


def forget(here: Installation) -> None:
    """What the test with the broker before left."""
    with here.connection() as connection:
        for table in ("candidate", "attempt", "run"):
            connection.execute(f"delete from generation_{table}")  # noqa: S608 (three names of ours)


def states(here: Installation) -> dict[str, int]:
    return dict(here.rows(STATES))


def attempts(here: Installation) -> list[int]:
    return [row[0] for row in here.rows("select attempts from generation_run")]


def halted(here: Installation) -> int:
    ids = [row[0] for row in here.rows("select id from generation_run")]
    return sum((here.home / f"halted-{pk}").exists() for pk in ids)
