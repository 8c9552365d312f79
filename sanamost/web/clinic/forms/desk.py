"""What the desk types in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanamost.journey.cases.states import Origin
from sanamost.journey.requests.states import RejectReason, Whom
from sanamost.registry.catalogue import selectors as catalogue


def language_field(label: Any) -> forms.ChoiceField:
    """One of the product's languages."""
    return forms.ChoiceField(label=label, choices=settings.LANGUAGES)


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Fill a choice of a form that is known only at run time."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared so beside its form
    field.choices = choices


class AssignForm(forms.Form):
    """Who takes the request."""

    user = forms.ChoiceField(label=_("Assign to"), required=False)

    def __init__(self, *sent: Any, people: list[Any], **options: Any) -> None:
        super().__init__(*sent, **options)
        names = [(str(user.pk), str(user)) for user in people]
        choose(self, "user", [("", str(_("Nobody yet"))), *names])


class VerifyForm(forms.Form):
    """What was learned in the call."""

    note = forms.CharField(
        label=_("What you learned in the call"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        help_text=_("Who spoke, what the patient confirmed, what is still missing."),
    )


class RejectForm(forms.Form):
    """Why the request goes no further."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=RejectReason.choices, widget=forms.RadioSelect
    )


class TranslationForm(forms.Form):
    """Somebody's words in another language."""

    words = forms.CharField(
        label=_("Translation"), widget=forms.Textarea(attrs={"rows": 10}), max_length=20_000
    )
    language = language_field(_("Language of the translation"))


class ForwardForm(forms.Form):
    """To which clinics the request goes."""

    clinics = forms.MultipleChoiceField(
        label=_("Clinics"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *sent: Any, clinics: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "clinics", clinics)


class TypedInForm(forms.Form):
    """A request that came by telephone or letter."""

    origin = forms.ChoiceField(
        label=_("How the request came"),
        choices=[(Origin.PHONE, _("By telephone")), (Origin.EMAIL, _("By e-mail"))],
        widget=forms.RadioSelect,
        initial=Origin.PHONE,
    )
    whom = forms.ChoiceField(
        label=_("Who asks"),
        choices=[
            (Whom.SELF, _("The patient")),
            (Whom.CHILD, _("A parent or guardian of a child")),
            (Whom.DEAR, _("Somebody who acts for an adult patient")),
        ],
        initial=Whom.SELF,
    )
    name_latin = forms.CharField(
        label=_("Patient's name as in the passport"),
        max_length=200,
        help_text=_("In Latin letters, such as KARIMOVA AMINA."),
    )
    name_original = forms.CharField(
        label=_("Name in the patient's own script"), max_length=200, required=False
    )
    birth_date = forms.DateField(
        label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date"})
    )
    citizenship = forms.ChoiceField(label=_("Citizenship"))
    residence_country = forms.ChoiceField(label=_("Country of permanent residence"))
    representative_name = forms.CharField(
        label=_("Name of the person who asks"),
        max_length=200,
        required=False,
        help_text=_("Where it is not the patient."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The link to read and give the consents goes there."),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
        help_text=_("With the country code, such as +998 90 123 45 67."),
    )
    language = language_field(_("We write to them in"))
    area = forms.ChoiceField(label=_("Area of care"), required=False)
    words = forms.CharField(
        label=_("What help is needed, in their own words"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
    )
    words_language = language_field(_("Language of these words"))
    wished_from = forms.DateField(
        label=_("Wished from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        language = get_language() or "en"
        countries = [(c.code, c.name) for c in catalogue.countries(language)]
        for name in ("citizenship", "residence_country"):
            choose(self, name, [("", "—"), *countries])
        areas = [(area.code, area.name) for area in catalogue.areas(language)]
        choose(self, "area", [("", str(_("Not known yet"))), *areas])


class FileForm(forms.Form):
    """A paper that reached the desk by other ways."""

    file = forms.FileField(
        label=_("File"), help_text=_("PDF, photo (JPEG, PNG) or DICOM, up to 50 MB.")
    )
