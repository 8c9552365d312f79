"""Papers as PDF, for whoever may read them now: one address for all portals."""

from django.http import HttpResponse
from django.utils import timezone

from sanamost.foundation.access import policies
from sanamost.foundation.audit import services as audit
from sanamost.foundation.documents import selectors, services
from sanamost.foundation.documents.render import short_language
from sanamost.web.acting import Request
from sanamost.web.routing import patterns, route

LANGUAGES = {"en", "ru", "zh", "ar"}


@route("papers", "pdf", "<paper:paper>.pdf", policies.signed_in())
def pdf(request: Request, paper: str) -> HttpResponse:
    """The paper as PDF, drawn again from what was frozen; `?language=` asks for another language.

    Who may see it is asked at every download, and every download stands in the trail.
    """
    row = selectors.access_paper(request.actor, paper)
    wanted = short_language(request.GET.get("language", ""))
    language = wanted if wanted in LANGUAGES else row.language
    audit.record(
        action="documents.paper.read",
        case_id=row.case_id,
        subject=row.public_id,
        details={"kind": row.kind, "language": language},
        now=timezone.now(),
    )
    answer = HttpResponse(services.pdf(row, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{_file_name(row.kind, row.number)}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _file_name(kind: str, number: str) -> str:
    plain = "".join(c if c.isalnum() and c.isascii() else "-" for c in number).strip("-")
    return f"{kind}-{plain}.pdf"


app_name = "papers"
urlpatterns = patterns("papers")
