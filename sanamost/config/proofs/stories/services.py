"""A clinic writes of a service, has it drafted in another language, reviews, publishes, hides."""

import secrets
from typing import Any

from sanamost.config.proofs.stories.telling import Teller, story

OWN: dict[str, Any] = {"organisation__code": "demo-ortho", "code": "PKG-02"}


@story
def a_clinic_writes_of_its_services(tell: Teller) -> None:
    """One text from draft to the portal and off it again."""
    key = tell.newest("service", **OWN)
    at = f"/desk/services/{key}/"
    ids: dict[str, Any] = {"service": key}
    tell.send("petrova", "clinic:service_facts", ids=ids, stay_days=str(1 + secrets.randbelow(300)))
    original, other = {**ids, "language": "ru"}, {**ids, "language": "ar"}
    tell.send("petrova", "clinic:service_texts", at=at, ids=original, about=_word())
    tell.send("petrova", "clinic:draft_service", at=at, ids=other)
    tell.send("egorova", "clinic:check_service", at=at, ids=original)
    tell.send("petrova", "clinic:publish_service", at=at, ids=original)
    tell.send("petrova", "clinic:hide_service", at=at, ids=original)


def _word() -> str:
    return f"W{secrets.token_hex(6)}"
