"""The probed world at its fullest: whole cases, and every story told once.

Each story's case has a canary of its own. Whoever sends a form in it does so rightfully: that is
the twin of the probes of that page, which must all be in vain.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass

from django.urls import reverse

from sanamost.config.proofs.addresses import CONVERTED, full_name
from sanamost.config.proofs.sending import Answer, Deliver, Sending
from sanamost.config.proofs.stories import STORIES, Story, Teller, rows_of_kind
from sanamost.config.proofs.stories.request import picture
from sanamost.config.proofs.world import (
    DESK,
    HEART,
    ORTHO,
    Probed,
    build,
    client_of,
    clinic_of,
    new_canary,
)
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.web.routing import route_named


@dataclass(frozen=True)
class Populace:
    """Everything that is probed, and the pages on which somebody rightful changed something."""

    probed: list[Probed]
    sent: frozenset[str]


def settle() -> Populace:
    """Three whole cases, then the stories. Raises Untold where one does not come to its end."""
    probed, sent = build(), set[str]()

    def deliver(sending: Sending) -> Answer:
        answer = sending.post()
        if answer.accepted:
            sent.add(sending.page)
        return answer

    for tell_it in STORIES.values():
        probed += _told(tell_it, deliver)
    sent |= send_in_pieces("zhang-wei", probed[1].case_id)
    sent |= open_clinics_own() | open_portals()
    return Populace(probed, frozenset(sent))


def _told(tell_it: Story, deliver: Deliver) -> list[Probed]:
    canary = new_canary()
    tell = Teller(deliver, mark=canary)
    tell_it(tell)
    # The story's cases carry one canary between them, so whoever knows one may read it.
    circle = _circle(set().union(*tell.people.values()))
    clinic = clinic_of("demo-heart" if circle & HEART else "demo-ortho")
    return [Probed(case, canary, circle, clinic) for case in tell.people]


def _circle(people: set[str]) -> frozenset[str]:
    """Those people, everybody they work with, and the desk that took the request in."""
    found = frozenset(people) | DESK
    for house in (ORTHO, HEART):
        if found & house:
            found |= house
    return found


CLINICS_OWN: tuple[tuple[str, str, str, str, dict[str, bool]], ...] = (
    ("clinic:card_paper", "petrova", "proof", "proof", {"file__isnull": False}),
    ("coordinator:proof_paper", "lee", "proof", "proof", {"file__isnull": False}),
    ("clinic:resource_day", "petrova", "resource", "resource", {"retired_at__isnull": True}),
    ("clinic:price_list", "sidorov", "number", "price_list", {}),
    ("public:treatment", "", "service", "service", {"withdrawn_at__isnull": True}),
    ("clinic:service", "petrova", "service", "service", {"withdrawn_at__isnull": True}),
    ("clinic:resource", "petrova", "resource", "resource", {"retired_at__isnull": True}),
    ("clinic:recipe", "petrova", "recipe", "recipe", {}),
    ("clinic:key", "petrova", "key", "key", {}),
    ("clinic:preview_service", "petrova", "service", "service", {"withdrawn_at__isnull": True}),
)
"""Pages about what belongs to a clinic and to no case: the page, a persona who may open it, the
name in the address, the kind of thing, which of the clinic's it is."""


def open_clinics_own() -> set[str]:
    """The newest thing of each kind of a clinic's, opened by somebody rightful; the pages."""
    opened = set()
    for page, persona, name, kind, which in CLINICS_OWN:
        rows = rows_of_kind(kind)
        with acting_as(system("what the clinic of the stories has")):
            newest = rows.filter(organisation__code="demo-ortho", **which).order_by("-pk").first()
        if newest is None:
            continue
        route = route_named(page)
        words = {word: "ar" for kind, word in CONVERTED.findall(route.pattern) if kind == "slug"}
        address = reverse(full_name(route), kwargs={name: newest.public_id, **words})
        if client_of(persona).get(address).status_code == 200:
            opened.add(page)
    return opened


def open_portals() -> set[str]:
    """The colours of a region's draft, seen by the national coordinator who checks it; the page."""
    page = "coordinator:checked_colours"
    with acting_as(system("the portals of the stories")):
        newest = rows_of_kind("portal").order_by("-pk").first()
    if newest is None:
        return set()
    address = reverse(full_name(route_named(page)), kwargs={"portal": newest.public_id})
    return {page} if client_of("ivanova").get(address).status_code == 200 else set()


def send_in_pieces(patient: str, case: str) -> set[str]:
    """A file sent as the pages' script sends it; the pages that took it."""
    client, at = client_of(patient), f"/files/cases/{case}/uploads/"
    _field, name, content, kind = picture()
    said = json.dumps({"name": name, "type": kind, "size": len(content)})
    taken = set()
    begun = client.post(at, said, content_type="application/json")
    if begun.status_code == 201:
        taken.add("files:begin")
        at += f"{begun.json()['upload']}/"
    headers = {"X-Offset": "0", "X-Sha256": hashlib.sha256(content).hexdigest()}
    sent = client.post(at, content, content_type="application/octet-stream", headers=headers)
    if sent.status_code == 201:
        taken.add("files:send")
    ended = client.post(f"{at}finish/", {"idempotency_key": secrets.token_hex(16)})
    return taken | ({"files:finish"} if ended.status_code == 201 else set())
