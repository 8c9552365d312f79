"""How a story is told: forms are taken from the pages, filled, and given to whoever delivers."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from sanamost.api.v1.keyed import operations
from sanamost.config.proofs import forms
from sanamost.config.proofs.addresses import CONVERTED, full_name, page_name
from sanamost.config.proofs.sending import Answer, Call, Deliver, File, Sending
from sanamost.config.proofs.world import client_of
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.events.waiting import answer_waiting
from sanamost.jobs.world.load import personas
from sanamost.jobs.world.walk import CLINICS, Walk
from sanamost.journey.cases.states import PurposeOfArrival
from sanamost.journey.requests.answers import Answers
from sanamost.web.routing import KINDS, route_named

PEOPLE = {
    "amina": ("KARIMOVA AMINA", "UZ", "ru", "amina@example.org"),
    "zhang-wei": ("ZHANG WEI", "CN", "zh-hans", "zhang.wei@example.org"),
    "fatima": ("ALSAYED OMAR", "AE", "ar", "fatima@example.org"),
}


class Untold(Exception):
    """A page did not let the story go on."""


class Teller:
    """Tells stories in the probed world; `deliver` sends each form, and may try more with it.

    `mark` goes into the texts that are typed.
    """

    def __init__(self, deliver: Deliver, *, mark: str = "") -> None:
        self.deliver = deliver
        self.mark = mark
        self.case = ""
        self.people: dict[str, set[str]] = {}
        get_resolver().url_patterns  # noqa: B018 loading the addresses declares the pages
        """By case: who sent something rightfully, and whose case it is."""
        self.visitor = Client(raise_request_exception=False)

    def walk(self, patient: str, *clinics: str, partner: str = "", remote: bool = False) -> Walk:
        """A case to be carried by services to where the story begins."""
        purpose = PurposeOfArrival.REMOTE if remote else PurposeOfArrival.TREATMENT
        name, country, language, email = PEOPLE[patient]
        said = Answers(
            name_latin=f"{name.split()[0]} {self.mark.upper()}" if self.mark else name,
            birth_date=dt.date(1984, 3, 2),
            sex="female",
            citizenship=country,
            residence_country=country,
            passport_number="AA 1234567",
            address="1 Example Street",
            words=f"My knee hurts. {self.mark}",
            area="orthopaedics",
            email=email,
            phone="+998 90 123 45 67",
            languages=("en",),
            language=language,
            purpose_of_arrival=purpose,
        )
        return Walk(said, patient, timezone.now(), clinics, partner=partner, mark=self.mark)

    def begins(self, walk: Walk) -> Walk:
        """From here on the story is about this case."""
        self.about(walk.case_id, walk.patient)
        self.people[walk.case_id] |= {CLINICS[code].coordinator for code in walk.clinics}
        agents = (p.code for p in personas() if walk.partner and p.organisation == walk.partner)
        self.people[walk.case_id] |= set(agents)
        return walk

    def about(self, case: str, patient: str) -> None:
        """From here on the story is about this case of this persona."""
        self.case = case
        self.people.setdefault(case, set()).add(patient)

    def opened(self, sent: Answer, patient: str) -> None:
        """From here on the story is about the case whose page the answer leads to."""
        self.about(sent.location.rstrip("/").rsplit("/", 1)[-1], patient)

    def newest(self, kind: str, /, **wanted: Any) -> str:
        """The public id of the newest thing of a kind, of the story's case where it has one."""
        return str(self.row(kind, **wanted).public_id)

    def row(self, kind: str, /, **wanted: Any) -> Any:
        """The newest row of a kind. Raises Untold where there is none."""
        rows = rows_of_kind(kind)
        names = {one.name for one in rows.model._meta.get_fields()}
        if kind == "case":
            wanted = {"public_id": self.case} | wanted
        elif "case" in names and "case__public_id" not in wanted:
            wanted = {"case__public_id": self.case} | wanted
        with acting_as(system("looking for the next step of a story")):
            row = rows.filter(**wanted).order_by("-pk").first()
        if row is None:
            raise Untold(f"there is no {kind}")
        return row

    def send(
        self,
        who: str,
        page: str,
        *,
        at: str = "",
        press: tuple[str, str] | None = None,
        files: tuple[File, ...] = (),
        ids: dict[str, Any] | None = None,
        bare: bool = False,
        **typed: Any,
    ) -> Answer:
        """Fill the page's form (or the one that stands `at` another page) and have it delivered.

        `bare` is for an address that no page has a form for: what is typed is all that is sent.
        Raises Untold where there is no such form, or where it is not accepted.
        """
        route = route_named(page)
        client = client_of(who) if who else self.visitor
        path = reverse(full_name(route), kwargs=self._ids(route.pattern, ids or {}))
        address = self._address(at) or path
        shown = client.get(address, follow=True)
        html = shown.content.decode("utf-8", "replace")
        wanted = set(typed) | {name for name, *_rest in files}
        found = forms.bare(path, wanted) if bare else forms.find(html, address, path, wanted, press)
        if found is None:
            raise Untold(f"{page}: no such form at {address} ({shown.status_code}) for {who}")
        said = {n: v if isinstance(v, list) else str(v) for n, v in typed.items()}
        sending = Sending(route, who, client, path, found.filled(said, press), files)
        answer = self.deliver(sending)
        answer_waiting()  # as a worker would
        if not answer.accepted:
            raise Untold(f"{page} by {who or 'a visitor'} answers {answer.status}: {_why(answer)}")
        if self.case and who and "@" not in who:
            self.people[self.case].add(who)
        return answer

    def call(
        self, token: str, name: str, bodies: Sequence[Any], *, ids: dict[str, Any] | None = None
    ) -> Answer:
        """Have a program call an operation with the first of two bodies that it could send.

        Raises Untold where it is not accepted.
        """
        declared = next(one for one in operations() if page_name(one) == name)
        said, other = (json.dumps(body) for body in bodies)
        sending = Call(
            declared,
            "a program",
            Client(raise_request_exception=False),
            reverse(name, kwargs=ids or {}),
            [],
            token=token,
            bodies=(said, other),
        )
        answer = self.deliver(sending)
        answer_waiting()
        if not answer.accepted:
            raise Untold(f"{name} by a program answers {answer.status}: {answer.text[:600]}")
        return answer

    def _ids(self, pattern: str, given: dict[str, Any]) -> dict[str, Any]:
        found = dict(given)
        for kind, name in CONVERTED.findall(pattern):
            if name not in found:
                found[name] = self.newest(kind)
        return found

    def _address(self, at: str) -> str:
        """Another page by its name (with the story's things), or as it stands."""
        if not at or at.startswith("/"):
            return at
        name, _question, query = at.partition("?")
        route = route_named(name)
        address = reverse(full_name(route), kwargs=self._ids(route.pattern, {}))
        return f"{address}?{query}" if query else address


def rows_of_kind(kind: str) -> Any:
    """All rows of the table whose public ids are of this kind, for whoever is acting."""
    model: Any = next(m for m in apps.get_models() if _prefix(m) == KINDS[kind])
    return model._default_manager.all()


def _prefix(model: Any) -> str:
    own = next((f for f in model._meta.get_fields() if f.name == "public_id"), None)
    return getattr(own, "prefix", "")


def _why(answer: Answer) -> str:
    """The page's words of refusal, shortly."""
    text = answer.text
    place = max(text.find("form-errors"), text.find("field-error"), text.find("alert-"), 0)
    return " ".join(text[place : place + 600].split())


Story = Callable[[Teller], None]
STORIES: dict[str, Story] = {}


def story(tell: Story) -> Story:
    """Note a story under its name."""
    STORIES[tell.__name__] = tell
    return tell
