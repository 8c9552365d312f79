"""Papers that come before there is a case: they hang on the draft."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.files import services as files
from sanamost.foundation.files.intake import accept_upload
from sanamost.foundation.files.selectors import files_of_draft
from sanamost.foundation.languages.errors import Refusal
from sanamost.web.acting import Request

MOST_FILES = 60


def papers_of(draft: Any) -> list[Any]:
    """What was brought so far."""
    if draft is None:
        return []
    with acting_as(files.INTAKE):
        return list(files_of_draft(draft=draft.public_id))


def take(request: Request, draft: Any, sent: "list[UploadedFile[Any]]") -> None:
    """Keep what can be kept of the files; each that cannot says why, the others stay."""
    room = MOST_FILES - len(papers_of(draft))
    if len(sent) > room:
        messages.error(
            request,
            _("At most %(most)s files can come with a request. You can add more afterwards.")
            % {"most": MOST_FILES},
        )
    for file in sent[: max(room, 0)]:
        try:
            _take_one(request, draft, file)
        except Refusal as refusal:
            messages.error(request, refusal.text)


def remove(draft: Any, public_id: str) -> None:
    """Take a file off the draft."""
    files.void_of_draft(draft=draft.public_id, public_id=public_id, now=timezone.now())


def _take_one(request: Request, draft: Any, file: "UploadedFile[Any]") -> None:
    belongs = files.Belonging(subject=draft.public_id, data_class=DataClass.CLINICAL)
    with accept_upload(
        file.chunks(), declared_name=file.name or "", declared_type=file.content_type or ""
    ) as accepted:
        brought = {(paper.name, paper.sha256) for paper in papers_of(draft)}
        if (accepted.name, accepted.sha256) in brought:
            return
        files.store(actor=request.actor, accepted=accepted, belongs=belongs, now=timezone.now())
