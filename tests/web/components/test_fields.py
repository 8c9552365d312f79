"""A form field …"""

from django import forms
from django.template import Context, Template
from django.utils import translation

FIELD = Template('<c-field :field="form.{0}" />'.replace("{0}", "name"))


class Sample(forms.Form):
    name = forms.CharField(label="Name <b>", help_text="As in the passport")
    email = forms.EmailField(required=False)
    who = forms.ChoiceField(choices=[("a", "A & B"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")


def write(name: str, form: forms.Form) -> str:
    source = f'<c-field :field="form.{name}" />'
    with translation.override("en"):
        return str(compiled(source).render(Context({"form": form})))


def compiled(source: str) -> Template:
    """As a file would be: cotton rewrites its tags when a template is loaded, not from a string."""
    from django_cotton.compiler_regex import CottonCompiler  # noqa: PLC0415 private to this test

    return Template(CottonCompiler().process(source))


def test_ties_hint_and_error_to_its_control() -> None:
    text = write("name", Sample({}))
    assert 'aria-describedby="id_name_hint id_name_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_name_error"' in text
    assert 'id="id_name_hint"' in text
    assert 'for="id_name"' in text


def test_takes_any_script_and_escapes_its_label() -> None:
    text = write("name", Sample())
    assert 'dir="auto"' in text
    assert "Name &lt;b&gt;" in text
    assert "<b>" not in text


def test_says_when_it_may_stay_empty() -> None:
    assert "(optional)" in write("email", Sample())
    assert "(optional)" not in write("name", Sample())


def test_gives_choices_a_legend() -> None:
    text = write("who", Sample({}))
    assert "<fieldset" in text
    assert "<legend" in text
    assert text.count('type="radio"') == 2
    assert "A &amp; B" in text
    assert 'aria-describedby="id_who_error"' in text


def test_puts_the_label_behind_a_box() -> None:
    text = write("agree", Sample())
    assert text.index('type="checkbox"') < text.index("I agree")
