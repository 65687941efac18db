.DEFAULT_GOAL := run
.PHONY: run test check format browser lock demo reset bench

PORT ?= 8000
PYTHON ?= python3
SIZE ?= 20000
SECONDS ?= 5
ROUNDS ?= 3
BIN := .venv/bin
APPS := background territory accounts moderation listings messaging cms graphql_api config
TEMPLATES = $(shell find templates -name '*.html')
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
# tests/browser fails without a browser. REQUIRE_BROWSER=1 runs it in any case.
BROWSER := $(firstword $(shell command -v chromium chromium-browser google-chrome) \
	$(wildcard $(HOME)/.cache/ms-playwright/chromium-*))
LEFT_OUT := $(if $(BROWSER)$(REQUIRE_BROWSER),,--ignore=tests/browser)
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
INSTALL_BROWSER := $(if $(shell command -v apt-get),\
	$(AS_ROOT) apt-get update --quiet && $(AS_ROOT) apt-get install --quiet --yes \
	--no-install-recommends chromium fonts-dejavu-core,\
	$(BIN)/playwright install chromium)

run: .venv/.base ## Install what is missing, migrate, serve with a worker
	@$(BIN)/python -m config.serve --port $(PORT)

test: .venv/.dev ## Run the whole suite; browser journeys too where there is a browser
	$(BIN)/python -m pytest $(LEFT_OUT)
	$(if $(LEFT_OUT),@echo "Browser journeys were left out: no Chromium. 'make browser' installs it.")

browser: .venv/.dev ## Install the browser of the journeys, unless there is one
	@$(if $(BROWSER),echo "$(BROWSER)",$(INSTALL_BROWSER))

check: .venv/.dev ## Everything that is judged without running the product
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run --settings config.settings.test
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
		ALLOWED_HOSTS=example.org SITE_URL=https://example.org \
		$(BIN)/python manage.py check --deploy --fail-level WARNING \
		--settings config.settings.production

format: .venv/.dev ## Lay code and templates out
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $(TEMPLATES)

lock: .venv/.dev ## Refresh the locked versions from pyproject.toml
	$(COMPILE) --output-file requirements/base.txt pyproject.toml
	$(COMPILE) --extra production --constraint requirements/base.txt \
		--output-file requirements/production.txt pyproject.toml
	$(COMPILE) --extra production --extra dev \
		--constraint requirements/production.txt \
		--output-file requirements/dev.txt pyproject.toml

demo: .venv/.base ## Empty the development database, then load the demo anew
	rm -rf media
	$(BIN)/python manage.py migrate --settings config.settings.dev --verbosity 0
	$(BIN)/python manage.py load_demo --anew --settings config.settings.dev

bench: .venv/.dev ## Measure the GraphQL answers; needs PostgreSQL, Redis and wrk
	@$(BIN)/python -m benchmarks --size $(SIZE) --seconds $(SECONDS) --rounds $(ROUNDS) \
		$(if $(SAVE),--save)

reset: ## Forget the local database and files
	rm -rf db.sqlite3 db.sqlite3-shm db.sqlite3-wal media

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.base: requirements/base.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ .venv/.base
