"""A clinic's service with an original text, for tests of its translations."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sanamost.registry.catalogue import selectors, services
from sanamost.registry.catalogue.services import ServiceFacts
from tests.world import NOON, World, acting_as

LATER = NOON + dt.timedelta(hours=1)
HOLDS = {"scope": "surgery", "ru": "Операция", "en": "Surgery"}
LEAVES_OUT = {"scope": "travel", "ru": "Билеты"}


def service_of(world: World, clinic: str = "demo-ortho", code: str = "PKG-1") -> str:
    """The public id of a package that the clinic has just entered."""
    facts = ServiceFacts(
        code=code,
        names={"ru": "Замена колена", "en": "Knee replacement"},
        kind="package",
        included=[HOLDS],
        excluded=[LEAVES_OUT],
    )
    made = services.enter_service(organisation_id=world.organisation(clinic), facts=facts)
    return made.public_id


class Desk:
    """The clinic's people at work on one service."""

    def __init__(self, world: World, service: str) -> None:
        self.world = world
        self.service = service

    def _as(self, who: str, act: Callable[..., Any], language: str, **said: Any) -> Any:
        actor = self.world.actor(who)
        with acting_as(actor):
            return act(actor=actor, service=self.service, language=language, **said)

    def write(
        self, language: str, who: str = "petrova", now: dt.datetime = NOON, **texts: str
    ) -> int:
        """Drafts by part."""
        return int(self._as(who, services.write_texts, language, texts=texts, now=now))

    def check(self, language: str, who: str = "egorova", seen: dt.datetime | None = NOON) -> int:
        """A colleague's review."""
        return int(self._as(who, services.check_texts, language, seen=seen, now=LATER))

    def publish(self, language: str, who: str = "petrova") -> int:
        """What is checked, to everybody."""
        return int(self._as(who, services.publish_texts, language, now=LATER))

    def hide(self, language: str) -> int:
        """Off the portal."""
        return int(self._as("petrova", services.hide_texts, language, now=LATER))

    def show(self, language: str, **texts: str) -> None:
        """Written, reviewed and published."""
        self.write(language, now=NOON, **texts)
        self.check(language)
        self.publish(language)

    def standings(self, language: str) -> dict[str, str]:
        """How far each text is, by part."""
        actor = self.world.actor("petrova")
        with acting_as(actor):
            row = selectors.own_service(actor, self.service)
            found = selectors.wordings_of(actor, row)[language]
        return {str(one.part): str(one.standing) for one in found}

    def public(self, language: str) -> dict[str, selectors.Read]:
        """What a visitor reads, by part."""
        actor = self.world.actor("petrova")
        with acting_as(actor):
            row = selectors.own_service(actor, self.service)
        return {str(one.part): one for one in selectors.texts_shown(row.pk, language=language)}
