"""`make bench-search`: the search engine beside raw tantivy and PostgreSQL, judged and timed.

The corpus: `search_corpus.py`, its questions and judgements: `search_questions.py`; the peers:
`search_peers.py`. Stages, in order:

- `hit`: `hit20`, the share of questions, without filters, for which one of the first twenty offers
  is of a service that answers: of the half of subjects that nothing was mended by
  (`search_questions.for_tuning`); `hit20_tuning` of the other half;
- `peers`: the same of tantivy and PostgreSQL;
- `counts`: every count of our facets must equal SQL's, or the benchmark fails;
- `race`: the same questions with the same filters and counts of facets (ours count eleven facets,
  the peers three), in turns within every round; `text_vs_tantivy` and `browse_vs_tantivy` are our
  median time ÷ tantivy's, the median over rounds;
- `http`: `http_vs_empty`, `http_cold_vs_empty`, `page_p95_ms`, `freshness_s`;
- `memory`: `memory_mb` of a worker with all offers (`search_http.py`, `search_memory.py`).

Each stage prints its values to standard error as it ends, and has a limit of time: one that fails
or passes its limit is named in `failed` of the last line, and the others are measured all the same.

`python -m bench.search [--stages hit,race] [--offers N] [--rounds 5] [--questions 1200]
[--http N] [--misses]`; `--misses` lists the questions of the tuning half that were not answered.
"""

import argparse
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from bench import scratch, search_http, search_memory, search_ours
from bench.search_corpus import ACCREDITATIONS, SPOKEN, Corpus, make
from bench.search_peers import Postgres, Tantivy
from bench.search_questions import Asked
from bench.search_wording import rows
from sanamost.engines.search import Filters, Index, Order, Question
from sanamost.engines.search.understanding import understand

TIMED, BROWSED, ASKED_OF_SQL, JUDGED_BY_SQL = 100, 40, 20, 25
STAGES = ("hit", "peers", "counts", "race", "http", "memory")
Ask = Callable[[str, Filters], object]
Measured = dict[str, Any] | tuple[dict[str, float], dict[str, Any]]


def main() -> None:
    """Measure and print; fail where a stage did, or a count differs from SQL's."""
    said = arguments()
    run = Run(said)
    begun, load = time.monotonic(), os.getloadavg()[0]
    note("corpus …")
    with ExitStack() as stack:
        bench = Bench(make(said.offers, questions=said.questions), stack)
        run.values |= {"offers": said.offers, "names": len(bench.corpus.services)}
        run.values |= {"questions": len(bench.corpus.questions)}
        run.values["cross"] = round(statistics.mean(one.cross for one in bench.corpus.questions), 2)
        run.stage("hit", lambda: hits(bench, misses_too=said.misses))
        run.stage("peers", lambda: peers(bench))
        run.stage("counts", lambda: {"counts_equal": agree(*bench.with_postgres())})
        run.stage("race", lambda: race(bench, said.rounds))
        bench.close()
        run.stage("http", lambda: search_http.measured(bench.corpus, said.rounds, said.http))
        run.stage("memory", lambda: search_memory.memory(bench.corpus))
        run.values |= bench.values
    run.values["load"] = [round(load, 1), round(os.getloadavg()[0], 1)]
    result = {
        "bench": "search",
        "ratios": run.ratios,
        "values": run.values,
        "failed": run.failed,
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(result), flush=True)
    if run.failed:
        sys.exit(f"failed: {', '.join(run.failed)}")


class TooLong(Exception):
    """A stage passed its limit of time."""


