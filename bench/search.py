"""`make bench-search`: the search engine beside raw tantivy and PostgreSQL, judged and timed.

The corpus and its judgements: `search_corpus.py`; the peers: `search_peers.py`. All stand in one
process and answer the same questions with the same filters and counts of facets (ours count eleven
facets, the peers three), in turns within every round; `text_vs_tantivy` and `browse_vs_tantivy` are
our median time ÷ tantivy's, the median over rounds. `hit20` is the share of questions, without
filters, for which one of the first twenty offers is of a service that answers: of the half of
subjects that nothing was mended by (`search_corpus.for_tuning`); `hit20_tuning` of the other half.
Every count of our facets must equal SQL's, or the benchmark fails. What goes through HTTP
(`http_vs_empty`, `page_p95_ms`, `freshness_s`) and `memory_mb`: `search_http.py`. `--misses` lists
the questions of the tuning half that were not answered.

`python -m bench.search [--offers N] [--rounds 5] [--questions 1200] [--http N] [--misses]`.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psycopg

from bench import scratch, search_http, search_ours
from bench.search_corpus import ACCREDITATIONS, SPOKEN, Asked, Corpus, make, rows
from bench.search_peers import Postgres, Tantivy
from sanamost.engines.search import Filters, Index, Order, Question
from sanamost.engines.search.understanding import understand

TIMED, BROWSED, ASKED_OF_SQL, JUDGED_BY_SQL = 100, 40, 20, 25
Ask = Callable[[str, Filters], object]


def main() -> None:
    """Measure and print; fail where a count differs from SQL's."""
    said = arguments()
    begun, load = time.monotonic(), os.getloadavg()[0]
    note("corpus …")
    corpus = make(said.offers, questions=said.questions)
    index, seconds = search_ours.build(corpus)
    values: dict[str, float] = {"offers": said.offers, "names": len(corpus.services)}
    values |= {"questions": len(corpus.questions), "build_s": round(seconds, 1)}
    values["cross"] = round(sum(one.cross for one in corpus.questions) / len(corpus.questions), 2)
    note(f"our index {seconds:.1f} s; tantivy …")
    name = f"sanamost_bench_search_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="sanamost-bench-") as place, scratch.made(name):
        tantivy = Tantivy(corpus, Path(place))
        note(f"tantivy {tantivy.seconds:.1f} s; PostgreSQL …")
        with psycopg.connect(scratch.address("owner", name), autocommit=True) as connection:
            postgres = Postgres(corpus, connection)
            note(f"PostgreSQL {postgres.seconds:.1f} s; counts against SQL …")
            values |= {
                "tantivy_build_s": round(tantivy.seconds, 1),
                "postgres_build_s": round(postgres.seconds, 1),
                "counts_equal": agree(corpus, index, postgres),
            }
            note("judging …")
            values |= judge(corpus, index, tantivy, postgres)
            if said.misses:
                misses(corpus, index)
            ratios, times = race(corpus, index, tantivy, postgres, said.rounds)
            values |= times
    del tantivy, postgres, index
    if said.http:
        note("through HTTP …")
        share, more = search_http.measured(corpus, said.rounds, said.http)
        ratios |= share
        values |= more
    if said.memory:
        note("memory of a worker …")
        values |= search_http.memory(corpus)
    values["load_before"] = round(load, 1)
    result = {
        "bench": "search",
        "ratios": ratios,
        "values": values,
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(result))


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--offers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=1_200)
    parser.add_argument("--http", type=int, default=100_000, help="offers in the product's tables")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--no-memory", dest="memory", action="store_false")
    return parser.parse_args()


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


def judge(corpus: Corpus, index: Index, tantivy: Tantivy, postgres: Postgres) -> dict[str, float]:
    """The share of questions answered among the first twenty offers, by engine."""
    none = Filters()

    def share(ask: Callable[[str], list[int]], asked: list[Asked]) -> float:
        right = sum(
            any(corpus.services[service].meaning in one.right for service in ask(one.text))
            for one in asked
        )
        return round(right / len(asked), 3)

    def ours(text: str) -> list[int]:
        return search_ours.ask(index, text, none)

    own = [one for one in corpus.questions if not one.tuning]
    across = [one for one in own if one.cross]
    return {
        "hit20": share(ours, own),
        "hit20_tantivy": share(lambda text: tantivy.ask(text, none)[0], own),
        "hit20_postgres": share(lambda text: postgres.ask(text, none)[0], own),
        "hit20_cross": share(ours, across),
        "hit20_tuning": share(ours, [one for one in corpus.questions if one.tuning]),
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


def race(
    corpus: Corpus, index: Index, tantivy: Tantivy, postgres: Postgres, rounds: int
) -> tuple[dict[str, float], dict[str, float]]:
    """The ratios, and each engine's median milliseconds."""
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
