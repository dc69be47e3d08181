"""The people that tests speak of by name."""

from dataclasses import dataclass

from accounts.models import Membership, Organisation, Person, Role, User
from tests.factories import agree


@dataclass
class Cast:
    """Eileen is an employee with a login who has agreed to everything; Ines collects photos, Robin reviews them; Otto is from another place."""

    observatory: Organisation
    eileen: User
    collins: Person
    ines: User
    robin: User
    auditor: User
    elsewhere: Organisation
    otto: User


def assemble() -> Cast:
    observatory = Organisation.objects.create(name="Observatory", slug="observatory", jurisdictions=["EU", "DE"])
    elsewhere = Organisation.objects.create(name="Elsewhere", slug="elsewhere", jurisdictions=["US"])
    eileen = User.objects.create_user("eileen@observatory.example", "moon", full_name="Eileen Collins")
    collins = Person.objects.create(organisation=observatory, user=eileen, name="Eileen Collins", department="Flight")
    Membership.objects.create(user=eileen, organisation=observatory, role=Role.EMPLOYEE)
    agree(collins)
    return Cast(
        observatory=observatory,
        eileen=eileen,
        collins=collins,
        ines=_member(observatory, "ines", Role.PHOTO_ADMIN),
        robin=_member(observatory, "robin", Role.PHOTO_ADMIN),
        auditor=_member(observatory, "aud", Role.AUDITOR),
        elsewhere=elsewhere,
        otto=_member(elsewhere, "otto", Role.OWNER),
    )


def _member(organisation: Organisation, name: str, role: Role) -> User:
    user = User.objects.create_user(f"{name}@{organisation.slug}.example", "moon", full_name=name.title())
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user
