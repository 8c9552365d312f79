"""What every test may use."""

from tests.database import django_db_setup
from tests.world import world

__all__ = ["django_db_setup", "world"]
