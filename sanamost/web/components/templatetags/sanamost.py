"""Tags that every template has without loading them (settings: TEMPLATES builtins).

{% icon "check" %}  {% icon "alert" label=_("Overdue") large=True %}
{% money line.amount line.currency %}  {% money total %}   (an object with .amount and .currency)
{% price offered %}  {% price offered "eaeu" %}        "from …" where the clinic says so
{% day case.opened_at %}  {% moment event.at %}  {% ago event.at %}  {% clock referral.due_at %}
{% country "UZ" %}  {% language_name "uz" %}  {% number 12345 %}  {% share 0.31 %}
{% weekdays service.weekdays %}               "Sat, Sun" of the days on which a service is given
{% text service.name %}                       {"en": …, "ru": …} -> the reader's text
{% control form.email %}                      a form field's widget in our look (used by c-field)
"""

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    EmailInput,
    NumberInput,
    PasswordInput,
    RadioSelect,
    Select,
    Textarea,
    TextInput,
    URLInput,
)
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from sanamost.registry.catalogue.weekdays import days
from sanamost.web.components import charts, wording
from sanamost.web.components.icons import icon_svg
from sanamost.web.components.parts import Point

register = template.Library()
NATIVE = {"en": "English", "ru": "Русский", "zh-hans": "简体中文", "ar": "العربية"}
SATURDAY = 6
SOON = dt.timedelta(hours=24)


@register.simple_tag
def icon(name: str, label: str = "", classes: str = "", *, large: bool = False) -> SafeString:
    """An icon of assets/icons.json as inline SVG."""
    return icon_svg(name, label, f"icon-large {classes}".strip() if large else classes)


@register.simple_tag
def money(amount: Any, currency: str = "", *, exact: bool = False) -> str:
    """An amount with its currency in the reader's way; a dash where there is none."""
    if amount is None or amount == "":
        return wording.NOTHING
    if not currency:
        amount, currency = amount.amount, amount.currency
    words = wording.money_words(Decimal(amount), str(currency), exact=exact)
    return format_html('<bdi class="figures nowrap">{}</bdi>', words)


@register.simple_tag
def price(offered: Any, group: str = "foreign") -> str:
    """What a service costs the group: the lowest price as "from …", a range with both ends."""
    amount = offered.prices.get(group)
    if amount is None:
        return wording.NOTHING
    words = money(amount, offered.currency)
    if (highest := offered.highest.get(group)) and highest > amount:
        return format_html("{} – {}", words, money(highest, offered.currency))
    return money_from(amount, offered.currency, group in offered.at_least)


@register.simple_tag
def money_from(amount: Any, currency: str, lowest: bool) -> str:  # noqa: FBT001 a template says it so
    """An amount; as "from …" where it is the lowest one."""
    words = money(amount, currency)
    if not lowest:
        return words
    before, _mark, after = gettext("from %(lowest)s").partition("%(lowest)s")
    return format_html("<span>{}{}{}</span>", before, words, after)  # one thing in a row of cells


@register.simple_tag
def number(value: Any) -> str:
    """A number with the reader's separators."""
    return wording.NOTHING if value is None else wording.number_words(value)


@register.simple_tag
def share(value: Any) -> str:
    """A share of one as a percentage."""
    return wording.NOTHING if value is None else wording.share_words(value)


def _time(value: dt.date, words: str, title: str = "") -> SafeString:
    hint = format_html(' title="{}"', title) if title else ""
    return format_html(
        '<time datetime="{}"{} class="nowrap">{}</time>', value.isoformat(), hint, words
    )


@register.simple_tag
def day(value: dt.date | None) -> str:
    """A day in the reader's way."""
    return _time(value, wording.day_words(value)) if value else wording.NOTHING


@register.simple_tag
def weekdays(number: int) -> str:
    """Days of the week, as `registry/catalogue/weekdays.py` keeps them."""
    return wording.weekday_words(number)


@register.filter
def on_weekend(number: int) -> bool:
    """Whether a Saturday or a Sunday is among the days."""
    return any(day >= SATURDAY for day in days(number))


@register.simple_tag
def moment(value: dt.datetime | None) -> str:
    """Day and time in the reader's zone."""
    return _time(value, wording.moment_words(value)) if value else wording.NOTHING


