"""The product's texts in four languages.

`add FILE.json` puts texts into the catalogues: {"English text": {"ru": …, "zh": …, "ar": …}};
plurals: {"%(n)s day|%(n)s days": {"ru": [one, few, many], "zh": [other], "ar": [six forms]}};
a context stands before the text: "month name␄May". `compile` makes the .mo files. `check` names
every text that the product shows and a catalogue lacks, or the other way about (message_check.py).
"""

import json
import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "locale"
FOLDERS = {"ru": "ru", "zh": "zh_Hans", "ar": "ar"}
PLURALS = {
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 "
        ": n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
    ),
    "zh": "nplurals=1; plural=0;",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 "
        ": n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
    ),
}
CONTEXT = "␄"


def catalogue(language: str) -> polib.POFile:
    """The language's catalogue, new where there is none."""
    path = LOCALE / FOLDERS[language] / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    path.parent.mkdir(parents=True)
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": FOLDERS[language],
        "Plural-Forms": PLURALS[language],
    }
    fresh.fpath = str(path)
    return fresh


def entry(key: str, text: str | list[str]) -> polib.POEntry:
    """One catalogue entry; `key` may hold a context and a plural (see the module's docstring)."""
    context, _, message = key.rpartition(CONTEXT)
    singular, _, plural = message.partition("|") if isinstance(text, list) else (message, "", "")
    made = polib.POEntry(msgid=singular, msgctxt=context or None)
    if isinstance(text, list):
        made.msgid_plural = plural
        made.msgstr_plural = dict(enumerate(text))
    else:
        made.msgstr = text
    return made


def save(book: polib.POFile) -> None:
    """Write the catalogue in one fixed order, so that two changes rarely meet."""
    book.sort(key=lambda e: (e.msgid, e.msgctxt or ""))
    book.save(book.fpath)


def add(path: Path) -> None:
    """Put the texts of `path` into every catalogue; a text that is there is replaced."""
    texts = json.loads(path.read_text(encoding="utf-8"))
    for language in FOLDERS:
        book = catalogue(language)
        for key, translations in texts.items():
            made = entry(key, translations[language])
            if old := book.find(made.msgid, msgctxt=made.msgctxt or False):
                book.remove(old)
            book.append(made)
        save(book)


def compile_all() -> None:
    """Make the .mo file of every catalogue."""
    for language in FOLDERS:
        book = catalogue(language)
        if Path(book.fpath).exists():
            book.save_as_mofile(str(Path(book.fpath).with_suffix(".mo")))


def check() -> int:
    """Print what `check` finds; 1 when that is anything."""
    sys.path.insert(0, str(LOCALE.parent))  # started as a script, only tools/ is on the path
    from tools.message_check import problems  # noqa: PLC0415 it is found only now

    found = problems(LOCALE.parent / "sanamost", LOCALE)
    for line in found:
        print(line.removeprefix(f"{LOCALE.parent}/"))
    print(f"messages: {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        sys.exit(check())
    if sys.argv[1:2] == ["add"]:
        for name in sys.argv[2:]:
            add(Path(name))
    compile_all()
