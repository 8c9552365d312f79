"""messages.py check: every text in every language, and nothing else."""

import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tools.message_check import problems
from tools.message_sources import Misuse, Use, in_python, in_template
from tools.messages import CONTEXT, FOLDERS, PLURALS

ROOT = Path(__file__).resolve().parents[2]


def texts(source: str, *, python: bool) -> list[tuple[str, str, str]]:
    found = in_python(source, "x.py") if python else in_template(source, "x.html")
    return [(use.context, use.text, use.plural) for use in found if isinstance(use, Use)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("gettext('Save')", ("", "Save", "")),
        ("from django.utils.translation import gettext_lazy as _\n_('Sa' 've')", ("", "Save", "")),
        ("from django.utils.translation import gettext as t\nt('Save')", ("", "Save", "")),
        ("from django.utils import translation\ntranslation.gettext('Save')", ("", "Save", "")),
        ("ngettext('%(n)s day', '%(n)s days', n)", ("", "%(n)s day", "%(n)s days")),
        ("ngettext_lazy('%(n)s day', '%(n)s days', 'n')", ("", "%(n)s day", "%(n)s days")),
        ("pgettext_lazy('month', 'May')", ("month", "May", "")),
        ("npgettext('bed', 'place', 'places', 2)", ("bed", "place", "places")),
        ("gettext_noop('Save')", ("", "Save", "")),
    ],
)
def test_finds_texts_in_python(source: str, found: tuple[str, str, str]) -> None:
    assert texts(source, python=True) == [found]


@pytest.mark.parametrize(
    "source", ["x = 'Save'", "_('Save')", "gettext(text)", "log('gettext', 'Save')"]
)
def test_leaves_other_python_alone(source: str) -> None:
    assert list(in_python(f"{source}\n# gettext", "x.py")) == []


@pytest.mark.parametrize(
    "source",
    [
        "gettext(f'Hello {name}')",
        "gettext('Hello %s' % name)",
        "gettext('Hello {}'.format(name))",
        "gettext('Hello ' + name)",
    ],
)
def test_refuses_a_text_that_is_filled_before_it_is_translated(source: str) -> None:
    (misuse,) = in_python(source, "x.py")

    assert isinstance(misuse, Misuse)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% translate 'Save' %}", ("", "Save", "")),
        ('{% trans "Save" as label %}', ("", "Save", "")),
        ('{% translate "May" context "month" %}', ("month", "May", "")),
        ("{% translate '100%' %}", ("", "100%%", "")),
        (r'{% translate "the \"plan\"" %}', ("", 'the "plan"', "")),
        ("{{ _('Save') }}", ("", "Save", "")),
        ("{{ name|default:_('Nobody') }}", ("", "Nobody", "")),
        ("{% if x == _('Save') %}{% endif %}", ("", "Save", "")),
        ("""<c-button :label="_('Save')" />""", ("", "Save", "")),
        ("""<a title="{% translate 'Save' %}">""", ("", "Save", "")),
        (
            "{% blocktranslate with name=user.name %}Hello {{ name }}, 5%{% endblocktranslate %}",
            ("", "Hello %(name)s, 5%%", ""),
        ),
        (
            "{% blocktranslate trimmed %}\n  One\n  two {{ x }}\n{% endblocktranslate %}",
            ("", "One two %(x)s", ""),
        ),
        (
            "{% blocktrans count n=d context 'b' %}{{ n }} a{% plural %}bb{% endblocktrans %}",
            ("b", "%(n)s a", "bb"),
        ),
    ],
)
def test_finds_texts_in_templates(source: str, found: tuple[str, str, str]) -> None:
    assert texts(source, python=False) == [found]


@pytest.mark.parametrize(
    "source",
    [
        "{% translate label %}",
        "{# {% translate 'Save' %} #}",
        "{% comment %}{% translate 'Save' %}{% endcomment %}",
        "{% verbatim %}{% translate 'Save' %}{% endverbatim %}",
        "call_('Save')",
    ],
)
def test_leaves_other_template_text_alone(source: str) -> None:
    assert texts(source, python=False) == []


