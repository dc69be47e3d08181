"""Runs and the candidates they made."""

from django.db import models
from django.utils import timezone

from accounts.models import Person
from generation.jobs import Job, JobState


class Run(Job):
    """One job of a recipe: from one source photo, with the person's recent real photos as references.

    The rows name files and digests, so that a worker needs nothing but storage and database. `queue` and `model` say who
    can make it, and `avoid` who has not memory enough.
    """

    entry: int | None = None  # the number of the attempt that this process began; no column

    class Embedded(models.TextChoices):
        NO = "no", "Not agreed to"
        KEPT = "kept", "With the background kept"
        WHOLE = "whole", "As its recipe says"

    job_state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING, db_index=True)
    work = models.CharField(
        max_length=64, blank=True, help_text="Digest of all that decides what is made: one row for it."
    )
    queue = models.CharField(max_length=40, default="default")
    model = models.CharField(
        max_length=200, blank=True, help_text="What must be in memory; empty for the embedded engine."
    )
    shortages = models.JSONField(default=list, help_text="Stations where memory ran out, oldest first.")
    avoid = models.CharField(max_length=120, blank=True, help_text="The station that does not try it again.")
    avoided_at = models.DateTimeField(null=True, blank=True)
    instead_of = models.CharField(
        max_length=60, blank=True, help_text="The recipe asked for, when no memory was enough."
    )
    problem_code = models.CharField(max_length=40, blank=True, help_text="The stable name of what went wrong.")
    asked_at = models.DateTimeField(default=timezone.now, help_text="When it was last asked for.")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="runs")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    compare = models.BooleanField(
        default=False, help_text="Whether a matcher may compare the person's face: as agreed when it was asked for."
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was asked for, in plain words.")
    rush = models.BooleanField(
        default=False, help_text="It was asked for with a reason why it cannot wait. It skips no check."
    )
    adjusted = models.JSONField(
        default=dict,
        blank=True,
        help_text="The light, background and polish that the person chose; empty for the recipe's.",
    )
    keep_background = models.BooleanField(
        default=False, help_text="No variant changes the background: no more was agreed to."
    )
    embedded = models.CharField(
        max_length=10,
        choices=Embedded,
        default=Embedded.WHOLE,
        help_text="Whether the embedded engine may take over: as agreed when it was asked for.",
    )
    recipe_key = models.CharField(max_length=60)
    recipe_version = models.PositiveIntegerField()
    recipe_digest = models.CharField(max_length=64)
    polish_low = models.FloatField(default=0.0, help_text="The rules' bounds of polish when it was asked for.")
    polish_high = models.FloatField(default=1.0)
    backdrops = models.JSONField(
        null=True,
        blank=True,
        help_text="The backdrops that the rules listed when it was asked for; null before they did.",
    )
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
            models.UniqueConstraint(fields=["work"], condition=~models.Q(work=""), name="the_same_work_is_one_run"),
        ]
        indexes = [models.Index(fields=["job_state", "queue", "asked_at"], name="runs_waiting_in_a_queue")]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.recipe_key}"


class Candidate(models.Model):
    """One picture a run made, with what the gates measured. Refused ones are kept, with their reasons."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="candidates")
    number = models.PositiveSmallIntegerField()
    preset = models.CharField(max_length=60)
    background = models.CharField(max_length=20)
    backdrop = models.CharField(
        max_length=60,
        blank=True,
        help_text="What stands behind the person, as approved lists name it; empty if unknown.",
    )
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
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="a_run_makes_a_candidate_once"),
            models.UniqueConstraint(
                fields=["run", "preset", "background", "polish", "seed"], name="a_run_makes_a_variant_once"
            ),
        ]

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


class Attempt(models.Model):
    """One claim of a run, in the ledger whatever its end was. It outlives the run, and then names nobody."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Being made"
        DONE = "done", "Made"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Stopped"
        GIVEN_BACK = "given_back", "Given back"
        LOST = "lost", "Worker lost"

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="attempts")
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="ledger")
    number = models.PositiveIntegerField(help_text="Counted from 1 over all attempts the run ever had.")
    recipe_key = models.CharField(max_length=60)
    recipe_version = models.PositiveIntegerField()
    queue = models.CharField(max_length=40)
    worker = models.CharField(max_length=120)
    device = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    waited_seconds = models.FloatField(help_text="From being asked for, or from the end of the attempt before.")
    seconds = models.FloatField(default=0.0, help_text="How long the worker was occupied.")
    engine_seconds = models.FloatField(default=0.0, help_text="How much of it the engine took.")
    candidates = models.PositiveSmallIntegerField(default=0)
    price = models.DecimalField(max_digits=12, decimal_places=8, help_text="Of one second on this queue, at that time.")
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="an_attempt_is_counted_once")]
        indexes = [models.Index(fields=["organisation", "began_at"], name="attempts_of_an_organisation")]

    def __str__(self) -> str:
        return f"attempt {self.number} of run {self.run_id}"
