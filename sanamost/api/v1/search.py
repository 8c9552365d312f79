"""Search for treatment: the portal's own search, for machines.

A public read that asks for no person: `PublicSearch` answers it before sessions, languages, forms
and accounts are looked at, from what was answered before where the index is still the same.
"""

from collections.abc import Callable
from math import ceil, floor

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from ninja import NinjaAPI, Query
from pydantic import ValidationError

from sanamost.api.v1.capacity import router as capacity
from sanamost.api.v1.refusals import answer_errors
from sanamost.api.v1.schemas import SearchAnswer, SearchQuery
from sanamost.commerce.rates.worth import worth_in_base
from sanamost.engines.search import Filters, Order, Question, tidied
from sanamost.registry.catalogue.search_answers import IN_ROUBLES, Unit
from sanamost.registry.catalogue.search_index import found, found_before

PATH = "/api/v1/search"
ASIDE = "prices_in"
"""With this parameter an address does not say all: what the currency is worth may change."""
HEADERS = {
    "Content-Type": "application/json",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}
NO_RATE = "No fresh published rate of this currency is known."
LISTED = frozenset(
    name for name, one in SearchQuery.model_fields.items() if one.annotation == list[str]
)
api = NinjaAPI(
    title="Sanamost",
    version="1",
    description="Public facts of clinics and their services; by a clinic's key, its capacity.",
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
    query = query_of(request) if request.method == "GET" else None
    return checked(request) if query is None else answered(request, query)


class PublicSearch:
    """Middleware: `quick_search` before all that a public read does not need.

    What is not a plain question goes on its usual way. The answer has no cookie and depends on
    none; the host's name is looked at as for any page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; from those kept, where the question was spelt so before."""
        if request.path_info != PATH or request.method != "GET":
            return self.get_response(request)
        request.get_host()
        told = found_before(_raw(request), today=timezone.localdate())
        if told is not None:
            return _response(told)
        query = query_of(request)
        return self.get_response(request) if query is None else answered(request, query)


def query_of(request: HttpRequest) -> SearchQuery | None:
    """The query of the address; None for one that `search` refuses."""
    given = request.GET
    try:
        return SearchQuery.model_validate(
            {
                name: given.getlist(name) if name in LISTED else given[name]
                for name in given
                if name in SearchQuery.model_fields
            }
        )
    except ValidationError:
        return None


def answered(request: HttpRequest, query: SearchQuery) -> HttpResponse:
    """The answer; 422 where no rate of the currency is known."""
    today, unit = timezone.localdate(), IN_ROUBLES
    if query.prices_in != unit.currency:
        worth = worth_in_base(query.prices_in, today)
        if worth is None:
            fault = {"type": "unknown_rate", "loc": ["query", "prices_in"], "msg": NO_RATE}
            return JsonResponse({"detail": [fault]}, status=422)
        unit = Unit(query.prices_in, worth)
    raw = "" if ASIDE in query.model_fields_set else _raw(request)
    return _response(found(question_of(query, unit), today=today, unit=unit, raw=raw))


def _raw(request: HttpRequest) -> str:
    return str(request.META.get("QUERY_STRING", ""))


def _response(told: bytes) -> HttpResponse:
    return HttpResponse(told, headers={**HEADERS, "Content-Length": str(len(told))})


def question_of(query: SearchQuery, unit: Unit = IN_ROUBLES) -> Question:
    """The query as the engine asks it; amounts of the unit become kopecks, outwards."""
    low, high = query.price_from, query.price_to
    return Question(
        text=tidied(query.q),
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
            free_until=None if query.free_by is None else query.free_by.toordinal(),
            price_from=None if low is None else floor(low * 100 * unit.worth),
            price_to=None if high is None else ceil(high * 100 * unit.worth),
        ),
        order=Order(query.order),
        offset=query.offset,
        limit=query.limit,
        sideways=True,
    )


api.add_router("/capacity", capacity)
answer_errors(api)
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
