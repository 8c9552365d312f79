"""Identifiers that leave the server: prefixed, unguessable, never a row's key."""

import secrets
import string
from typing import TYPE_CHECKING, Any

from django.db import models

ALPHABET = string.ascii_letters + string.digits
LENGTH = 22  # 22 letters of 62 carry 131 bits


def new(prefix: str) -> str:
    """A fresh public id such as `case_4fGh…`."""
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"


if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:  # at run time Django's fields take no type parameters
    Text = models.CharField


class PublicIdField(Text):
    """A unique public id made when the row is made."""

    def __init__(self, *, prefix: str = "", **options: Any) -> None:
        self.prefix = prefix
        options.update(max_length=40, unique=True, editable=False)
        super().__init__(**options)

    def get_default(self) -> str:
        """A fresh id for each row."""
        return new(self.prefix)

    def has_default(self) -> bool:
        """Always: nobody sets a public id by hand."""
        return True

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """The field as a migration writes it."""
        name, path, arguments, options = super().deconstruct()
        for fixed in ("max_length", "unique", "editable"):
            options.pop(fixed, None)
        return str(name), path, list(arguments), {**options, "prefix": self.prefix}
