"""One clinic in the coordinator's charge: its card, its certificates, and the measures taken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.organisations import selectors, services
from sanamost.web.acting import Request
from sanamost.web.components.figures.page import region_names
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.proofs import proof_rows
from sanamost.web.components.states import meaning_of
from sanamost.web.components.wording import language_words, pick_text
from sanamost.web.coordinator.forms.clinics import ReasonForm, RemarkForm
from sanamost.web.coordinator.pages.figures import COORDINATORS
from sanamost.web.routing import acts, form_of, route


@dataclass(frozen=True, slots=True)
class Move:
    """One measure as the page offers it."""

    do: Callable[..., Any]
    name: str | Promise
    effect: str | Promise
    done: str | Promise
    icon: str
    danger: bool = False


MOVES = {
    "verify": Move(
        services.verify_clinic,
        _("Verify"),
        _("You have checked that the clinic is what its card says. It appears on the portal."),
        _("The clinic is verified."),
        "shield",
    ),
    "warn": Move(
        services.warn_clinic,
        _("Warn"),
        _("The clinic reads what to put right and has 30 working days. It stays on the portal."),
        _("The clinic is warned."),
        "alert",
    ),
    "lift": Move(
        services.clear_warning,
        _("Lift the warning"),
        _("What the warning named has been put right."),
        _("The warning is lifted."),
        "check",
    ),
    "suspend": Move(
        services.suspend_clinic,
        _("Suspend"),
        _("The clinic leaves the portal and gets no new requests at once. Its cases go on."),
        _("The clinic is suspended."),
        "cancel",
        danger=True,
    ),
    "restore": Move(
        services.restore_clinic,
        _("Restore"),
        _("The clinic appears on the portal and gets requests again."),
        _("The clinic is restored."),
        "refresh",
    ),
}


@route("coordinator", "clinic_card", "clinics/<organisation:organisation>/card/", COORDINATORS)
def clinic_card(request: Request, organisation: str) -> HttpResponse:
    """What the clinic says of itself, what proves it, and what was done about it."""
    card = _in_charge(request, organisation)
    warning = selectors.open_warning(card.pk)
    region = region_names(get_language() or "en")
    context = {
        "card": card,
        "name": pick_text(card.names),
        "region": region(card.region),
        "languages": [language_words(code) for code in card.languages],
        "warning": warning,
        "moves": [(code, MOVES[code]) for code in _open_moves(card, warning)],
        "sites": [
            (site, pick_text(site.names), pick_text(site.city))
            for site in selectors.sites_of([card.pk]).get(card.pk, [])
        ],
        "proofs": proof_rows(selectors.proofs_of(request.actor, card.pk), timezone.now().date()),
        "measures": [
            (measure, meaning_of(measure.kind))
            for measure in selectors.measures_of(request.actor, card.pk)
        ],
        "crumbs": [Link(_now("Registers"), reverse("coordinator:registers"))],
    }
    return _show(request, "clinic", context)


@route(
    "coordinator",
    "measure",
    "clinics/<organisation:organisation>/card/<slug:what>/",
    COORDINATORS,
    writes=True,
)
def measure(request: Request, organisation: str, what: str) -> HttpResponse:
    """One measure: what it brings about, the reason, and the step itself."""
    card = _in_charge(request, organisation)
    move = MOVES.get(what)
    if move is None:
        raise Http404
    form = form_of(request, RemarkForm if what == "verify" else ReasonForm)
    if acts(request) and form.is_valid():
        move.do(
            actor=request.actor,
            public_id=organisation,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        messages.success(request, str(move.done))
        return redirect("coordinator:clinic_card", organisation)
    name = pick_text(card.names)
    crumbs = [
        Link(_now("Registers"), reverse("coordinator:registers")),
        Link(name, reverse("coordinator:clinic_card", args=[organisation])),
    ]
    context = {"move": move, "form": form, "name": name, "crumbs": crumbs}
    return _show(request, "measure", context)


def _in_charge(request: Request, organisation: str) -> Any:
    card = selectors.clinic_in_charge(request.actor, organisation)
    if card is None:
        raise NotVisible
    return card


def _open_moves(card: Any, warning: Any) -> list[str]:
    """What may be done now."""
    return [
        *(["verify"] if card.verified_at is None else []),
        "warn",
        *(["lift"] if warning else []),
        "restore" if card.suspended_at else "suspend",
    ]


def _show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    return show(
        request,
        f"coordinator/{page}.html",
        context,
        portal="coordinator",
        current="coordinator:registers",
    )
