"""The questions of the rules as one form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.engines.checkups import YOUNGEST, Question, RuleSet
from sanamost.journey.checkups.services import Told
from sanamost.registry.patients.states import Sex
from sanamost.web.components.wording import pick_text

OLDEST_ASKED = 110


class QuestionsForm(forms.Form):
    """Age and sex, then what the rules ask; nothing is chosen beforehand."""

    use_required_attribute = True
    age = forms.IntegerField(
        label=_("Age, full years"),
        min_value=YOUNGEST,
        max_value=OLDEST_ASKED,
        error_messages={
            "min_value": _("The rules are for adults. For a child, ask for treatment instead.")
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex, as in the passport"),
        choices=[(Sex.FEMALE, Sex.FEMALE.label), (Sex.MALE, Sex.MALE.label)],
        widget=forms.RadioSelect,
    )

    def __init__(self, *sent: Any, rules: RuleSet, told: Told | None, **options: Any) -> None:
        if told is not None:
            options["initial"] = {
                "age": told.age,
                "sex": told.sex,
                **{name_of(code): _held(rules, code, told) for code in told.answers},
            }
        super().__init__(*sent, **options)
        self.rules = rules
        for question in rules.questions:
            self.fields[name_of(question.code)] = _field(question)

    @property
    def asked(self) -> list[tuple[Any, str]]:
        """The questions' fields, each with the sex that it is asked of."""
        return [(self[name_of(one.code)], one.sex) for one in self.rules.questions]

    def clean(self) -> None:
        super().clean()
        sex = self.cleaned_data.get("sex")
        for question in self.rules.questions:
            name = name_of(question.code)
            skipped = question.many or (question.sex and question.sex != sex)
            if not skipped and name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, _("Choose one answer."))

    def told(self) -> Told:
        """What was answered, in the words of the rules."""
        said = self.cleaned_data
        answers: dict[str, frozenset[str]] = {}
        for question in self.rules.questions:
            given = said.get(name_of(question.code)) or []
            chosen = frozenset([given] if isinstance(given, str) else given)
            if chosen and (not question.sex or question.sex == said["sex"]):
                answers[question.code] = chosen
        version = self.rules.version
        return Told(age=said["age"], sex=said["sex"], answers=answers, version=version)


def name_of(code: str) -> str:
    """The field's name of a question."""
    return f"q_{code.replace('-', '_')}"


def _field(question: Question) -> forms.Field:
    words = pick_text(question.words)
    hint = pick_text(question.hint) if question.hint else ""
    choices = [(value.code, pick_text(value.words)) for value in question.values]
    if question.many:
        return forms.MultipleChoiceField(
            label=words,
            help_text=hint,
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.ChoiceField(
        label=words, help_text=hint, choices=choices, required=False, widget=forms.RadioSelect
    )


def _held(rules: RuleSet, code: str, told: Told) -> Any:
    question = rules.question(code)
    chosen = sorted(told.answers[code])
    return chosen if question is not None and question.many else next(iter(chosen), "")
