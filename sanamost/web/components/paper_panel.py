"""The papers of a case as a panel, the same for every portal: whoever may see one may take it."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.foundation.documents.kinds import KINDS
from sanamost.foundation.documents.selectors import papers_of
from sanamost.web.acting import Request
from sanamost.web.components.panels import Panel

MOST = 60


def papers_panel(request: Request, case: Any) -> Panel | None:
    """Each paper with its kind, number, day and PDF; None where the actor may see none."""
    rows = [(row, KINDS[row.kind].name) for row in papers_of(request.actor, case.pk)[:MOST]]
    if not rows:
        return None
    return Panel(
        code="papers",
        title=_("Papers"),
        template="components/panels/papers.html",
        context={"papers": rows},
        place="side",
    )
