"""The peers of `bench.search` on the same corpus: raw tantivy, and PostgreSQL in two steps.

Tantivy as its own documentation would have it used: one document per offer, a field per language
with that language's stemmer (Chinese by pairs of characters), every word of the question wanted,
each as it is, within one error from four letters and two from eight, filters and counts in the
same query. The field is chosen by the script of the word. PostgreSQL: names by trigram word
similarity, then the offers of the fifty nearest through a covering index.
"""

import io
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
import tantivy

from bench.search_corpus import CURRENCIES, SETTINGS, Corpus
from sanamost.engines.search import Filters

STEMMED = {"ru": "russian", "en": "english", "ar": "arabic"}
HAN = re.compile(r"[一-鿿]")
COUNTED = ("region", "area", "accreditation")
FACETS = {"region": "regions", "area": "areas", "accreditation": "accreditations"}


class Tantivy:
    """A million documents in one index on disk, read through the library's own searcher."""

    def __init__(self, corpus: Corpus, place: Path) -> None:
        """Index everything; `seconds` says how long that took."""
        begun = time.perf_counter()
        builder = tantivy.SchemaBuilder()
        for language in ("ru", "en", "ar", "zh"):
            builder.add_text_field(f"name_{language}", tokenizer_name=language, index_option="freq")
        for name in (
            "region",
            "area",
            "kind",
            "setting",
            "currency",
            "language",
            "accreditation",
            "code",
        ):
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        for name in ("price", "service", "free"):
            builder.add_unsigned_field(name, indexed=name != "service", fast=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(place))
        self.analyzers = {}
        for language, stemmer in STEMMED.items():
            made = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            made = made.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer(stemmer))
            self.analyzers[language] = made.build()
        pairs = tantivy.Tokenizer.ngram(min_gram=2, max_gram=2, prefix_only=False)
        self.analyzers["zh"] = tantivy.TextAnalyzerBuilder(pairs).build()
        for language, analyzer in self.analyzers.items():
            self.index.register_tokenizer(language, analyzer)
        writer = self.index.writer(heap_size=400_000_000, num_threads=2)
        for document in self._documents(corpus):
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()
        self.seconds = time.perf_counter() - begun

    def ask(self, text: str, filters: Filters) -> tuple[list[int], dict[str, dict[str, int]]]:
        """Services of the first twenty hits by relevance, and the counts of three facets."""
        query = self._query(text, filters)
        hits = self.searcher.search(query, limit=20, count=True).hits
        services = self.searcher.fast_field_values("service", [address for _score, address in hits])
        counts = self.searcher.aggregate(
            query,
            {name: {"terms": {"field": name, "size": 100}} for name in COUNTED},
        )
        return services, {
            FACETS[name]: {one["key"]: one["doc_count"] for one in counts[name]["buckets"]}
            for name in COUNTED
        }

    def cheapest(self, filters: Filters) -> tuple[list[int], dict[str, dict[str, int]]]:
        """Browsing: the twenty cheapest of the filters, and the counts of three facets."""
        query = self._query("", filters)
        order = tantivy.Order.Asc
        hits = self.searcher.search(query, limit=20, order_by_field="price", order=order).hits
        services = self.searcher.fast_field_values("service", [address for _key, address in hits])
        counts = self.searcher.aggregate(
            query,
            {name: {"terms": {"field": name, "size": 100}} for name in COUNTED},
        )
        return services, {
            FACETS[name]: {one["key"]: one["doc_count"] for one in counts[name]["buckets"]}
            for name in COUNTED
        }

    def _query(self, text: str, filters: Filters) -> tantivy.Query:
        must: list[tuple[Any, tantivy.Query]] = []
        for word in text.split():
            must += [(tantivy.Occur.Must, query) for query in self._word(word)]
        for field, wanted in (
            ("region", filters.regions),
            ("language", filters.languages),
            ("accreditation", filters.accreditations),
        ):
            if wanted:
                one = tantivy.Query.term_set_query(self.schema, field, sorted(wanted))
                must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)))
        if filters.price_to is not None:
            kind = tantivy.FieldType.Unsigned
            one = tantivy.Query.range_query(self.schema, "price", kind, 0, filters.price_to)
            must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)))
        return tantivy.Query.boolean_query(must) if must else tantivy.Query.all_query()

    def _word(self, word: str) -> list[tantivy.Query]:
        if HAN.search(word):
            return [
                tantivy.Query.term_query(self.schema, "name_zh", pair)
                for pair in self.analyzers["zh"].analyze(word)
            ]
        language = (
            "ar"
            if re.search(r"[؀-ۿ]", word)
            else "ru"
            if re.search(r"[а-яё]", word.lower())
            else "en"
        )
        queries = []
        for stem in self.analyzers[language].analyze(word):
            field = f"name_{language}"
            ways = [(tantivy.Occur.Should, tantivy.Query.term_query(self.schema, field, stem))]
            if len(stem) >= 4:
                far = 2 if len(stem) >= 8 else 1
                fuzzy = tantivy.Query.fuzzy_term_query(self.schema, field, stem, distance=far)
                ways.append((tantivy.Occur.Should, fuzzy))
            queries.append(tantivy.Query.boolean_query(ways))
        if re.fullmatch(r"[AB]\d\d(\.\d+)+", word):
            return [tantivy.Query.term_query(self.schema, "code", word)]
        return queries

    def _documents(self, corpus: Corpus) -> Iterable[tantivy.Document]:
        columns = (corpus.offer_service, corpus.offer_clinic, corpus.price, corpus.currency)
        columns += (corpus.setting, corpus.free_day)
        for service, clinic, price, currency, setting, free in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            named, at = corpus.services[service], corpus.clinics[clinic]
            document = tantivy.Document()
            for language, name in named.names.items():
                document.add_text(f"name_{language[:2]}", name)
            document.add_text("region", at["region"])
            for name, value in (("area", named.area), ("kind", named.kind), ("code", named.code)):
                if value:
                    document.add_text(name, value)
            document.add_text("setting", SETTINGS[setting])
            document.add_text("currency", CURRENCIES[currency])
            for value in at["languages"]:
                document.add_text("language", value)
            for value in at["accreditations"]:
                document.add_text("accreditation", value)
            document.add_unsigned("price", price)
            document.add_unsigned("service", service)
            document.add_unsigned("free", free)
            yield document


