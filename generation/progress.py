"""Signs of life of a run: its lease, how far it is, and whether its time is up."""

import time
from collections.abc import Callable
from typing import Final

from generation import jobs
from generation.models import Run
from generation.problems import RunError

TOLD_EVERY: Final = 0.5  # seconds between two figures for the page, however fast the steps are


class Progress:
    """How far the pictures of a run are. Every sign of life asks for the lease: a run that was stopped or taken away
    ends there with LeaseLostError, one that takes longer than `limit` seconds with RunError time_limit."""

    def __init__(self, run: Run, *, limit: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._run = run
        self._clock = clock
        self._limit = limit
        self._began = clock()
        self._told: float | None = None
        self._pictures = 1
        self._number = 0

    def loading(self) -> None:
        """The photo is being looked at, before anything is made."""
        self._look(0.02, "Looking at the photo")

    def begin(self, number: int, *, of: int) -> None:
        """The picture of that number, counted from 1, is next."""
        self._number, self._pictures = number, of
        self._say(0.0)

    def step(self, share: float) -> None:
        """So much of the picture is done, 0..1."""
        self._say(share)

    def checking(self) -> None:
        """The picture is made and held against the gates."""
        self.step(1.0)

    def finishing(self) -> None:
        """All pictures are made and about to be kept: nothing may be written for a run that was stopped."""
        jobs.renew(self._run)

    def _say(self, share: float) -> None:
        done = (self._number - 0.5 + share / 2) / (self._pictures + 0.5)
        self._look(done, f"Picture {self._number} of {self._pictures}")

    def _look(self, done: float, stage: str) -> None:
        """Renew the lease, and write how far it is if that was not just written."""
        now = self._clock()
        if now - self._began > self._limit:
            raise RunError("time_limit", "Making the pictures took longer than is allowed here, so it was ended.")
        if self._told is None or now - self._told >= TOLD_EVERY:
            self._told = now
            jobs.renew(self._run, progress=done, stage=stage)
        else:
            jobs.renew(self._run)
