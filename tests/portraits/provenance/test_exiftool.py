"""A second opinion: a program that is not ours reads what we wrote."""

import json
import subprocess
from pathlib import Path

import pytest

from portraits.provenance import credentials, xmp, xmp_files
from portraits.provenance.certificates import Chain
from portraits.provenance.source_types import SourceType

DESCRIPTION = xmp.Description(
    source_type=SourceType.TRAINED_ALGORITHMIC_MEDIA,
    locale="de",
    caption="Porträt, mit generativer KI erzeugt <&>.",
    alt_text="KI-generiertes Bild: Kopf und Schultern.",
    rights_holder="Beispiel & Söhne AG",
    software="Likeness studio",
    software_version="1.0",
    release="rel-7",
)


@pytest.mark.requirement("R53")
def test_exiftool_reads_every_property_of_a_signed_file_and_finds_no_fault(
    exiftool: str, files: dict[str, bytes], mime: str, chain: Chain, tmp_path: Path
) -> None:
    file = xmp_files.embed(files[mime], mime, xmp.packet(DESCRIPTION))
    path = tmp_path / "portrait"
    path.write_bytes(credentials.sign(file, mime, credentials.Claim(DESCRIPTION.source_type), chain).data)
    ran = subprocess.run([exiftool, "-json", "-validate", "-all", path], capture_output=True, check=True)
    said = json.loads(ran.stdout)[0]
    assert said["MIMEType"] == mime
    assert said["Validate"] == "OK"
    assert said["DigitalSourceType"].endswith("trainedAlgorithmicMedia")
    assert said["Description"] == DESCRIPTION.caption
    assert said["Description-de"] == DESCRIPTION.caption
    assert said["AltTextAccessibility"] == DESCRIPTION.alt_text
    assert said["Rights"] == "© Beispiel & Söhne AG"
    assert said["AISystemUsed"] == "Likeness studio"
    assert said["AISystemVersionUsed"] in ("1.0", 1.0)
    assert said["ModelReleaseID"] == "rel-7"
    assert "DMI-PROHIBITED" in said["DataMining"] or "Prohibited" in said["DataMining"]
    assert "PersonInImage" not in said
