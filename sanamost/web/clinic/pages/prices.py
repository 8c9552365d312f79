"""The clinic's own price list, to look things up in."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.states import PatientGroup, ServiceKind, VatClass
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.proposals import PriceFilter
from sanamost.web.components.pages import show
from sanamost.web.routing import route

A_PAGE = 50


@route("clinic", "prices", "prices/", policies.care_staff())
def prices(request: Request) -> HttpResponse:
    """Services with the prices in force today for one group of patients."""
    clinic = request.actor.organisation_id
    if clinic is None:
        raise NotVisible
    language, day = get_language() or "en", timezone.localdate()
    areas = [(choice.code, choice.name) for choice in catalogue.areas(language)]
    chosen = PriceFilter(request.GET or {"group": PatientGroup.FOREIGN}, areas=areas)
    said = chosen.cleaned_data if chosen.is_valid() else {}
    found = catalogue.services_of(
        clinic,
        day=day,
        area=said.get("area", ""),
        query=said.get("q", ""),
        kind=said.get("kind", ""),
    )
    group = said.get("group") or PatientGroup.FOREIGN
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    names = dict(areas)
    return show(
        request,
        "clinic/prices.html",
        {
            "filters": chosen,
            "page": page,
            "list": catalogue.price_list_on(clinic, day),
            "group": group,
            "keeps": request.actor.has(Role.FINANCE),
            "rows": [
                (
                    one,
                    ServiceKind(one.kind).label,
                    names.get(one.area, ""),
                    one.vat_class == VatClass.EXEMPT,
                )
                for one in page
            ],
        },
        portal="clinic",
        current="clinic:prices",
    )
