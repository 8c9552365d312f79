"""Follow-ups of the clinic's patients, closing the case."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.aftercare import selectors, services
from sanamost.journey.cases import selectors as cases
from sanamost.journey.treatment import selectors as treatment
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.desk import TranslationForm
from sanamost.web.clinic.forms.stay import FollowUpFilter, NoteForm
from sanamost.web.components.arrival import zone_of
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import acts, form_of, route

FOLLOWS = policies.care_staff(
    Role.COORDINATOR, Role.PHYSICIAN, Role.QUALITY, reads="aftercare.follow_up.read"
)


@route("clinic", "follow_ups", "follow-ups/", FOLLOWS)
def follow_ups(request: Request) -> HttpResponse:
    """Worrying answers first, then who did not answer, then what is to come."""
    chosen = FollowUpFilter(request.GET)
    state = chosen.cleaned_data["state"] if chosen.is_valid() else ""
    page = Paginator(selectors.follow_ups(request.actor, state=state), 50)
    shown = page.get_page(request.GET.get("page"))
    known = patients.patients_by_key(request.actor, {f.case.patient_id for f in shown})
    context = {
        "rows": [(f, known.get(f.case.patient_id), meaning_of(f.state)) for f in shown],
        "page": shown,
        "filters": chosen,
        "alarms": selectors.alarms(request.actor),
    }
    return show(
        request,
        "clinic/stay/follow_ups.html",
        context,
        portal="clinic",
        current="clinic:follow_ups",
    )


@route("clinic", "follow_up", "follow-ups/<follow_up:follow_up>/", FOLLOWS, writes=True)
def follow_up(request: Request, follow_up: str) -> HttpResponse:
    """One answer in the patient's own words, and what was done about it."""
    row = selectors.access_follow_up(request.actor, follow_up)
    form = form_of(request, NoteForm)
    if acts(request) and form.is_valid():
        services.attend(actor=request.actor, follow_up=row, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Noted. The answer has left the top of the list."))
        return redirect("clinic:follow_ups")
    context = {
        "follow_up": row,
        "case": row.case,
        "patient": patients.patient_of(
            request.actor, patient_id=row.case.patient_id, case_id=row.case_id
        ),
        "meaning": meaning_of(row.state),
        "form": form,
    }
    return show(
        request,
        "clinic/stay/follow_up.html",
        context,
        portal="clinic",
        current="clinic:follow_ups",
    )


@route(
    "clinic",
    "translate_follow_up",
    "follow-ups/<follow_up:follow_up>/translate/",
    FOLLOWS,
    writes=True,
)
def translate_follow_up(request: Request, follow_up: str) -> HttpResponse:
    """Type a translation beside the patient's own words."""
    row = selectors.access_follow_up(request.actor, follow_up)
    if not row.words:
        raise Http404
    first = {"words": row.translation, "language": row.translation_language or "ru"}
    form = form_of(request, TranslationForm, initial=first)
    if acts(request) and form.is_valid():
        services.translate_answer(
            actor=request.actor, follow_up=row, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The translation stands beside the words."))
        return redirect("clinic:follow_up", follow_up=follow_up)
    context = {
        "form": form,
        "message": {"words": row.words, "language": row.words_language},
        "crumbs": [
            Link(_("Follow-ups"), reverse("clinic:follow_ups")),
            Link(row.case.number, reverse("clinic:follow_up", args=[follow_up])),
        ],
    }
    return show(
        request,
        "clinic/desk/translate_message.html",
        context,
        portal="clinic",
        current="clinic:follow_ups",
    )


@route(
    "clinic",
    "close_case",
    "episodes/<episode:episode>/close/",
    policies.care_staff(Role.COORDINATOR, reads="treatment.episode.read"),
    writes=True,
)
def close_case(request: Request, episode: str) -> HttpResponse:
    """Close the case, after being told what that means."""
    row = treatment.access_episode(request.actor, episode)
    if acts(request):
        services.close(actor=request.actor, episode=row, now=timezone.now())
        messages.success(request, _("The case is closed."))
        return redirect("clinic:case", case=row.case.public_id)
    context = {"episode": row, "case": row.case, "refusal": request.refusal}
    return show(request, "clinic/stay/close.html", context, portal="clinic", current="clinic:inbox")


@route(
    "clinic",
    "pass_time",
    "cases/<case:case>/pass-time/",
    policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, Role.QUALITY),
    writes=True,
)
def pass_time(request: Request, case: str) -> HttpResponse:
    """Demonstration only: ask the next follow-up now."""
    if not settings.DEMONSTRATION:
        raise Http404
    row = cases.access_case(request.actor, case)
    rows = selectors.follow_ups_of(request.actor, row.pk)
    if acts(request) and rows:
        today = timezone.localdate(timezone=zone_of(rows[0]))
        days = selectors.days_until_due(rows, today) or 0
        asked = services.bring_forward(
            actor=request.actor, case_id=row.pk, days=days, now=timezone.now()
        )
        said = ngettext(
            "Demonstration: %(days)s day has passed.",
            "Demonstration: %(days)s days have passed.",
            days,
        )
        messages.success(request, said % {"days": days})
        if asked:
            messages.info(request, _("The patient is asked now."))
    return redirect("clinic:case", case=row.public_id)
