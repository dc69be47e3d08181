"""Encoders by name: one person stays nearer than two in each of them, and spaces are never mixed."""

import numpy as np
import pytest

from generation import faces
from generation.faces import encoders


@pytest.mark.requirement("N14")
@pytest.mark.parametrize("name", ["dlib-resnet-v1", "dlib-resnet-v1-mirrored"])
def test_one_person_is_nearer_than_two_in_every_encoder(picture, names, astronaut, astronaut_face, name):
    first, second = (
        faces.encode_as(name, picture(file), faces.subject(picture(file)))
        for file in names("faces_public_domain/pairs/D000614/*.jpg")
    )
    other = faces.encode_as(name, astronaut, astronaut_face)
    assert faces.distance(first, second) < 0.5 < 0.6 < faces.distance(first, other)
    assert {first.encoder, second.encoder, other.encoder} == {name}


def test_the_mirrored_one_hardly_knows_left_from_right(astronaut, astronaut_face):
    turned = np.ascontiguousarray(astronaut[:, ::-1])
    sides = {
        name: faces.distance(
            faces.encode_as(name, astronaut, astronaut_face), faces.encode_as(name, turned, faces.subject(turned))
        )
        for name in faces.ENCODERS
    }
    assert sides["dlib-resnet-v1-mirrored"] < sides["dlib-resnet-v1"]


def test_templates_of_two_encoders_are_never_compared(astronaut, astronaut_face):
    plain, mirrored = (faces.encode_as(name, astronaut, astronaut_face) for name in faces.ENCODERS)
    with pytest.raises(ValueError, match="different encoder"):
        faces.distance(plain, mirrored)


def test_an_unknown_encoder_is_named_with_those_there_are(astronaut, astronaut_face):
    with pytest.raises(ValueError, match="no encoder 'arcface': choose dlib-resnet-v1 or dlib-resnet-v1-mirrored"):
        faces.encode_as("arcface", astronaut, astronaut_face)


@pytest.mark.requirement("N14")
@pytest.mark.parametrize("torch", [True, False], ids=["with torch", "without"])
def test_many_at_once_are_the_templates_of_each_alone(astronaut, astronaut_face, hopper, monkeypatch, torch):
    monkeypatch.setattr(encoders, "find_spec", lambda _: torch)
    for name in faces.ENCODERS:
        shown = [(astronaut, astronaut_face), (hopper, faces.subject(hopper))]
        together = faces.encode_chips_as(name, [faces.chips_for(name, *each) for each in shown])
        for one, each in zip(together, shown, strict=True):
            alone = faces.encode_as(name, *each)
            assert np.abs(one.vector - alone.vector).max() < 1e-5
            assert (
                f"{one.encoder} {one.version} {one.alignment}" == faces.space_of(name) == faces.space_of(alone.encoder)
            )
    assert faces.encode_chips_as(name, []) == ()
