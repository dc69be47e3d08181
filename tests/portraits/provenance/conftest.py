"""One organisation's certificates, one small portrait, and its files in the three formats we publish."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from portraits.provenance import certificates
from portraits.provenance.certificates import Chain

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def _encode(picture: Image.Image, mime: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, FORMATS[mime], **options)
    return out.getvalue()


@pytest.fixture(scope="session")
def encode() -> Callable[..., bytes]:
    """encode(picture, mime, **options of Pillow) -> the file."""
    return _encode


@pytest.fixture(scope="session")
def portrait(astronaut: np.ndarray) -> Image.Image:
    return Image.fromarray(astronaut).resize((256, 256))


@pytest.fixture(scope="session")
def files(portrait: Image.Image) -> dict[str, bytes]:
    return {mime: _encode(portrait, mime) for mime in FORMATS}


@pytest.fixture(params=sorted(FORMATS))
def mime(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    return certificates.ensure(tmp_path_factory.mktemp("certificates"), "Beispiel & Söhne AG", datetime.now(UTC))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    return certificates.ensure(tmp_path_factory.mktemp("stranger"), "Somebody Else", datetime.now(UTC))
