"""The torch engine: the reference encoder's published weights, read without dlib and run in batches."""

import subprocess
import sys
import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation import faces
from generation.faces import alignment, encoder, weights
from generation.faces.published import resnet
from generation.faces.published.serialisation import Stream
from generation.faces.torch_encoder import encoding

INTERCHANGEABLE = 1e-5  # in each of the 128 numbers; two pictures of one person differ by about 0.03
FILE = "dlib_face_recognition_resnet_model_v1.dat"


@pytest.fixture(scope="module")
def cast(astronaut, picture, face_of, astronaut_face, names):
    """Real pictures with their faces: the astronaut and people of the pack."""
    some = names("faces_public_domain/**/*.jpg", every=10)
    return [astronaut, *map(picture, some)], [astronaut_face, *map(face_of, some)]


@pytest.fixture(scope="module")
def chips(cast):
    return np.stack([alignment.chip(picture, face) for picture, face in zip(*cast, strict=True)])


@pytest.fixture(scope="session")
def devices():
    """Every device of this machine: a GPU is tested where there is one, and nothing is skipped where there is none."""
    import torch

    return ("cpu", *["cuda"] * torch.cuda.is_available())


@pytest.fixture(scope="module")
def published():
    return (weights.reference_folder() / FILE).read_bytes()


@pytest.fixture(scope="module")
def structure(published):
    """Where the file holds anything but the values of tensors."""
    places = []

    class Watched(Stream):
        def _take(self, count):
            if count <= 64:
                places.extend(range(self._at, self._at + count))
            return super()._take(count)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resnet, "Stream", Watched)
        resnet.read(published)
    return places


@pytest.fixture
def unloaded():
    """Nothing loaded before the test, nothing broken left behind."""
    caches = (encoding._loaded, alignment._loaded)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def test_templates_of_both_engines_are_interchangeable_on_every_device(cast, devices):
    theirs = faces.encode_batch(*cast, engine="reference")
    for device in devices:
        ours = faces.encode_batch(*cast, engine="torch", device=device)
        assert len(ours) == len(theirs) == len(cast[0]) > 1
        for a, b in zip(ours, theirs, strict=True):
            assert a.vector.dtype == np.float32
            assert np.abs(a.vector - b.vector).max() < INTERCHANGEABLE, device
            assert faces.distance(a, b) < INTERCHANGEABLE, "comparing them must be allowed"


def test_the_astronaut_is_encoded_as_by_face_recognition(astronaut, astronaut_face):
    (ours,) = faces.encode_batch([astronaut], [astronaut_face], engine="torch")
    theirs = faces.encode(astronaut, astronaut_face)
    assert np.abs(ours.vector - theirs.vector).max() < INTERCHANGEABLE
    assert np.linalg.norm(theirs.vector) > 1, "two empty templates would agree as well"


def test_a_chip_is_dlibs_own(astronaut, astronaut_face, face_recognition):
    import dlib

    top, right, bottom, left = encoder.location(astronaut_face)
    points = face_recognition.api.pose_predictor_5_point(astronaut, dlib.rectangle(left, top, right, bottom))
    chip = alignment.chip(astronaut, astronaut_face)
    assert np.array_equal(chip, dlib.get_face_chip(astronaut, points))
    assert chip.shape == (150, 150, 3)


def test_chips_of_anything_are_encoded_as_by_dlib_on_every_device_there_is(devices, face_recognition):
    noise = np.random.default_rng(3).integers(0, 256, (2, 150, 150, 3), np.uint8)
    odd = np.concatenate([noise, np.zeros_like(noise[:1]), np.full_like(noise[:1], 255)])
    theirs = np.array(face_recognition.api.face_encoder.compute_face_descriptor(list(odd), 0))
    for device in devices:
        assert np.abs(encoding.encode_chips(odd, device=device) - theirs).max() < INTERCHANGEABLE, device


