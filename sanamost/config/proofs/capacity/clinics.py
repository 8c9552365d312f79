"""Clinics drawn at random: what they have, what their patients use, who comes in a year.

Everything random is drawn before a year is lived, so that both of its worlds meet the same people:
the same arrivals, lengths of stay and minutes in theatre.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.capacity.guard import Course
from sanamost.engines.capacity.plans import MonthPlan, next_month
from sanamost.engines.capacity.protection import Protection, protect
from sanamost.engines.capacity.recipes import Recipe, Use
from sanamost.engines.capacity.supply import (
    EVERY_DAY,
    MONDAY_TO_FRIDAY,
    Break,
    Kind,
    Resource,
    days_between,
    supplies,
)

Amounts = NDArray[np.int64]
Numbers = NDArray[np.float64]

YEAR = 364
BED, THEATRE, MACHINE, SURGEON = range(4)
KEYS = ("ward", "theatre", "machine", "surgeon")
_MINUTES = {THEATRE: 480, MACHINE: 600, SURGEON: 420}
_FIRST = dt.date(2027, 1, 4)
# Minutes vary by a factor 0.5 + 1.5 · Beta(2, 4): on average 1, at most 2, and rather long than
# short. Its standard deviation:
_SPREAD = 1.5 * (2 * 4 / (6**2 * 7)) ** 0.5
WAIT = 3
"""So many days may a foreign patient in bed wait for hours that nobody else needs."""


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """One treatment: `chances` of each length of stay from 1, minutes by (resource, day).

    `planned` is what the clinic books for a patient (resources, days). `courses` is what to reckon
    with on admission, and for one who is there since so many days; `guest_courses` the same for
    foreign patients. `places` are on its timetable by day, `emergencies` the numbers expected.
    """

    chances: Numbers
    stay: int
    minutes: tuple[tuple[int, int, int], ...]
    planned: Amounts
    courses: tuple[Course, ...]
    guest_courses: tuple[Course, ...]
    places: Amounts
    emergencies: Numbers


@dataclass(frozen=True, slots=True)
class Patient:
    """One person: when they ask, for what, how long they stay and how their minutes vary."""

    number: int
    asks_on: int
    service: int
    stay: int
    factors: tuple[float, ...]
    emergency: bool = False
    wishes: int = 0
    """For a foreign patient: the day they would like to come."""


@dataclass(frozen=True, slots=True, eq=False)
class Clinic:
    """A clinic's year: its supply and what is kept of it (resources, days), and who comes."""

    supply: Amounts
    services: tuple[Service, ...]
    protection: Protection
    overdispersion: float
    electives: tuple[tuple[Patient, ...], ...]
    emergencies: tuple[tuple[Patient, ...], ...]
    foreigners: tuple[tuple[Patient, ...], ...]
    days: int

    @property
    def domestic(self) -> int:
        """How many domestic patients ask."""
        return sum(len(day) for day in (*self.electives, *self.emergencies))


def drawn(draw: np.random.Generator) -> Clinic:
    """A clinic and its year."""
    open_always = bool(draw.random() < 0.6)
    share = float(draw.uniform(0.05, 0.4)) if open_always else 0.0
    overdispersion = 1.4 if draw.random() < 0.3 else 1.0
    beds = round(12 * 9 ** float(draw.random()))  # 12 to 108, as many small ones as large
    filled = float(draw.uniform(0.35, 0.92))
    stays = draw.uniform(2.5, 8.5, int(draw.integers(2, 5)))
    days = days_between(_FIRST, _FIRST + dt.timedelta(days=YEAR + 40))
    season = 1 + draw.uniform(0, 0.2) * np.sin(
        2 * np.pi * (np.arange(len(days)) / 365 + draw.random())
    )
    parts = draw.dirichlet(np.full(len(stays), 3.0))
    services = tuple(
        _service(draw, mean, beds * filled * part / mean, share, season, days)
        for mean, part in zip(stays, parts, strict=True)
    )
    supply = _supply(draw, services, beds, open_always, days)
    true = float(draw.uniform(0.8, 1.15))
    electives, emergencies = _domestic(draw, services, overdispersion, true)
    return Clinic(
        supply=supply,
        services=services,
        protection=_protection(services, overdispersion, days, supply),
        overdispersion=overdispersion,
        electives=electives,
        emergencies=emergencies,
        foreigners=_foreign(draw, services, beds),
        days=len(days),
    )


