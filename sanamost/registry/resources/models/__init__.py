"""Weekly places for foreign patients, and passports of a service."""

from sanamost.registry.resources.models.passports import Passport
from sanamost.registry.resources.models.places import WeeklyPlaces

__all__ = ["Passport", "WeeklyPlaces"]
