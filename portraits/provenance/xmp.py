"""The XMP packet: what a picture file says in words that other programs read (IPTC Photo Metadata 2025.1).

Nobody is named: no person, no staff number, no file name. The AI properties are for pictures that a generative model
had a hand in; a sentence about AI on a photo would itself be a false label.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from portraits.provenance import aigc
from portraits.provenance.aigc import Aigc
from portraits.provenance.source_types import SourceType

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
CHINA = {aigc.PREFIX: aigc.NAMESPACE}  # declared only in the files that need it
PLUS = "http://ns.useplus.org/ldf/vocab/"
LIMITED_RELEASE = PLUS + "MR-LMR"  # the consent covers named purposes only
NO_DATA_MINING = PLUS + "DMI-PROHIBITED"
LONGEST = 1_000_000  # bytes of a packet that is worth parsing
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters XML 1.0 has no place for


@dataclass(frozen=True, slots=True)
class Description:
    """What to write. `locale` is the language of `caption` and `alt_text`; empty values leave their property out.

    `recipe` stands where others write a prompt, and `release` is an opaque id of what the person agreed to.
    """

    source_type: SourceType
    locale: str
    caption: str
    alt_text: str
    rights_holder: str
    software: str = ""
    software_version: str = ""
    recipe: str = ""
    release: str = ""
    statement: str = ""  # an address where anybody can ask whose file this is
    aigc: Aigc | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """What a packet says; every value as it stands there, empty when it does not."""

    source_type: str = ""
    ai_system: str = ""
    ai_version: str = ""
    ai_prompt: str = ""
    creator_tool: str = ""
    credit: str = ""
    caption: str = ""
    alt_text: str = ""
    rights: str = ""
    release: str = ""
    data_mining: str = ""
    aigc: str = ""


def packet(description: Description) -> bytes:
    """The packet in UTF-8, without padding."""
    declared = {**NAMESPACES, **(CHINA if description.aigc else {})}
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in declared.items())
    body = "".join(_properties(description))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="" {names}>{body}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def fields(data: bytes) -> Fields:
    """Read a packet in UTF-8. A broken one, or one with a document type (entity bombs), says nothing."""
    text = data.strip(b"\0 \r\n\t")
    if len(text) > LONGEST or b"<!DOCTYPE" in text or b"\0" in text:
        return Fields()
    try:
        root = ET.fromstring(text)  # noqa: S314 (no document type, so no entities: see above)
    except (ET.ParseError, ValueError, LookupError):
        return Fields()
    return Fields(
        source_type=_find(root, "Iptc4xmpExt:DigitalSourceType"),
        ai_system=_find(root, "Iptc4xmpExt:AISystemUsed"),
        ai_version=_find(root, "Iptc4xmpExt:AISystemVersionUsed"),
        ai_prompt=_find(root, "Iptc4xmpExt:AIPromptInformation"),
        creator_tool=_find(root, "xmp:CreatorTool"),
        credit=_find(root, "photoshop:Credit"),
        caption=_find(root, "dc:description"),
        alt_text=_find(root, "Iptc4xmpCore:AltTextAccessibility"),
        rights=_find(root, "dc:rights"),
        release=_find(root, "plus:ModelReleaseID"),
        data_mining=_find(root, "plus:DataMining"),
        aigc=_find(root, f"{aigc.PREFIX}:{aigc.KEY}"),
    )


def _properties(said: Description) -> list[str]:
    rights = f"\N{COPYRIGHT SIGN} {said.rights_holder}" if said.rights_holder else ""
    written = [
        _text("Iptc4xmpExt:DigitalSourceType", said.source_type.uri),
        _languages("dc:description", said.caption, said.locale),
        _languages("Iptc4xmpCore:AltTextAccessibility", said.alt_text, said.locale),
        _languages("dc:rights", rights, ""),
        _text("xmpRights:Marked", "True" if rights else ""),
        _text("xmpRights:WebStatement", said.statement),
        _text("plus:DataMining", NO_DATA_MINING),
        _text("xmp:CreatorTool", f"{said.software} {said.software_version}".strip()),
    ]
    if said.release:
        written += [_text("plus:ModelReleaseStatus", LIMITED_RELEASE), _bag("plus:ModelReleaseID", said.release)]
    if said.source_type.is_generative:
        written += [
            _text("Iptc4xmpExt:AISystemUsed", said.software),
            _text("Iptc4xmpExt:AISystemVersionUsed", said.software_version),
            _text("Iptc4xmpExt:AIPromptInformation", said.recipe),
        ]
    if said.aigc:
        written.append(_text(f"{aigc.PREFIX}:{aigc.KEY}", said.aigc.as_text()))
    return written


def _clean(text: str) -> str:
    return FORBIDDEN.sub("", text)


def _text(tag: str, value: str) -> str:
    return f"<{tag}>{escape(_clean(value))}</{tag}>" if value else ""


def _bag(tag: str, value: str) -> str:
    return f"<{tag}><rdf:Bag><rdf:li>{escape(_clean(value))}</rdf:li></rdf:Bag></{tag}>"


def _languages(tag: str, value: str, locale: str) -> str:
    if not value:
        return ""
    tags = ["x-default", locale.replace("_", "-")] if locale else ["x-default"]
    items = "".join(f"<rdf:li xml:lang={quoteattr(_clean(each))}>{escape(_clean(value))}</rdf:li>" for each in tags)
    return f"<{tag}><rdf:Alt>{items}</rdf:Alt></{tag}>"


def _find(root: ET.Element, name: str) -> str:
    """The first value of a property in any form that RDF allows: attribute, resource, text, list or alternatives."""
    prefix, local = name.split(":")
    wanted = f"{{{(NAMESPACES | CHINA)[prefix]}}}{local}"
    for element in root.iter():
        if wanted in element.attrib:
            return element.attrib[wanted].strip()
        if element.tag == wanted:
            return _value(element)
    return ""


def _value(element: ET.Element) -> str:
    resource = element.attrib.get(f"{{{RDF}}}resource", "").strip()
    items = list(element.iter(f"{{{RDF}}}li"))
    chosen = next(
        (li for li in items if li.attrib.get(f"{{{XML}}}lang") == "x-default"), items[0] if items else element
    )
    return resource or "".join(chosen.itertext()).strip()