def _service(
    draw: np.random.Generator,
    mean: float,
    daily: float,
    share: float,
    season: Numbers,
    days: tuple[dt.date, ...],
) -> Service:
    longest = int(2 * mean + 2)
    lengths = np.arange(1, longest + 1)
    shape = 1 / 0.35**2
    weights = np.exp((shape - 1) * np.log(lengths) - lengths * shape / mean)
    weights[0] *= 0.2
    chances = weights / weights.sum()
    minutes = [(THEATRE, int(draw.integers(0, 2)), int(draw.integers(40, 150)))]
    minutes.append((SURGEON, minutes[0][1], minutes[0][2] + 30))
    if draw.random() < 0.6:
        minutes.append((MACHINE, 0, int(draw.integers(20, 60))))
    stay = round(mean)
    places = _timetable(draw, daily * (1 - share) * season, days, minutes[0][1])
    used = tuple(minutes)
    return Service(
        chances=chances,
        stay=stay,
        minutes=used,
        planned=_amounts(used, stay, longest),
        courses=_courses(chances, stay, 0),
        guest_courses=_courses(chances, stay, WAIT),
        places=places,
        emergencies=daily * share * season,
    )


def _timetable(
    draw: np.random.Generator, daily: Numbers, days: tuple[dt.date, ...], theatre_day: int
) -> Amounts:
    """Places for planned admissions: none that would lead to the theatre on a weekend."""
    weekdays = [day.weekday() + theatre_day < 5 for day in days]
    weekly = daily * 7 / (5 - theatre_day)
    return np.where(weekdays, np.floor(weekly * 1.1 + draw.random(len(days))), 0).astype(np.int64)


def _amounts(minutes: tuple[tuple[int, int, int], ...], stay: int, width: int) -> Amounts:
    found = np.zeros((len(KEYS), width), dtype=np.int64)
    found[BED, :stay] = 1
    for resource, day, amount in minutes:
        found[resource, day] = amount
    return found


def _courses(chances: Numbers, stay: int, wait: int) -> tuple[Course, ...]:
    """The bed to reckon with for a patient on admission, and for one there since so many days.

    As long as it is booked, and after that as long as the patient may stay; both `wait` days later
    for foreign patients, who may have to wait for their treatment.
    """
    still = np.append(1 - np.concatenate([[0.0], np.cumsum(chances)[:-1]]), 0.0).clip(0)
    longest = len(chances)
    found = []
    for age in range(longest + wait):
        day = np.arange(age, longest + wait)
        chance = still[np.maximum(day - wait, 0)] / max(still[min(age, longest)], 1e-300)
        mean = np.where(day < stay + wait, 1.0, np.minimum(chance, 1.0))[None, :]
        found.append(Course(mean, np.sqrt(mean * (1 - mean)), np.ones_like(mean), np.ones(1)))
    return tuple(found)


def _supply(
    draw: np.random.Generator,
    services: tuple[Service, ...],
    beds: int,
    open_always: bool,  # noqa: FBT001 private, and named where it is given
    days: tuple[dt.date, ...],
) -> Amounts:
    """Beds as drawn; of all else so many units that its use fills 40 to 85 % of them."""
    weekdays = EVERY_DAY if open_always else MONDAY_TO_FRIDAY
    found = [Resource("ward", Kind.BEDS, Decimal(beds))]
    kinds = {THEATRE: Kind.THEATRE, MACHINE: Kind.EQUIPMENT, SURGEON: Kind.STAFF}
    for resource, kind in kinds.items():
        weekly = sum(
            7 * amount * float((service.places + service.emergencies).mean())
            for service in services
            for which, _, amount in service.minutes
            if which == resource
        )
        wanted = weekly / len(weekdays) / _MINUTES[resource] / draw.uniform(0.4, 0.85)
        off = _FIRST + dt.timedelta(days=int(draw.integers(0, YEAR)))
        repair = Break(off, off + dt.timedelta(days=int(draw.integers(3, 15))), Decimal("0.5"))
        breaks = (repair,) if draw.random() < 0.4 else ()
        units = Decimal(max(1, int(np.ceil(wanted))))
        found.append(
            Resource(
                KEYS[resource], kind, units, _MINUTES[resource], Decimal("0.05"), weekdays, breaks
            )
        )
    return supplies(found, days)


