"""The clock of files: what was begun and never finished."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.foundation.files import tidying

log = logging.getLogger(__name__)


@jobs.periodic(cron="23 * * * *")
@jobs.task(name="files.sweep", queue="clock", queueing_lock="files.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Remove expired uploads and blobs that no row names; every hour."""
    swept = tidying.sweep(now=timezone.now())
    if swept.uploads or swept.blobs:
        log.warning("files: %d uploads and %d blobs removed", swept.uploads, swept.blobs)
