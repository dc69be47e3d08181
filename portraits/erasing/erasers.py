"""The erasers in the order they run: what points at something goes before what it points at."""

from typing import Final

from accounts.models import Person
from generation.jobs import OPEN, JobState
from generation.models import Candidate, Run, Template
from policies.models import Assessment
from portraits.erasing.accounts import AccountEraser, PersonEraser
from portraits.erasing.agreements import AgreementEraser
from portraits.erasing.copies import take_away
from portraits.erasing.kinds import Eraser, Rows
from portraits.erasing.leftovers import FilesEraser
from portraits.erasing.portraits import PortraitEraser
from portraits.models import (
    Baseline,
    Certificate,
    Companion,
    Comparison,
    DriftCheck,
    Export,
    IdentityAlert,
    Incident,
    LegalHold,
    Opinion,
    Photo,
    PictureWords,
    Publication,
    Reminder,
    Rendition,
    RuleTask,
    Vote,
)


def _stop_runs(person: Person) -> None:
    Run.objects.filter(person=person, job_state__in=OPEN).update(job_state=JobState.CANCELLED, lease_until=None)


PICTURE: Final = ("image", "sha256")
ERASERS: Final[tuple[Eraser, ...]] = (
    Rows(
        "publications",
        "What is shown of you, with the files made for it and the rules' verdicts about it. It is taken away everywhere, and "
        "read back to see that it is gone.",
        {RuleTask: "publication__person", Publication: "person", Rendition: "portrait__person", Assessment: "person"},
        files={Rendition: PICTURE},
        before=take_away,
    ),
    Rows(
        "page",
        "What you wrote beside and under your portrait, whether readers may see a real photo, and what was reported about a picture.",
        {Companion: "person", PictureWords: "portrait__person", Incident: "person"},
    ),
    Rows(
        "checks",
        "Comparisons of your selfies with your portrait, what you and others said about it, and reminders.",
        {
            DriftCheck: "person",
            Opinion: "portrait__person",
            Baseline: "portrait__person",
            Reminder: "portrait__person",
            IdentityAlert: "person",
        },
        files={DriftCheck: ("difference", "")},
    ),
    Rows("by_eye", "Comparisons of your photos that colleagues made by eye.", {Comparison: "person"}),
    PortraitEraser(),
    Rows(
        "renders",
        "Pictures that software made of you, chosen or not, what you said of them, and the jobs that made them.",
        {Vote: "candidate__run__person", Candidate: "run__person", Run: "person"},
        files={Candidate: PICTURE},
        hidden=("holder", "lease_until", "source_name", "image"),
        before=_stop_runs,
    ),
    Rows(
        "templates",
        "Numbers that say how your face measures. They are handed out to nobody.",
        {Template: "person"},
        hidden=("sealed",),
    ),
    Rows(
        "photos",
        "Your photos and selfies, and what was measured of them.",
        {Photo: "person"},
        files={Photo: PICTURE},
        hidden=("holder", "lease_until", "image"),
    ),
    AgreementEraser(),
    Rows(
        "endings",
        "What was stopped, taken down and destroyed when agreements of yours ended: ids and digests.",
        {Certificate: "person"},
    ),
    Rows("exports", "Archives that were made for you.", {Export: "person"}, files={Export: ("file", "")}),
    Rows("holds", "Legal holds that were lifted, with their reasons.", {LegalHold: "person"}),
    FilesEraser(),
    AccountEraser(),
    PersonEraser(),
)
