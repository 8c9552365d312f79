"""Background work that needs somebody: what failed, what hangs, starting it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.events import work
from sanamost.web.acting import Request
from sanamost.web.administration.navigation import ADMINISTRATORS
from sanamost.web.components.pages import show
from sanamost.web.routing import acts, route


@route("administration", "jobs", "jobs/", ADMINISTRATORS)
def jobs(request: Request) -> HttpResponse:
    """Failed and stalled jobs, and how much waits in each queue."""
    return _show(request)


@route("administration", "retry_job", "jobs/<int:job>/retry/", ADMINISTRATORS, writes=True)
def retry_job(request: Request, job: int) -> HttpResponse:
    """Start one job again."""
    if acts(request):
        work.retry(actor=request.actor, job_id=job, now=timezone.now())
        messages.success(request, _("The job will run again in a moment."))
        return redirect("administration:jobs")
    if request.method == "POST":
        return _show(request)
    return redirect("administration:jobs")


def _show(request: Request) -> HttpResponse:
    context = {
        "failed": work.failed_jobs(request.actor),
        "stalled": work.stalled_jobs(request.actor, timezone.now()),
        "queues": work.queues(),
        "refusal": request.refusal,
    }
    return show(
        request,
        "administration/jobs.html",
        context,
        portal="administration",
        current="administration:jobs",
    )