class Run:
    """What came of the stages that were asked for."""

    def __init__(self, said: argparse.Namespace) -> None:
        """Nothing yet."""
        self._asked, self._limit = said.stages, said.limit
        self.ratios: dict[str, float] = {}
        self.values: dict[str, Any] = {}
        self.failed: list[str] = []

    def stage(self, name: str, measure: Callable[[], Measured]) -> None:
        """Measure where it was asked for, and tell the outcome at once."""
        if name not in self._asked:
            return
        note(f"{name} …")
        begun, before = time.monotonic(), os.getloadavg()[0]
        try:
            with at_most(self._limit):
                came = measure()
        except (Exception, SystemExit) as error:  # noqa: BLE001 whatever it is, the others go on
            self.failed.append(name)
            note(f"{name} failed after {time.monotonic() - begun:.0f} s: {error!r}")
            return
        ratios, values = came if isinstance(came, tuple) else ({}, came)
        self.ratios |= ratios
        self.values |= values
        load = f"load {before:.1f} to {os.getloadavg()[0]:.1f}"
        note(
            f"{name}, {time.monotonic() - begun:.0f} s, {load}: {json.dumps({**ratios, **values})}"
        )


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise `TooLong` within what takes longer."""

    def over(*_: object) -> None:
        raise TooLong(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class Bench:
    """The corpus, and the engines over it as far as a stage has asked for them."""

    def __init__(self, corpus: Corpus, stack: ExitStack) -> None:
        """Nothing is built yet; what is ends with the stack."""
        self.corpus, self.values = corpus, dict[str, float]()
        self._open = stack.enter_context(ExitStack())

    @cached_property
    def index(self) -> Index:
        """Ours."""
        index, seconds = search_ours.build(self.corpus)
        self.values["build_s"] = round(seconds, 1)
        return index

    @cached_property
    def tantivy(self) -> Tantivy:
        """The library."""
        place = self._open.enter_context(tempfile.TemporaryDirectory(prefix="sanamost-bench-"))
        made = Tantivy(self.corpus, Path(place))
        self.values["tantivy_build_s"] = round(made.seconds, 1)
        return made

    @cached_property
    def postgres(self) -> Postgres:
        """The tables."""
        name = f"sanamost_bench_search_{os.getpid()}"
        self._open.enter_context(scratch.made(name))
        address = scratch.address("owner", name)
        connection = self._open.enter_context(psycopg.connect(address, autocommit=True))
        made = Postgres(self.corpus, connection)
        self.values["postgres_build_s"] = round(made.seconds, 1)
        return made

    def with_postgres(self) -> tuple[Corpus, Index, Postgres]:
        """What counts are compared on."""
        return self.corpus, self.index, self.postgres

    def close(self) -> None:
        """Let go of every engine: what follows measures another process."""
        for name in ("index", "tantivy", "postgres"):
            self.__dict__.pop(name, None)
        self._open.close()


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stages", type=staged, default=STAGES, help=", ".join(STAGES))
    parser.add_argument("--limit", type=int, default=2_400, help="seconds of a stage")
    parser.add_argument("--offers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=1_200)
    parser.add_argument("--http", type=int, default=100_000, help="offers in the product's tables")
    parser.add_argument("--misses", action="store_true")
    return parser.parse_args()


def staged(said: str) -> tuple[str, ...]:
    """The stages named, in their order."""
    wanted = {name.strip() for name in said.split(",")}
    if unknown := wanted - set(STAGES):
        raise argparse.ArgumentTypeError(f"no such stage: {', '.join(sorted(unknown))}")
    return tuple(name for name in STAGES if name in wanted)


def some_filters(dice: random.Random) -> Filters:
    """Filters as a visitor sets them: one to four of region, language, accreditation, price."""
    chosen = dice.sample(
        ("region", "language", "accreditation", "price"), dice.choice((1, 2, 2, 3))
    )
    regions = [row["code"] for row in rows("regions.csv")][:25]
    return Filters(
        regions=frozenset(dice.sample(regions, 6) if "region" in chosen else ()),
        languages=frozenset(dice.sample(SPOKEN[1:], 1) if "language" in chosen else ()),
        accreditations=frozenset(
            dice.sample(ACCREDITATIONS, 2) if "accreditation" in chosen else ()
        ),
        price_to=dice.choice((500_000, 2_000_000, 8_000_000)) if "price" in chosen else None,
    )


def agree(corpus: Corpus, index: Index, postgres: Postgres) -> int:
    """How many sets of counts were compared with SQL's; ends the benchmark where one differs."""
    dice, compared = random.Random(1), 0  # noqa: S311 a repeatable order, no secret
    cases: list[tuple[str, Filters]] = [("", some_filters(dice)) for _ in range(JUDGED_BY_SQL)]
    texts = dice.sample(corpus.questions, min(JUDGED_BY_SQL, len(corpus.questions)))
    cases += [(one.text, some_filters(dice)) for one in texts]
    for text, filters in cases:
        answer = index.ask(Question(text=text, filters=filters))
        services = None
        if text:
            (reading,), named, _slots = understand(text, index.segments, index.clinics)
            if named is not None or reading.found is None:
                continue
            services = [int(place) for place in reading.found]
        wanted = postgres.counts(filters, services, every=True)
        for facet, counts in wanted.items():
            if dict(answer.facets.get(facet, {})) != counts:
                sys.exit(f"counts of {facet} differ from SQL's for {text!r} and {filters}")
            compared += 1
    return compared


