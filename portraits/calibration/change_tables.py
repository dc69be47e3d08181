"""An evaluation of changes in Markdown, as docs/drift.md shows it."""

from collections.abc import Iterator, Sequence

from portraits.calibration import change_decisions, change_tones
from portraits.calibration.change_decisions import Row as Decided
from portraits.calibration.change_report import FIXED, SURE, KindReport, Report, Row
from portraits.calibration.change_tones import ByTone
from portraits.calibration.edit_trials import EditReport, EditRow


def markdown(found: Report, decided: Sequence[Decided], tones: ByTone, painted: EditReport | None) -> str:
    edited = painted_changes(painted) if painted else []
    decisions = change_decisions.markdown(decided)
    return "\n".join([*_pairs(found), "", *decisions, *change_tones.markdown(tones), *edited]) + "\n"


def _pairs(found: Report) -> Iterator[str]:
    yield f"{found.pairs} pairs of two sittings and {found.same_sitting} of one sitting, {found.people} people."
    yield ""
    yield "| change | statistic | changed, not | cannot tell | AUC (95 %) | false alarms at 90 % caught | at the limit: caught, false |"
    yield "|---|---|---|---|---|---|---|"
    for kind in found.kinds:
        yield from (_row(kind, row) for row in kind.rows)
    yield ""
    yield "Pairs of one sitting, found at the limit: " + ", ".join(map(_same, found.kinds)) + "."
    yield ""
    yield f"An attribute counts when it beats the region rules and the identity distance in {SURE:.0%} of draws of people:"
    yield from (f"- {kind.verdict.sentence}" for kind in found.kinds if kind.verdict)
    yield ""
    yield _several(found)


def _row(kind: KindReport, row: Row) -> str:
    name = f"{row.statistic}, fixed {FIXED}" if row.limit == FIXED else row.statistic
    auc = "-"
    if row.auc is not None and row.auc_interval is not None:
        auc = f"{row.auc:.2f} ({row.auc_interval[0]:.2f} to {row.auc_interval[1]:.2f})"
    at_catch = "-" if row.false_at_catch is None else f"{row.false_at_catch:.0%}"
    at_limit = "-"
    if row.limit is not None:
        at_limit = f"{row.caught} of {row.changed}, {row.false_alarms} of {row.unchanged} (over {row.limit:.2f})"
    told = f"{row.changed}, {row.unchanged} | {row.untold[0]}, {row.untold[1]}"
    return f"| {_words(kind.kind)} | {name} | {told} | {auc} | {at_catch} | {at_limit} |"


def _same(kind: KindReport) -> str:
    told, over = kind.same_sitting
    return f"{_words(kind.kind)} {over} of {told}"


def _several(found: Report) -> str:
    if found.with_three_others:
        return f"{found.with_three_others} people have a portrait and three pictures of other sittings."
    return "Nobody has a portrait and three pictures of other sittings: the median over several selfies is not measured here."


def painted_changes(found: EditReport) -> Iterator[str]:
    yield ""
    yield f"Painted on {found.pictures} pictures, {found.seconds} of them with a second photo of another sitting:"
    yield ""
    yield "| painted | statistic | found | AUC against nuisances | found from the second photo | AUC against the second photo |"
    yield "|---|---|---|---|---|---|"
    yield from map(_edit, found.edits)
    yield ""
    yield "| nuisance | told | found |"
    yield "|---|---|---|"
    for row in found.nuisances:
        wrong = ", ".join(f"{_words(kind)} {number}" for kind, number in row.found.items()) or "nothing"
        yield f"| {row.name} | {row.told} of {row.pictures} | {wrong} |"


def _edit(row: EditRow) -> str:
    name = f"**{row.trial.name}**" if row.trial.promised else row.trial.name
    found = "-" if row.found is None else f"{row.found} of {row.told}"
    second = "-" if row.found_second is None else f"{row.found_second} of {row.seconds}"
    return f"| {name} | {row.trial.statistic} | {found} | {_area(row.auc_nuisances)} | {second} | {_area(row.auc_second)} |"


def _area(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _words(kind: str) -> str:
    return kind.replace("_", " ")
