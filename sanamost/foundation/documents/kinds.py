"""The kinds of papers: what each is called, which template draws it, which fields it cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class IncompletePaper(ValueError):
    """Fields that the paper cannot do without are missing, or fields it does not know are there."""

    def __init__(self, missing: tuple[str, ...], unknown: tuple[str, ...] = ()) -> None:
        super().__init__(f"missing: {', '.join(missing)}; unknown: {', '.join(unknown)}")
        self.missing = missing
        self.unknown = unknown


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. Paths in `required` may go through lists: `lines[].name`."""

    code: str
    name: str | Promise
    template: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    version: str = "v1"
    bilingual: bool = False

    def check(self, payload: Mapping[str, object]) -> None:
        """Raise `IncompletePaper` unless every required field is filled and every field is known."""
        missing = tuple(path for path in self.required if not _filled(payload, path))
        known = {re.split(r"[.\[]", path)[0] for path in self.required + self.optional}
        unknown = tuple(sorted(set(payload) - known - {"verification"}))
        if missing or unknown:
            raise IncompletePaper(missing, unknown)


def _filled(payload: object, path: str) -> bool:
    found = list(_values(payload, path.replace("[]", ".[]").split(".")))
    return bool(found) and all(value not in (None, "", [], {}) for value in found)


def _values(value: object, path: list[str]) -> Iterator[object]:
    if not path:
        yield value
    elif path[0] == "[]":
        items = value if isinstance(value, list) else [None]
        for item in items:
            yield from _values(item, path[1:])
    else:
        inner = value.get(path[0]) if isinstance(value, Mapping) else None
        yield from _values(inner, path[1:])


_HEAD = ("number", "issued_on", "issuer.name", "issuer.legal_name", "issuer.address")
_PERSON = ("patient.name",)
_LINES = ("lines[].name", "lines[].quantity", "lines[].price", "lines[].sum", "total")
_MAY = ("place", "case_number", "valid_until", "rule_set")
_SUMS = ("subtotal", "discount", "vat_total", "total_converted", "rate")

KINDS = {
    kind.code: kind
    for kind in (
        PaperKind(
            "contract",
            _("Contract for paid medical services"),
            "contract",
            (
                *_HEAD,
                *_PERSON,
                *_LINES,
                "rule_set",
                "patient.document.number",
                "patient.address",
                "issuer.ogrn",
                "issuer.inn",
                "issuer.licence.number",
                "issuer.licence.issued_on",
                "issuer.licence.issuer",
                "issuer.licence.works",
                "issuer.signatory.name",
                "issuer.signatory.post",
                "issuer.signatory.basis",
                "starts_on",
                "ends_on",
                "where",
                "conditions",
                "terms.documents_days",
                "terms.refund_days",
                "complaints.address",
                "complaints.email",
            ),
            (
                *_MAY,
                *_SUMS,
                "customer",
                "representative",
                "insured",
                "notice_number",
                "payments",
                "payment_agent",
                "concluded",
                "annexes",
            ),
            bilingual=True,
        ),
    )
}
