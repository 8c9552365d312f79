"""An anticipated no, said to a person in their language."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """What was asked cannot be done; nothing was changed.

    `code` is stable and for machines, `message` is translated when shown, `field` names the input
    at fault, `parameters` fill the message's named placeholders.
    """

    code = "refused"
    message: str | Promise = _("This cannot be done.")
    field: str | None = None

    def __init__(
        self,
        message: str | Promise | None = None,
        *,
        code: str | None = None,
        field: str | None = None,
        **parameters: Any,
    ) -> None:
        super().__init__(code or self.code)
        self.code = code or self.code
        self.message = message or self.message
        self.field = field or self.field
        self.parameters = parameters

    @property
    def text(self) -> str:
        """The message in the active language, placeholders filled."""
        message = str(self.message)
        return message % self.parameters if self.parameters else message

    def __str__(self) -> str:
        return self.text


class NotVisible(Refusal):
    """There is no such thing, or none that this actor may know of: the two look alike."""

    code = "not_found"
    message = _("We cannot find this. It may have moved, or it is not yours to see.")
