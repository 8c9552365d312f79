"""The memory of a worker that answers searches, with every offer of the corpus in its tables.

`memory_mb` is the most that it ever held (VmHWM: code, Django, index, answers), one rebuild while
it answers included, `memory_steps_mb` the most by the end of each step; `memory_pss_mb` what it
holds at the end with shared pages in proportion, and `build_peak_mb` the most that the process
which builds for it held.
"""

import os
import re
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil

from bench import search_http
from bench.search_corpus import Corpus
from bench.search_questions import unjudged

ASKED = 1_000
MANY = 30_000
"""Prices changed at once: more than are applied one by one."""


def memory(corpus: Corpus) -> dict[str, Any]:
    """What a worker holds with every offer in its tables, and what building takes elsewhere."""
    name = f"sanamost_bench_search_memory_{os.getpid()}"
    with ExitStack() as stack:
        connection = stack.enter_context(search_http.tables(name))
        search_http.fill(corpus, connection, len(corpus.offer_service))
        texts = unjudged(corpus.questions, ASKED)
        paths = [f"/api/v1/search?q={urllib.parse.quote(text)}" for text in texts]
        port, process = stack.enter_context(search_http.served(search_http.OURS, name))
        watched = stack.enter_context(Builders(process))
        steps: dict[str, float] = {}

        def worker() -> psutil.Process:
            return max(psutil.Process(process).children(recursive=True), key=_resident)

        begun = time.perf_counter()
        search_http.get(port, "/api/v1/search?limit=1")
        ready = time.perf_counter() - begun
        steps["ready"] = _peak(worker().pid)
        search_http.taken(port, paths[:300], seconds=60)
        steps["asked"] = _peak(worker().pid)
        connection.execute("update catalogue_price set amount = amount + 1 where id <= %s", [MANY])
        rebuilt = watched.another(lambda: search_http.get(port, "/api/v1/search?limit=1"))
        steps["rebuilt"] = _peak(worker().pid)
        search_http.taken(port, paths[300:], seconds=60)
        steps["asked again"] = _peak(worker().pid)
        fresh = search_http.freshness(port, connection)
        steps["changed"] = _peak(worker().pid)
        return {
            "memory_mb": steps["changed"],
            "memory_steps_mb": steps,
            "memory_pss_mb": round(worker().memory_full_info().pss / 1e6, 1),
            "build_peak_mb": round(watched.most / 1e6, 1),
            "ready_s": round(ready, 1),
            "rebuilt_s": round(rebuilt, 1),
            "freshness_of_all_s": fresh,
        }


class Builders:
    """Watches the processes of the builders that a server starts; `most` is their highest RSS.

    `seen` are those there have been, `working` those there are.
    """

    def __init__(self, server: int) -> None:
        """Of the server's process."""
        self._server, self._over, self.most = server, threading.Event(), 0
        self.seen, self.working = set[int](), set[int]()

    def __enter__(self) -> "Builders":
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def another(self, ask: Callable[[], object]) -> float:
        """Seconds until one more builder has begun and ended, questions being asked meanwhile."""
        begun, before = time.perf_counter(), len(self.seen)
        while len(self.seen) == before or self.working:
            if time.perf_counter() - begun > search_http.PATIENCE:
                sys.exit("the index was not built anew")
            ask()
            time.sleep(0.3)
        return time.perf_counter() - begun

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            working = set()
            try:
                for one in psutil.Process(self._server).children(recursive=True):
                    if "search_building" in " ".join(one.cmdline()):
                        self.most = max(self.most, one.memory_info().rss)
                        working.add(one.pid)
            except psutil.Error:
                continue
            self.seen, self.working = self.seen | working, working


def _resident(process: psutil.Process) -> int:
    return int(process.memory_info().rss)


def _peak(pid: int) -> float:
    """Megabytes (millions of bytes) of the most that the process was ever resident with."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return round(int(found[1]) * 1_024 / 1e6, 1) if found else 0.0
