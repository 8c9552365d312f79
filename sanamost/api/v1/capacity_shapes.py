"""What the operations of capacity take and give, as OpenAPI describes it.

Bodies say of what type a field is; whether a figure can be meant is judged where a workbook's is.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict, PlainSerializer

from sanamost.engines.capacity.workbooks import MOST_ROWS, YEARS
from sanamost.registry.resources.states import BedGender, BreakReason, FinanceSource, ResourceKind


def writable(text: str) -> str:
    """The text, where a database can keep it."""
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("signs that are no text")
    return text


Text = Annotated[str, AfterValidator(writable)]
Number = Annotated[Decimal, Field(max_digits=20), PlainSerializer(float, return_type=float)]
Day = Annotated[dt.date, Field(ge=dt.date(YEARS[0], 1, 1), le=dt.date(YEARS[-1], 12, 31))]
Change = Literal["new", "changed", "same", "taken"]
AREA = "Code of an area of care, such as `orthopaedics`."
RESOURCE = "Public id of a resource."
UNIT = "In beds, or in minutes of everything else."


def one_of(values: list[str]) -> str:
    """The codes that a field may have."""
    return f"One of {', '.join(f'`{value}`' for value in values)}."


class Given(Schema):
    """A part of a body; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Resource(Given):
    """Something scarce, known by area, kind and name."""

    area: Text = Field("", description=f"{AREA} Empty where the whole clinic shares it.")
    kind: Text = Field(description=one_of(ResourceKind.values))
    name: Text
    units: Number = Field(description="Beds, theatres, machines, rooms, or full-time posts.")
    minutes_a_day: int | None = Field(None, description="Of one unit; none for beds.")
    downtime_percent: Number = Decimal(0)
    weekdays: Text = Field("12345", description="Digits of working days, 1 is Monday.")
    gender: Text = Field("", description=f"Of beds. {one_of(BedGender.values)}")
    detail: Text = ""
    site: Text = Field("", description="Public id of one of the clinic's sites.")


class Break(Given):
    """A time in which a resource gives less, both days included."""

    first_on: dt.date
    last_on: dt.date
    left_percent: int = Field(0, description="What is left of it meanwhile.")
    reason: Text = Field(BreakReason.OTHER.value, description=one_of(BreakReason.values))


class Plan(Given):
    """Cases of one area that one source of finance pays in one month."""

    area: Text = Field(description=AREA)
    source: Text = Field(description=one_of(FinanceSource.values))
    month: Text = Field(description="Such as 2027-01.")
    planned: int
    done: int = 0
    done_until: dt.date | None = Field(None, description="The last day that `done` counts.")
    stay_days: Number = Field(description="Average stay of domestic patients.")


class Use(Given):
    """How much of a resource one patient uses on one day of the stay."""

    resource: Text = Field(description=RESOURCE)
    day: int = Field(0, description="Days after admission; of beds the first day of use.")
    amount: Number = Field(description=UNIT)
    spread: Number = Field(Decimal(0), description="Standard deviation between patients.")


class Recipe(Given):
    """The usual treatment of an area."""

    area: Text = Field(description=AREA)
    stay_days: int
    uses: list[Use] = Field(min_length=1, max_length=200)


class Resources(Given):
    """What is not named stays as it was."""

    resources: list[Resource] = Field(min_length=1, max_length=MOST_ROWS)


class Breaks(Given):
    """In place of every time of less of the resource; an empty list takes all of them out."""

    breaks: list[Break] = Field(max_length=MOST_ROWS)


class Plans(Given):
    """Months in place of what stood there; others stay."""

    plans: list[Plan] = Field(min_length=1, max_length=MOST_ROWS)


class Recipes(Given):
    """Each becomes a new version, unless it says what is in force."""

    recipes: list[Recipe] = Field(min_length=1, max_length=100)


class Protection(Given):
    """How surely capacity is kept for domestic patients, and why so surely."""

    level_percent: Number = Field(description="Of days on which what is kept suffices.")
    reason: Text = Field("", max_length=1000)
    emergency_percent: dict[Text, int] | None = Field(
        None,
        description="By code of the area, how many of a hundred domestic patients come as "
        "emergencies; whoever stands in no area here is reckoned as one. Left out: as it was.",
    )


class Doubt(Schema):
    """What looks odd about a row that is taken."""

    code: str
    message: str


class Row(Schema):
    """What becomes of one row."""

    field: str = Field(description="JSON pointer to the row in the body.")
    change: Change
    doubts: list[Doubt]


class Written(Schema):
    """What was entered; of a dry run, what would be."""

    dry_run: bool
    rows: list[Row]


class KnownResource(Resource):
    """A resource in use, with its times of less."""

    model_config = ConfigDict(extra="ignore")
    resource: str = Field(description=RESOURCE)
    breaks: list[Break]


class KnownResources(Schema):
    """The clinic's resources in use, by area, kind and name."""

    resources: list[KnownResource]


class KnownPlans(Schema):
    """The state task of the months asked for."""

    plans: list[Plan]


class KnownProtection(Schema):
    """`level_percent` is null where the clinic has not said: then 95 holds."""

    level_percent: Number | None
    reason: str
    emergency_percent: dict[str, int] = Field(description="Of a hundred patients, by area.")
    counted_at: dt.datetime | None = Field(description="When the days were last counted.")


class KnownRecipe(Schema):
    """One version of what a treatment uses; `replaced_at` is null while it is in force."""

    recipe: str = Field(description="Public id of this version.")
    area: str
    service: str | None = Field(description="Public id of the service it is for, if for one.")
    version: int
    origin: str
    stay_days: int
    made_at: dt.datetime
    replaced_at: dt.datetime | None
    uses: list[Use]


class KnownRecipes(Schema):
    """The recipes in force."""

    recipes: list[KnownRecipe]


class Version(Schema):
    """A version of the same treatment, without what it uses."""

    recipe: str
    version: int
    made_at: dt.datetime
    replaced_at: dt.datetime | None


class RecipeWithVersions(KnownRecipe):
    """One version with all its others, the newest first."""

    versions: list[Version]


class KnownDay(Schema):
    """A resource on a day; `free` is what the state task, holds and bookings leave."""

    resource: str
    day: dt.date
    supply: int = Field(description=UNIT)
    protected: int
    conceded: int
    held: int
    booked: int
    free: int
    reasons: list[str] = Field(description="Why nothing is free, by codes of the answer's list.")


class KnownDays(Schema):
    """Counted days, and their codes of reasons in words. Days that are not counted are missing."""

    days: list[KnownDay]
    reasons: dict[str, str]


class Opening(Schema):
    """When a patient of the area's usual treatment could come next."""

    area: str
    nearest_on: dt.date
    days: list[dt.date]
    counted_at: dt.datetime


class Openings(Schema):
    """Areas with a free day; an area that is missing has none, or nobody said what it uses."""

    openings: list[Opening]
