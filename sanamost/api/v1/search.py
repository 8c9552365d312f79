"""Search for treatment: the portal's own search, for machines."""

from collections.abc import Callable
from math import ceil, floor

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from ninja import NinjaAPI, Query
from pydantic import ValidationError

from sanamost.api.v1.schemas import SearchAnswer, SearchQuery
from sanamost.commerce.rates.worth import worth_in_base
from sanamost.engines.search import Filters, Order, Question
from sanamost.registry.catalogue.search_answers import IN_ROUBLES, Unit
from sanamost.registry.catalogue.search_index import found

NO_RATE = "No fresh published rate of this currency is known."
LISTED = frozenset(
    name for name, one in SearchQuery.model_fields.items() if one.annotation == list[str]
)
api = NinjaAPI(
    title="Sanamost",
    version="1",
    description="Public facts of clinics and their services.",
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api-v1",
)


@api.get("/search", response=SearchAnswer, operation_id="search")
def search(request: HttpRequest, query: Query[SearchQuery]) -> HttpResponse:
    """Services of clinics by any words in four languages, with filters and counts by facet.

    Finds across languages, with typing errors, in transliteration and on the wrong keyboard; says
    of every hit why. Counts of a filtered facet leave out its own filter.
    """
    return answered(request, query)


def quick_search(request: HttpRequest) -> HttpResponse:
    """The same operation without the interface's own machinery, which costs more than searching.

    Stands before the interface's address; what it cannot read is handed on to `search`'s checks.
    """
    if request.method != "GET":
        return checked(request)
    given = request.GET
    try:
        query = SearchQuery.model_validate(
            {
                name: given.getlist(name) if name in LISTED else given[name]
                for name in given
                if name in SearchQuery.model_fields
            }
        )
    except ValidationError:
        return checked(request)
    return answered(request, query)


def answered(request: HttpRequest, query: SearchQuery) -> HttpResponse:
    """The answer; 422 where no rate of the currency is known."""
    today, unit = timezone.localdate(), IN_ROUBLES
    if query.prices_in != unit.currency:
        worth = worth_in_base(query.prices_in, today)
        if worth is None:
            fault = {"type": "unknown_rate", "loc": ["query", "prices_in"], "msg": NO_RATE}
            return JsonResponse({"detail": [fault]}, status=422)
        unit = Unit(query.prices_in, worth)
    asked = f"{unit.worth} {request.META.get('QUERY_STRING', '')}"
    told = found(asked, lambda: question_of(query, unit), today=today, unit=unit)
    return HttpResponse(told, content_type="application/json")


def question_of(query: SearchQuery, unit: Unit = IN_ROUBLES) -> Question:
    """The query as the engine asks it; amounts of the unit become kopecks, outwards."""
    low, high = query.price_from, query.price_to
    return Question(
        text=query.q,
        filters=Filters(
            areas=frozenset(query.area),
            kinds=frozenset(query.kind),
            regions=frozenset(query.region),
            countries=frozenset(query.country),
            languages=frozenset(query.language),
            accreditations=frozenset(query.accreditation),
            attributes=frozenset(query.attribute),
            currencies=frozenset(query.currency),
            settings=frozenset(query.setting),
            weekend=query.weekend,
            price_from=None if low is None else floor(low * 100 * unit.worth),
            price_to=None if high is None else ceil(high * 100 * unit.worth),
        ),
        order=Order(query.order),
        offset=query.offset,
        limit=query.limit,
        sideways=True,
    )


_patterns, _application, _namespace = api.urls
checked: Callable[[HttpRequest], HttpResponse] = next(
    one.callback for one in _patterns if isinstance(one, URLPattern) and one.name == "search"
)
urls: tuple[list[URLPattern | URLResolver], str, str] = (
    [path("search", quick_search, name="search"), *_patterns],
    _application,
    _namespace,
)
"""The interface's addresses; its one frequent question is answered the short way."""
