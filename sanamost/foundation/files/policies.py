"""Who may bring a file into a case, and who may withdraw one."""

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import cases_granted, cases_taken_part_in
from sanamost.foundation.files.models import File


def may_void(actor: Actor, file: File) -> bool:
    """The side that brought it: the same organisation, or the patient's side for its own."""
    return actor.system or file.organisation_id == actor.organisation_id


def may_bring(actor: Actor, *, case_id: int, data_class: str, keeper: int | None) -> bool:
    """Whoever sees that class of the case; a clinic keeps files for itself alone, for no other."""
    if actor.system:
        return True
    if keeper is not None and keeper != actor.organisation_id:
        return False
    if actor.organisation_id is None:
        return cases_taken_part_in(actor, data_class).filter(case_id=case_id).exists()
    granted = cases_granted(actor, data_class).filter(case_id=case_id)
    return data_class in actor.classes and granted.exists()