PAGE = """
{% translate "Save" %} {% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days
{% endblocktranslate %}
""".replace("\n{% endb", "{% endb")
DAYS = {
    "ru": ["%(n)s день", "%(n)s дня", "%(n)s дней"],
    "zh": ["%(n)s 天"],
    "ar": ["لا أيام", "يوم واحد", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم"],
}
SAVE = {"ru": "Сохранить", "zh": "保存", "ar": "حفظ"}


class Workshop:
    """A small product with one page and its catalogues."""

    def __init__(self, folder: Path) -> None:
        self.product, self.locale = folder / "sanamost", folder / "locale"
        self.books = {}
        self.write("web/templates/web/page.html", PAGE)
        for language, name in FOLDERS.items():
            book = polib.POFile()
            book.metadata = {
                "Content-Type": "text/plain; charset=UTF-8",
                "Plural-Forms": PLURALS[language],
            }
            book.append(polib.POEntry(msgid="Save", msgstr=SAVE[language]))
            book.append(
                polib.POEntry(
                    msgid="%(n)s day",
                    msgid_plural="%(n)s days",
                    msgstr_plural=dict(enumerate(DAYS[language])),
                )
            )
            self.books[name] = book

    def write(self, name: str, text: str) -> None:
        path = self.product / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def entry(self, language: str, msgid: str) -> polib.POEntry:
        found = self.books[language].find(msgid)
        assert found is not None
        return found

    def allow(self, name: str, *lines: str) -> None:
        self.locale.mkdir(exist_ok=True)
        (self.locale / name).write_text("\n".join(("# why", *lines)), encoding="utf-8")

    def check(self) -> list[str]:
        for name, book in self.books.items():
            folder = self.locale / name / "LC_MESSAGES"
            folder.mkdir(parents=True, exist_ok=True)
            book.save(str(folder / "django.po"))
        return problems(self.product, self.locale)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_is_content_with_a_whole_product(workshop: Workshop) -> None:
    assert workshop.check() == []


def test_names_a_text_that_a_language_lacks(workshop: Workshop) -> None:
    workshop.books["ar"].remove(workshop.entry("ar", "Save"))

    (problem,) = workshop.check()

    assert "page.html:2: missing in ar: 'Save'" in problem


def test_names_a_language_without_catalogue(workshop: Workshop) -> None:
    del workshop.books["zh_Hans"]

    assert workshop.check() == ["zh_Hans: no catalogue"]


@pytest.mark.parametrize("blank", ["", "  "])
def test_names_an_empty_translation(workshop: Workshop, blank: str) -> None:
    workshop.entry("ru", "Save").msgstr = blank
    workshop.entry("ar", "%(n)s day").msgstr_plural[2] = blank

    assert workshop.check() == ["ru: empty: 'Save'", "ar: empty: '%(n)s day'"]


def test_names_a_missing_plural_form(workshop: Workshop) -> None:
    del workshop.entry("ar", "%(n)s day").msgstr_plural[5]

    assert workshop.check() == ["ar: empty: '%(n)s day'"]


def test_names_a_plural_that_a_catalogue_knows_as_single(workshop: Workshop) -> None:
    workshop.books["ru"].remove(workshop.entry("ru", "%(n)s day"))
    workshop.books["ru"].append(polib.POEntry(msgid="%(n)s day", msgstr="%(n)s день"))

    (problem,) = workshop.check()

    assert "no plural forms in ru" in problem


def test_names_an_uncertain_translation(workshop: Workshop) -> None:
    workshop.entry("ru", "Save").flags.append("fuzzy")

    assert workshop.check() == ["ru: marked as uncertain (fuzzy): 'Save'"]


def test_names_what_is_shown_nowhere(workshop: Workshop) -> None:
    workshop.books["ru"].append(polib.POEntry(msgid="Old", msgstr="Старое"))
    workshop.books["ar"].append(polib.POEntry(msgid="Older", msgstr="أقدم", obsolete=True))

    assert workshop.check() == ["ru: shown nowhere: 'Old'", "ar: shown nowhere: 'Older'"]


def test_lets_other_packages_texts_be_translated_anew(workshop: Workshop) -> None:
    workshop.allow("third_party.txt", f"form{CONTEXT}Sign in")
    workshop.books["ru"].append(polib.POEntry(msgctxt="form", msgid="Sign in", msgstr="Войти"))

    assert workshop.check() == [
        "locale/third_party.txt: missing in zh_Hans: 'Sign in'",
        "locale/third_party.txt: missing in ar: 'Sign in'",
    ]


@pytest.mark.parametrize(
    ("language", "form", "text"),
    [
        ("ru", 0, "день"),
        ("ru", 1, "%(m)s дня"),
        ("zh_Hans", 0, "天"),
        ("ar", 3, "أيام"),
        ("ar", 1, "%(x)s يوم"),
    ],
)
def test_names_placeholders_that_differ(
    workshop: Workshop, language: str, form: int, text: str
) -> None:
    workshop.entry(language, "%(n)s day").msgstr_plural[form] = text

    (problem,) = workshop.check()

    assert problem.startswith(f"{language}: placeholders differ")


def test_names_a_translation_that_is_none(workshop: Workshop) -> None:
    workshop.entry("zh_Hans", "Save").msgstr = "Save"

    assert workshop.check() == ["zh_Hans: the same as in English: 'Save'"]

    workshop.allow("unchanged.txt", "Save")
    assert workshop.check() == []


def test_lets_signs_stay_as_they_are(workshop: Workshop) -> None:
    workshop.write("web/x.py", "from django.utils.translation import gettext\ngettext('%(a)s / 5')")
    for book in workshop.books.values():
        book.append(polib.POEntry(msgid="%(a)s / 5", msgstr="%(a)s / 5"))

    assert workshop.check() == []


def test_names_a_placeholder_without_a_name(workshop: Workshop) -> None:
    workshop.write("web/x.py", "from django.utils.translation import gettext\ngettext('%s left')")
    for name, text in {"ru": "осталось %s", "zh_Hans": "剩余 %s", "ar": "بقي %s"}.items():
        workshop.books[name].append(polib.POEntry(msgid="%s left", msgstr=text))

    (problem,) = workshop.check()

    assert "a placeholder without a name: '%s left'" in problem


def test_ignores_migrations(workshop: Workshop) -> None:
    workshop.write("web/migrations/0001.py", "gettext('Frozen')")

    assert workshop.check() == []


def test_runs_as_a_command_and_answers_by_its_exit_code() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "tools" / "messages.py", "check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ran.stdout.splitlines()[-1].startswith("messages: "), ran.stderr
    assert ran.returncode == (0 if ran.stdout.endswith("messages: 0 problems\n") else 1)
