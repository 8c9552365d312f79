"""A price list turned into plain lines by a process that can do nothing else.

Standard input is the file; standard output gets one line of JSON per row and, last, either the end
or why there is none. Nobody trusts these lines more than the file.
"""

import codecs
import io
import json
import os
import sys

from sanamost.engines.price_lists.file_kinds import is_text
from sanamost.engines.price_lists.grids import UnreadableFile
from sanamost.engines.price_lists.plain_rows import write_rows
from sanamost.engines.price_lists.text_files import open_text
from sanamost.engines.price_lists.workbooks import open_workbook
from sanamost.foundation.files.sandbox import fences

CPU_SECONDS = 240
CODECS = (
    *("ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp437"),
    *("cp1251", "koi8-r", "cp866", "mac-cyrillic", "gb18030", "cp1256"),
)
"""Looked up beforehand: the child cannot open files later. Archives name their parts in cp437."""
OUTPUT_BYTES = 1 << 30


def main() -> None:
    """Fence the process in, read the file, write its rows."""
    fences.limit_resources(cpu_seconds=CPU_SECONDS, output_bytes=OUTPUT_BYTES)
    for name in CODECS:
        codecs.lookup(name)
    held = {"network": fences.leave_network(), "computing_only": fences.only_compute()}
    out = io.BufferedWriter(io.FileIO(1, "w", closefd=False), 1 << 18)
    file = open(0, "rb", closefd=False)  # noqa: SIM115 a descriptor, not a path
    last: dict[str, object]
    try:
        delimited = is_text(file)
        sheets = open_text(file) if delimited else open_workbook(file)
        last = {"end": write_rows(sheets, delimited, out)}
    except UnreadableFile as fault:
        last = {"refused": fault.code}
    except (MemoryError, RecursionError):
        last = {"refused": "too_large"}
    except Exception as error:  # noqa: BLE001 whatever the reader trips over, the file is at fault
        last = {"refused": "damaged", "error": type(error).__name__}
    out.write(json.dumps({**last, "fences": held}).encode() + b"\n")
    out.flush()
    os._exit(0)  # tidying up would ask for system calls that are given up


if __name__ == "__main__":
    sys.exit("started by foundation/files/tables.py")
