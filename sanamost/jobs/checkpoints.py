"""Checkpoints of the audit trail leave the machine: into a directory, to an auditor's address."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.audit import checkpoints


def send(*, now: dt.datetime) -> list[str]:
    """Write and send one checkpoint of all chains; where it went. Nowhere when nothing is set.

    Raises what the disk or the mail server raises: a checkpoint that did not leave is a failed job.
    """
    places: list[str] = []
    if not settings.CHECKPOINTS and not settings.CHECKPOINT_ADDRESS:
        return places
    with acting_as(system("audit checkpoint")):
        text = checkpoints.signed(checkpoints.heads(), now=now)
    if settings.CHECKPOINTS:
        places.append(str(checkpoints.write(text, directory=Path(settings.CHECKPOINTS), now=now)))
    if settings.CHECKPOINT_ADDRESS:
        subject = f"Sanamost audit checkpoint {now:%Y-%m-%d %H:%M} UTC"
        EmailMessage(subject, text, to=[settings.CHECKPOINT_ADDRESS]).send()
        places.append(settings.CHECKPOINT_ADDRESS)
    return places
