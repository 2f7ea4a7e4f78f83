# make help lists what there is. Everything is installed into .venv/ from the lock files.

PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
BIN := .venv/bin
SBOM ?= sbom.cdx.json
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help serve site check pack test bench bench-search bench-build test-a11y test-a11y-full test-server test-hostile fuzz sbom lock clean

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | expand -t 16

serve: .venv/site.ok ## show the site at http://127.0.0.1:8000 and follow every saved change
	$(BIN)/nyth serve --address $(ADDRESS)

site: .venv/site.ok ## build the site into site/
	$(BIN)/nyth build

check: .venv/site.ok ## say what is wrong with the content
	$(BIN)/nyth check

test: .venv/test.ok ## check, build and test everything
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check --quiet scripts tests
	$(BIN)/python tests/chromium.py
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-a11y: .venv/test.ok ## test how accessible the site is; its totals are the last line but one
	$(BIN)/python tests/chromium.py
	$(BIN)/python -m pytest tests/browser/test_accessibility.py tests/browser/test_measuring.py

test-a11y-full: .venv/test.ok ## every page in every state, beside the stock theme; keeps the result in docs/accessibility.yml
	$(BIN)/python tests/chromium.py
	$(BIN)/python tests/a11y/full.py

test-server: .venv/test.ok ## test the web server and the releases; its totals are the last line but one
	$(BIN)/python -m pytest tests/server

pack: .venv/site.ok ## make handouts, cards, slides and QR codes into pack/; set SITE_URL to where the site will be
	$(BIN)/nyth pack

bench-search: .venv/test.ok site ## measure the search: what it finds, what it loads, how long it takes
	$(BIN)/python tests/chromium.py
	$(BIN)/python tests/bench/bench_search.py --site site

bench-build: .venv/test.ok ## measure how checking and building grow with the content, beside the stock theme
	$(BIN)/python tests/bench/bench_build.py --long

bench: bench-build bench-search ## measure both

test-hostile: .venv/test.ok ## test that hostile content is refused or harmless; its totals are the last line but one
	$(BIN)/python -m pytest tests/hostile

fuzz: .venv/test.ok ## hold 100,000 random inputs, and 100,000 that follow the code, against all that reads content
	FUZZ_INPUTS=100000 $(BIN)/python -m pytest -n auto tests/hostile/test_fuzz.py
	@if $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.txt; \
	  then $(BIN)/python tests/hostile/guided_fuzz.py -runs=100000; else echo "atheris does not install here: only random inputs were tried"; fi

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing: install it, or name it with PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing (on Debian or Ubuntu: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/site.ok: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

.venv/test.ok: requirements-test.txt .venv/site.ok
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

sbom: .venv/test.ok ## list every part that builds the site, as CycloneDX, in sbom.cdx.json
	@mkdir -p $(dir $(SBOM))
	@SOURCE_DATE_EPOCH=0 PYTHONWARNINGS=ignore $(BIN)/python -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml \
	  --output-reproducible --output-format JSON --output-file $(SBOM)

lock: .venv/site.ok ## renew the lock files from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  --extra build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  --extra build --extra test -c requirements.txt pyproject.toml -o requirements-test.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  --extra fuzz -c requirements.txt pyproject.toml -o requirements-fuzz.txt

# only what make itself made: site/ and release/ may hold what somebody put there, and are replaced by the next build
clean: ## remove the installed packages and what the tests kept
	rm -rf .venv .cache .pytest_cache .hypothesis .ruff_cache
