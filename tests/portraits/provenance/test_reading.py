import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from portraits.provenance import ai_traces, credentials, label, reading, xmp, xmp_files
from portraits.provenance.certificates import Chain
from portraits.provenance.claims import SHAPES
from portraits.provenance.credentials import State
from portraits.provenance.source_types import SourceType

SMALL = Image.linear_gradient("L").resize((16, 12)).convert("RGB")
SETTINGS = "portrait of a woman\nNegative prompt: blurry\nSteps: 28, Sampler: DPM++ 2M, CFG scale: 7, Seed: 42"


def png(**texts: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    out = io.BytesIO()
    SMALL.save(out, "PNG", pnginfo=info)
    return out.getvalue()


def described(data: bytes, mime: str, **said: object) -> bytes:
    description = xmp.Description(
        source_type=SourceType.DIGITAL_CAPTURE, locale="en", caption="c", alt_text="a", rights_holder="r"
    )
    return xmp_files.embed(data, mime, xmp.packet(dataclasses.replace(description, **said)))


@pytest.mark.requirement("R53")
@pytest.mark.parametrize("source_type", SHAPES)
def test_a_published_file_reads_back_as_it_was_written(
    portrait: Image.Image, encode: Callable[..., bytes], mime: str, chain: Chain, source_type: SourceType
) -> None:
    drawn = label.draw(portrait, "AI", "circle")
    file = described(encode(drawn.picture, mime), mime, source_type=source_type, software="Likeness studio 1")
    claim = credentials.Claim(source_type, software="Likeness studio 1", label=drawn.evidence.text)
    said = reading.read(credentials.sign(file, mime, claim, chain).data, anchors=(chain.root_pem,))
    assert said.mime == mime
    assert said.source_type is source_type
    assert said.credentials.state is State.TRUSTED
    assert said.xmp.source_type == source_type.uri
    assert said.sentences[0] == source_type.sentence
    assert json.loads(json.dumps(said.as_json())) == said.as_json()


def test_a_file_that_says_nothing_is_said_to(files: dict[str, bytes], mime: str) -> None:
    said = reading.read(files[mime])
    assert said.source_type is None
    assert said.sentences == ("The file does not say how it was made.", "The file carries no Content Credentials.")


def test_the_most_generative_word_counts(files: dict[str, bytes], mime: str, chain: Chain) -> None:
    file = described(files[mime], mime, source_type=SourceType.DIGITAL_CAPTURE)
    claim = credentials.Claim(SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA)
    said = reading.read(credentials.sign(file, mime, claim, chain).data, anchors=(chain.root_pem,))
    assert said.source_type is SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA


@pytest.mark.parametrize(
    ("signed_as", "read_as"),
    [
        (SourceType.DIGITAL_CAPTURE, None),
        (SourceType.TRAINED_ALGORITHMIC_MEDIA, SourceType.TRAINED_ALGORITHMIC_MEDIA),
    ],
)
def test_a_broken_signature_still_accuses_but_no_longer_vouches(
    files: dict[str, bytes], chain: Chain, signed_as: SourceType, read_as: SourceType | None
) -> None:
    signed = credentials.sign(files["image/jpeg"], "image/jpeg", credentials.Claim(signed_as), chain).data
    said = reading.read(signed + b"more", anchors=(chain.root_pem,))
    assert said.credentials.state is State.CHANGED
    assert said.source_type is read_as


def test_a_retired_source_type_in_xmp_is_read_as_its_successor(files: dict[str, bytes]) -> None:
    packet = xmp_files.read(described(files["image/png"], "image/png"), "image/png") or b""
    old = xmp_files.embed(files["image/png"], "image/png", packet.replace(b"digitalCapture", b"minorHumanEdits"))
    assert reading.read(old).source_type is SourceType.HUMAN_EDITS


@pytest.mark.parametrize(
    "texts",
    [
        {"parameters": SETTINGS},
        {"Comment": SETTINGS},
        {"Software": "NovelAI"},
        {"workflow": "{}"},
        {"prompt": '{"3": {"class_type": "KSampler"}}'},
        {"Description": "a headshot --ar 2:3 --v 6.1 Job ID: 1a2b3c4d-0000-1111-2222-333344445555"},
        {"Software": "Adobe Firefly"},
        {"Software": "OpenAI DALL-E 3"},
    ],
    ids=str,
)
def test_a_generators_trace_in_png_is_found(texts: dict[str, str]) -> None:
    said = reading.read(png(**texts))
    assert said.source_type is SourceType.TRAINED_ALGORITHMIC_MEDIA
    assert "picture generator" in said.sentences[-1]


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le"])
def test_generation_settings_in_an_exif_comment_are_found(
    encode: Callable[..., bytes], mime: str, encoding: str
) -> None:
    exif = Image.Exif()
    exif[0x0131] = "a browser"
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + SETTINGS.encode(encoding)
    said = reading.read(encode(SMALL, mime, exif=exif))
    assert [trace.field for trace in said.traces] == ["UserComment"]


@pytest.mark.parametrize(
    "texts",
    [
        {"Software": "Adobe Photoshop 26.9"},
        {"Software": "GIMP 2.10"},
        {"Description": "My talk on Stable Diffusion and Midjourney at the library"},
        {"Comment": "Three steps: smile, breathe, look up"},
        {"Author": "Dalle Ebert"},
        {"Make": "Imagen Optics"},
    ],
    ids=str,
)
def test_people_who_write_about_generators_are_not_accused(texts: dict[str, str]) -> None:
    assert reading.read(png(**texts)).traces == ()


def test_an_ai_system_named_in_xmp_counts_without_a_source_type(files: dict[str, bytes]) -> None:
    packet = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{xmp.RDF}"><rdf:Description '
        f'xmlns:e="{xmp.NAMESPACES["Iptc4xmpExt"]}" e:AISystemUsed="Some Model"/></rdf:RDF></x:xmpmeta>'
    )
    said = reading.read(xmp_files.embed(files["image/jpeg"], "image/jpeg", packet.encode()))
    assert said.source_type is SourceType.TRAINED_ALGORITHMIC_MEDIA
    assert said.traces == (ai_traces.Trace("XMP AISystemUsed", "Some Model"),)


