"""Making a pack: rows streamed into an archive, a manifest of digests, signed, and what is needed to check it."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts import anchoring, chain
from accounts.models import Organisation
from portraits.auditing import tables, verify_pack

VERSION: Final = 1
READ_ME: Final = """An auditor's pack of Likeness.

Needed: Python 3.11 or newer and the package `cryptography`. To check it:

    python verify_pack.py --key KEY.pem

KEY.pem is the public key that you were given earlier, by another way than this pack (`manage.py audit key`). Without
--key the pack is checked against the key inside of it: that finds damage, and no forger who made both.

events.jsonl       what was done and looked at, chained            anchors.jsonl      where the chain stood, signed daily
rules.jsonl        every version of every rule, word for word      assessments.jsonl  what the rules said, of which picture
renditions.jsonl   every published file by digest, with its label  publications.jsonl where it was shown, from when to when
releases.jsonl     agreements by id, with the digest of their words
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written: rows by file, and the digest of the signed manifest."""

    path: Path
    rows: dict[str, int]
    manifest: str


def pack(organisation: Organisation, path: Path, *, details: bool = True) -> Packed:
    """Write the pack of an organisation to `path`, whole or not at all. Without details, reasons and figures stay out."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            packed = _fill(archive, organisation, path, details=details)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return packed


def _fill(archive: zipfile.ZipFile, organisation: Organisation, path: Path, *, details: bool) -> Packed:
    files = {name: _written(archive, name, rows) for name, rows in _tables(organisation, details=details)}
    manifest = json.dumps(_manifest(organisation, files, details=details), indent=1, sort_keys=True).encode()
    archive.writestr("manifest.json", manifest)
    archive.writestr("manifest.sig", anchoring.sign(manifest))
    archive.writestr("public_key.pem", anchoring.public_key())
    archive.writestr("README.txt", READ_ME)
    for module in (chain, verify_pack):
        source = Path(str(module.__file__))
        archive.write(source, source.name)
    rows = {name: file["rows"] for name, file in files.items()}
    return Packed(path, rows, hashlib.sha256(manifest).hexdigest())


def _tables(organisation: Organisation, *, details: bool) -> Iterator[tuple[str, Iterator[tables.Row]]]:
    """What names something comes before what it names, so that work going on meanwhile leaves no name without its row."""
    yield "publications.jsonl", tables.publications(organisation)
    yield "renditions.jsonl", tables.renditions(organisation)
    yield "assessments.jsonl", tables.assessments(organisation)
    yield "releases.jsonl", tables.releases(organisation)
    yield "rules.jsonl", tables.rules(organisation)
    yield "anchors.jsonl", tables.anchors(organisation)
    yield "events.jsonl", tables.events(organisation, details=details)


def _manifest(organisation: Organisation, files: dict[str, Any], *, details: bool) -> dict[str, Any]:
    return {
        "pack": VERSION,
        "organisation": organisation.pk,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "details": details,
        "key": anchoring.key_name(),
        "files": files,
    }


def _written(archive: zipfile.ZipFile, name: str, rows: Iterator[tables.Row]) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as file:
        for row in rows:
            line = json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False).encode() + b"\n"
            file.write(line)
            digest.update(line)
            count += 1
    return {"sha256": digest.hexdigest(), "rows": count}
