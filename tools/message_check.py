"""Compares the texts that the product shows with its catalogues, and names every gap."""

import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib

from tools.message_sources import Misuse, Use, uses_under
from tools.messages import CONTEXT, FOLDERS

_NAMED = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}")
_UNNAMED = re.compile(r"%[sdrfi]|\{\}")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_MARKUP = re.compile(r"<[^>]*>|&\w+;")
Key = tuple[str, str]


def problems(product: Path, locale: Path) -> list[str]:
    """Everything that is wrong, a line each; empty when every text is there in every language.

    `locale/third_party.txt` lists texts of other packages that are translated here anew;
    `locale/unchanged.txt` lists texts (names, abbreviations) that may stay as in English.
    """
    found = list(uses_under(product))
    wrong = [f"{each.place}: {each.why}" for each in found if isinstance(each, Misuse)]
    uses: dict[Key, Use] = {}
    for use in (each for each in found if isinstance(each, Use)):
        key = (use.context, use.text)
        if key not in uses or (use.plural and not uses[key].plural):
            uses[key] = use
    wrong += [
        f"{use.place}: a placeholder without a name: {use.text!r}"
        for use in uses.values()
        if _UNNAMED.search(_NAMED.sub("", use.text.replace("%%", "")))
    ]
    for line in _lines(locale / "third_party.txt"):
        context, _, text = line.rpartition(CONTEXT)
        uses.setdefault((context, text), Use(text, "locale/third_party.txt", context=context))
    unchanged = _lines(locale / "unchanged.txt")
    for folder in FOLDERS.values():
        wrong += _in_book(locale / folder / "LC_MESSAGES" / "django.po", uses, unchanged)
    return wrong


def _lines(path: Path) -> set[str]:
    if not path.exists():
        return set()
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.replace("\\n", "\n") for line in lines if line and not line.startswith("# ")}


def _in_book(path: Path, uses: dict[Key, Use], unchanged: set[str]) -> Iterator[str]:
    language = path.parts[-3]
    if not path.exists():
        yield f"{language}: no catalogue"
        return
    book = polib.pofile(str(path))
    entries = {(entry.msgctxt or "", entry.msgid): entry for entry in book if not entry.obsolete}
    for key, use in uses.items():
        if key not in entries:
            yield f"{use.place}: missing in {language}: {use.text!r}"
        elif use.plural and entries[key].msgid_plural != use.plural:
            yield f"{use.place}: no plural forms in {language}: {use.text!r}"
    for entry in book:
        if entry.obsolete or (entry.msgctxt or "", entry.msgid) not in uses:
            yield f"{language}: shown nowhere: {entry.msgid!r}"
            continue
        why = _fault(entry, book.metadata.get("Plural-Forms", ""), unchanged)
        if why:
            yield f"{language}: {why}: {entry.msgid!r}"


def _fault(entry: polib.POEntry, plural_rule: str, unchanged: set[str]) -> str:
    """What is wrong with one translation; empty when nothing is."""
    if entry.fuzzy:
        return "marked as uncertain (fuzzy)"
    forms = entry.msgstr_plural or {0: entry.msgstr}
    single = _single_number_forms(plural_rule) if entry.msgid_plural else None
    if not all(form.strip() for form in forms.values()) or (
        single is not None and len(forms) != len(single)
    ):
        return "empty"
    if any(_is_copy(form, entry) for form in forms.values()) and entry.msgid not in unchanged:
        return "the same as in English"
    wanted = _names(entry.msgid) | _names(entry.msgid_plural or "")
    for index, form in forms.items():
        missing, added = wanted - _names(form), _names(form) - wanted
        # "One day" may leave out the number, in a form that is used for one number alone.
        allowed = 1 if single is not None and single[index] else 0
        if added or len(missing) > allowed:
            return f"placeholders differ ({', '.join(sorted(missing | added))})"
    return ""


def _names(text: str) -> set[str]:
    return {one or other for one, other in _NAMED.findall(text.replace("%%", ""))}


def _is_copy(form: str, entry: polib.POEntry) -> bool:
    plain = _MARKUP.sub("", _NAMED.sub("", form))
    return form in {entry.msgid, entry.msgid_plural} and bool(_LETTERS.search(plain))


@cache
def _single_number_forms(rule: str) -> list[bool]:
    """For each plural form, whether one number alone uses it (Arabic: none, one, two)."""
    count = int((re.search(r"nplurals\s*=\s*(\d+)", rule) or ["", "1"])[1])
    expression = (re.search(r"plural\s*=\s*([^;]+)", rule) or ["", "0"])[1]
    form_of = gettext.c2py(expression)
    numbers = [form_of(number) for number in range(1000)]
    return [numbers.count(form) == 1 for form in range(count)]