@pytest.mark.parametrize("folder", ["c2pa", "photo_metadata", "bad_inputs", "formats"])
def test_every_file_of_the_picture_pack_is_read(shared: Path, folder: str) -> None:
    paths = [path for path in sorted((shared / folder).iterdir()) if path.suffix not in (".csv", ".md")]
    for path in paths:
        said = reading.read(path.read_bytes())
        assert len(said.sentences) >= 2, path.name
        assert all(said.sentences), path.name
    assert len(paths) > 10


def test_photos_of_cameras_carry_no_trace_of_a_generator(shared: Path) -> None:
    for path in sorted((shared / "photo_metadata").glob("*.jpg")):
        assert reading.read(path.read_bytes()).traces == (), path.name


def test_a_firefly_edit_is_read_as_generated(shared: Path) -> None:
    said = reading.read((shared / "c2pa" / "ocsp.jpg").read_bytes())
    assert said.source_type is SourceType.TRAINED_ALGORITHMIC_MEDIA
    assert said.traces[0].name == "Adobe Firefly"


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_never_raises(files: dict[str, bytes], chain: Chain, mime: str, data: st.DataObject) -> None:
    file = bytearray(described(files[mime], mime, source_type=SourceType.DIGITAL_CAPTURE))
    for _ in range(data.draw(st.integers(1, 5))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    said = reading.read(bytes(file[: data.draw(st.integers(0, len(file)))]), anchors=(chain.root_pem,))
    assert said.credentials.state in (State.NONE, State.CHANGED)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    assert reading.read(data).source_type is None


def test_reading_asks_no_network(shared: Path) -> None:
    said = reading.read((shared / "c2pa" / "cloud.jpg").read_bytes())
    assert said.credentials.problems == ("credentials.notFetched",)
    asked = credentials._settings(())
    assert asked["core"]["allowed_network_hosts"] == []
    assert asked["verify"] == {"verify_after_sign": True, "remote_manifest_fetch": False, "ocsp_fetch": False}


@pytest.mark.parametrize("first", [SourceType.DIGITAL_CAPTURE, SourceType.TRAINED_ALGORITHMIC_MEDIA])
def test_a_packet_that_vouches_hides_none_that_admits_in_whatever_order_they_lie(first):
    second = next(each for each in (SourceType.TRAINED_ALGORITHMIC_MEDIA, SourceType.DIGITAL_CAPTURE) if each != first)
    plain = io.BytesIO()
    Image.new("RGB", (16, 16), "grey").save(plain, "JPEG")
    packets = [xmp.packet(xmp.Description(each, "en", "", "", "")) for each in (first, second)]
    once = xmp_files.embed(plain.getvalue(), "image/jpeg", packets[0])
    assert reading.read(once + packets[1]).source_type is SourceType.TRAINED_ALGORITHMIC_MEDIA
