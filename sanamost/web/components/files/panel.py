"""The panel of files on a case's page, the same in every portal."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.foundation.files.selectors import files_of_case
from sanamost.web.acting import Request
from sanamost.web.components.files.belonging import sees_papers
from sanamost.web.components.panels import Panel

ICONS = {"pdf": "pdf", "dicom": "medical"}


def files_panel(request: Request, case: Any) -> Panel | None:
    """The case's files with their previews, and a place to add more; None without the class."""
    if not sees_papers(request.actor, case):
        return None
    files = files_of_case(request.actor, case_id=case.pk).select_related("organisation")
    rows = [(file, ICONS.get(file.kind, "image")) for file in files]
    return Panel(
        code="files",
        title=_("Papers and images"),
        template="components/panels/files.html",
        context={"files": rows, "case": case, "own": request.actor.organisation_id},
    )
