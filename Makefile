.DEFAULT_GOAL := run
.PHONY: run test check format browser node lock demo reset bench

PORT ?= 8000
PYTHON ?= python3
SIZE ?= 20000
SECONDS ?= 5
ROUNDS ?= 3
BIN := .venv/bin
TEMPLATES = $(shell find templates -name '*.html')
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
# tests/browser fails without a browser. REQUIRE_BROWSER=1 runs it in any case.
BROWSER := $(firstword $(shell command -v chromium chromium-browser google-chrome) \
	$(wildcard $(HOME)/.cache/ms-playwright/chromium-*))
# tests/clients fails without npm. REQUIRE_NODE=1 runs it in any case.
NODE := $(shell command -v npm)
NO_BROWSER := $(if $(BROWSER)$(REQUIRE_BROWSER),,--ignore=tests/browser)
NO_NODE := $(if $(NODE)$(REQUIRE_NODE),,--ignore=tests/clients)
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
APT := $(if $(shell command -v apt-get),$(AS_ROOT) apt-get update --quiet && \
	$(AS_ROOT) apt-get install --quiet --yes --no-install-recommends)
INSTALL_BROWSER := $(if $(APT),$(APT) chromium fonts-dejavu-core,\
	$(BIN)/playwright install chromium)
INSTALL_NODE := $(if $(APT),$(APT) nodejs npm curl,\
	{ echo "Install Node.js 18 or later, with npm."; false; })

run: .venv/.base ## Install what is missing, migrate, serve with a worker
	@$(BIN)/python -m config.serve --port $(PORT)

test: .venv/.dev ## Run the whole suite; what needs a browser or node where there is one
	$(BIN)/python -m pytest $(NO_BROWSER) $(NO_NODE)
	$(if $(NO_BROWSER),@echo "Browser journeys were left out: no Chromium. 'make browser' installs it.")
	$(if $(NO_NODE),@echo "Clients of the API were left out: no npm. 'make node' installs it.")

browser: .venv/.dev ## Install the browser of the journeys, unless there is one
	@$(if $(BROWSER),echo "$(BROWSER)",$(INSTALL_BROWSER))

node: ## Install node and npm, with which clients of the API are tested, if missing
	@$(if $(NODE),echo "$(NODE)",$(INSTALL_NODE))

check: .venv/.dev ## Everything that is judged without running the product
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run --settings config.settings.test
	$(BIN)/python manage.py check_schema --settings config.settings.test
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
		ALLOWED_HOSTS=example.org SITE_URL=https://example.org TRUSTED_PROXY_COUNT=1 \
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
		$(if $(ONLY),--only $(ONLY)) $(if $(SAVE),--save)

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
