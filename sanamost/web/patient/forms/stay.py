"""What the patient's side types in about the way, and after treatment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.journey.aftercare.states import Feeling
from sanamost.journey.travel.states import WorkKind

# What a patient may ask for; visa and papers are the clinic's own work.
WISHES = (
    WorkKind.TRANSFER,
    WorkKind.INTERPRETER,
    WorkKind.STAY,
    WorkKind.NURSE,
    WorkKind.COMPANION,
)
MARKS = [(str(n), str(n)) for n in range(1, 6)]
SCALE = [(str(n), str(n)) for n in range(11)]


class WishForm(forms.Form):
    """A service around treatment."""

    kind = forms.ChoiceField(label=_("What do you need?"), choices=[(k, k.label) for k in WISHES])
    wish = forms.CharField(
        label=_("Anything we should know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FollowUpForm(forms.Form):
    """Four short questions, answered with a thumb."""

    feeling = forms.ChoiceField(
        label=_("How do you feel, compared with the day you left?"),
        choices=Feeling.choices,
        widget=forms.RadioSelect,
    )
    pain = forms.ChoiceField(
        label=_("How strong is the pain?"),
        help_text=_("0 is none, 10 is the worst you can imagine."),
        choices=SCALE,
        widget=forms.RadioSelect,
    )
    complication = forms.ChoiceField(
        label=_("Has anything gone wrong: fever, a wet or red wound, short breath, swelling?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SurveyForm(forms.Form):
    """What the patient thought of it."""

    care = forms.ChoiceField(
        label=_("The care you received"),
        help_text=_("1 is bad, 5 is very good."),
        choices=MARKS,
        widget=forms.RadioSelect,
    )
    communication = forms.ChoiceField(
        label=_("Talking and listening, in your language"), choices=MARKS, widget=forms.RadioSelect
    )
    price_honesty = forms.ChoiceField(
        label=_("Honest prices: you paid what was agreed"), choices=MARKS, widget=forms.RadioSelect
    )
    recommend = forms.ChoiceField(
        label=_("How likely is it that you recommend the clinic to somebody dear?"),
        help_text=_("0 is not at all, 10 is surely."),
        choices=SCALE,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
