"""Processor time and memory that a price list of 100,000 rows takes to read, beside bare readers.

`python -m bench.price_lists [ROWS] [ROUNDS]` writes an XLSX and a CSV of invented services (official
names with clinics' endings, every tenth row ugly), reads each in a process of its own, ours and the
bare reader's (openpyxl's read-only mode, the csv module) in turn, and prints one JSON line last.
`rise_mb` is how much the memory grows from a tenth of the rows to all of them, for one process.
"""

import csv
import gzip
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook, load_workbook

from bench.scratch import ROOT
from sanamost.engines.price_lists import Nomenclature, open_price_list

REFERENCE = ROOT / "sanamost/registry/catalogue/reference/nomenclature_804n.csv.gz"
HEADING = [
    "№",
    "Код услуги",
    "Наименование услуги",
    "Ед. изм.",
    "Цена, руб.",
    "Для иностранных граждан",
]
READERS = ("ours", "bare")


def listed() -> list[tuple[str, str]]:
    """Codes and names of the nomenclature."""
    text = io.StringIO(gzip.decompress(REFERENCE.read_bytes()).decode(), newline="")
    return [(row["code"], row["name"]) for row in csv.DictReader(text)]


def services(rows: int) -> Iterator[list[object]]:
    """Rows as a clinic might keep them; the same on every run."""
    draw, official = random.Random(804), listed()  # noqa: S311 an invented list, no secret
    for number in range(1, rows + 1):
        code, name = official[number % len(official)]
        price = draw.randrange(5, 3000) * 50
        words = f"{name}, вариант {number // len(official) + 1}" if number > len(official) else name
        kind = number % 30
        if kind == 10:
            code = code.replace("A", "А").replace(".", ":")
        cell: object = (
            f"от {price}" if kind == 20 else f"{price:,}".replace(",", " ") if kind == 0 else price
        )
        yield [number, code, words, "услуга", cell, price * 3 // 2]


def write(folder: Path, rows: int) -> dict[str, Path]:
    """The list as XLSX and as CSV."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Прайс")
    sheet.append(HEADING)
    plain = folder / f"{rows}.csv"
    with plain.open("w", encoding="cp1251", errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADING)
        for row in services(rows):
            sheet.append(row)
            writer.writerow(row)
    book.save(folder / f"{rows}.xlsx")
    return {"xlsx": folder / f"{rows}.xlsx", "csv": plain}


def read(reader: str, file: Path) -> dict[str, float]:
    """In a process of its own: seconds, peak megabytes, rows."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.price_lists", "--read", reader, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def read_here(reader: str, file: Path) -> dict[str, float]:
    """Read the file in this process."""
    count, begun = 0, 0.0
    if reader == "ours":
        known = Nomenclature(listed())
        begun = time.process_time()
        with file.open("rb") as stream:
            count = sum(
                1 for one in open_price_list(stream, known).verdicts() if one.amends is None
            )
    elif file.suffix == ".xlsx":
        begun = time.process_time()
        book = load_workbook(file, read_only=True, data_only=True)
        count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1
    else:
        begun = time.process_time()
        with file.open(encoding="cp1251", newline="") as stream:
            count = sum(1 for _ in csv.reader(stream, delimiter=";")) - 1
    seconds = time.process_time() - begun
    return {"seconds": seconds, "mb": peak_mb(), "rows": count}


def peak_mb() -> float:
    """The most memory this process held, in MB (Linux; its parent's does not count)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main(rows: int, rounds: int) -> None:
    """Write, read in turn, print."""
    begun = time.monotonic()
    values: dict[str, float] = {"rows": rows, "rounds": rounds}
    ratios: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        small, whole = write(Path(folder), rows // 10), write(Path(folder), rows)
        for kind, file in whole.items():
            runs: dict[str, list[dict[str, float]]] = {reader: [] for reader in READERS}
            for number in range(rounds):
                for reader in READERS if number % 2 else READERS[::-1]:
                    runs[reader].append(read(reader, file))
            for reader in READERS:
                values[f"{kind}_{reader}_s"] = round(
                    statistics.median(run["seconds"] for run in runs[reader]), 2
                )
                values[f"{kind}_{reader}_mb"] = round(max(run["mb"] for run in runs[reader]))
            assert {run["rows"] for reader in READERS for run in runs[reader]} == {rows}
            values[f"{kind}_rise_mb"] = round(
                values[f"{kind}_ours_mb"] - read("ours", small[kind])["mb"]
            )
            name = f"{kind}_vs_{'openpyxl' if kind == 'xlsx' else 'csv'}"
            ratios[name] = round(values[f"{kind}_ours_s"] / values[f"{kind}_bare_s"], 2)
    result = {
        "bench": "price_lists",
        "ratios": ratios,
        "values": values,
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        print(json.dumps(read_here(sys.argv[2], Path(sys.argv[3]))))
    else:
        chosen = [int(argument) for argument in sys.argv[1:]]
        main(*(chosen + [100_000, 5][len(chosen) :]))
