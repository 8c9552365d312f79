"""What a clinic says of itself on its card."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sanamost.registry.organisations.proof_kinds import proof_kinds
from sanamost.registry.organisations.services import SiteFacts
from sanamost.registry.organisations.states import Regime
from sanamost.web.clinic.forms.desk import choose
from sanamost.web.components.wording import language_words, reader_language

SPOKEN = (
    *("ru", "en", "zh", "ar", "uz", "kk", "ky", "tg", "tk", "az", "hy", "ka", "mn", "tr", "fa"),
    *("de", "fr", "es", "it", "sr", "hi", "ko", "ja", "vi"),
)
TEXTS = {
    "names": _("Name of the site"),
    "city": _("City"),
    "addresses": _("Address"),
    "directions": _("How to get there"),
}


def language_choices(also: Any = ()) -> list[tuple[str, str]]:
    """Languages that staff may speak, with those already on the card."""
    codes = dict.fromkeys((*SPOKEN, *also))
    return [(code, language_words(code)) for code in codes]


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **options)


class ContactsForm(forms.Form):
    """How to reach the clinic, and by which rules it treats."""

    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(
        label=_("Website"), required=False, max_length=200, assume_scheme="https"
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the staff"), widget=forms.CheckboxSelectMultiple, required=False
    )
    regime = forms.ChoiceField(
        label=_("Legal regime"), choices=Regime.choices, widget=forms.RadioSelect
    )
    protocols = forms.CharField(
        label=_("Origin of the clinical protocols"),
        max_length=200,
        required=False,
        help_text=_("For a clinic of a cluster: whose protocols it follows."),
    )

    def __init__(self, *sent: Any, also: Any = (), **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "languages", language_choices(also))


class SiteForm(forms.Form):
    """One place where patients are received; every text by language."""

    region = forms.ChoiceField(label=_("Region"))
    latitude = forms.DecimalField(
        label=_("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        max_digits=8,
        decimal_places=5,
        help_text=_("In degrees, as maps show it. From it we find the nearest airport."),
    )
    longitude = forms.DecimalField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        max_digits=8,
        decimal_places=5,
    )

    def __init__(self, *sent: Any, regions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "region", regions)
        for language, name in settings.LANGUAGES:
            for part, label in TEXTS.items():
                self.fields[field_name(part, language)] = forms.CharField(
                    label=f"{label} · {name}",
                    max_length=500 if part == "directions" else 200,
                    required=language == reader_language() and part in {"names", "addresses"},
                )

    def languages(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The texts, one group a language; the reader's own first."""
        own = reader_language()
        for language, name in sorted(settings.LANGUAGES, key=lambda pair: pair[0] != own):
            yield str(name), [self[field_name(part, language)] for part in TEXTS]

    def place(self) -> list[forms.BoundField]:
        """Where it is."""
        return [self["region"], self["latitude"], self["longitude"]]

    def facts(self) -> SiteFacts:
        """What was typed; languages left empty are left out."""
        said = self.cleaned_data
        texts: dict[str, dict[str, str]] = {
            part: {
                language: words
                for language, _name in settings.LANGUAGES
                if (words := said[field_name(part, language)].strip())
            }
            for part in TEXTS
        }
        return SiteFacts(
            **texts,
            region=said["region"],
            latitude=said["latitude"],
            longitude=said["longitude"],
        )


def field_name(part: str, language: str) -> str:
    """The form's name of one text in one language."""
    return f"{part}_{language.replace('-', '_')}"


def site_values(site: Any) -> dict[str, Any]:
    """A site as the form begins with it."""
    values = {
        field_name(part, language): getattr(site, part).get(language, "")
        for part in TEXTS
        for language, _name in settings.LANGUAGES
    }
    return {
        **values,
        "region": site.region,
        "latitude": site.latitude,
        "longitude": site.longitude,
    }


class ProofForm(forms.Form):
    """A licence, an accreditation, a certificate or an attribute, with its paper."""

    kind = forms.ChoiceField(label=_("What it is"))
    number = forms.CharField(
        label=_("Its number"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    scope = forms.CharField(
        label=_("What it covers"),
        max_length=300,
        required=False,
        help_text=_("For example one department, or the whole hospital."),
    )
    works = forms.CharField(
        label=_("Works and services of the licence"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For a licence: one on each line, as the licence names them."),
    )
    issued_on = day_field(_("Day of issue"), required=False)
    valid_until = day_field(
        _("Last day of validity"),
        required=False,
        help_text=_(
            "Accreditations and certificates need it; a licence without an end and most "
            "attributes have none."
        ),
    )
    paper = forms.FileField(
        label=_("The certificate itself"),
        required=False,
        help_text=_("PDF or a picture. Only you and the coordinator open it."),
    )

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        language = reader_language()
        groups: dict[str, list[tuple[str, str]]] = {
            _now("Licences"): [],
            _now("Accreditations and certificates"): [],
            _now("What the clinic offers"): [],
        }
        places = dict(zip(("licence", "accreditation", "attribute"), groups.values(), strict=True))
        for kind in proof_kinds().values():
            places[kind.family].append((kind.code, kind.names[language]))
        choose(self, "kind", [("", "—"), *groups.items()])

    def clean_works(self) -> tuple[str, ...]:
        """One of the works on each line, each once."""
        lines = (line.strip(" ;,\t")[:300] for line in self.cleaned_data["works"].splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


class TextForm(forms.Form):
    """What the card says in one language."""

    about = forms.CharField(
        label=_("About the clinic"), max_length=5000, widget=forms.Textarea(attrs={"rows": 10})
    )
    directions = forms.CharField(
        label=_("How to get there"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SeenForm(forms.Form):
    """Which writing of a text was read."""

    written_at = forms.DateTimeField(widget=forms.HiddenInput)
