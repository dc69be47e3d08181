"""Who may do what: role x object x verb, on one screen. `accounts.permissions` derives every `can_*` from it.

It knows roles and belonging, nothing of states: whether a move is possible now is the lifecycle's business. Rows are of
one organisation; nobody of another one may anything. `manage.py permissions` prints it as docs/reference.md shows it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Somebody by what they are to the thing: the person it shows, who leads them, or by a role they hold."""

    SELF = "self"
    MANAGER = "manager"
    EMPLOYEE = "employee"
    PHOTO_ADMIN = "photo_admin"
    AUDITOR = "auditor"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Grant:
    """`two`: it takes two persons, so that a role is not enough when the thing is one's own."""

    verb: str
    about: str
    who: frozenset[Who]
    says: str
    two: bool = False


def grant(verb: str, about: str, who: str, says: str, *, two: bool = False) -> Grant:
    return Grant(verb, about, frozenset(map(Who, who.split())), says, two)


TEAM = "photo_admin owner"
READERS = "photo_admin auditor owner"
# fmt: off
TABLE = (
    grant("open_console", "organisation", READERS, "open the photo team's pages"),
    grant("manage_people", "organisation", TEAM, "enrol photos, end publications, say who leads whom"),
    grant("invite", "organisation", TEAM, "invite people, take an invitation back"),
    grant("give_roles", "organisation", "owner", "invite somebody as photo admin, auditor or owner"),
    grant("change_organisation", "organisation", "owner", "say whom people write to, who needs a second step, set up an own sign-in"),
    grant("read_audit", "organisation", "auditor owner", "read the record and take it away"),
    grant("read_rules", "organisation", READERS, "read the rules"),
    grant("change_rules", "organisation", TEAM, "write and weigh rules; a second person confirms laws and platforms"),
    grant("settle_tasks", "organisation", TEAM, "settle what a changed rule put in the wrong"),
    grant("see_person", "person", f"self {READERS}", "see the person, their photos and what was handed in"),
    grant("see_shown", "portrait", f"self manager {READERS}", "see the portrait that the world sees"),
    grant("see_drafts", "draft, candidate", "self", "see drafts and candidates, the refused ones too"),
    grant("see_scores", "check, alert", f"self {TEAM}", "see raw biometric scores"),
    grant("add_photo", "person", f"self {TEAM}", "add a photo"),
    grant("ask_render", "person", f"self {TEAM}", "ask for candidates"),
    grant("choose", "candidate", "self", "choose, stop, try again"),
    grant("attest", "portrait", "self", 'say "this is how I look today"'),
    grant("agree", "agreement", "self", "agree to something, and take it back"),
    grant("take_out", "person", "self", "take away everything kept of them"),
    grant("erase", "person", "self owner", "have everything kept of a person erased"),
    grant("hold", "person", "owner", "place a legal hold, lift it", two=True),
    grant("set_leaving", "person", TEAM, "say on which day somebody left"),
    grant("see_agreements", "organisation", READERS, "see who agreed to what"),
    grant("see_proofs", "organisation", "auditor owner", "see the proofs of agreements: words, digests, days"),
    grant("write_notices", "organisation", TEAM, "write a new version of what people are asked"),
    grant("switch_biometrics", "organisation", TEAM, "leave comparing faces to people, for a site or for all"),
    grant("compare_by_eye", "photo", TEAM, "decide by eye who is on a photo", two=True),
    grant("flag", "portrait", "manager", "say that it no longer looks like somebody they lead", two=True),
    grant("review", "portrait", TEAM, "approve or send back; the lifecycle refuses what one added or is shown on"),
    grant("decide_incident", "report", TEAM, "decide whether a reported picture comes down", two=True),
    grant("decide_drift", "portrait", TEAM, "end the question whether it still looks like the person", two=True),
    grant("resolve_identity", "alert", TEAM, "decide whether a picture shows the person", two=True),
)
# fmt: on
GRANTS = {row.verb: row for row in TABLE}
COLUMNS = {
    Who.SELF: "the person",
    Who.MANAGER: "manager",
    Who.EMPLOYEE: "employee",
    Who.PHOTO_ADMIN: "photo admin",
    Who.AUDITOR: "auditor",
    Who.OWNER: "owner",
}


def as_markdown() -> str:
    """The table as the reference shows it."""
    head = ["Object", "May", *COLUMNS.values()]
    lines = [head, ["---"] * len(head), *(_cells(row) for row in TABLE)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(row: Grant) -> list[str]:
    says = f"{row.says} (`can_{row.verb}`)" + ("; not of oneself" if row.two else "")
    return [row.about, says, *("yes" if who in row.who else "" for who in COLUMNS)]
