"""Is it alive, and is it ready? For whoever watches over the service."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from sanamost.foundation.access import fences, policies
from sanamost.web.routing import route


@route("public", "health", "healthz", policies.public())
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 Django passes it
    """The process answers."""
    return JsonResponse({"alive": True})


@route("public", "ready", "readyz", policies.public())
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 Django passes it
    """The database answers, and every guarded table is behind its fence."""
    open_tables = fences.open_tables()
    return JsonResponse({"ready": not open_tables}, status=503 if open_tables else 200)
