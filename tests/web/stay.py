"""Moving through pages as people do."""

import re
from typing import Any

from django.test import Client

LANGUAGES = ("en", "ru", "zh-hans", "ar")


def post(client: Client, address: str, **fields: Any) -> Any:
    """Send a form of the page with its key; the answer, not followed."""
    page = client.get(address)
    assert page.status_code == 200, f"{address}: {page.status_code}"
    found = re.search(r'name="idempotency_key" value="([^"]+)"', page.content.decode())
    assert found, address
    return client.post(address, {"idempotency_key": found[1], **fields})


def key_of(client: Client, address: str) -> str:
    """A key of a form on the page."""
    found = re.search(
        r'name="idempotency_key" value="([^"]+)"', client.get(address).content.decode()
    )
    assert found
    return found[1]


def read(client: Client, address: str, language: str = "en") -> str:
    """The page in a language; it must be there."""
    client.cookies["language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.content.decode()


def main_of(page: str) -> str:
    """What stands in the middle, without the portal's shell."""
    return "<main" + page.partition("<main")[2].partition("</main>")[0]
