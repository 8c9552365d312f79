"""What a coordinator does to something only with a reason: refuse a proof, withdraw a figure."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sanamost.web.acting import Request
from sanamost.web.coordinator.forms.clinics import ReasonForm
from sanamost.web.routing import acts, form_of


def with_reason(
    request: Request,
    service: Callable[..., Any],
    *,
    public_id: str,
    said: str,
    onward: str,
    ask: Callable[[ReasonForm], HttpResponse],
) -> HttpResponse:
    """Done and `said` where the form gives the reason, then `onward`; else the page that asks."""
    form = form_of(request, ReasonForm)
    if acts(request) and form.is_valid():
        service(
            actor=request.actor,
            public_id=public_id,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        messages.success(request, said)
        return redirect(onward)
    return ask(form)
