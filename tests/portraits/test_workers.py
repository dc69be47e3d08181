"""How workers are set up: one accelerator a process, one message at a time, whole messages."""

import json
import os

import pytest
from kombu import Connection

from portraits import celery as workers
from portraits.celery import app, gpu_of


def test_each_process_of_a_pool_sees_one_accelerator_and_its_successor_the_same():
    assert [gpu_of(index, ["0", "2"]) for index in range(4)] == ["0", "2", "0", "2"]


def test_a_new_process_sees_its_accelerator_alone(settings, monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    workers.see_one_gpu()
    assert "CUDA_VISIBLE_DEVICES" not in os.environ
    settings.GPUS = ["3"]
    workers.see_one_gpu()
    assert os.environ["CUDA_VISIBLE_DEVICES"] == "3"


def test_a_message_is_answered_for_after_the_work_and_goes_on_when_its_worker_is_lost():
    conf = app.conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_time_limit > conf.task_soft_time_limit


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def name(folder):
    """One of this test's own: a process remembers which queues it has declared."""
    return folder.name


@pytest.fixture
def queue(folder, name):
    """A queue of the embedded broker, as Celery opens it."""
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder / "control")}
    with Connection("filesystem://localhost//", transport_options=options) as connection:
        queue = connection.SimpleQueue(name)
        yield queue
        queue.close()


def test_the_embedded_broker_gives_messages_in_their_order(queue):
    for number in range(3):
        queue.put(number)
    assert [queue.get(timeout=5).payload for _ in range(3)] == [0, 1, 2]


def test_a_message_has_its_name_only_when_it_is_whole(queue, folder, monkeypatch):
    from portraits.installation import broker

    seen = []
    monkeypatch.setattr(broker, "dumps", lambda payload: seen.extend(folder.glob("*.msg")) or json.dumps(payload))
    queue.put(1)
    assert seen == []
    assert len(list(folder.glob("*.msg"))) == 1
    assert not list(folder.glob("*.draft"))


def test_a_torn_message_ends_no_worker(queue, folder, name):
    (folder / f"0_torn.{name}.msg").touch()
    queue.put("whole")
    assert queue.get(timeout=5).payload == "whole"


def test_a_torn_list_of_queues_is_written_anew(queue, folder, name):
    bound = folder / "control" / f"{name}.exchange"
    bound.write_text("")
    queue.channel._queue_bind(name, name, "", name)
    assert json.loads(bound.read_text()) == [[name, "", name]]
