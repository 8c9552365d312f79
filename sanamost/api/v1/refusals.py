"""How the interface says no: a status, and a list of errors in the asker's language.

Each error has a stable `code`, a `message`, and a `field`: a JSON pointer into the body (RFC 6901),
or the name of a parameter.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.idempotency.services import BadKey, KeyReused
from sanamost.foundation.languages.errors import NotVisible, Refusal

Error = dict[str, str]
KEY_REUSED = _("This idempotency key was already used for another call. Choose a new one.")
FORM_WORDS: Mapping[str, str | Promise] = {
    BadKey.code: _(
        "Send a header Idempotency-Key of 16 to 80 letters, digits, hyphens or underscores."
    ),
    KeyReused.code: KEY_REUSED,
}
"""For programs, where people are told about their form."""
KEY_REFUSED = _("The API key is missing, unknown, withdrawn or has expired.")
NOT_ALLOWED = _("This API key does not allow this.")
TOO_MANY = _("Too many calls at once. The header Retry-After says how many seconds to wait.")
FAULTS: Mapping[str, str | Promise] = {
    "missing": _("This field is missing."),
    "extra_forbidden": _("This field is not known."),
    "too_long": _("There are too many rows."),
    "too_short": _("The list is empty."),
}
TOO_LARGE = _("The body is larger than 2 MB. Send it in several calls.")
UNREADABLE = _("This is not what the description of the interface says.")


class OneError(Schema):
    """One reason of a refusal."""

    code: str
    field: str = Field(description="JSON pointer into the body, or a parameter's name.")
    message: str = Field(description="In the language of Accept-Language.")


class Refused(Schema):
    """Why nothing was done."""

    errors: list[OneError]


class Turned(Exception):
    """A call that is not let in."""

    def __init__(
        self, status: int, code: str, message: str | Promise, headers: Mapping[str, str]
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers


class ManyErrors(Refusal):
    """Several fields are at fault at once."""

    code = "refused"

    def __init__(self, errors: Sequence[Error]) -> None:
        super().__init__()
        self.errors = errors


def error(code: str, message: str | Promise, field: str = "") -> Error:
    """One error, its message in the active language."""
    return {"code": code, "field": field, "message": str(message)}


def answer_errors(api: NinjaAPI) -> None:
    """Let the interface answer refusals so; what is public keeps its own way."""
    api.add_exception_handler(AuthenticationError, _without_key)
    api.add_exception_handler(Turned, _turned)
    api.add_exception_handler(Refusal, _refused)

    api.add_exception_handler(RequestDataTooBig, _too_big)

    def unreadable(request: HttpRequest, fault: Any) -> HttpResponse:
        if not isinstance(getattr(request, "auth", None), Actor):
            return api.create_response(request, {"detail": str(fault)}, status=fault.status_code)
        return refuse([error("unreadable", UNREADABLE)], fault.status_code)

    def faulty(request: HttpRequest, fault: Any) -> HttpResponse:
        if not isinstance(getattr(request, "auth", None), Actor):
            return api.create_response(request, {"detail": fault.errors}, status=422)
        return refuse([_fault(one) for one in fault.errors], 422)

    api.add_exception_handler(HttpError, unreadable)
    api.add_exception_handler(ValidationError, faulty)


def refuse(errors: Sequence[Error], status: int, **headers: str) -> HttpResponse:
    """The answer itself."""
    plain = {"ensure_ascii": False}
    return JsonResponse(
        {"errors": list(errors)}, status=status, headers=headers, json_dumps_params=plain
    )


def _without_key(_request: HttpRequest, _fault: Any) -> HttpResponse:
    response = refuse([error("key_refused", KEY_REFUSED)], 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _too_big(_request: HttpRequest, _fault: Any) -> HttpResponse:
    return refuse([error("too_large", TOO_LARGE)], 413)


def _turned(_request: HttpRequest, turned: Any) -> HttpResponse:
    return refuse([error(turned.code, turned.message)], turned.status, **turned.headers)


def _refused(_request: HttpRequest, refusal: Any) -> HttpResponse:
    if isinstance(refusal, NotVisible):
        return refuse([error(refusal.code, refusal.text)], 404)
    if isinstance(refusal, ManyErrors):
        return refuse(refusal.errors, 422)
    words = FORM_WORDS.get(refusal.code, refusal.text)
    return refuse([error(refusal.code, words, refusal.field or "")], 422)


def _fault(told: Mapping[str, Any]) -> Error:
    """One fault of the body's or a parameter's shape."""
    place, *inside = (str(part) for part in told["loc"])
    if place == "body":
        # The first part is the parameter's name in our own code.
        field = "".join(f"/{part}" for part in inside[1:])
    else:
        field = inside[-1] if inside else ""
    return error(str(told["type"]), FAULTS.get(told["type"], UNREADABLE), field)
