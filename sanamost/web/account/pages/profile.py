"""The person's own facts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access import services as access
from sanamost.foundation.access.selectors import user_of
from sanamost.web.account.adapter import speak
from sanamost.web.account.forms.people import ProfileForm
from sanamost.web.account.shells import show_here
from sanamost.web.acting import Request
from sanamost.web.routing import acts, form_of, route


@route("people", "profile", "profile/", policies.signed_in(), writes=True)
def profile(request: Request) -> HttpResponse:
    """Name, language and time zone; the ways to keys and sessions."""
    user = user_of(request.actor.user_id or 0)
    now = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    form = form_of(request, ProfileForm, initial=now)
    if acts(request) and form.is_valid():
        access.set_profile(user_id=user.pk, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        response = redirect("people:profile")
        speak(response, form.cleaned_data["language"])
        return response
    return show_here(
        request,
        "people/profile.html",
        {"form": form, "email": user.email},
        current="people:profile",
    )
