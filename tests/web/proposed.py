"""Forms as browsers send them."""

import secrets
from typing import Any

from django.test import Client


def send(client: Client, address: str, **fields: Any) -> Any:
    """POST as a page's form does, with its own key."""
    return client.post(address, {"idempotency_key": secrets.token_urlsafe(24), **fields})
