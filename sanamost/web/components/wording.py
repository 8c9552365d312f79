"""Numbers, money, dates and names in the reader's way, through Babel.

Plain functions: the template tags call them, and so may anything that writes for people. Locale
objects are parsed once per language; parsing one costs more than a whole page.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError, dates, numbers
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

from sanamost.registry.catalogue.weekdays import ISO_DAYS, days

FALLBACK = "en"
# English is written the British way: day before month, as most of its readers here expect.
BABEL = {"en": "en_GB", "ru": "ru", "zh-hans": "zh_Hans", "ar": "ar"}
NOTHING = "—"
BETWEEN_WORDS = {"zh": "、", "ar": "، "}
BETWEEN = {"zh": " ", "ar": "، "}  # between a day and a time
MARK = "\u200e"  # keeps "US$" whole inside right-to-left text


def reader_language() -> str:
    """The code of the language this page is written in, one of settings.LANGUAGES."""
    return get_language() or FALLBACK


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """Babel's locale for a Django language code; English where Babel does not know it."""
    try:
        return Locale.parse(BABEL.get(language, language), sep="_" if "_" in language else "-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(BABEL[FALLBACK])


@lru_cache(maxsize=8)
def _known(language: str) -> Locale:
    return Locale.parse(BABEL[language]) if language in BABEL else locale_of(language)


def reader_locale() -> Locale:
    """Babel's locale of this page."""
    return _known(reader_language())


@lru_cache(maxsize=512)
def _money_pattern(locale: Locale, currency: str, *, digits: int) -> str:
    """The locale's pattern for `currency` with `digits` decimals; letters stand apart from it."""
    pattern = str(locale.currency_formats["standard"].pattern)
    positive = pattern.split(";", maxsplit=1)[0]
    fraction = f".{'0' * digits}" if digits else ""
    written = positive.replace("#,##0.00", f"#,##0{fraction}")
    symbol = numbers.get_currency_symbol(currency, locale=locale)
    if symbol[-1:].isalpha() and "¤#" in written:
        written = written.replace("¤#", "¤\u00a0#")
    return written


def money_words(amount: Decimal, currency: str, *, exact: bool = False) -> str:
    """The amount with its currency; `exact` keeps the decimals of a whole amount."""
    digits = numbers.get_currency_precision(currency)
    if not exact and amount == amount.to_integral_value():
        digits = 0
    locale = reader_locale()
    pattern = _money_pattern(locale, currency, digits=digits)
    words = numbers.format_currency(
        amount, currency, format=pattern, locale=locale, currency_digits=False
    )
    return f"{words}{MARK}" if locale.text_direction == "rtl" else words


def currency_words(currency: str) -> str:
    """The currency's name; Babel's, in the reader's language."""
    return numbers.get_currency_name(currency, locale=reader_locale())


def number_words(value: Decimal | float) -> str:
    """A number with the reader's separators."""
    return numbers.format_decimal(value, locale=reader_locale())


def share_words(value: Decimal | float) -> str:
    """A share of one as a percentage."""
    return numbers.format_percent(value, format="#,##0.#%", locale=reader_locale())


def local(value: dt.datetime) -> dt.datetime:
    """The moment in the reader's time zone (the one that is active for the request)."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def day_words(value: dt.date) -> str:
    """A day, or the reader's day of a moment."""
    whole = local(value).date() if isinstance(value, dt.datetime) else value
    return _day_in(reader_language(), whole)


@lru_cache(maxsize=4096)
def _day_in(language: str, day: dt.date) -> str:
    return dates.format_skeleton("yMMMd", day, locale=_known(language))


def weekday_words(weekdays: int) -> str:
    """The days of the week on which a service is given; empty where the clinic has not said."""
    listed = days(weekdays)
    if len(listed) == len(ISO_DAYS):
        return gettext("Every day")
    names = dates.get_day_names("abbreviated", "stand-alone", locale=reader_locale())
    return BETWEEN_WORDS.get(reader_locale().language, ", ").join(
        str(names[day - 1]) for day in listed
    )


def moment_words(value: dt.datetime) -> str:
    """Day and time in the reader's zone."""
    here = local(value)
    language = reader_language()
    between = BETWEEN.get(_known(language).language, ", ")
    return f"{_day_in(language, here.date())}{between}{_time_in(language, here.hour, here.minute)}"


@lru_cache(maxsize=4 * 24 * 60)
def _time_in(language: str, hour: int, minute: int) -> str:
    """Kept, as days are: a list of fifty moments takes Babel 0.4 ms."""
    return dates.format_time(dt.time(hour, minute), "HH:mm", locale=_known(language))


def span_words(span: dt.timedelta) -> str:
    """A length of time in its largest sensible unit: "3 days", never less than a minute."""
    length = max(abs(span), dt.timedelta(minutes=1))
    granularity: Literal["minute", "hour", "day"] = "hour"
    if length < dt.timedelta(hours=1):
        granularity = "minute"
    elif length >= dt.timedelta(days=2):
        granularity = "day"
    return _span_in(reader_language(), granularity, round(length / STEPS[granularity]))


def working_words(span: dt.timedelta) -> str:
    """Time in which days off do not count: hours within the first day, then working days begun."""
    if span <= STEPS["day"]:
        return _span_in(reader_language(), "hour", max(-(-span // STEPS["hour"]), 1))
    days = -(-span // STEPS["day"])
    return ngettext("%(number)d working day", "%(number)d working days", days) % {"number": days}


STEPS = {
    "minute": dt.timedelta(minutes=1),
    "hour": dt.timedelta(hours=1),
    "day": dt.timedelta(days=1),
}


@lru_cache(maxsize=4096)
def _span_in(language: str, granularity: Literal["minute", "hour", "day"], number: int) -> str:
    return dates.format_timedelta(
        number * STEPS[granularity], granularity=granularity, threshold=2, locale=_known(language)
    )


def ago_words(value: dt.datetime, now: dt.datetime) -> str:
    """How long before or after `now`: "5 hours ago", "in 2 days"."""
    if abs(value - now) < dt.timedelta(minutes=1):
        return pgettext("time", "just now")
    return dates.format_timedelta(value - now, add_direction=True, locale=reader_locale())


def country_words(code: str) -> str:
    """The country's name; its code where it has no name in this language."""
    return str(reader_locale().territories.get(code.upper(), code)) if code else NOTHING


def language_words(code: str) -> str:
    """The language's name in the reader's language."""
    if not code:
        return NOTHING
    parts = code.replace("-", "_").split("_")
    tag = "_".join([parts[0].lower(), *(part.title() for part in parts[1:])])
    names = reader_locale().languages
    return str(names.get(tag) or names.get(parts[0].lower()) or code)


def pick_text(texts: Mapping[str, str] | str | None) -> str:
    """The reader's text out of {"en": …, "ru": …}; English, else any, where it is missing."""
    if isinstance(texts, str):
        return texts
    if not texts:
        return ""
    language = reader_language()
    found = texts.get(language) or texts.get(language.split("-", maxsplit=1)[0])
    return found or texts.get(FALLBACK) or next((text for text in texts.values() if text), "")


def initials(name: str) -> str:
    """Up to two first letters of a name; one for a name in Chinese or Arabic letters."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    if words[0][0].upper() == words[0][0].lower():  # letters without case: two would run together
        return words[0][0]
    return "".join(word[0].upper() for word in (words[0], words[-1])[: min(2, len(words))])
