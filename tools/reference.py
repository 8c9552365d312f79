"""Makes the reference files that ship in the package from a folder of source files.

`python tools/reference.py SOURCE_FOLDER` writes into sanamost/registry/catalogue/reference/.
The source files and where they came from are named in that folder's SOURCES.md; names that no
source gives (regions, areas, headings of care profiles) lie in tools/reference_names/.
"""

import csv
import datetime as dt
import gzip
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sanamost.engines.money import MINOR_UNITS  # noqa: E402 the path comes first

TARGET = ROOT / "sanamost" / "registry" / "catalogue" / "reference"
NAMES = ROOT / "tools" / "reference_names"
LANGUAGES = ("en", "ru", "zh-hans", "ar")

# Units of account of ISO 4217 table A.1 with a minor unit that are not money in a purse.
FUNDS = dict.fromkeys(("BOV", "CHE", "CHW", "COU", "MXV", "USN"), "2")
# Countries whose currency the source leaves out or doubles.
CURRENCY_OF = {
    "BT": "BTN",
    "HT": "HTG",
    "LS": "LSL",
    "NA": "NAD",
    "PA": "PAB",
    "SV": "USD",
    "TR": "TRY",
    "UY": "UYU",
    "VE": "VES",
}
Row = dict[str, str]


def read(path: Path) -> Iterator[Row]:
    """The rows of a CSV file, compressed or not."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from csv.DictReader(io.StringIO(text.decode("utf-8"), newline=""))


def write(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> int:
    """Write one file, the same bytes each time for the same rows; returns their number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    content = text.getvalue().encode()
    if name.endswith(".gz"):
        content = gzip.compress(content, compresslevel=9, mtime=0)
    (TARGET / name).write_bytes(content)
    return count


def by(column: str, path: Path) -> dict[str, Row]:
    """The rows by one column."""
    return {row[column]: row for row in read(path)}


def four(row: Row) -> list[str]:
    """The four names of a row of CLDR names."""
    return [row["name_en"], row["name_ru"], row["name_zh_Hans"], row["name_ar"]]


def countries(source: Path) -> int:
    """ISO 3166-1 countries; the numeric code is that of the Russian OKSM as well."""
    rows = (
        (
            row["alpha2"],
            row["alpha3"],
            row["numeric_oksm"],
            CURRENCY_OF.get(row["alpha2"], row["currency"]),
            row["dial"].split(",")[0].strip(),
            *four(row),
        )
        for row in read(source / "countries_cldr_names.csv")
    )
    return write(
        "countries.csv",
        ("code", "alpha3", "numeric", "currency", "calling_code", *LANGUAGES),
        rows,
    )


def currencies(source: Path) -> int:
    """ISO 4217 currencies; metals and baskets have no exponent."""
    added = by("code", NAMES / "currencies.csv")

    def names(row: Row) -> list[str]:
        own = added.get(row["code"], {})
        return [
            name or own.get(language, "")
            for name, language in zip(four(row), LANGUAGES, strict=True)
        ]

    def exponent(code: str) -> str:
        if code in {"XDR", "XTS"}:
            return ""
        return str(MINOR_UNITS[code]) if code in MINOR_UNITS else FUNDS.get(code, "")

    rows = (
        (row["code"], row["numeric"], exponent(row["code"]), row["symbol_en"], *names(row))
        for row in read(source / "currencies_cldr_names.csv")
    )
    return write("currencies.csv", ("code", "numeric", "exponent", "symbol", *LANGUAGES), rows)


def languages(source: Path) -> int:
    """ISO 639-1 languages."""
    rows = (
        (row["code"], int(row["rtl"] == "1"), row["self_name"], *four(row))
        for row in read(source / "languages_cldr_names.csv")
    )
    return write("languages.csv", ("code", "rtl", "self_name", *LANGUAGES), rows)


def region_code(okato: str) -> str:
    """Our own code: OKATO's first two digits, five for a district that lies inside a region.

    Not the ISO 3166-2 code: some territories have one of another country there, or none.
    """
    return okato[:2] if not okato[2:5].strip("0") else okato[:5]


def regions(source: Path) -> int:
    """The regions of Russia as its medical registers know them."""
    names = by("okato", NAMES / "regions.csv")

    def rows() -> Iterator[tuple[object, ...]]:
        for row in read(source / "ru_regions_iso3166_2_facts.csv"):
            own = names[row["okato"]]
            hours = int(row["utc_offset"].removeprefix("UTC"))
            yield (
                region_code(row["okato"]),
                row["iso3166_2"],
                row["okato"],
                row["oktmo"],
                own["kind"].lower(),
                hours * 60,
                *(own[language] for language in LANGUAGES),
            )

    columns = ("code", "iso", "okato", "oktmo", "kind", "utc_offset", *LANGUAGES)
    return write("regions.csv", columns, rows())


