"""What a region says of its own portal, and what the national centre answers."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sanamost.registry.publishing.services import PortalFacts

COLOUR = forms.TextInput(attrs={"type": "color", "dir": "ltr"})


class PortalForm(forms.Form):
    """Name, address, colours, scope, languages."""

    code = forms.SlugField(
        label=_("Word in the address"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("Latin letters, digits and hyphens: the portal stands at /in/word/."),
    )
    host = forms.ChoiceField(
        label=_("Host name of its own"),
        required=False,
        help_text=_("The operator points host names here; until then there is none to choose."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the portal"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    accent_light = forms.CharField(label=_("Colour in the light mode"), max_length=7, widget=COLOUR)
    accent_dark = forms.CharField(label=_("Colour in the dark mode"), max_length=7, widget=COLOUR)
    regions = forms.MultipleChoiceField(
        label=_("Regions shown"), widget=forms.CheckboxSelectMultiple
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas of care shown"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )

    def __init__(
        self,
        *sent: Any,
        regions: list[tuple[str, str]],
        areas: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*sent, **options)
        hosts = [("", "—"), *((host, host) for host in settings.PORTAL_HOSTS)]
        for name, choices in (("regions", regions), ("areas", areas), ("host", hosts)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared so above
            field.choices = choices
        for language, words in settings.LANGUAGES:
            self.fields[name_field(language)] = forms.CharField(
                label=f"{_('Name of the portal')} · {words}",
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )

    def names(self) -> Iterator[forms.BoundField]:
        """The name in each language."""
        for language, _words in settings.LANGUAGES:
            yield self[name_field(language)]

    def facts(self) -> PortalFacts:
        """What was said."""
        said = self.cleaned_data
        return PortalFacts(
            code=said["code"].lower(),
            host=said["host"],
            names={
                language: words
                for language, _words in settings.LANGUAGES
                if (words := said[name_field(language)].strip())
            },
            accent_light=said["accent_light"].lower(),
            accent_dark=said["accent_dark"].lower(),
            regions=said["regions"],
            areas=said["areas"],
            languages=said["languages"],
        )


class SeenForm(forms.Form):
    """Which draft was looked at: when it was written."""

    written_at = forms.DateTimeField(widget=forms.HiddenInput)


class ReturnForm(SeenForm):
    """What to change."""

    reason = forms.CharField(
        label=_("What to change"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The region's coordinator reads these words."),
    )


def name_field(language: str) -> str:
    """The form's name of the portal's name in one language."""
    return f"name_{language.replace('-', '_')}"


def portal_values(portal: Any, region: str) -> dict[str, Any]:
    """A portal as the form begins with it; a new one begins with the region and our colours."""
    if portal is None:
        return {
            "regions": [region],
            "languages": [code for code, _name in settings.LANGUAGES],
            "accent_light": "#0f6b6b",
            "accent_dark": "#63c5bf",
        }
    names = {name_field(language): words for language, words in portal.names.items()}
    kept = ("code", "host", "accent_light", "accent_dark", "regions", "areas", "languages")
    return {**names, **{name: getattr(portal, name) for name in kept}}
