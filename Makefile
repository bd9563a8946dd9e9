# make run   sets everything up and serves the product on http://127.0.0.1:8000
# make test  sets everything up and runs every check

.DEFAULT_GOAL := help
.PHONY: help setup run test models lint unit bot-test bot-report bench bench-kb clean

# Two busy thread pools on few cores slow each other down thirtyfold.
export OMP_NUM_THREADS := 1
export OMP_WAIT_POLICY := PASSIVE
export TOKENIZERS_PARALLELISM := false
export HF_HUB_OFFLINE := 1

BIN := .venv/bin
RASA := RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=2 \
	PYTHONWARNINGS=ignore PYTHONPATH="$(CURDIR)" ../.venv-bot/bin/python -m rasa

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: ## both environments, only what changed
	@scripts/setup.sh

run: setup ## set up and serve the product
	@$(BIN)/linli run

test: setup ## set up and run every check
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint bot-test models
	@$(MAKE) --no-print-directory unit

models: setup ## what the tests lean on, trained once and kept
	@$(BIN)/python -c "from tests.conftest import TRAINED, train; train(TRAINED)"

lint: setup ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bot-test: setup ## Rasa's own checks
	@scripts/test_bot.sh

bot-report: setup ## cross-validation of the bot: figures by intent, confusions
	@$(BIN)/linli bot evaluate

unit: setup ## pytest: units, journeys in a browser, architecture
	$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

bench-kb: setup ## how search grows to 10⁴, 10⁵, 10⁶ rows; beside plain libraries
	@$(BIN)/python -m scripts.bench_kb

bench: setup ## speed and memory, side by side in one run
	@$(BIN)/python -m scripts.bench

clean: ## remove environments and data
	rm -rf .venv .venv-bot var
