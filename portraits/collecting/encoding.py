"""Templates of a new photo, by every encoder that somebody asks: those limits in use were measured with, and those on trial."""

from collections.abc import Sequence

from django.conf import settings

from accounts.models import Person
from generation import faces, pictures, templates
from portraits import thresholds


def made(picture: pictures.Picture, measured: faces.Measurement) -> tuple[faces.Template, ...]:
    """One template an encoder; none of a face that was not to be compared. Raises ValueError for an unknown encoder."""
    known = measured.template
    if known is None:
        return ()
    others = ({*thresholds.encoders().values()} | settings.ENCODERS) - {known.encoder}
    return (known, *(faces.encode_as(name, picture, measured.face) for name in sorted(others)))


def distances(
    person: Person, mine: Sequence[faces.Template], known: Sequence[tuple[str, faces.Template | None]], *, encoder: str
) -> list[float]:
    """From a new photo to known ones, given by digest, by one encoder. A photo without a template by it is left out."""
    own = next((each for each in mine if each.encoder == encoder), None)
    if own is None:
        return []
    theirs = (
        template
        if template is not None and template.encoder == encoder
        else templates.recall(person, sha256, encoder=encoder)
        for sha256, template in known
    )
    return [faces.distance(own, each) for each in theirs if each is not None]
