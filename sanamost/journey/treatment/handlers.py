"""What treatment does when money moves."""

from typing import Any

from django.utils import timezone

from sanamost.journey.treatment import services
from sanamost.journey.treatment.models import Episode


def on_invoice_paid(event: Any) -> None:
    """A final invoice that is paid may settle the case."""
    if event.kind == "final":
        _settle(event.case_id)


def on_refund_paid(event: Any) -> None:
    """What had to go back has gone."""
    _settle(event.case_id)


def _settle(case_id: Any) -> None:
    for episode in Episode.objects.filter(case_id=case_id).order_by("pk"):
        services.settle(episode=episode, now=timezone.now())
