"""The international airport that is nearest to a place, by great circle."""

import csv
import math
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "airports.csv"
EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""


@dataclass(frozen=True, slots=True)
class Airport:
    """An airport and how far it is, in whole kilometres as the crow flies."""

    code: str
    kilometres: int


def nearest_airport(latitude: Decimal | None, longitude: Decimal | None) -> Airport | None:
    """The nearest of the list; None where the place is not known."""
    if latitude is None or longitude is None:
        return None
    here = (float(latitude), float(longitude))
    kilometres, code = min((distance_km(here, place), code) for code, place in _places().items())
    return Airport(code, round(kilometres))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points (degrees of latitude and longitude), haversine formula."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[float, float]]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {
            row["code"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(stream)
        }
