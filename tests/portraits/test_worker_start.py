"""A worker with other models than the pinned ones takes no job: it ends with what to do."""

import shutil
import subprocess
import sys

import pytest
from django.core.checks import run_checks

from accounts import vault
from generation.faces import weights
from portraits.celery import refuse_without_keys
from tests.installation import ROOT, Installation

WORKER = """
import sys
from pathlib import Path
from generation.faces import weights
weights.FOLDER = Path(sys.argv[1])
from portraits.celery import app
app.worker_main(["-q", "worker", "-P", "solo", "-Q", "faces", "--without-gossip", "--without-mingle"])
"""


@pytest.fixture
def copied(tmp_path):
    """A copy of the model files that a test may harm."""
    return shutil.copytree(weights.FOLDER, tmp_path / "weights")


def change(folder):
    model = folder / "face_landmark.tflite"
    model.write_bytes(model.read_bytes()[:-1] + b"?")


@pytest.mark.slow
@pytest.mark.requirement("R30")
def test_a_worker_with_a_changed_model_ends_with_what_to_do(tmp_path, copied):
    change(copied)
    here = Installation(tmp_path / "home")
    command = [sys.executable, "-c", WORKER, str(copied)]
    done = subprocess.run(command, cwd=ROOT, env=here.environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "face_landmark.tflite is not the pinned version. Restore generation/faces/weights" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_model_is_an_error_of_the_deployment_check_and_of_no_other(copied, monkeypatch):
    (copied / "iris_landmark.tflite").unlink()
    monkeypatch.setattr(weights, "FOLDER", copied)
    assert "portraits.E001" not in [found.id for found in run_checks()]
    (found,) = [found for found in run_checks(include_deployment_checks=True) if found.id == "portraits.E001"]
    assert (
        found.msg
        == "The model file iris_landmark.tflite is missing. Restore generation/faces/weights from the repository."
    )


def test_the_installed_models_pass_the_deployment_check():
    assert "portraits.E001" not in [found.id for found in run_checks(include_deployment_checks=True)]


def test_a_worker_that_could_open_nothing_ends_with_what_to_do(cast, settings):
    refuse_without_keys()
    vault.seal(cast.collins, b"numbers of a face", binding="photo:1")
    refuse_without_keys()
    settings.MASTER_KEYS = [f"{vault.first_master_key()}:another secret under the old id"]
    with pytest.raises(SystemExit, match="Put the secret back that it was before"):
        refuse_without_keys()
