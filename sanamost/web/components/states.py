"""Which meaning a state has: the icon and colour that stand beside its words."""

from sanamost.web.components.parts import Meaning

_MEANINGS: dict[str, Meaning] = {
    **dict.fromkeys(
        ("new", "submitted", "sent", "issued", "asked", "requested", "due", "expected", "payable",
            "claimed", "missing",
        ),
        "waiting",
    ),
    **dict.fromkeys(
        (
            "read", "in_review", "verified", "complete", "forwarded", "approved", "draft",
            "partly_paid", "active", "assigned", "admitted", "signed", "scheduled", "asking",
            "reviewing", "choosing", "agreeing", "preparing", "travelling", "in_treatment",
            "recovering", "proposed",
        ),
        "active",
    ),
    **dict.fromkeys(
        (
            "accepted", "won", "paid", "confirmed", "in_force", "done", "filed", "answered", "used",
            "completed", "received", "reconciled", "closed", "discharged", "checked", "published",
            "restored", "cleared",
        ),
        "good",
    ),
    **dict.fromkeys(
        ("data_needed", "missed", "overdue", "refused", "warned", "suspended", "stale"),
        "attention",
    ),
}  # fmt: skip


def meaning_of(state: str) -> Meaning:
    """The state's meaning; whatever is not listed has ended."""
    return _MEANINGS.get(state, "ended")
