"""Templates of a new photo, by every encoder that somebody asks: those limits in use were measured with, and those on trial."""

from collections.abc import Sequence

from django.conf import settings

from accounts.models import Person
from generation import faces, pictures, templates
from portraits import likeness, thresholds

Known = Sequence[tuple[str, faces.Template | None]]  # photos by digest, with their templates by the reference encoder


def made(picture: pictures.Picture, measured: faces.Measurement) -> tuple[faces.Template, ...]:
    """One template an encoder; none of a face that was not to be compared. Raises ValueError for an unknown encoder."""
    known = measured.template
    if known is None:
        return ()
    others = ({*thresholds.encoders().values()} | settings.ENCODERS) - {known.encoder}
    return (known, *(faces.encode_as(name, picture, measured.face) for name in sorted(others)))


def verdict(person: Person, mine: Sequence[faces.Template], known: Known) -> likeness.Likeness:
    """Whether a new photo shows whom known ones show: by the limits in use, or, while templates move to their encoder, by
    those whose encoder compares more of the known photos. Nothing is judged on less evidence than before the move."""
    judged = (
        likeness.verify(distances(person, mine, known, limits.encoder), limits) for limits in thresholds.identities()
    )
    return max(judged, key=lambda each: each.compared)  # of equals the first


def distances(person: Person, mine: Sequence[faces.Template], known: Known, encoder: str) -> list[float]:
    """From a new photo to known ones by one encoder. A photo without a template to compare is left out."""
    own = next((each for each in mine if each.encoder == encoder), None)
    if own is None:
        return []
    theirs = [template for _, template in known if template is not None]
    if encoder != faces.REFERENCE:
        theirs = [*templates.recall_all(person, [sha256 for sha256, _ in known], encoder=encoder).values()]
    return [faces.distance(own, each) for each in theirs if faces.comparable(own, each)]
