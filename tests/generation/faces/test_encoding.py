"""The reference encoder and the distance of templates."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from generation import faces
from generation.faces import arrays, encoder


@pytest.fixture(scope="module")
def template(astronaut, astronaut_face):
    return faces.encode(astronaut, astronaut_face)


def test_a_template_is_what_face_recognition_itself_says(astronaut, astronaut_face, template, face_recognition):
    box = encoder.location(astronaut_face)
    (plain,) = face_recognition.face_encodings(astronaut, known_face_locations=[box], num_jitters=1, model="small")
    assert template.vector == pytest.approx(plain, abs=1e-6)
    around = astronaut[
        : astronaut.shape[0] // 2
    ]  # lower down dlib's own detector takes something else for a second face
    (alone,) = face_recognition.face_encodings(np.ascontiguousarray(around), model="small")
    assert np.linalg.norm(template.vector - alone) < 0.15, "our box is not where dlib's own detector looks"


def test_one_person_is_nearer_than_two(picture, names, template):
    first, second = (
        faces.encode(picture(name), faces.subject(picture(name)))
        for name in names("faces_public_domain/pairs/D000614/*.jpg")
    )
    assert faces.distance(first, second) < 0.5
    assert faces.distance(first, template) > 0.6


def test_a_template_is_at_no_distance_from_itself_and_survives_json(template):
    again = faces.Template.from_json(template.as_json())
    assert faces.distance(template, again) == 0
    assert again.vector.dtype == np.float32
    assert again.vector.shape == (128,)


@pytest.mark.parametrize("name", ["encoder", "version", "alignment"])
def test_templates_of_different_making_are_never_compared(template, name):
    with pytest.raises(ValueError, match=f"different {name}"):
        faces.distance(template, replace(template, **{name: "other"}))


def test_two_threads_get_the_answers_that_one_gets(astronaut, template):
    answers = []

    def work():
        answers.append(faces.encode(astronaut, faces.subject(astronaut)).vector)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    for answer in answers:
        assert np.array_equal(answer, template.vector)


def forget_the_package() -> None:
    """Nor must an earlier test's check of the quick encoder stand for this one's."""
    encoder._face_recognition.cache_clear()
    arrays.check.cache_clear()


def test_a_package_that_quits_on_import_is_an_error_with_a_remedy(monkeypatch):
    import builtins

    plain = builtins.__import__

    def without_models(name, *args, **kwargs):
        if name == "face_recognition":
            raise SystemExit
        return plain(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_models)
    forget_the_package()
    try:
        with pytest.raises(faces.FaceError, match="Reinstall") as caught:
            faces.warm_up()
    finally:
        forget_the_package()
    assert caught.value.code == "weights_missing"
