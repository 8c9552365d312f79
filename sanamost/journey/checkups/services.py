"""A check-up comes with a request; the clinic's physician changes it, each time with a reason."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.engines.checkups import Asked, RuleSet, propose
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import selectors as cases
from sanamost.journey.checkups import policies
from sanamost.journey.checkups.models import Checkup, Edit
from sanamost.journey.checkups.selectors import Examination, access_checkup, for_clinic
from sanamost.journey.checkups.states import EditKind
from sanamost.journey.requests import selectors as requests
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.checkups import selectors as rules

LONGEST_REASON = 500


class EditReasonMissing(Refusal):
    """Nobody changes a check-up in silence."""

    code = "reason_missing"
    message = _("Say why: the patient and your colleagues read it.")
    field = "reason"


class ExaminationUnknown(Refusal):
    """Neither an examination of the rules nor a service of the clinic."""

    code = "examination_unknown"
    message = _("Choose an examination, or type the code of a service from your price list.")
    field = "item"


class AlreadySo(Refusal):
    """It stands already, or is out already."""

    code = "checkup_unchanged"
    message = _("The check-up is so already.")
    field = "item"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What somebody told the constructor: enough to make the same check-up again."""

    age: int
    sex: str
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unwanted: frozenset[str] = frozenset()
    """Examinations that they ticked off."""
    version: str = ""
    """Of the rules that proposed it; empty for those in force."""

    def as_plain(self) -> dict[str, Any]:
        """As JSON takes it, for a draft."""
        return {
            "age": self.age,
            "sex": self.sex,
            "answers": {code: sorted(chosen) for code, chosen in self.answers.items() if chosen},
            "unwanted": sorted(self.unwanted),
            "version": self.version,
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> "Told":
        """Back again; raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            age=int(kept["age"]),
            sex=str(kept["sex"]),
            answers={str(code): frozenset(chosen) for code, chosen in kept["answers"].items()},
            unwanted=frozenset(kept["unwanted"]),
            version=str(kept["version"]),
        )


def attach(*, case_id: int, request_public_id: str, told: Told, now: dt.datetime) -> Checkup:
    """Keep the check-up with the request that was just made of it, as the intake.

    It is worked out anew by the rules of its version and kept with their words. Raises `BadAnswer`
    for answers that those rules do not know.
    """
    used = rules.rules(told.version)
    proposed = propose(used, Asked(told.age, told.sex, told.answers))
    with acting_as(system("intake"), savepoint=False):
        made = Checkup.objects.create(
            case_id=case_id,
            request_id=requests.request_key(request_public_id),
            rules_version=used.version,
            age=told.age,
            sex=told.sex,
            answers={code: sorted(chosen) for code, chosen in told.answers.items() if chosen},
            told=_in_words(used, told),
            items=[_kept(one, told.unwanted) for one in proposed.items],
            dropped=[
                {"code": d.item.code, "names": dict(d.item.names), "words": dict(d.words)}
                for d in proposed.dropped
            ],
            asked_at=now,
        )
    audit.record(
        action="checkups.checkup.asked",
        case_id=case_id,
        subject=made.public_id,
        details={"rules": used.version},
        now=now,
    )
    return made


def add(
    *,
    actor: Actor,
    checkup: Checkup | str,
    reason: str,
    now: dt.datetime,
    item: str = "",
    service_code: str = "",
) -> Edit:
    """Put an examination in: one of the rules, or a service by its code in the own price list.

    Raises `NotYourTask`, `EditReasonMissing`, `ExaminationUnknown`, `AlreadySo`.
    """
    row = _open(actor, checkup, reason)
    standing = _standing(actor, row)
    key, names, codes = _examination(actor, row, standing, item, service_code, now.date())
    if any(one.code == key and one.stands for one in standing):
        raise AlreadySo
    return _edit(actor, row, EditKind.ADDED, key, names, codes, reason, now)


def remove(
    *, actor: Actor, checkup: Checkup | str, item: str, reason: str, now: dt.datetime
) -> Edit:
    """Take an examination out; it stays on record with the reason.

    Raises `NotYourTask`, `EditReasonMissing`, `ExaminationUnknown`, `AlreadySo`.
    """
    row = _open(actor, checkup, reason)
    found = next((one for one in _standing(actor, row) if one.code == item), None)
    if found is None:
        raise ExaminationUnknown
    if not found.stands:
        raise AlreadySo
    return _edit(actor, row, EditKind.REMOVED, item, found.names, found.codes, reason, now)


def _open(actor: Actor, checkup: Checkup | str, reason: str) -> Checkup:
    row = access_checkup(actor, checkup) if isinstance(checkup, str) else checkup
    referral = requests.own_referral(actor, cases.case_of(row.case_id))
    policies.may_edit(actor, referred=referral is not None)
    if not reason.strip():
        raise EditReasonMissing
    return row


def _standing(actor: Actor, row: Checkup) -> list[Examination]:
    return for_clinic(actor, row, actor.organisation_id or 0)


def _examination(
    actor: Actor,
    row: Checkup,
    standing: Iterable[Examination],
    item: str,
    service_code: str,
    day: dt.date,
) -> tuple[str, Mapping[str, str], Iterable[str]]:
    """Key, names and official codes of what is to be put in."""
    if item:
        known = next((one for one in standing if one.code == item), None)
        if known is not None:
            return known.code, known.names, known.codes
        ruled = rules.rules(row.rules_version).item(item)
        if ruled is None:
            raise ExaminationUnknown
        return ruled.code, ruled.names, ruled.codes
    code = service_code.strip()
    own = catalogue.services_of(actor.organisation_id or 0, day=day, query=code) if code else []
    service = next((one for one in own if one.code.casefold() == code.casefold()), None)
    if service is None:
        raise ExaminationUnknown(field="service_code" if code else "item")
    official = [service.nomenclature_code] if service.nomenclature_code else []
    return service.public_id, service.names, official


def _edit(
    actor: Actor,
    row: Checkup,
    kind: EditKind,
    item: str,
    names: Mapping[str, str],
    codes: Iterable[str],
    reason: str,
    now: dt.datetime,
) -> Edit:
    made = Edit.objects.create(
        case_id=row.case_id,
        organisation_id=actor.organisation_id or 0,  # `may_edit` lets nobody pass without one
        checkup=row,
        kind=kind,
        item=item,
        names=dict(names),
        codes=list(codes),
        reason=reason.strip()[:LONGEST_REASON],
        made_by_id=actor.person_id,
        made_at=now,
    )
    audit.record(
        action=f"checkups.item.{kind.value}",
        case_id=row.case_id,
        subject=row.public_id,
        details={"item": item},
        now=now,
    )
    return made


def _kept(one: Any, unwanted: frozenset[str]) -> dict[str, Any]:
    return {
        "code": one.item.code,
        "codes": list(one.item.codes),
        "names": dict(one.item.names),
        "base": one.base,
        "wanted": one.item.code not in unwanted,
        "reasons": [
            {"words": dict(rule.reason), "sources": [dict(one.titles) for one in rule.sources]}
            for rule in one.rules
        ],
    }


def _in_words(used: RuleSet, told: Told) -> list[dict[str, Any]]:
    """Questions with what was chosen, in every language; those without an answer are left out."""
    return [
        {
            "question": dict(question.words),
            "chosen": [dict(v.words) for v in question.values if v.code in chosen],
        }
        for question in used.questions
        if (not question.sex or question.sex == told.sex)
        and (chosen := told.answers.get(question.code))
    ]
