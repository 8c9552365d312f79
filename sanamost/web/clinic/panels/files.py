"""The case's papers."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.files.selectors import files_of_case
from sanamost.web.acting import Request
from sanamost.web.components.panels import Panel, panel

KINDS = {"pdf": "pdf", "dicom": "medical", "jpeg": "image", "png": "image"}


@panel("clinic", order=15)
def files(request: Request, case: Any) -> Panel | None:
    """Every paper with its first page, to open or to save."""
    if not request.actor.classes & {DataClass.CLINICAL, DataClass.IDENTITY}:
        return None
    rows = [
        {
            "file": row,
            "kind": KINDS.get(row.kind, "file"),
            "numbers": range(1, min(row.pages, 3) + 1),
        }
        for row in files_of_case(request.actor, case_id=case.pk)
    ]
    return Panel(
        code="files",
        title=_("Files"),
        template="clinic/panels/files.html",
        place="story",
        context={"rows": rows, "adds": request.actor.has(Role.COORDINATOR, Role.PHYSICIAN)},
    )
