"""One clinic's year, day by day: domestic patients by the clinic's own rule, foreign ones by ours.

The clinic's rule: a planned patient gets the first free place on the timetable from a week after
asking; on the day, whoever fits beside those already there is admitted, planned patients first,
then emergencies; a planned patient who does not fit goes to the next free place, an emergency
elsewhere. The rule knows nothing of foreign patients but those whose stay has started: them no
rule can move, and their beds are physically in the way. In the morning, before any domestic patient
of the day is known, foreign patients start; that is the worst order for the guard. Hours of
theatres, machines and surgeons are not given away before they pass: in the evening foreign patients
are treated in those that are left, or wait in bed for another day, three at most, and are then sent
on to another clinic.
"""

import enum
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sanamost.config.proofs.capacity.clinics import BED, WAIT, YEAR, Clinic, Patient
from sanamost.engines.capacity.guard import SURGE, Group, Tail, may_start
from sanamost.engines.capacity.guard import patient as one_patient
from sanamost.engines.capacity.residual import residual

Amounts = NDArray[np.int64]

NOTICE = 7
MOVES = 3
WITHIN = 14
ELSEWHERE = -1


class Policy(enum.StrEnum):
    """How foreign patients are admitted."""

    NOBODY = "nobody"
    """None are: the world to compare with."""
    GUARDED = "guarded"
    """Promised within the residual, started when the guard allows."""
    PROMISED = "promised"
    """Promised within the residual, started without the guard: shows what it is for."""
    FIRST_COME = "first_come"
    """Promised and started wherever nobody is booked yet: the control."""


@dataclass(slots=True)
class Year:
    """What came of it. `admitted`: each domestic patient's day, `ELSEWHERE` where none."""

    admitted: dict[int, int] = field(default_factory=dict)
    by_month: Counter[int] = field(default_factory=Counter)
    pressed: int = 0
    """Resources on days on which foreign patients made the use exceed the supply."""
    foreign: Counter[str] = field(default_factory=Counter)
    unused: float = 0.0
    """The part of the residual's bed-days that no foreign patient took."""


@dataclass(slots=True)
class Guest:
    """A foreign patient whose stay has started: treatments still to come, and days waited for."""

    patient: Patient
    start: int
    waiting: list[tuple[int, int, int]]
    delay: int = 0
    sent_on: bool = False

    @property
    def leaves(self) -> int:
        """The morning on which they leave if they wait no longer."""
        return self.start + self.patient.stay + self.delay


