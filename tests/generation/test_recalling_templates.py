"""Templates come back sealed to their person and picture, many of them by one look."""

import numpy as np
import pytest

from accounts import vault
from generation import templates
from generation.faces import REFERENCE, Template
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def template(number, encoder=REFERENCE, version="1"):
    return Template(np.full(128, number, np.float32), encoder=encoder, version=version, alignment="5-point")


def test_many_are_recalled_by_two_queries_and_only_where_they_are(django_assert_num_queries):
    person = PersonFactory()
    for number in range(4):
        templates.keep(person, f"{number:064}", template(number))
    templates.keep(person, f"{8:064}", template(8, encoder="another"))
    somebody_else = PersonFactory()
    templates.keep(somebody_else, f"{9:064}", template(9))
    wanted = [f"{number:064}" for number in range(10)]
    with django_assert_num_queries(2):
        found = templates.recall_all(person, wanted)
    assert {sha256: each.vector[0] for sha256, each in found.items()} == {f"{n:064}": n for n in range(4)}
    assert templates.recall_all(PersonFactory(), wanted) == {}


def test_a_template_moved_to_another_picture_does_not_open():
    person = PersonFactory()
    templates.keep(person, f"{1:064}", template(1))
    person.templates.update(sha256=f"{2:064}")
    with pytest.raises(vault.SealBrokenError):
        templates.recall_all(person, [f"{2:064}"])


def test_what_comes_back_together_can_be_compared_whatever_versions_were_written():
    person = PersonFactory()
    for number, versions in enumerate(("1", "12", "12", "2")):
        for version in versions:
            templates.keep(person, f"{number:064}", template(number, version=version))
    found = templates.recall_all(person, [f"{number:064}" for number in range(4)])
    assert sorted(found) == [f"{number:064}" for number in (1, 2, 3)], (
        "the newer of two versions with three pictures each"
    )
    assert {each.version for each in found.values()} == {"2"}
    assert templates.recall(person, f"{0:064}").version == "1"
