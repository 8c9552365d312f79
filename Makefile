# Two commands matter: `make demo` and `make test`. `make` alone lists the rest.

PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python manage.py

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev assets messages demo test stop check lock clean bench bench-http \
	bench-admission bench-documents bench-demo bench-page bench-potential bench-price-lists \
	bench-search journey \
	axe pictures check-catalog probe-isolation idempotency race-quota ledger-verify \
	audit-verify capacity-guard uploads

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 25

setup: ## install what is locked to run it, build assets and texts
	@$(PYTHON) tools/install.py run
	@$(MAKE) --no-print-directory assets messages

setup-dev: ## the same, with what tests and checks need
	@$(PYTHON) tools/install.py dev
	@$(MAKE) --no-print-directory assets messages

assets: ## styles, scripts, icons and fonts into build/assets
	@mkdir -p build/assets
	@if [ -f tools/assets.py ]; then .venv/bin/python tools/assets.py; fi

messages: build/messages.stamp ## the texts of four languages, compiled
	@:

build/messages.stamp: $(wildcard locale/*/LC_MESSAGES/*.po)
	@mkdir -p build
	@.venv/bin/python tools/messages.py compile
	@touch $@

demo: setup ## a whole installation with a demonstration world (PORT=8001, FRESH=1 to start over)
	@exec .venv/bin/python -m sanamost.jobs.demo --port $(PORT) $(if $(filter-out 0,$(FRESH)),--fresh)

test: setup-dev ## the fast test suite
	@.venv/bin/python -m pytest -n 2 $(TESTS)

stop: ## stop the local PostgreSQL, if something left it running
	@$(RUN) local_database stop

check: setup-dev ## format, lint, types, layers, migrations, texts
	@.venv/bin/python tools/check.py

bench: setup-dev ## benchmarks; each prints one JSON line last
	@.venv/bin/python -m bench

bench-http: setup-dev ## two pages per second, against plain Django on the same tables
	@.venv/bin/python -m bench.pages

bench-documents: setup-dev ## papers per second, against the bare typesetter
	@.venv/bin/python -m bench.documents

bench-search: setup-dev ## a million offers searched, against raw tantivy and PostgreSQL
	@.venv/bin/python -m bench.search

bench-price-lists: setup-dev ## reading 100,000 rows of a price list, against bare readers
	@.venv/bin/python -m bench.price_lists

bench-potential: setup-dev ## the export potential of 500 clinics, against one whole HiGHS solve
	@.venv/bin/python -m bench.potential

bench-admission: setup-dev ## online admission on the public test bed, against four peers
	@OMP_NUM_THREADS=1 .venv/bin/python -m bench.admission

bench-demo: setup-dev ## how long a demonstration takes to start, by phase
	@.venv/bin/python -m bench.demo

journey: setup-dev ## three cases from the first question to closed, over HTTP
	@.venv/bin/python tools/journey.py --port $(PORT)

axe: setup-dev ## every page, four languages, light and dark: no violation
	@.venv/bin/python tools/axe.py

pictures: setup-dev ## the pictures of README and guides, by a browser run
	@.venv/bin/python tools/pictures.py

bench-page: setup-dev ## weight and largest paint of the portal's first page
	@.venv/bin/python -m bench.page_weight

check-catalog: setup-dev ## the database's own rules: row security, owners, keys
	@$(RUN) check_catalog

probe-isolation: setup-dev ## nobody reads or changes what is not theirs
	@$(RUN) probe_isolation

idempotency: setup-dev ## a form sent again, twice at once or through a crash has one effect
	@$(RUN) prove_idempotency

race-quota: setup-dev ## many attempts on few places: never one too many
	@$(RUN) race_quota

ledger-verify: setup-dev ## every transaction adds up
	@$(RUN) ledger_verify

audit-verify: setup-dev ## the audit trail is whole
	@$(RUN) audit_verify

uploads: setup-dev ## hostile files stay out
	@$(RUN) prove_uploads

capacity-guard: setup-dev ## foreign patients make no domestic patient wait, in simulated years
	@$(RUN) capacity_guard

LOCK := --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links

lock: ## write requirements/*.txt from *.in (needs uv)
	@command -v uv >/dev/null || { echo "uv is missing. Cure: pipx install uv"; exit 1; }
	uv pip compile $(LOCK) -o requirements/run.txt requirements/run.in
	uv pip compile $(LOCK) -c requirements/run.txt -o requirements/dev.txt requirements/dev.in
	uv pip compile $(LOCK) -o requirements/node.txt requirements/node.in

clean: ## remove what was built; the demonstration's data stay in .local
	rm -rf build out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find locale -name '*.mo' -delete
	find sanamost tests tools bench -name __pycache__ -prune -exec rm -rf {} +