class World:
    """A clinic's year under one policy."""

    def __init__(self, clinic: Clinic, policy: Policy) -> None:
        self.clinic, self.policy, self.year = clinic, policy, Year()
        self.used, self.held, self.taken = (np.zeros_like(clinic.supply) for _ in range(3))
        self.places = [service.places.copy() for service in clinic.services]
        self.booked: defaultdict[int, list[Patient]] = defaultdict(list)
        self.promised: defaultdict[int, list[tuple[Patient, int]]] = defaultdict(list)
        self.present: list[list[tuple[int, int]]] = [[] for _ in clinic.services]
        self.guests: list[Guest] = []
        self.changes: defaultdict[int, list[tuple[Amounts, int, int, int]]] = defaultdict(list)

    def lived(self) -> Year:
        """Day by day to the end of the year."""
        for today in range(YEAR):
            for which, resource, day, amount in self.changes.pop(today, ()):
                which[resource, day] += amount
            self._guests_in_bed(today)
            self._foreign_starts(today)
            self._domestic(today)
            self._guests_last(today)
            self._foreign_requests(today)
            over = self.used[:, today] + self.held[:, today] > self.clinic.supply[:, today]
            self.year.pressed += int((over & (self.held[:, today] > 0)).sum())
        self._reckon_unused()
        return self.year

    # Domestic patients.

    def _domestic(self, today: int) -> None:
        for patient in self.booked.pop(today, ()):
            if not self._admitted(patient, today):
                self._book(patient, today + 1)
        for patient in self.clinic.emergencies[today]:
            if not self._admitted(patient, today):
                self.year.admitted[patient.number] = ELSEWHERE
        for patient in self.clinic.electives[today]:
            self._book(patient, today + NOTICE)

    def _book(self, patient: Patient, earliest: int) -> None:
        """The first free place on the timetable."""
        places = self.places[patient.service]
        free = np.flatnonzero(places[earliest:YEAR] > 0)
        if not len(free):
            self.year.admitted[patient.number] = ELSEWHERE
            return
        day = earliest + int(free[0])
        places[day] -= 1
        self.booked[day].append(patient)

    def _admitted(self, patient: Patient, today: int) -> bool:
        needs = self.clinic.services[patient.service].planned
        span = slice(today, today + needs.shape[1])
        room = self.clinic.supply[:, span] - self.used[:, span] - self.held[:, span]
        if ((needs > room) & (needs > 0)).any():
            return False
        self.used[:, span] += needs
        self._real_use(patient, today, self.used)
        self.present[patient.service].append((today, today + patient.stay))
        self.year.admitted[patient.number] = today
        self.year.by_month[today // 30] += 1
        return True

    def _real_use(self, patient: Patient, today: int, which: Amounts) -> None:
        """What turns out otherwise than booked is known on the day it does."""
        service = self.clinic.services[patient.service]
        for (resource, day, amount), factor in zip(service.minutes, patient.factors, strict=True):
            more = int(np.ceil(amount * factor)) - amount
            if day:
                self.changes[today + day].append((which, resource, today + day, more))
            else:
                which[resource, today] += more
        for day in range(today + patient.stay, today + service.stay):
            self.changes[today + patient.stay].append((which, BED, day, -1))
        for day in range(today + service.stay, today + patient.stay):
            self.changes[day].append((which, BED, day, 1))

    # Foreign patients.

    def _guests_in_bed(self, today: int) -> None:
        """Who leaves this morning, and how long the others are expected to keep their beds."""
        if self.policy is Policy.FIRST_COME:
            return
        self.held[BED, today:] = 0
        staying = []
        for guest in self.guests:
            if guest.sent_on or (guest.leaves <= today and not guest.waiting):
                self.year.foreign["sent on"] += guest.sent_on
                self.year.foreign["bed-days"] += today - guest.start
                continue
            staying.append(guest)
            booked = guest.start + self.clinic.services[guest.patient.service].stay + guest.delay
            self.held[BED, today : max(booked, today + 1)] += 1
        self.guests = staying

    def _guests_last(self, today: int) -> None:
        """In the evening foreign patients are treated, in the hours that nobody else needed."""
        left = self.clinic.supply[:, today] - self.used[:, today]
        for guest in self.guests:
            due = [one for one in guest.waiting if guest.start + one[1] <= today]
            if not due:
                continue
            if all(left[resource] >= amount for resource, _, amount in due):
                for one in due:
                    left[one[0]] -= one[2]
                    guest.waiting.remove(one)
            elif guest.delay < WAIT:
                guest.delay += 1
            else:
                guest.sent_on = True

    def _foreign_requests(self, today: int) -> None:
        if self.policy is not Policy.NOBODY:
            for patient in self.clinic.foreigners[today]:
                self.year.foreign["asked"] += 1
                if not self._promise(patient, max(patient.wishes, today + 1), moves=0):
                    self.year.foreign["declined"] += 1

    def _promise(self, patient: Patient, earliest: int, *, moves: int) -> bool:
        """A promise on the first of fourteen days on which the residual holds the whole stay."""
        needs = self.clinic.services[patient.service].planned
        last = min(earliest + WITHIN, YEAR)
        free = self._free(slice(earliest, last + needs.shape[1]))
        for day in range(earliest, last):
            room = free[:, day - earliest : day - earliest + needs.shape[1]]
            if ((needs <= room) | (needs == 0)).all():
                self.taken[:, day : day + needs.shape[1]] += needs
                self.promised[day].append((patient, moves))
                return True
        return False

    def _free(self, span: slice) -> Amounts:
        clinic = self.clinic
        supply, taken = clinic.supply[:, span], self.taken[:, span]
        if self.policy is Policy.FIRST_COME:
            return supply - taken - self.used[:, span]
        closed = clinic.protection.unplanned[span]
        return residual(supply, clinic.protection.protected[:, span], taken, closed)

    def _foreign_starts(self, today: int) -> None:
        due = self.promised.pop(today, [])
        tail = self._tail(today) if due and self.policy is Policy.GUARDED else None
        for patient, moves in due:
            service = self.clinic.services[patient.service]
            if tail:
                course = service.guest_courses[0]
                if may_start(tail, course, self.clinic.supply[:1, today : today + tail.days]):
                    self._move(patient, today, moves)
                    continue
                tail.add(one_patient(course))
            if self.policy is Policy.FIRST_COME:
                self.held[:, today : today + service.planned.shape[1]] += service.planned
                self._real_use(patient, today, self.held)
            else:
                self.guests.append(Guest(patient, today, list(service.minutes)))
                self.held[BED, today : today + service.stay] += 1
            self.year.foreign["served"] += 1
            self.year.foreign["moved and served"] += bool(moves)

    def _move(self, patient: Patient, today: int, moves: int) -> None:
        """The foreign patient is offered another day; after three moves, another clinic."""
        needs = self.clinic.services[patient.service].planned
        self.taken[:, today : today + needs.shape[1]] -= needs
        self.year.foreign["moves"] += 1
        self.year.foreign["moved"] += not moves
        if moves == MOVES or not self._promise(patient, today + 1, moves=moves + 1):
            self.year.foreign["given up"] += 1

    def _tail(self, today: int) -> Tail:
        """The worst of everybody who is there, and of all domestic patients who may come."""
        clinic, groups = self.clinic, []
        days = max(service.guest_courses[0].mean.shape[1] for service in clinic.services)
        span = slice(today, today + days)
        for number, service in enumerate(clinic.services):
            here = [(start, end) for start, end in self.present[number] if end > today]
            self.present[number] = here
            ages = Counter(today - start for start, _ in here)
            guests = Counter(
                today - guest.start for guest in self.guests if guest.patient.service == number
            )
            for courses, known in ((service.courses, ages), (service.guest_courses, guests)):
                for age, many in known.items():
                    groups.append(Group(courses[age], np.array([float(many)]), sure=True))
            on_admission = service.courses[0]
            groups.append(Group(on_admission, service.places[span].astype(float), sure=True))
            if service.emergencies.any():
                expected = SURGE * service.emergencies[span]
                spread = 1 + SURGE * (clinic.overdispersion - 1)
                groups.append(Group(on_admission, expected, sure=False, overdispersion=spread))
        return Tail(groups, days, beds=[BED])

    def _reckon_unused(self) -> None:
        kept = self.clinic.protection.protected[BED, :YEAR]
        free = int(np.maximum(self.clinic.supply[BED, :YEAR] - kept, 0).sum())
        self.year.unused = 1 - self.year.foreign["bed-days"] / free if free else 0.0


def harmed(without: Year, with_them: Year) -> int:
    """Domestic patients to whom something else happened, resources pressed, months that fell short.

    Any difference counts, an earlier day too: a schedule that foreign patients do not touch has
    none.
    """
    moved = sum(
        with_them.admitted.get(number) != day for number, day in without.admitted.items()
    ) + len(with_them.admitted.keys() - without.admitted.keys())
    short = sum(with_them.by_month[month] < many for month, many in without.by_month.items())
    return moved + with_them.pressed + short