def test_a_template_does_not_depend_on_the_batch_around_it(chips, devices):
    many = np.concatenate([chips] * (encoding.BATCH // len(chips) + 2))
    assert len(many) > encoding.BATCH
    for device in devices:
        together = encoding.encode_chips(many, device=device)
        assert together.shape == (len(many), 128)
        for number, chip in enumerate(chips):
            alone = encoding.encode_chips(chip[None], device=device)
            assert np.abs(together[number :: len(chips)] - alone).max() < INTERCHANGEABLE, device


def test_an_engine_that_is_loaded_again_gives_the_same_vectors(chips, devices, unloaded):
    for device in devices:
        faces.warm_up_batch(engine="torch", device=device)
        before = encoding.encode_chips(chips, device=device)
        encoding._loaded.cache_clear()
        assert np.abs(encoding.encode_chips(chips, device=device) - before).max() < INTERCHANGEABLE, device


def test_chips_may_be_read_only_and_lie_in_memory_as_they_like(chips):
    mirrored = chips[:2, :, ::-1]
    mirrored.setflags(write=False)
    assert np.array_equal(encoding.encode_chips(mirrored), encoding.encode_chips(np.ascontiguousarray(mirrored)))


def test_no_pictures_have_no_templates():
    assert faces.encode_batch((), (), engine="torch") == ()
    assert faces.encode_batch((), ()) == ()
    assert encoding.encode_chips(np.empty((0, 150, 150, 3), np.uint8)).shape == (0, 128)


def test_threads_that_come_at_once_load_one_network_and_get_one_answer(chips, unloaded):
    answers, loaded = [], []

    def work():
        answers.append(encoding.encode_chips(chips[:3]))
        loaded.append(encoding._network("cpu"))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert all(np.array_equal(answer, answers[0]) for answer in answers)
    assert len(set(map(id, loaded))) == 1


def test_a_warm_engine_loads_nothing_more(astronaut, astronaut_face, monkeypatch, unloaded):
    faces.warm_up_batch(engine="torch")
    monkeypatch.setattr(weights, "reference_folder", lambda: pytest.fail("a model was read again"))
    assert len(faces.encode_batch([astronaut], [astronaut_face], engine="torch")) == 1


def test_torch_takes_one_thread_of_a_worker():
    import torch

    faces.warm_up_batch(engine="torch")
    assert torch.get_num_threads() == 1


def test_a_gpu_calculates_in_whole_float32_and_forgets_it_afterwards():
    import torch

    before = torch.backends.cudnn.allow_tf32, torch.backends.cudnn.conv.fp32_precision
    assert before == (True, "tf32")
    with encoding._exact("cuda:0"):
        assert (torch.backends.cudnn.allow_tf32, torch.backends.cudnn.conv.fp32_precision) == (False, "ieee")
    assert (torch.backends.cudnn.allow_tf32, torch.backends.cudnn.conv.fp32_precision) == before


def test_without_torch_the_error_says_what_to_install(chips, monkeypatch, unloaded):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(faces.FaceError, match=r"pip install '\.\[gpu\]'") as caught:
        encoding.encode_chips(chips[:1])
    assert caught.value.code == "torch_missing"


@pytest.mark.parametrize("device", ["abacus", "cuda:99"])
def test_a_device_that_is_not_there_is_named(chips, device):
    with pytest.raises(ValueError, match=f"'{device}' cannot be used"):
        encoding.encode_chips(chips[:1], device=device)


def test_what_cannot_be_asked_is_refused(astronaut, astronaut_face):
    with pytest.raises(ValueError, match="1 pictures, 2 faces"):
        faces.encode_batch([astronaut], [astronaut_face] * 2, engine="torch")
    with pytest.raises(ValueError, match="no engine 'abacus'"):
        faces.encode_batch([astronaut], [astronaut_face], engine="abacus")
    with pytest.raises(ValueError, match="runs on the CPU"):
        faces.warm_up_batch(device="cuda")
    with pytest.raises(ValueError, match="N x 150 x 150 x 3"):
        encoding.encode_chips(np.zeros((1, 3, 150, 150), np.uint8))
    with pytest.raises(ValueError, match="uint8"):
        encoding.encode_chips(np.zeros((1, 150, 150, 3), np.float32))


def test_only_the_engine_that_is_asked_is_loaded():
    code = (
        "import sys, numpy as np, generation.faces as faces; faces.encode_batch; assert 'torch' not in sys.modules; "
        "faces.warm_up_batch(engine='torch'); assert 'torch' in sys.modules; assert 'face_recognition' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: data[:-9] + b"?" + data[-8:]])
def test_a_damaged_model_file_is_not_loaded(harm, chips, published, tmp_path, monkeypatch, unloaded):
    for name in weights.REFERENCE_ENCODER:
        (tmp_path / name).write_bytes((weights.reference_folder() / name).read_bytes())
    monkeypatch.setattr(weights, "reference_folder", lambda: tmp_path)
    assert encoding.encode_chips(chips[:1]).shape == (1, 128)
    encoding._loaded.cache_clear()
    (tmp_path / FILE).write_bytes(harm(published))
    with pytest.raises(faces.FaceError, match="Reinstall") as caught:
        encoding.encode_chips(chips[:1])
    assert caught.value.code == "weights_changed"


def test_every_byte_of_the_published_file_is_read(published):
    network = resnet.read(published)
    assert network.mean.tolist() == pytest.approx([122.782, 117.001, 104.298])
    assert 1 + sum(map(len, network.blocks)) == 29
    for changed in (published + b"\0", published[:-1], b""):
        with pytest.raises(faces.FaceError) as caught:
            resnet.read(changed)
        assert caught.value.code == "weights_changed"


@settings(deadline=None, max_examples=60)
@given(cut=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_anywhere_is_refused(published, cut):
    with pytest.raises(faces.FaceError, match="damaged") as caught:
        resnet.read(published[: int(cut * len(published))])
    assert caught.value.code == "weights_changed"


@settings(deadline=None, max_examples=60)
@given(place=st.integers(0), bits=st.integers(1, 255))
def test_a_changed_byte_of_the_structure_is_refused_or_changes_no_weight(published, structure, place, bits):
    harmed = bytearray(published)
    harmed[structure[place % len(structure)]] ^= bits
    try:
        network = resnet.read(bytes(harmed))
    except faces.FaceError as error:
        assert error.code == "weights_changed"  # noqa: PT017 (both ways are right, and nothing else is)
    else:
        assert checksum(network) == checksum(resnet.read(published))


def checksum(network):
    convolutions = [network.stem, *(each for block in network.blocks for each in block)]
    return [(float(each.weight.sum()), float(each.bias.sum()), each.stride, each.padding) for each in convolutions]


def test_a_weight_that_is_no_number_is_refused(published, structure):
    first = next(place for place, after in pairwise(structure) if after > place + 64) + 1
    harmed = bytearray(published)
    harmed[first : first + 4] = np.float32("nan").tobytes()
    with pytest.raises(faces.FaceError, match="finite"):
        resnet.read(bytes(harmed))


@given(data=st.binary(max_size=40), verb=st.sampled_from(["integer", "boolean", "number", "tensor", "expect_text"]))
def test_any_bytes_are_a_value_or_a_named_error(data, verb):
    arguments = {"tensor": (1, 2, 1, 1), "expect_text": ("relu_",)}.get(verb, ())
    try:
        getattr(Stream(data), verb)(*arguments)
    except faces.FaceError as error:
        assert error.code == "weights_changed"  # noqa: PT017 (both ways are right, and nothing else is)


@given(value=st.integers(-(2**63), 2**63))
def test_an_integer_is_read_as_dlib_writes_it(value):
    size = max(1, (abs(value).bit_length() + 7) // 8)
    written = bytes([size | (0x80 if value < 0 else 0)]) + abs(value).to_bytes(size, "little")
    stream = Stream(written)
    assert stream.integer() == value
    stream.expect_end()


@given(value=st.floats(-(2.0**100), 2.0**100, width=32))
def test_a_number_is_read_as_dlib_writes_it(value):
    mantissa, exponent = np.frexp(value)
    parts = [int(mantissa * 2**24), int(exponent) - 24]
    written = b"".join(bytes([8 | (0x80 if part < 0 else 0)]) + abs(part).to_bytes(8, "little") for part in parts)
    assert Stream(written).number() == value
