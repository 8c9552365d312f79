"""What a clinic answers on a referral."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.journey.requests.states import DeclineReason, Outcome
from sanamost.web.clinic.forms.desk import choose, language_field


class ReviewForm(forms.Form):
    """Which physician reviews."""

    physician = forms.ChoiceField(label=_("Physician"))

    def __init__(self, *sent: Any, people: list[Any], **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "physician", [(str(user.pk), str(user)) for user in people])


class VerdictForm(forms.Form):
    """A physician's structured answer; `remote`: the patient stays at home, so no stay is asked."""

    outcome = forms.ChoiceField(
        label=_("Verdict"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    conclusion = forms.CharField(
        label=_("Conclusion and plan"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        required=False,
        help_text=_("What you see, what you advise, the plan of treatment in a few sentences."),
    )
    language = language_field(_("Language in which you write"))
    stay_days = forms.IntegerField(
        label=_("Stay, days"), min_value=0, max_value=365, required=False, initial=0
    )
    board = forms.CharField(
        label=_("Members of the board"),
        max_length=300,
        required=False,
        help_text=_("Where it was not one doctor."),
    )
    questions = forms.CharField(
        label=_("Questions to the patient"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20_000,
        required=False,
        help_text=_("For “More data are needed”: one question or paper on each line."),
    )
    decline_reason = forms.ChoiceField(
        label=_("Why the clinic declines"),
        required=False,
        help_text=_("For “We cannot help here”; the patient reads these words."),
    )

    def __init__(self, *sent: Any, remote: bool = False, **options: Any) -> None:
        super().__init__(*sent, **options)
        if remote:
            del self.fields["stay_days"]
        choose(self, "decline_reason", [("", "—"), *DeclineReason.choices])


class DeclineForm(forms.Form):
    """A decline without a physician's verdict."""

    reason = forms.ChoiceField(
        label=_("Why the clinic declines"), choices=DeclineReason.choices, widget=forms.RadioSelect
    )


class QuestionForm(forms.Form):
    """A question in the patient's language."""

    words = forms.CharField(
        label=_("The question in the patient's language"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