def share(corpus: Corpus, ask: Callable[[str], list[int]], asked: list[Asked]) -> float:
    """The share of the questions answered among the first twenty offers."""
    right = sum(
        any(corpus.services[service].meaning in one.right for service in ask(one.text))
        for one in asked
    )
    return round(right / len(asked), 4)


def hits(bench: Bench, *, misses_too: bool) -> dict[str, Any]:
    """Ours: of both halves, of what crosses languages, by the way the questions were made."""
    none, corpus = Filters(), bench.corpus

    def ours(text: str) -> list[int]:
        return search_ours.ask(bench.index, text, none)

    own = [one for one in corpus.questions if not one.tuning]
    if misses_too:
        misses(corpus, bench.index)
    return {
        "hit20": share(corpus, ours, own),
        "hit20_cross": share(corpus, ours, [one for one in own if one.cross]),
        "hit20_tuning": share(corpus, ours, [one for one in corpus.questions if one.tuning]),
    }


def peers(bench: Bench) -> dict[str, float]:
    """The peers' on the same questions as `hit20`."""
    none, corpus = Filters(), bench.corpus
    own = [one for one in corpus.questions if not one.tuning]
    return {
        "hit20_tantivy": share(corpus, lambda text: bench.tantivy.ask(text, none)[0], own),
        "hit20_postgres": share(corpus, lambda text: bench.postgres.ask(text, none)[0], own),
    }


def misses(corpus: Corpus, index: Index) -> None:
    """By the way a question was made, how many there are and were missed; the tuning half's told."""
    asked: Counter[tuple[bool, str]] = Counter()
    missed: Counter[tuple[bool, str]] = Counter()
    for one in corpus.questions:
        asked[one.tuning, one.how] += 1
        services = search_ours.ask(index, one.text, Filters())
        if not any(corpus.services[service].meaning in one.right for service in services):
            missed[one.tuning, one.how] += 1
            if one.tuning:
                first = corpus.services[services[0]].names if services else {}
                note(f"missed ({one.how}): {one.text} | got {[*first.values()][:1]}")
    for tuning, how in sorted(asked):
        half = "tuning" if tuning else "held out"
        note(f"{half}, {how}: {missed[tuning, how]} of {asked[tuning, how]} missed")


def race(bench: Bench, rounds: int) -> tuple[dict[str, float], dict[str, float]]:
    """The ratios, and each engine's median milliseconds."""
    corpus, index, postgres = bench.with_postgres()
    tantivy = bench.tantivy
    dice = random.Random(2)  # noqa: S311 a repeatable order, no secret
    text: dict[str, Ask] = {
        "ours": lambda said, filters: index.ask(Question(text=said, filters=filters)),
        "tantivy": tantivy.ask,
        "postgres": postgres.ask,
    }
    browse: dict[str, Ask] = {
        "ours": lambda _text, filters: index.ask(Question(filters=filters, order=Order.PRICE)),
        "tantivy": lambda _text, filters: tantivy.cheapest(filters),
    }
    took: dict[str, list[float]] = {}
    for number in range(rounds):
        asked = dice.sample(corpus.questions, min(TIMED, len(corpus.questions)))
        cases = [(one.text, some_filters(dice)) for one in asked]
        filtered = [("", some_filters(dice)) for _ in range(BROWSED)]
        for kind, engines, questions in (("text", text, cases), ("browse", browse, filtered)):
            names = list(engines)[:: 1 if number % 2 else -1]
            for name in names:
                few = questions[:ASKED_OF_SQL] if name == "postgres" else questions
                took.setdefault(f"{kind}_{name}", []).append(timed(engines[name], few))
        note(f"round {number + 1}: " + ", ".join(f"{k} {v[-1]:.2f} ms" for k, v in took.items()))
    ratios = {
        f"{kind}_vs_tantivy": round(
            statistics.median(
                ours / theirs
                for ours, theirs in zip(took[f"{kind}_ours"], took[f"{kind}_tantivy"], strict=True)
            ),
            3,
        )
        for kind in ("text", "browse")
    }
    return ratios, {f"{name}_ms": round(statistics.median(all_), 2) for name, all_ in took.items()}


def timed(ask: Ask, questions: list[tuple[str, Filters]]) -> float:
    """Median milliseconds of a question."""
    taken = []
    for text, filters in questions:
        begun = time.perf_counter()
        ask(text, filters)
        taken.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(taken)


def note(text: str) -> None:
    """Tell whoever waits."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