def profiles(source: Path) -> int:
    """Care profiles (V002) with a heading in the nominative; of two editions the open one."""
    names = by("code", NAMES / "profiles.csv")
    area_of = {
        profile: area["code"]
        for area in read(TARGET / "areas.csv")
        for profile in area["profiles"].split()
    }
    latest: dict[str, Row] = {}
    for row in read(source / "oms_v002_profiles_2018-03.csv"):
        if row["IDPR"] not in latest or not row["DATEEND"]:
            latest[row["IDPR"]] = row
    rows = (
        (
            code,
            area_of.get(code, ""),
            row["DATEBEG"],
            row["DATEEND"],
            names[code]["ru"],
            names[code]["en"],
        )
        for code, row in latest.items()
    )
    columns = ("code", "area", "valid_from", "valid_until", "ru", "en")
    return write("care_profiles.csv", columns, rows)


def specialities(source: Path) -> int:
    """Specialities of medical staff (V021)."""
    names = by("code", NAMES / "specialities.csv")
    russian: dict[str, str] = {}
    for row in read(source / "oms_v015_to_v021_specialities.csv"):
        russian.setdefault(row["v021_code"], row["speciality_ru"])
    rows = (
        (code, names[code]["en"], name, names[code]["zh-hans"], names[code]["ar"])
        for code, name in sorted(russian.items(), key=lambda item: int(item[0]))
    )
    return write("specialities.csv", ("code", *LANGUAGES), rows)


def nomenclature(source: Path) -> int:
    """Medical services of order 804н; the source cut names at 255 characters, ten of them."""
    rows = (
        (
            row["code"],
            row["section"],
            row["type"],
            row["parent_code"],
            row["name"],
            int(len(row["name"]) == 255),
        )
        for row in read(source / "nomenclature_804n_ru_2021.csv")
    )
    columns = ("code", "section", "kind", "parent", "name", "name_is_cut")
    return write("nomenclature_804n.csv.gz", columns, rows)


def diagnoses(source: Path) -> int:
    """ICD-10 in Russian with its chapters and blocks; a flag tells rows in force."""
    file = source / "mkb10_ru_nsi1005_v2.27.csv"
    code_of = {row["id"]: row["mkb_code"] for row in read(file)}
    rows = (
        (
            row["mkb_code"],
            code_of.get(row["id_parent"], ""),
            kind_of_diagnosis(row["mkb_code"]),
            int(row["actual"] == "1"),
            row["mkb_name"],
        )
        for row in read(file)
    )
    columns = ("code", "parent", "kind", "actual", "name_ru")
    return write("diagnoses_icd10.csv.gz", columns, rows)


def kind_of_diagnosis(code: str) -> str:
    """A chapter (XIX), a block (S90-S99), or a category (S93, S93.4)."""
    if re.fullmatch(r"[A-Z]\d\d(\.\d+)?", code):
        return "category"
    return "block" if "-" in code else "chapter"


def organisations(source: Path) -> int:
    """The register of medical organisations with its federal centres marked."""
    federal = {row["inn"] for row in read(source / "ru_federal_centres_from_f003_2020-07.csv")}
    rows = (
        (
            row["inn"],
            row["ogrn"],
            row["kpp"],
            row["name_short"],
            row["name_full"],
            region_code(row["tf_okato"]),
            row["postal_code"],
            row["address"],
            row["www"].rstrip(","),
            int(row["inn"] in federal),
            row["oms_territories"],
            row["oms_codes"],
        )
        for row in read(source / "ru_medical_organisations_dedup_2020-07.csv.gz")
    )
    columns = (
        *("inn", "ogrn", "kpp", "name_short", "name_full", "region", "postal_code", "address"),
        *("site", "federal", "oms_territories", "oms_codes"),
    )
    return write("medical_organisations.csv.gz", columns, rows)


def days_of(text: str) -> Iterator[dt.date]:
    """The days of "2026-01-01..06 2026-01-08"."""
    for part in text.split():
        first, _, last = part.partition("..")
        start = dt.date.fromisoformat(first)
        count = int(last) - start.day + 1 if last else 1
        yield from (start + dt.timedelta(days=step) for step in range(count))


def holidays(_source: Path) -> int:
    """Days that differ from the week's own order, one row a day."""
    names = by("key", NAMES / "holiday_names.csv")
    rows = sorted(
        (
            row["calendar"],
            day.isoformat(),
            row["kind"].lower(),
            row["provisional"],
            row["source"],
            *(names[row["name"]][language] for language in LANGUAGES),
        )
        for row in read(NAMES / "holidays.csv")
        for day in days_of(row["days"])
    )
    columns = ("calendar", "day", "kind", "provisional", "source", *LANGUAGES)
    return write("holidays.csv", columns, rows)


def european_rates(source: Path) -> int:
    """The history of the European Central Bank's reference rates, as it is."""
    file = source / "ecb_eurofxref_hist_1999_2026-10-30.csv.gz"
    content = gzip.decompress(file.read_bytes())
    (TARGET / "ecb_history.csv.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    return content.count(b"\n") - 1


FILES: tuple[Callable[[Path], int], ...] = (
    countries,
    currencies,
    languages,
    regions,
    profiles,
    specialities,
    nomenclature,
    diagnoses,
    organisations,
    holidays,
    european_rates,
)

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for make in FILES:
        print(f"{make.__name__:15} {make(Path(sys.argv[1])):>7,}")
