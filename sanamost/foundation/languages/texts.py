"""A text on its way to the public: written, read by a colleague, published; one language each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.languages.errors import Refusal


class TextState(TextChoices):
    """A text in one language on its way to the public page."""

    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Checked")
    PUBLISHED = "published", _("Published")


TEXT_MOVES: dict[str, frozenset[str]] = {
    TextState.DRAFT: frozenset({TextState.CHECKED}),
    TextState.CHECKED: frozenset({TextState.DRAFT, TextState.PUBLISHED}),
    TextState.PUBLISHED: frozenset({TextState.DRAFT}),
}


class CheckedByAnother(Refusal):
    """Who wrote a text does not check it."""

    code = "text_checked_by_another"
    message = _("A colleague must check this text: you wrote it yourself.")


class NothingWritten(Refusal):
    """An empty text is not published."""

    code = "text_empty"
    message = _("Write the text first.")
    field = "about"


class UnknownLanguage(Refusal):
    """Texts are kept in the product's languages."""

    code = "unknown_language"
    message = _("Choose one of the languages of the portal.")
    field = "language"


class TextChanged(Refusal):
    """What was read is not what stands there now."""

    code = "text_changed"
    message = _("The text has changed since you read it. Read it again, then check it.")
