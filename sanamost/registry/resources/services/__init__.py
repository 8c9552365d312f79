"""Writes of places and of passports."""

from sanamost.registry.resources.services.passports import (
    AreaUnknown,
    DateAhead,
    DraftThere,
    FiguresRefused,
    NothingBrought,
    NothingFilled,
    abandon,
    begin,
    bring,
    drop_brought,
    enter,
    fill,
    submit,
    take_brought,
)
from sanamost.registry.resources.services.places import (
    NoPlaceLeft,
    confirm,
    give_back,
    open_places,
    take,
    take_in_week,
)

__all__ = [
    "AreaUnknown",
    "DateAhead",
    "DraftThere",
    "FiguresRefused",
    "NoPlaceLeft",
    "NothingBrought",
    "NothingFilled",
    "abandon",
    "begin",
    "bring",
    "confirm",
    "drop_brought",
    "enter",
    "fill",
    "give_back",
    "open_places",
    "submit",
    "take",
    "take_brought",
    "take_in_week",
]
