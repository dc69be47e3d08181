from django.db import models


class Organisation(models.Model):
    """A tenant. Every row belongs to one; nobody sees another's."""

    class SecondStep(models.TextChoices):
        OWN = "", "Everybody decides for themselves"
        ROLES = "roles", "Whoever approves, administers or audits has one"
        EVERYBODY = "everybody", "Everybody has one"

    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    jurisdictions = models.JSONField(
        default=list, help_text="Where it is seated, as the rule packs name places: EU, DE, US-IL."
    )
    sector = models.CharField(
        max_length=40, default="any", help_text="As the rule packs name sectors: any, healthcare, legal."
    )
    locale = models.CharField(max_length=12, default="en", help_text="The language of labels and alt texts.")
    privacy_contact = models.CharField(
        max_length=200, blank=True, help_text="Whom people write to about their data; shown on the public page."
    )
    domains = models.JSONField(
        default=list, blank=True, help_text="Domains whose addresses may be invited; none named, any may."
    )
    second_step = models.CharField(
        max_length=10, choices=SecondStep, default=SecondStep.OWN, blank=True, help_text="Who needs one to go on."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
