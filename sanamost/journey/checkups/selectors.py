"""Reads of check-ups: what was proposed, and how each clinic's physician sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sanamost.engines.checkups import Item
from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.checkups.models import Checkup, Edit
from sanamost.journey.checkups.states import EditKind


@dataclass(frozen=True, slots=True)
class Examination:
    """One examination of a check-up as it stands for one clinic."""

    code: str
    codes: tuple[str, ...]
    names: Mapping[str, str]
    reasons: tuple[Mapping[str, Any], ...]
    """Of the rules; empty for what a physician put in."""
    base: bool
    wanted: bool
    """Whether the patient left it ticked."""
    edit: Edit | None = None
    """The physician's last word on it; None for none."""

    @property
    def stands(self) -> bool:
        """Whether it belongs to the check-up now: the physician's word goes before the wish."""
        if self.edit is None:
            return self.wanted
        return self.edit.kind == EditKind.ADDED

    @property
    def as_item(self) -> Item:
        """As price lists are asked for it."""
        return Item(self.code, dict(self.names), self.codes)


def checkup_of(actor: Actor, case_id: int) -> Checkup | None:
    """The case's check-up; None without one or without sight of the clinical class."""
    row = Checkup.objects.visible_to(actor).filter(case_id=case_id).order_by("-pk").first()
    if row is not None:
        note_seen(case_id, DataClass.CLINICAL)
    return row


def access_checkup(actor: Actor, public_id: str) -> Checkup:
    """The check-up of the public id; raises `NotVisible`."""
    row: Checkup = Checkup.objects.select_related("case").access(actor, public_id)
    return row


def edits_of(actor: Actor, checkup: Checkup) -> list[Edit]:
    """Every physician's changes that the actor may see, in their order."""
    rows = Edit.objects.visible_to(actor).filter(checkup_id=checkup.pk)
    return list(rows.select_related("made_by", "organisation").order_by("pk"))


def examinations(checkup: Checkup, edits: Iterable[Edit]) -> list[Examination]:
    """The check-up as these changes (of one clinic, in their order) leave it.

    What was proposed stands first, in its order; then what physicians put in.
    """
    last = {edit.item: edit for edit in edits}
    proposed = [
        Examination(
            code=row["code"],
            codes=tuple(row["codes"]),
            names=row["names"],
            reasons=tuple(row["reasons"]),
            base=row["base"],
            wanted=row["wanted"],
            edit=last.pop(row["code"], None),
        )
        for row in checkup.items
    ]
    added = [
        Examination(
            edit.item, tuple(edit.codes), edit.names, (), base=False, wanted=False, edit=edit
        )
        for edit in last.values()
    ]
    return proposed + added


def for_clinic(actor: Actor, checkup: Checkup, organisation_id: int) -> list[Examination]:
    """The check-up as it stands at one clinic."""
    edits = [one for one in edits_of(actor, checkup) if one.organisation_id == organisation_id]
    return examinations(checkup, edits)
