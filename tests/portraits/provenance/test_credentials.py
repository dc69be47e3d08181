import csv
import io
import json
import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest
from c2pa import Reader
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from portraits.provenance import credentials, reading
from portraits.provenance.certificates import Chain
from portraits.provenance.claims import SHAPES, Claim, ClaimError
from portraits.provenance.credentials import State
from portraits.provenance.source_types import SourceType

JPEG = "image/jpeg"
GENERATED = Claim(
    SourceType.TRAINED_ALGORITHMIC_MEDIA,
    software="Likeness studio 1",
    policy_set="2026-11-01",
    release="rel-7",
    rendition="8f0c6d1e",
    iscc="ISCC:EEDZVJKW5EDTRRZTLS3HRA2P2ISZVZBWNSDX4MA6UPSRRRRRZZYZ4JY",
    marked=True,
    label="AI",
)
EXPECTED = {"Valid": State.UNKNOWN_SIGNER, "Invalid": State.CHANGED, "": State.NONE}


@pytest.mark.requirement("R53")
@pytest.mark.parametrize("source_type", SHAPES)
def test_a_signed_file_is_trusted_and_says_how_it_was_made(
    files: dict[str, bytes], mime: str, chain: Chain, source_type: SourceType
) -> None:
    signed = credentials.sign(files[mime], mime, Claim(source_type, software="Likeness studio 1"), chain).data
    said = credentials.read(signed, mime, (chain.root_pem,))
    assert said.state is State.TRUSTED
    assert said.digital_source_type is source_type
    assert said.issuer == "Beispiel & Söhne AG"
    assert said.generator == "Likeness"
    assert said.problems == ()


def test_without_its_root_the_signer_is_unknown(files: dict[str, bytes], chain: Chain, stranger: Chain) -> None:
    signed = credentials.sign(files[JPEG], JPEG, GENERATED, chain).data
    for anchors in ((), (stranger.root_pem,)):
        said = credentials.read(signed, JPEG, anchors)
        assert said.state is State.UNKNOWN_SIGNER
        assert said.problems == ("signingCredential.untrusted",)
    assert credentials.read(signed, JPEG, (stranger.root_pem, chain.root_pem)).state is State.TRUSTED


@pytest.mark.requirement("N09")
def test_one_flipped_byte_is_named(files: dict[str, bytes], mime: str, chain: Chain) -> None:
    signed = bytearray(credentials.sign(files[mime], mime, GENERATED, chain).data)
    signed[signed.find(files[mime][-200:-100]) + 50] ^= 1
    said = credentials.read(bytes(signed), mime, (chain.root_pem,))
    assert said.state is State.CHANGED
    assert "assertion.dataHash.mismatch" in said.problems
    assert said.sentence == "The file was changed after Beispiel & Söhne AG signed it."


def test_a_changed_word_in_the_claim_is_named(files: dict[str, bytes], chain: Chain) -> None:
    signed = credentials.sign(files[JPEG], JPEG, GENERATED, chain).data
    forged = signed.replace(b"rel-7", b"rel-8")
    assert forged != signed
    assert credentials.read(forged, JPEG, (chain.root_pem,)).state is State.CHANGED


def test_a_file_without_credentials_has_none(files: dict[str, bytes], mime: str) -> None:
    said = credentials.read(files[mime], mime)
    assert said == credentials.CredentialState(State.NONE)
    assert said.sentence == "The file carries no Content Credentials."


def test_a_signed_file_holds_no_second_picture_and_nobodys_name(
    files: dict[str, bytes], mime: str, chain: Chain
) -> None:
    signed = credentials.sign(files[mime], mime, GENERATED, chain).data
    assert signed.count(b"\xff\xd8\xff") == (mime == JPEG)
    assert signed.count(b"WEBPVP8") == (mime == "image/webp")
    assert signed.count(b"IHDR") == (mime == "image/png")
    assert b"thumbnail" not in signed
    assert len(signed) - len(files[mime]) < 6_000


def test_of_the_photo_behind_it_the_file_has_a_neutral_title_and_no_digest(
    files: dict[str, bytes], chain: Chain
) -> None:
    signed = credentials.sign(files[JPEG], JPEG, GENERATED, chain).data
    with Reader(JPEG, io.BytesIO(signed)) as reader:
        store = json.loads(reader.json())
    (ingredient,) = store["manifests"][store["active_manifest"]]["ingredients"]
    assert ingredient["title"] == "Reference photo"
    assert ingredient["relationship"] == "inputTo"
    assert "hash" not in ingredient
    assert "data" not in ingredient


