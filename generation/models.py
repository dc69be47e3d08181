"""Runs and the candidates they made."""

from django.db import models

from accounts.models import Person
from generation.jobs import Job


class Run(Job):
    """One job of a recipe: from one source photo, with the person's recent real photos as references.

    The rows name files and digests, so that a worker needs nothing but storage and database.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="runs")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was asked for, in plain words.")
    recipe_key = models.CharField(max_length=60)
    recipe_version = models.PositiveIntegerField()
    recipe_digest = models.CharField(max_length=64)
    source_name = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    references = models.JSONField(default=list, help_text="[{name, sha256, captured_on}] of recent real photos.")
    progress = models.FloatField(default=0.0)
    stage = models.CharField(max_length=80, blank=True)
    advice = models.JSONField(default=list, help_text="What the person should know of the source, in sentences.")
    seconds = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source_sha256", "recipe_digest"],
                condition=models.Q(job_state__in=["waiting", "running"]),
                name="the_same_run_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.recipe_key}"


class Candidate(models.Model):
    """One picture a run made, with what the gates measured. Refused ones are kept, with their reasons."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="candidates")
    number = models.PositiveSmallIntegerField()
    preset = models.CharField(max_length=60)
    background = models.CharField(max_length=20)
    polish = models.FloatField()
    seed = models.PositiveIntegerField()
    origin = models.CharField(max_length=60, help_text="IPTC digital source type code.")
    image = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    gates = models.JSONField(default=dict)
    verdict = models.CharField(
        max_length=10, choices=[("pass", "Pass"), ("amber", "Look closely"), ("refuse", "Refused")]
    )
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    operations = models.JSONField(
        default=dict, help_text="The bounded operations that were applied, with their strengths."
    )
    face = models.JSONField(default=dict, help_text="Where the face is, in pixels: what a crop must respect.")
    seconds = models.FloatField(default=0.0)

    class Meta:
        ordering = ["run", models.F("rank").asc(nulls_last=True), "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="a_run_makes_a_candidate_once")]

    def __str__(self) -> str:
        return f"candidate {self.number} of run {self.run_id}"

    @property
    def person(self) -> Person:
        return self.run.person


class Template(models.Model):
    """A face embedding of one stored picture, sealed with its person's key. For 1:1 comparison only."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="templates")
    sha256 = models.CharField(max_length=64, help_text="Digest of the picture it was made from.")
    encoder = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    alignment = models.CharField(max_length=40)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sha256", "encoder", "version", "alignment"],
                name="a_picture_has_one_template_an_encoder",
            ),
        ]

    def __str__(self) -> str:
        return f"template {self.pk} ({self.encoder})"
