"""What the search takes and gives, as OpenAPI describes it."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import BaseModel

Listed = Annotated[list[str], Field(default_factory=list, max_length=50)]


class SearchQuery(BaseModel):
    """Every parameter may be left out; a list is given by repeating it and means any of them."""

    q: str = Field("", max_length=200, description="Words in English, Russian, Chinese or Arabic.")
    area: Listed
    kind: Listed
    region: Listed
    country: Listed
    language: Listed
    accreditation: Listed
    attribute: Listed = Field(description="All of these together.")
    currency: Listed
    setting: Listed
    weekend: bool = Field(default=False, description="Given on a Saturday or a Sunday.")
    free_by: dt.date | None = Field(
        None, description="The clinic keeps a free place of the service's area by this day."
    )
    price_from: int | None = Field(None, ge=0, le=10**9, description="Of `prices_in`.")
    price_to: int | None = Field(None, ge=0, le=10**9, description="Of `prices_in`.")
    prices_in: str = Field(
        "RUB",
        pattern="^[A-Z]{3}$",
        description="Currency of prices asked and told, by the published rate in force today.",
    )
    order: Literal["relevance", "price", "distance"] = "relevance"
    offset: int = Field(0, ge=0, le=9_980)
    limit: int = Field(20, ge=1, le=100)


class Reason(Schema):
    """Which word of the query met what, and how."""

    word: str
    how: str
    met: str
    concept: str


class Hit(Schema):
    """One service at one clinic; the price is in `currency`, null where it is on request.

    With `at_least` it is the lowest ("from"). `free_from` is the nearest day on which the clinic
    has a free place of the service's area, null where it keeps none; `weekdays` on which the
    service is given, Monday 1 to Sunday 7, empty where the clinic has not said. `score` is what
    orders the best matches; `distance_km` is to the nearest international airport.
    """

    service: str
    names: dict[str, str]
    clinic: str
    clinic_names: dict[str, str]
    distance_km: float | None
    price: float | None
    at_least: bool
    free_from: dt.date | None
    weekdays: list[Annotated[int, Field(ge=1, le=7)]]
    reasons: list[Reason]
    score: float


class SearchAnswer(Schema):
    """One page of hits, their number in all, and counts by facet and value.

    The values of the facet `prices` are upper ends of bands in kopecks, whatever the currency.
    """

    total: int
    hits: list[Hit]
    currency: str
    facets: dict[str, dict[str, int]]
    unknown: list[str]
    nearest: list[str]
