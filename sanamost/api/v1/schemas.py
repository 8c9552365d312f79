"""What the search takes and gives, as OpenAPI describes it."""

from typing import Annotated, Literal

from ninja import Field, Schema

Listed = Annotated[list[str], Field(default_factory=list, max_length=50)]


class SearchQuery(Schema):
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
    weekend: bool = False
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

    `score` is what orders the best matches; `distance_km` is to the nearest international airport.
    """

    service: str
    clinic: str
    names: dict[str, str]
    clinic_names: dict[str, str]
    price: float | None
    reasons: list[Reason]
    score: float
    distance_km: float | None


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