def _protection(
    services: tuple[Service, ...],
    overdispersion: float,
    days: tuple[dt.date, ...],
    supply: Amounts,
) -> Protection:
    """What the state task keeps for promises, from the plans of its months."""
    plans = []
    month = days[0].replace(day=1)
    while month <= days[-1]:
        inside = np.array([day.replace(day=1) == month for day in days])
        weekday = np.array([day.weekday() for day in days])[inside]
        for number, service in enumerate(services):
            recipe = _recipe(service)
            for kind, expected in (("planned", service.places), ("urgent", service.emergencies)):
                weights = np.bincount(weekday, expected[inside], 7).tolist()
                plans.append(
                    MonthPlan(
                        f"{number} {kind}", month, int(np.ceil(expected[inside].sum())), 0, month,
                        recipe, (*weights,),
                        0.3 if kind == "planned" else overdispersion,
                    )
                )  # fmt: skip
        month = next_month(month)
    return protect(plans, KEYS, days, supply, level=0.95)


def _recipe(service: Service) -> Recipe:
    beds = service.courses[0]
    uses = [
        Use(KEYS[BED], day, float(mean), float(beds.spread[0, day]))
        for day, mean in enumerate(beds.mean[0])
    ]
    uses += [Use(KEYS[row], day, amount, amount * _SPREAD) for row, day, amount in service.minutes]
    return Recipe(tuple(uses), frozenset({KEYS[BED]}))


def _people(
    draw: np.random.Generator, services: tuple[Service, ...], of: list[tuple[int, int]], first: int
) -> list[Patient]:
    """People with their service and day, and what chance gives them."""
    found = []
    for number, (service, day) in enumerate(of, first):
        chances = services[service].chances
        stay = 1 + int(draw.choice(len(chances), p=chances))
        factors = 0.5 + 1.5 * draw.beta(2, 4, len(services[service].minutes))
        found.append(Patient(number, day, service, stay, (*factors,)))
    return found


def _domestic(
    draw: np.random.Generator,
    services: tuple[Service, ...],
    overdispersion: float,
    true: float,
) -> tuple[tuple[tuple[Patient, ...], ...], tuple[tuple[Patient, ...], ...]]:
    """Planned patients, a little fewer than places; emergencies, as many as come in truth."""
    found = []
    for emergency in (False, True):
        of = []
        for number, service in enumerate(services):
            if emergency:
                expected = service.emergencies * true
                if overdispersion > 1:
                    shape = expected / (overdispersion - 1) + 1e-12
                    expected = draw.gamma(shape, overdispersion - 1)
            else:
                week = np.ones(7) / 7
                expected = 0.93 * np.convolve(service.places, week, "same")
            many = draw.poisson(expected[:YEAR])
            of += [(number, day) for day in range(YEAR) for _ in range(many[day])]
        people = _people(draw, services, of, 10**6 * emergency)
        days: list[list[Patient]] = [[] for _ in range(YEAR)]
        for one in people:
            days[one.asks_on].append(
                Patient(one.number, one.asks_on, one.service, one.stay, one.factors, emergency)
            )
        found.append(tuple(tuple(day) for day in days))
    return found[0], found[1]


def _foreign(
    draw: np.random.Generator, services: tuple[Service, ...], beds: int
) -> tuple[tuple[Patient, ...], ...]:
    """More who would like to come than there will be room for."""
    many = draw.poisson(beds * draw.uniform(0.02, 0.06), YEAR)
    of = [(int(draw.integers(len(services))), day) for day in range(YEAR) for _ in range(many[day])]
    days: list[list[Patient]] = [[] for _ in range(YEAR)]
    for one in _people(draw, services, of, 2 * 10**6):
        wishes = one.asks_on + int(draw.integers(5, 45))
        days[one.asks_on].append(
            Patient(one.number, one.asks_on, one.service, one.stay, one.factors, wishes=wishes)
        )
    return tuple(tuple(day) for day in days)