@register.simple_tag
def ago(value: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """How long ago, with the exact moment as its title."""
    if not value:
        return wording.NOTHING
    words = wording.ago_words(value, now or timezone.now())
    return _time(value, words, wording.moment_words(value))


@register.simple_tag
def clock(
    due: dt.datetime | None, met: dt.datetime | None = None, now: dt.datetime | None = None
) -> str:
    """A due time in words with an icon: time left, due soon (24 h), overdue, kept or late."""
    if not due:
        return wording.NOTHING
    here = met or now or timezone.now()
    span = wording.span_words(due - here)
    late = here > due
    if met:
        kind, mark = ("overdue", "overdue") if late else ("kept", "check")
        words = gettext("Late by %(time)s") if late else gettext("In time")
    elif late:
        kind, mark, words = "overdue", "overdue", gettext("Overdue by %(time)s")
    else:
        kind = "soon" if due - here <= SOON else "ok"
        mark, words = "clock", gettext("%(time)s left")
    return format_html(
        '<span class="due due-{}" title="{}">{}<span>{}</span></span>',
        kind,
        wording.moment_words(due),
        icon_svg(mark, "", ""),
        words % {"time": span},
    )


@register.simple_tag
def country(code: str) -> str:
    """A country's name in the reader's language."""
    return wording.country_words(code)


@register.simple_tag
def language_name(code: str) -> str:
    """A language's name in the reader's language."""
    return wording.language_words(code)


@register.simple_tag
def text(texts: Mapping[str, str] | str | None) -> str:
    """The reader's text out of a set of translations."""
    return wording.pick_text(texts)


@register.filter
def initials(name: str) -> str:
    """The letters on a person's mark."""
    return wording.initials(str(name))


@register.simple_tag
def page_language() -> str:
    """The value of <html lang>: BCP 47 writes scripts with a capital."""
    code = wording.reader_language()
    return code.replace("-hans", "-Hans").replace("-hant", "-Hant")


@register.simple_tag
def page_direction() -> str:
    """ "rtl" or "ltr"."""
    return "rtl" if get_language_bidi() else "ltr"


@register.simple_tag
def page_languages() -> list[dict[str, object]]:
    """The languages to choose from, each by its own name."""
    now = wording.reader_language()
    return [
        {"code": code, "name": NATIVE.get(code, str(name)), "current": code == now}
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag
def whole_portal() -> str:
    """The address of the portal of all regions."""
    return f"{settings.PUBLIC_ADDRESS}/"


@register.simple_tag
def demonstration() -> bool:
    """Whether this is a demonstration: pages say so."""
    return bool(settings.DEMONSTRATION)


WIDGET_CLASSES = (
    ((CheckboxInput,), "form-check-input"),
    ((Select,), "form-select"),
    ((TextInput, Textarea, NumberInput, EmailInput, PasswordInput, URLInput), "form-control"),
    ((ClearableFileInput,), "form-control"),
)


def _is_free_text(widget: object) -> bool:
    return isinstance(widget, Textarea) or type(widget) is TextInput


def _attributes(field: BoundField) -> dict[str, str | bool]:
    widget = field.field.widget
    found = next((name for kinds, name in WIDGET_CLASSES if isinstance(widget, kinds)), "")
    classes = f"{widget.attrs.get('class', '')} {found or 'form-control'}".strip()
    attributes: dict[str, str | bool] = {"class": classes}
    if _is_free_text(widget) and "dir" not in widget.attrs:
        attributes["dir"] = "auto"
    if isinstance(widget, (EmailInput, NumberInput, URLInput)):
        attributes["dir"] = "ltr"
    described = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_error")
        attributes["aria-invalid"] = "true"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return attributes


def _choices(field: BoundField) -> Iterator[SafeString]:
    for part in field:
        part.data["attrs"]["class"] = "form-check-input"
        yield format_html(
            '<label class="choice" for="{}">{}<span>{}</span></label>',
            part.id_for_label,
            part.tag(wrap_label=False),
            part.choice_label,
        )


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's widget: right class, described by its hint and error, free text of any script."""
    if is_group(field):
        return format_html_join("", "{}", ((choice,) for choice in _choices(field)))
    return field.as_widget(attrs=_attributes(field))


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is a set of radio buttons or boxes: it then needs a legend."""
    return isinstance(field.field.widget, (RadioSelect, CheckboxSelectMultiple))


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether the field is one box to tick: its label then stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def chart_bars_of(points: Sequence[Point]) -> charts.Bars:
    """The geometry of a bar chart (used by c-chart-bars)."""
    return charts.bars(points, mirrored=get_language_bidi())


@register.simple_tag
def chart_line_of(points: Sequence[Point]) -> charts.Line:
    """The geometry of a line chart (used by c-chart-line)."""
    return charts.line(points, mirrored=get_language_bidi())


@register.filter
def shown(point: Point) -> str:
    """A chart value as text."""
    return charts.shown(point)


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG wants it: a point, no grouping."""
    return f"{value:g}"


@register.simple_tag
def form_key() -> str:
    """A fresh idempotency key for a form (c-form writes it; web.routing reads it)."""
    return secrets.token_urlsafe(24)


@register.simple_tag(takes_context=True)
def show_panel(context: template.Context, shown: Any) -> str:
    """A case page's panel (web.components.panels): its template with its own context."""
    with context.push(**shown.context, panel=shown):
        made: Any = get_template(shown.template)
        return str(made.template.render(context))
