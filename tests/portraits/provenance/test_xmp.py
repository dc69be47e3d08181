import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portraits.provenance import xmp
from portraits.provenance.source_types import SourceType

PHOTO = xmp.Description(
    source_type=SourceType.DIGITAL_CAPTURE,
    locale="de",
    caption="Porträt.",
    alt_text="Kopf und Schultern.",
    rights_holder="Beispiel AG",
)
GENERATED = dataclasses.replace(
    PHOTO,
    source_type=SourceType.TRAINED_ALGORITHMIC_MEDIA,
    software="Likeness studio",
    software_version="1",
    recipe="s",
)


def test_what_is_written_is_read_again() -> None:
    said = xmp.fields(xmp.packet(dataclasses.replace(PHOTO, release="rel-7")))
    assert said.source_type == SourceType.DIGITAL_CAPTURE.uri
    assert said.caption == "Porträt."
    assert said.alt_text == "Kopf und Schultern."
    assert said.rights == "© Beispiel AG"
    assert said.release == "rel-7"
    assert said.data_mining == xmp.NO_DATA_MINING


def test_a_generated_picture_names_the_system_that_made_it() -> None:
    packet = xmp.packet(GENERATED)
    assert xmp.fields(packet).ai_system == "Likeness studio"
    assert b"AISystemVersionUsed" in packet
    assert b"AIPromptInformation" in packet


@pytest.mark.parametrize("source_type", [each for each in SourceType if not each.is_generative])
def test_a_picture_without_generative_ai_carries_no_ai_property(source_type: SourceType) -> None:
    packet = xmp.packet(dataclasses.replace(GENERATED, source_type=source_type))
    assert b":AI" not in packet
    assert b"Likeness studio" in packet


def test_without_a_release_nothing_is_said_about_one() -> None:
    assert b"ModelRelease" not in xmp.packet(PHOTO)
    assert xmp.LIMITED_RELEASE.encode() in xmp.packet(dataclasses.replace(PHOTO, release="rel-7"))


def test_a_packet_never_names_a_person() -> None:
    assert b"PersonInImage" not in xmp.packet(GENERATED)
    assert b"dc:creator" not in xmp.packet(GENERATED)


@given(st.text(), st.text(), st.text(min_size=1))
def test_any_words_survive_escaping_and_break_nothing(caption: str, locale: str, holder: str) -> None:
    said = xmp.fields(
        xmp.packet(dataclasses.replace(PHOTO, caption=caption, locale=locale, rights_holder=holder + "."))
    )
    assert said.source_type == SourceType.DIGITAL_CAPTURE.uri
    kept = xmp.FORBIDDEN.sub("", caption).replace("\r\n", "\n").replace("\r", "\n").strip()
    assert said.caption == kept


def test_markup_in_words_stays_words() -> None:
    words = '</rdf:li><x a="1">&amp; ]]> <!-- '
    assert xmp.fields(xmp.packet(dataclasses.replace(PHOTO, caption=words))).caption == words.strip()


def test_a_source_type_is_found_as_attribute_and_as_resource() -> None:
    uri = SourceType.PRINT.uri
    head = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{xmp.RDF}" '
        f'xmlns:e="{xmp.NAMESPACES["Iptc4xmpExt"]}"><rdf:Description rdf:about=""'
    )
    tail = "</rdf:RDF></x:xmpmeta>"
    attribute = f'{head} e:DigitalSourceType="{uri}"/>{tail}'
    resource = f'{head}><e:DigitalSourceType rdf:resource="{uri}"/></rdf:Description>{tail}'
    assert [xmp.fields(each.encode()).source_type for each in (attribute, resource)] == [uri, uri]


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"not xml",
        b"<x",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode("utf-16"),
        b"<?xml version='1.0' encoding='no-such'?><x/>",
        b"<x/>" + b" " * 5 + b"<y/>",
    ],
)
def test_a_broken_or_hostile_packet_says_nothing(packet: bytes) -> None:
    assert xmp.fields(packet) == xmp.Fields()


def test_a_packet_too_large_to_be_one_is_not_parsed() -> None:
    assert xmp.fields(xmp.packet(dataclasses.replace(PHOTO, caption="a" * xmp.LONGEST))) == xmp.Fields()
