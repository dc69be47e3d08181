"""Check an auditor's pack without the program that made it: Python's standard library and `cryptography` alone.

    python verify_pack.py [FOLDER OR ZIP] [--key KEY.pem]

Ends with 0 and the word `holds`, or with 1 and one line for the first thing that does not hold in each part.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

if TYPE_CHECKING:
    from accounts import chain
else:
    try:
        import chain  # beside this file in a pack
    except ImportError:  # inside the project, where it is tested
        from accounts import chain


@dataclass(frozen=True, slots=True)
class Pack:
    """The files of a pack, from a folder or from the archive itself."""

    where: Path

    def read(self, name: str) -> bytes:
        if self.where.is_dir():
            return (self.where / name).read_bytes()
        with zipfile.ZipFile(self.where) as archive:
            return archive.read(name)

    def lines(self, name: str) -> Iterator[bytes]:
        if self.where.is_dir():
            with (self.where / name).open("rb") as file:
                yield from file
            return
        with zipfile.ZipFile(self.where) as archive, archive.open(name) as file:
            yield from file

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        return (json.loads(line) for line in self.lines(name))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check an auditor's pack.")
    parser.add_argument("pack", type=Path, nargs="?", default=Path(__file__).parent, help="a folder or a ZIP")
    parser.add_argument("--key", type=Path, help="the public key you were given by another way than this pack")
    options = parser.parse_args(arguments)
    told: list[str] = []
    try:
        told.extend(problems(Pack(options.pack), options.key))
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as problem:
        told.append(f"the pack cannot be read further: {problem!r}")
    for line in told:
        sys.stdout.write(f"{line}\n")
    if not told:
        sys.stdout.write("holds\n" if options.key else "holds, by the key inside of the pack: give yours with --key\n")
    return 1 if told else 0


def problems(pack: Pack, key_file: Path | None = None) -> Iterator[str]:
    """What does not hold, part by part; nothing more once the manifest is not what was signed."""
    key = load_pem_public_key(key_file.read_bytes() if key_file else pack.read("public_key.pem"))
    if not isinstance(key, Ed25519PublicKey):
        yield "the key is not an Ed25519 public key"
        return
    signed = pack.read("manifest.json")
    if not _verifies(key, pack.read("manifest.sig").decode(), signed):
        yield "the manifest is not signed with this key"
        return
    manifest = json.loads(signed)
    for name, file in manifest["files"].items():
        yield from _changed(pack, name, file)
    yield from _chain(pack, key, organisation=manifest["organisation"])
    yield from _rules(pack.rows("rules.jsonl"))
    yield from _unassessed(pack)


def _changed(pack: Pack, name: str, file: dict[str, Any]) -> Iterator[str]:
    digest, count = hashlib.sha256(), 0
    for line in pack.lines(name):
        digest.update(line)
        count += 1
    if digest.hexdigest() != file["sha256"] or count != file["rows"]:
        yield f"{name} is not the file that was signed"


def _chain(pack: Pack, key: Ed25519PublicKey, *, organisation: int) -> Iterator[str]:
    anchors = list(pack.rows("anchors.jsonl"))
    asked, heads = {anchor["number"] for anchor in anchors}, dict[int, str]()
    links = _remembering(map(_link, pack.rows("events.jsonl")), asked, heads)
    yield from (broken.why for broken in chain.breaks(links))
    for anchor in anchors:
        yield from _unanchored(anchor, heads, key, organisation=organisation)


def _unanchored(
    anchor: dict[str, Any], heads: dict[int, str], key: Ed25519PublicKey, *, organisation: int
) -> Iterator[str]:
    said = {name: value for name, value in anchor.items() if name != "signature"}
    content = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    if anchor["organisation"] != organisation or not _verifies(key, anchor["signature"], content):
        yield f"the anchor of {anchor['on']} is not signed with this key ({_name(key)})"
    elif anchor["number"] not in heads:
        yield f"event {anchor['number']} was there on {anchor['on']} and is missing"
    elif heads[anchor["number"]] != anchor["head"]:
        yield f"event {anchor['number']} was another one on {anchor['on']}"


def _rules(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        said = json.dumps(row["body"], sort_keys=True, ensure_ascii=False).encode()
        if hashlib.sha256(said).hexdigest() != row["digest"]:
            yield f"version {row['version']} of rule {row['rule_id']} is not what was put in force"
            return


def _unassessed(pack: Pack) -> Iterator[str]:
    """Whether every file that was made names what the rules said of it, and every publication its file."""
    known = {row["id"] for row in pack.rows("assessments.jsonl")}
    made = {row["id"]: row["assessment"] for row in pack.rows("renditions.jsonl")}
    for pk, assessment in made.items():
        if assessment not in known:
            yield f"rendition {pk} names assessment {assessment}, which is not in the pack"
            return
    for row in pack.rows("publications.jsonl"):
        if row["published_at"] and row["rendition"] not in made:
            yield f"publication {row['id']} names rendition {row['rendition']}, which is not in the pack"
            return


def _link(row: dict[str, Any]) -> chain.Link:
    told = row["details"]
    return chain.Link(**{**row, "details": chain.Details(**told) if told else None})


def _remembering(links: Iterable[chain.Link], asked: set[int], heads: dict[int, str]) -> Iterator[chain.Link]:
    for link in links:
        if link.number in asked:
            heads[link.number] = link.digest
        yield link


def _verifies(key: Ed25519PublicKey, signature: str, content: bytes) -> bool:
    try:
        key.verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _name(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
