"""The distances of a portrait's selfies within the person's own band, drawn."""

from collections.abc import Sequence

from portraits import drift, thresholds
from portraits.drift import Kind
from portraits.models import Baseline, DriftCheck, Portrait
from portraits.views.chart import Chart, chart


def drawn(portrait: Portrait, checks: Sequence[DriftCheck], *, whose: str) -> Chart | None:
    """None while no selfie was measured against it. `whose` portrait, in the words of who reads it."""
    measured = [(check.on, check.distance) for check in checks if check.distance is not None]
    centre, spread = _band(portrait)
    limit = thresholds.drift().kinds[Kind.IDENTITY].limit
    return chart(measured, centre=centre, spread=spread, limit=limit, whose=whose)


def _band(portrait: Portrait) -> tuple[float, float]:
    """What is usual for this person, or for anybody while their own baseline has not been taken."""
    baseline = Baseline.objects.filter(portrait=portrait).first()
    if baseline is None:
        usual = drift.usual((), thresholds.drift().kinds[Kind.IDENTITY])
        return usual.centre, usual.spread
    return baseline.centre, baseline.spread