SCHEMA = """
    create extension if not exists pg_trgm;
    create unlogged table services (id int primary key, name text, area text, kind text);
    create unlogged table clinics (id int primary key, region text);
    create unlogged table spoken (clinic int, code text);
    create unlogged table accredited (clinic int, code text);
    create unlogged table offers (
      id int, service int, clinic int, price bigint, currency text, setting text, weekend bool
    );
"""
INDEXES = """
    create index on services using gin (name gin_trgm_ops);
    create index on offers (service) include (clinic, price);
    create index on spoken (code, clinic);
    create index on accredited (code, clinic);
    alter table offers add primary key (id);
    analyze;
"""


class Postgres:
    """The corpus in tables; also the judge of every count."""

    def __init__(self, corpus: Corpus, connection: psycopg.Connection) -> None:
        """Copy and index."""
        begun = time.perf_counter()
        self.connection = connection
        connection.execute(SCHEMA)
        self._copy(
            "services",
            (
                (key, " ".join(one.names.values()).lower(), one.area, one.kind)
                for key, one in enumerate(corpus.services)
            ),
        )
        self._copy("clinics", ((key, one["region"]) for key, one in enumerate(corpus.clinics)))
        for table, facet in (("spoken", "languages"), ("accredited", "accreditations")):
            rows = ((key, code) for key, one in enumerate(corpus.clinics) for code in one[facet])
            self._copy(table, rows)
        columns = (corpus.offer_service, corpus.offer_clinic, corpus.price)
        small = ([CURRENCIES[n] for n in corpus.currency], [SETTINGS[n] for n in corpus.setting])
        listed = (*(column.tolist() for column in columns), *small, corpus.weekend.tolist())
        self._copy("offers", ((key, *row) for key, row in enumerate(zip(*listed, strict=True))))
        connection.execute(INDEXES)
        connection.execute("set pg_trgm.word_similarity_threshold = 0.45")
        self.seconds = time.perf_counter() - begun

    def ask(self, text: str, filters: Filters) -> tuple[list[int], dict[str, dict[str, int]]]:
        """Services of the first twenty offers, nearest names first, and the counts."""
        found = self.connection.execute(
            "select id from services where name %%> %(text)s"
            " order by word_similarity(%(text)s, name) desc, length(name) limit 50",
            {"text": text.lower()},
        ).fetchall()
        services = [one for (one,) in found]
        where, values = condition(filters, services)
        hits = self.connection.execute(
            f"select o.service from offers o join clinics c on c.id = o.clinic where {where}"
            " order by array_position(%(services)s, o.service), o.price limit 20",
            values,
        ).fetchall()
        return [one for (one,) in hits], self.counts(filters, services)

    def counts(
        self, filters: Filters, services: list[int] | None = None, *, every: bool = False
    ) -> dict[str, dict[str, int]]:
        """Offers by value of three facets; of all that the product counts where asked."""
        where, values = condition(filters, services)
        whole = "offers o join clinics c on c.id = o.clinic join services s on s.id = o.service"
        simple = {"regions": "c.region", "areas": "s.area"}
        several = {"accreditations": "accredited"}
        if every:
            simple |= {"kinds": "s.kind", "currencies": "o.currency", "settings": "o.setting"}
            several |= {"languages": "spoken"}
        counts = {}
        for facet, column in simple.items():
            statement = f"select {column}, count(*) from {whole} where {where} group by 1"
            counts[facet] = dict(self.connection.execute(statement, values).fetchall())
        for facet, table in several.items():
            statement = (
                f"select m.code, count(*) from {whole} join {table} m on m.clinic = c.id"
                f" where {where} group by 1"
            )
            counts[facet] = dict(self.connection.execute(statement, values).fetchall())
        return {name: {k: n for k, n in one.items() if k} for name, one in counts.items()}

    def _copy(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self.connection.cursor().copy(f"copy {table} from stdin") as copy:
            block = io.StringIO()
            for row in rows:
                block.write("\t".join(str(value).replace("\\", "\\\\") for value in row) + "\n")
                if block.tell() > 1_000_000:
                    copy.write(block.getvalue())
                    block = io.StringIO()
            copy.write(block.getvalue())


def condition(filters: Filters, services: list[int] | None) -> tuple[str, dict[str, Any]]:
    """The filters as SQL on offers `o` and clinics `c`."""
    parts, values = ["true"], {}
    if services is not None:
        parts.append("o.service = any(%(services)s::int[])")
        values["services"] = services
    if filters.regions:
        parts.append("c.region = any(%(regions)s)")
        values["regions"] = sorted(filters.regions)
    for table, wanted in (("spoken", filters.languages), ("accredited", filters.accreditations)):
        if wanted:
            parts.append(
                f"exists (select from {table} x where x.clinic = c.id and x.code = any(%({table})s))"
            )
            values[table] = sorted(wanted)
    if filters.price_to is not None:
        parts.append("o.price <= %(price_to)s")
        values["price_to"] = filters.price_to
    return " and ".join(parts), values
