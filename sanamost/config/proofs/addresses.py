"""Declared pages by name, and the things that their addresses name."""

import re

from sanamost.api.v1.keyed import Operation
from sanamost.web.routing import Route

CONVERTED = re.compile(r"<(\w+):(\w+)>")
"""Kind and name of what stands in an address."""


def page_name(route: Route | Operation) -> str:
    """The name under which the page was declared."""
    return f"{route.portal}:{route.name}"


def full_name(route: Route) -> str:
    """The name under which Django finds the page."""
    return route.name if route.portal == "public" else page_name(route)