@pytest.mark.requirement("N09")
def test_credentials_beside_a_file_hold_for_exactly_these_bytes(
    files: dict[str, bytes], mime: str, chain: Chain
) -> None:
    signed = credentials.sign_beside(files[mime], mime, GENERATED, chain)
    assert signed.data == files[mime]
    assert credentials.read(signed.data, mime, (chain.root_pem,)).state is State.NONE
    said = credentials.read(signed.data, mime, (chain.root_pem,), beside=signed.manifest)
    assert said.state is State.TRUSTED
    assert said.digital_source_type is GENERATED.source_type
    other = signed.data[:-300] + bytes([signed.data[-300] ^ 1]) + signed.data[-299:]
    assert credentials.read(other, mime, (chain.root_pem,), beside=signed.manifest).state is State.CHANGED


def test_a_key_service_signs_in_the_place_of_a_key(files: dict[str, bytes], chain: Chain) -> None:
    key = serialization.load_pem_private_key(chain.key_pem, None)
    asked = []

    def service(data: bytes) -> bytes:
        asked.append(data)
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    without_key = replace(chain, key_pem=b"", callback=service)
    signed = credentials.sign(files[JPEG], JPEG, GENERATED, without_key).data
    assert asked
    assert credentials.read(signed, JPEG, (chain.root_pem,)).state is State.TRUSTED


def test_the_claim_names_the_specification_and_every_assertion_is_the_signers_own_word(
    files: dict[str, bytes], chain: Chain
) -> None:
    signed = credentials.sign(files[JPEG], JPEG, GENERATED, chain).data
    with Reader(JPEG, io.BytesIO(signed)) as reader:
        store = json.loads(reader.detailed_json())
    claim = store["manifests"][store["active_manifest"]]["claim"]
    assert b"specVersion" in signed
    assert len(claim["created_assertions"]) == 5
    assert claim.get("gathered_assertions", []) == []


def test_a_source_type_that_no_portrait_has_is_refused_before_signing(files: dict[str, bytes], chain: Chain) -> None:
    with pytest.raises(ClaimError, match="screenCapture"):
        credentials.sign(files[JPEG], JPEG, Claim(SourceType.SCREEN_CAPTURE), chain)


def test_a_file_that_is_none_cannot_be_signed(chain: Chain) -> None:
    with pytest.raises(ClaimError, match="cannot be signed"):
        credentials.sign(b"nothing", JPEG, GENERATED, chain)


def _sign_in_child(data: bytes, chain: Chain, answers: "multiprocessing.Queue[str]") -> None:
    signed = credentials.sign(data, JPEG, GENERATED, chain).data
    answers.put(credentials.read(signed, JPEG, (chain.root_pem,)).state.value)


def test_a_forked_worker_signs_although_its_parent_has_signed(files: dict[str, bytes], chain: Chain) -> None:
    credentials.sign(files[JPEG], JPEG, GENERATED, chain)
    fork = multiprocessing.get_context("fork")
    answers = fork.Queue()
    child = fork.Process(target=_sign_in_child, args=(files[JPEG], chain, answers))
    child.start()
    assert answers.get(timeout=20) == "trusted"
    child.join(20)
    assert child.exitcode == 0


def test_public_test_files_read_as_the_reference_reader_reads_them(shared: Path) -> None:
    with (shared / "c2pa" / "EXPECTED.csv").open() as table:
        rows = list(csv.DictReader(table))
    assert len(rows) > 20
    for row in rows:
        data = (shared / row["file"]).read_bytes()
        said = credentials.read(data, reading.mime_of(data))
        assert said.state is EXPECTED[row["validation_state"]], row["file"]
        if row["has_manifest"] == "yes":
            assert ";".join(said.problems) == row["problems"], row["file"]
            assert said.issuer == row["issuer"], row["file"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cloud.jpg", "kept elsewhere; they were not fetched"),
        ("no_alg.jpg", "cannot be read"),
        ("public_nikon-20221019-building.jpeg", "out of date"),
        ("adobe_connected_identities.jpg", "could not be confirmed"),
        ("XCA.jpg", "was changed after C2PA Test Signing Cert signed it"),
    ],
)
def test_each_way_to_fail_has_its_own_sentence(shared: Path, name: str, sentence: str) -> None:
    assert sentence in credentials.read((shared / "c2pa" / name).read_bytes(), JPEG).sentence
