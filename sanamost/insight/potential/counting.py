"""Counting the plan of all clinics when its figures have changed, and keeping it for the pages.

One program over all clinics, for they share the demand; so no page waits for it. Whoever changes a
figure asks for a count, which runs two minutes later, once for all who asked meanwhile; the clock
looks every hour whether anything has changed of which nobody said so (a price list that came into
force, a new month). The same figures are not counted again.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.insight.potential.models import Count, Part
from sanamost.insight.potential.selectors import documents
from sanamost.insight.potential.selectors.gathering import Gathered, gather
from sanamost.insight.potential.selectors.planning import plan_of
from sanamost.insight.potential.selectors.summaries import summaries_of

TASK = "potential.count"
LOCK = "potential"
"""Counts do not run beside each other."""
DEBOUNCE_SECONDS = 120
_BATCH = 50
_COUNTING = system("count of the potential")


def ask_count(*, now: dt.datetime) -> None:
    """A figure has changed, so the plan shall be counted anew; asked already, it stays asked.

    Belongs to the transaction of the change: undone with it. Nobody waits for somebody else who
    asks, but for whom the change is the first since the last count.
    """
    with acting_as(_COUNTING):
        rows = Count.objects.filter(pk=Count.ONLY)
        if not rows.filter(asked_at__isnull=True).update(asked_at=now):
            if rows.exists():
                return
            Count.objects.get_or_create(pk=Count.ONLY, defaults={"asked_at": now})
        _defer()


def _defer() -> None:
    try:
        with transaction.atomic():
            jobs.configure_task(
                TASK,
                lock=LOCK,
                queueing_lock=TASK,
                schedule_in={"seconds": DEBOUNCE_SECONDS},
            ).defer()
    except AlreadyEnqueued:
        pass


def count_potential(*, now: dt.datetime, gathered: Gathered | None = None) -> bool:
    """Look at all figures, and count the plan anew if any has changed; whether it was counted.

    May run again at any time. A change that comes meanwhile asks for the next count. Whoever reads
    meanwhile sees the whole former count.
    """
    with acting_as(_COUNTING):
        kept, _made = Count.objects.get_or_create(pk=Count.ONLY)
        Count.objects.filter(pk=Count.ONLY).update(begun_at=now, asked_at=None)
    gathered = gathered or gather(timezone.localdate(now))
    shared, parts = documents.shared_inputs(gathered), documents.clinic_inputs(gathered)
    mark = documents.fingerprint([shared, *(parts[key] for key in sorted(parts))])
    if mark == kept.fingerprint:
        with acting_as(_COUNTING):
            Count.objects.filter(pk=Count.ONLY).update(checked_at=now)
        return False
    plan = plan_of(gathered)
    answers = documents.clinic_answers(plan)
    summaries = summaries_of(plan)
    rows = (
        Part(
            organisation_id=key,
            count_id=Count.ONLY,
            inputs=inputs,
            answer=answers.get(key, {"lines": [], "spares": {}, "cells": []}),
            summary=summaries[key],
        )
        for key, inputs in parts.items()
    )
    with acting_as(_COUNTING):
        _keep(rows)
        Count.objects.filter(pk=Count.ONLY).update(
            counted_at=now,
            checked_at=now,
            fingerprint=mark,
            inputs=shared,
            answer=documents.shared_answer(plan),
        )
    return True


def _keep(rows: Iterable[Part]) -> None:
    Part.objects.all().delete()
    Part.objects.bulk_create(rows, batch_size=_BATCH)
