# make demo    a made-up company at http://127.0.0.1:8000
# make test    every check and every test, those of the store on PostgreSQL, too
# make test-postgresql  every test on PostgreSQL
# make format  lay the Python code out
# make endure  the property tests with many more examples, and a hundred kills; every test on PostgreSQL
# make looks   the browser tests at every width in every look
# make bench   the speed table
# make audit   what we build on, asked of the advisory service (needs the network)
# make clean   away with all that was built here; data under ./var stays

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test test-postgresql check format endure looks bench audit clean debian

BIN := .venv/bin
STATE := $(or $(LOISTE_HOME),var)
SIGN_IN := $(STATE)/demo-sign-in.txt
PORT ?= 8000
WORKERS ?= 2
EXAMPLES ?= 200
KILLS ?= 100
# What the installed package is made of; Python sources are used in place and need no new installation.
PARTS := pyproject.toml hatch_build.py \
	$(shell find frontend loiste/locale -type f -not -path '*/node_modules/*' -not -name '*.mo*' 2>/dev/null)

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo: .venv/installed
	@export LOISTE_HOME='$(STATE)' LOISTE_URL="$${LOISTE_URL:-http://127.0.0.1:$(PORT)}"; \
	if [ ! -e '$(STATE)/blocks' ]; then \
		mkdir -p '$(STATE)'; \
		(umask 077; : > '$(SIGN_IN).part'); \
		$(BIN)/loiste demo > '$(SIGN_IN).part'; \
		mv '$(SIGN_IN).part' '$(SIGN_IN)'; \
	fi; \
	if [ -e '$(SIGN_IN)' ]; then cat '$(SIGN_IN)'; echo '(kept in $(SIGN_IN))'; else echo '$(STATE) holds data of its own; sign in as usual, or add a person: $(BIN)/loiste user add EMAIL'; fi; \
	exec $(BIN)/loiste serve --port $(PORT)

test: debian check
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)
	@LOISTE_TEST_STORE=postgresql $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m store $(TESTS) || [ $$? = 5 ]  # 5: none of TESTS is

test-postgresql: debian .venv/installed-dev
	@LOISTE_TEST_STORE=postgresql $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet loiste
	mkdir -p .venv/home
	LOISTE_HOME=.venv/home DJANGO_SETTINGS_MODULE=loiste.settings $(BIN)/python -m django makemigrations --check --dry-run

format: .venv/installed-dev
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

endure: debian .venv/installed-dev
	LOISTE_EXAMPLES=$(EXAMPLES) LOISTE_KILLS=$(KILLS) $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --hypothesis-profile=endure -m "not browser" $(TESTS)
	LOISTE_KILLS=$(KILLS) LOISTE_TEST_STORE=postgresql $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

looks: .venv/installed-dev
	LOISTE_EVERY_LOOK=1 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests/browser

bench: .venv/installed-bench
	$(BIN)/python benchmarks/run.py

# --strict: a package that the service does not know is no proof that all is well. In an environment of its own.
audit: .venv/made
	$(BIN)/python -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet pip-audit
	.venv/audit/bin/pip-audit --strict --no-deps --disable-pip --requirement deploy/constraints.txt

clean:
	rm -rf .venv build dist loiste/static/dist frontend/node_modules tests/browser/pictures
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find loiste/locale -name '*.mo' -delete 2>/dev/null || true
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The browser tests need Chromium, the translation tests the tools of gettext, those of the store PostgreSQL.
debian:
	@missing=''; \
	command -v chromium > /dev/null || missing="$$missing chromium"; \
	command -v msgfmt > /dev/null || missing="$$missing gettext"; \
	ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || command -v initdb > /dev/null || missing="$$missing postgresql"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; \
	else \
		echo "The tests need these programs. Install them, then run make test again:" >&2; \
		echo "  sudo apt-get install --no-install-recommends$$missing" >&2; \
		exit 1; \
	fi

.venv/made:
	@found=''; \
	for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Loiste needs Python 3.11 or newer; install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; fi; \
	"$$found" -m venv .venv
	@touch $@

.venv/installed: .venv/made $(PARTS)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/installed-dev: .venv/made $(PARTS)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch .venv/installed $@

.venv/installed-bench: .venv/made $(PARTS)
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	@touch .venv/installed $@
