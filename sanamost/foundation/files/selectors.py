"""Reading lists of files; their content goes through `services.open_for`."""

from django.db.models import QuerySet

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.files.models import File


def files_of_case(actor: Actor, *, case_id: int, voided: bool = False) -> QuerySet[File]:
    """The case's files that the actor may see, oldest first; voided ones on request."""
    files = File.objects.visible_to(actor).filter(case_id=case_id)
    if not voided:
        files = files.filter(voided_at__isnull=True)
    return files.order_by("created_at", "pk")


def files_of_draft(*, draft: str) -> QuerySet[File]:
    """What was brought for a draft. The caller checked whose it is and acts as the platform."""
    files = File.objects.filter(draft=draft, case_id__isnull=True, voided_at__isnull=True)
    return files.order_by("created_at", "pk")
