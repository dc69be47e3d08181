"""What workers do for this app. Importing it loads neither pixels nor models."""

from celery import shared_task

from generation.jobs import held
from generation.models import Run


@shared_task
def render(run_id: int) -> None:
    """Make the candidates of a run, unless another worker has it or it is finished."""
    with held(Run, run_id) as run:
        if run is not None:
            from generation.rendering import carry_out

            carry_out(run)
