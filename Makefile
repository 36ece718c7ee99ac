# Everything a developer or an operator types. `make` alone lists it.
SHELL := /bin/bash
B := .venv/bin

.PHONY: help setup run test check lint types format vectors properties coverage mutation nightly e2e engines bench sim migrate

help:  ## list the commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):[^#]*## */  make \1\t/' | expand -t 19

setup:  ## install what tests and tools need
	@tools/bootstrap.sh test

run:  ## serve the demo; HOST PORT DATABASE_URL TONGBAO_DATA DEMO_PASSWORD
	@tools/bootstrap.sh run
	@tools/run.sh

test: setup  ## run all tests, Python and JavaScript
	@tools/test.sh

check: lint types test  ## what must pass before a change lands

lint: setup  ## style and common errors
	@$(B)/ruff check .
	@$(B)/ruff format --check .
	@node_modules/.bin/eslint .

types: setup  ## mypy and tsc, both strict
	@$(B)/mypy
	@node_modules/.bin/tsc -p tsconfig.json
	@node_modules/.bin/tsc -p tsconfig.sw.json

format: setup  ## rewrite Python files in the one format
	@$(B)/ruff check --fix-only -q .
	@$(B)/ruff format -q .

vectors: setup  ## run the rule cases in both languages; VECTORS=folder
	@$(B)/python tools/vectors.py "$(or $(VECTORS),tests/vectors)"

properties: setup  ## compare both languages on random inputs; RUNS SEED
	@$(B)/python tools/properties.py --runs $(or $(RUNS),20000) --seed $(or $(SEED),1)

coverage: setup  ## branch coverage of the rules, 100 % in both languages
	@tools/coverage.sh

mutation: setup  ## change the rules, do the vectors notice; SEED N (0: all) WRITE
	@nice -n 19 $(B)/python tools/mutation.py --sample $(or $(N),300) --seed $(or $(SEED),1) $(if $(WRITE),--write)

nightly: properties coverage mutation  ## what takes minutes; SEED chooses the random inputs and changes

e2e: setup  ## the whole story in a real browser
	@tools/test.sh -m e2e -n 1

engines: setup  ## fetch old Chromium builds for make e2e; without them those tests are skipped
	@npm ci --prefix tests/e2e/engines --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps

bench: setup  ## measure, print and store in bench/results.json; ONLY=push,shell
	@tools/bootstrap.sh bench
	@ONLY=$(ONLY) $(B)/python tools/bench.py

sim: setup  ## attack the sync; RUNS=n SEED=s LAYER=model|server|joined|kill|chromium DATABASE=sqlite|postgresql
	@$(B)/python -m tests.sim --runs $(or $(RUNS),100) --seed $(or $(SEED),1) \
	  --layer $(or $(LAYER),all) --database $(or $(DATABASE),both)

migrate: setup  ## bring the database to the newest form
	@mkdir -p $${TONGBAO_DATA:-data}
	@$(B)/python -m alembic upgrade head
