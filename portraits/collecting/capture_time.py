"""When a camera says that it took a picture."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from PIL import ExifTags, Image

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)  # a camera's clock may stand in another zone
TAGS = (("DateTimeOriginal", "OffsetTimeOriginal"), ("DateTimeDigitized", "OffsetTimeDigitized"))


def written(image: Image.Image, now: datetime) -> datetime | None:
    """The moment of capture from EXIF: original, else digitised; never the file's change date, never the future."""
    try:
        tags = image.getexif().get_ifd(ExifTags.IFD.Exif)
    except Exception:  # noqa: BLE001 (a broken block says nothing)
        return None
    for stamp, offset in TAGS:
        moment = _moment(tags.get(ExifTags.Base[stamp]), tags.get(ExifTags.Base[offset]), now.tzinfo)
        if moment and OLDEST <= moment <= now + AHEAD:
            return moment
    return None


def _moment(stamp: object, offset: object, here: tzinfo | None) -> datetime | None:
    """What a camera wrote; one that names no offset from UTC means the hour of its place, which is taken for ours."""
    match = re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)", str(stamp))
    if not match:
        return None
    zone = re.fullmatch(r"([+-])(\d\d):(\d\d)", str(offset).strip("\0 "))
    try:
        east = (1 if zone[1] == "+" else -1) * (int(zone[2]) * 60 + int(zone[3])) if zone else 0
        year, month, day, hour, minute, second = map(int, match.groups())
        place = timezone(timedelta(minutes=east)) if zone else here
        return datetime(year, month, day, hour, minute, second, tzinfo=place)
    except ValueError:
        return None
