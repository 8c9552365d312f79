"""What a question offers to choose from, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanamost.registry.catalogue import selectors as catalogue

# Those that patients of our clinics speak most; every other one is in the list below them.
OFTEN_SPOKEN = (
    *("ru", "en", "zh", "ar", "uz", "kk", "tg", "ky", "hy", "az", "ka", "mn", "tr", "fa", "hi"),
    *("vi", "ko", "fr", "es", "de"),
)
OFTEN_USED = ("USD", "EUR", "RUB", "CNY", "AED", "KZT", "UZS")


def reader() -> str:
    """The language of the page."""
    return get_language() or "en"


def countries() -> list[tuple[str, str]]:
    """Every country, with an empty first choice."""
    return [("", str(_("Choose"))), *((c.code, c.name) for c in catalogue.countries(reader()))]


def areas() -> list[tuple[str, str]]:
    """Areas of care; nobody has to know theirs."""
    return [
        ("", str(_("I do not know yet"))),
        *((a.code, a.name) for a in catalogue.areas(reader())),
    ]


def currencies() -> list[tuple[str, str]]:
    """Currencies: first those that are named most."""
    known = {c.code: f"{c.code} · {c.name}" for c in catalogue.currencies(reader())}
    first = [(code, known.pop(code)) for code in OFTEN_USED if code in known]
    return [("", str(_("Currency"))), *first, *known.items()]


def languages(*, often: bool) -> list[tuple[str, str]]:
    """Languages by their names in the reader's language, the often spoken ones or the others."""
    return [
        (one.code, one.name)
        for one in catalogue.languages_spoken(reader())
        if (one.code in OFTEN_SPOKEN) == often
    ]
