from django.db import models
from django.db.models import Q

from accounts.models import Person
from portraits.models.portrait import Portrait


class PictureWords(models.Model):
    """What somebody wrote to be said after the disclosure: under a portrait, and instead of it, in a place and a language."""

    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="words")
    placement = models.CharField(max_length=40, blank=True, help_text="Key of a placement; empty for all.")
    locale = models.CharField(max_length=12)
    caption = models.CharField(max_length=300, blank=True)
    alt_text = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "picture words"
        constraints = [
            models.UniqueConstraint(
                fields=["portrait", "placement", "locale"], name="words_stand_once_a_place_and_language"
            ),
            models.CheckConstraint(condition=~Q(caption="", alt_text=""), name="words_say_something"),
        ]

    def __str__(self) -> str:
        return f"words {self.pk}"

    @property
    def person(self) -> Person:
        return self.portrait.person
