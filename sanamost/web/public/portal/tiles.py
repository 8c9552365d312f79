"""A map of regions as tiles: each has a place of its own, none is too small to meet.

The places stand in reference/region_tiles.csv and are ours: neighbours stay near each other, sizes
say nothing. A map of shapes would hide the small regions and need drawings of others.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse

FILE = Path(__file__).parent / "reference" / "region_tiles.csv"
STEP, SIZE = 44, 40
"""From one tile to the next and across one, in the drawing's units; 24 is the least to press."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a region stands on the map; the label is of its ISO 3166-2 code."""

    code: str
    label: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A region as it is drawn."""

    code: str
    label: str
    name: str
    clinics: int
    x: int
    y: int

    @property
    def url(self) -> str:
        """The region's page."""
        return reverse("region", args=[self.code])

    @property
    def middle(self) -> int:
        """Where its words stand, across."""
        return self.x + SIZE // 2


@dataclass(frozen=True, slots=True)
class TileMap:
    """The drawing: its size and its tiles, row by row from the north-west."""

    width: int
    height: int
    tiles: list[Tile]


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Every region's place."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Place(row["code"], row["label"], int(row["column"]), int(row["row"]))
            for row in csv.DictReader(stream)
        )


def tile_map(names: Mapping[str, str], clinics: Mapping[str, int]) -> TileMap:
    """The regions that have a name, with the number of their clinics."""
    tiles = [
        Tile(
            place.code,
            place.label,
            names[place.code],
            clinics.get(place.code, 0),
            place.column * STEP + 2,
            place.row * STEP + 2,
        )
        for place in places()
        if place.code in names
    ]
    columns = 1 + max((place.column for place in places()), default=0)
    rows = 1 + max((place.row for place in places()), default=0)
    tiles.sort(key=lambda tile: (tile.y, tile.x))
    return TileMap(columns * STEP, rows * STEP, tiles)
