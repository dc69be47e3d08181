"""Only the pinned models are loaded, and only when they are used."""

import hashlib
import shutil
import subprocess
import sys
import threading

import pytest

from generation import faces
from generation.faces import FaceError, weights


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the model files that a test may harm."""
    folder = tmp_path / "weights"
    shutil.copytree(weights.FOLDER, folder)
    monkeypatch.setattr(weights, "FOLDER", folder)
    return folder


def in_a_fresh_thread(work):
    """What `work` raised where no network is loaded yet."""
    raised = []

    def run():
        try:
            work()
        except FaceError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return raised


def test_the_kept_models_are_the_pinned_ones(copied, astronaut):
    assert in_a_fresh_thread(lambda: faces.detect(astronaut)) == []


@pytest.mark.parametrize("name", sorted(weights.VENDORED))
def test_a_changed_model_is_not_loaded(copied, name):
    (copied / name).write_bytes((copied / name).read_bytes()[:-1] + b"?")
    (error,) = in_a_fresh_thread(faces.warm_up)
    assert error.code == "weights_changed"
    assert name in str(error)
    assert "Restore" in str(error)


def test_a_missing_model_says_what_to_do(copied, astronaut):
    (copied / "face_detection_short_range.tflite").unlink()
    (error,) = in_a_fresh_thread(lambda: faces.detect(astronaut))
    assert error.code == "weights_missing"
    assert "Restore" in str(error)


def test_a_changed_reference_encoder_is_not_loaded(tmp_path, monkeypatch):
    for name in weights.REFERENCE_ENCODER:
        (tmp_path / name).write_bytes(b"something else")
    monkeypatch.setattr(weights, "reference_folder", lambda: tmp_path)
    with pytest.raises(FaceError, match="Reinstall") as caught:
        weights.check_reference_encoder()
    assert caught.value.code == "weights_changed"


def test_a_changed_detector_of_turned_heads_is_not_loaded(tmp_path, monkeypatch):
    (name,) = weights.TURNED_HEADS
    (tmp_path / name).write_bytes(b"something else")
    monkeypatch.setattr(weights, "reference_folder", lambda: tmp_path)
    with pytest.raises(FaceError, match="Reinstall") as caught:
        weights.turned_heads()
    assert caught.value.code == "weights_changed"


def test_an_encoder_that_is_not_installed_says_what_to_install(monkeypatch):
    monkeypatch.setattr(weights, "find_spec", lambda _: None)
    with pytest.raises(FaceError, match="Install") as caught:
        weights.check_reference_encoder()
    assert caught.value.code == "weights_missing"


def test_the_notice_names_every_file_with_its_digest():
    notice = (weights.FOLDER / "NOTICE.md").read_text()
    for name, digest in weights.VENDORED.items():
        assert f"`{name}`" in notice
        assert digest in notice
    licence = (weights.FOLDER / "LICENSE").read_bytes()
    assert hashlib.sha256(licence).hexdigest().startswith("8707eef0533987ef")


def test_importing_the_front_door_loads_nothing_heavy():
    code = (
        "import sys, generation.faces as faces; "
        "heavy = {'cv2', 'dlib', '_dlib_pybind11', 'face_recognition', 'torch'} & set(sys.modules); "
        "assert not heavy, heavy; faces.distance; assert 'cv2' not in sys.modules; "
        "faces.detect; assert 'cv2' in sys.modules and 'dlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_the_front_door_offers_every_name_it_lists_and_no_other():
    for name in faces.__all__:
        assert getattr(faces, name) is not None, name
    with pytest.raises(AttributeError):
        _ = faces.search
