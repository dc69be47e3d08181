"""Everything a file says of itself, gathered and put in plain words. Says, not proves; and never asks the network."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from portraits.provenance import ai_traces, aigc, credentials, xmp, xmp_files
from portraits.provenance.ai_traces import Trace
from portraits.provenance.credential_states import CredentialState, State, lenient
from portraits.provenance.source_types import SourceType, most_generative

BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
}
UNKNOWN = "application/octet-stream"
NO_CREDENTIALS = CredentialState(State.NONE)
FIRST_TAG, LAST_TAG = b"<x:xmpmeta", b"</x:xmpmeta>"
PACKETS = 8  # of XMP that are looked at: pictures inside a picture bring their own


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file says. `source_type` is the most generative type that anything in it admits to, None when nothing does."""

    mime: str
    source_type: SourceType | None
    credentials: CredentialState
    xmp: xmp.Fields
    traces: tuple[Trace, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The findings in plain words, most telling first."""
        origin = self.source_type.sentence if self.source_type else "The file does not say how it was made."
        return (origin, self.credentials.sentence, *(_told(trace) for trace in self.traces))

    def as_json(self) -> dict[str, Any]:
        return {
            "mime": self.mime,
            "source_type": self.source_type.code if self.source_type else "",
            "credentials": self.credentials.as_json(),
            "xmp": {key: value for key, value in asdict(self.xmp).items() if value},
            "traces": [asdict(trace) for trace in self.traces],
            "sentences": list(self.sentences),
        }


def read(data: bytes, anchors: Sequence[bytes] = (), *, beside: bytes | None = None) -> Provenance:
    """Read a file of any kind; whatever is broken in it says nothing. `anchors` are the roots to trust, in PEM,
    `beside` is the manifest store of a file that carries none.
    """
    mime = mime_of(data)
    signed = NO_CREDENTIALS if mime == UNKNOWN else credentials.read(data, mime, anchors, beside=beside)
    fields = xmp.fields(_packet(data, mime) or b"")
    everywhere = (fields, *(xmp.fields(packet) for packet in _packets(data)))
    named = (trace for each in everywhere for trace in _traces_in_names(signed, each))
    traces = tuple(dict.fromkeys((*named, *ai_traces.in_file(data))))
    return Provenance(mime, _source_type(signed, everywhere, traces), signed, fields, traces)


def mime_of(data: bytes) -> str:
    """The kind of file by its first bytes, never by its name."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return BRANDS.get(data[8:12], UNKNOWN)
    return next((mime for beginning, mime in BEGINNINGS if data.startswith(beginning)), UNKNOWN)


def _packet(data: bytes, mime: str) -> bytes | None:
    """The XMP packet; in files of other kinds, and broken ones, the first that lies about (XMP part 1, packet scanning)."""
    try:
        return xmp_files.read(data, mime)
    except xmp_files.XmpError:
        return next(_packets(data), None)


def _packets(data: bytes) -> Iterator[bytes]:
    """The packets that lie about anywhere: one that vouches must not hide another that admits."""
    ends = 0
    for _ in range(PACKETS):
        begins = data.find(FIRST_TAG, ends)
        ends = data.find(LAST_TAG, begins) + len(LAST_TAG)
        if begins < 0 or ends <= begins:
            return
        yield data[begins:ends]


def _traces_in_names(signed: CredentialState, fields: xmp.Fields) -> tuple[Trace, ...]:
    named = {
        "C2PA softwareAgent": signed.software_agent,
        "XMP CreatorTool": fields.creator_tool,
        "XMP Credit": fields.credit,
    }
    found = [ai_traces.in_software(field, text) for field, text in named.items()]
    if fields.ai_system:
        found.append(Trace("XMP AISystemUsed", fields.ai_system))
    if label := aigc.parse(fields.aigc):
        found.append(Trace("AIGC label", label.producer or "no producer named"))
    return tuple(trace for trace in found if trace)


def _source_type(signed: CredentialState, packets: Sequence[xmp.Fields], traces: Sequence[Trace]) -> SourceType | None:
    """The most generative type admitted to; a trace names one only where nothing in the file admits to a model."""
    told = signed.digital_source_type
    if told and signed.state is State.CHANGED and not told.is_generative:
        told = None  # a broken signature can still accuse, but no longer vouch for a photo
    written = [lenient(fields.source_type) for fields in packets]
    admitted = most_generative(each for each in (told, *written) if each)
    if traces and not (admitted and admitted.is_generative):
        return SourceType.TRAINED_ALGORITHMIC_MEDIA
    return admitted


def _told(trace: Trace) -> str:
    return f"A picture generator left its trace in it ({trace.field}: {trace.name[:60]})."
