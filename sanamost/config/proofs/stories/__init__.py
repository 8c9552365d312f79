"""Short stories that together send every form that the platform declares, each once or more."""

from importlib import import_module
from pkgutil import iter_modules

from sanamost.config.proofs.stories.telling import STORIES, Story, Teller, rows_of_kind

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")

__all__ = ["STORIES", "Story", "Teller", "rows_of_kind"]
