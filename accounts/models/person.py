import uuid
from datetime import date

from django.db import models

from accounts.models.organisation import Organisation
from accounts.models.user import User


class People(models.QuerySet["Person"]):
    def here(self, on: date) -> "People":
        """Those who have not left by that day. Whoever goes next month is here until then."""
        return self.filter(models.Q(left_on=None) | models.Q(left_on__gt=on))


class Person(models.Model):
    """Whose face it is. A person may have no login."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="person")
    public_id = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Names them in public addresses."
    )
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=80, blank=True, help_text="The office or plant they belong to.")
    region = models.CharField(max_length=20, blank=True, help_text="Where they work, as the rule packs name places.")
    biometrics = models.BooleanField(
        default=True,
        help_text="Whether pictures of this person may be compared by a matcher. Without, a human compares.",
    )
    manager = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        help_text="Who sees them every day, and may say that a portrait no longer looks like them.",
    )
    named_publicly = models.BooleanField(
        default=False, help_text="Whether the public page about a picture may say who is on it: their own choice."
    )
    left_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="From then on nothing more is kept of them; their erasure may still be going on.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = People.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        indexes = [models.Index(fields=["organisation", "name"])]

    def __str__(self) -> str:
        return self.name


class PersonKey(models.Model):
    """The data key of one person, wrapped by a master key and a shard. `accounts.vault` alone reads and destroys it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="key", primary_key=True)
    master_key_id = models.CharField(max_length=40)
    shard = models.CharField(
        max_length=80,
        blank=True,
        help_text="Name of the half that lies outside of the database; destroying it is for good.",
    )
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"key of person {self.person_id}"
