"""The count of the potential that a change asked for."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.insight.potential.counting import LOCK, TASK, count_potential

log = logging.getLogger(__name__)


@jobs.task(name=TASK, queue="clock", lock=LOCK, queueing_lock=TASK, pass_context=False)
def count() -> None:
    """Count the plan anew where its figures have changed."""
    if count_potential(now=timezone.now()):
        log.info("potential: counted")
