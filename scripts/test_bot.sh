#!/bin/sh
# Rasa's own checks on a model trained from the present inputs.
set -eu
cd "$(dirname "$0")/../bot"

export PYTHONPATH=.. PYTHONWARNINGS=ignore OMP_NUM_THREADS=1
export RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=2
export LINLI_BOT_TOKEN=${LINLI_BOT_TOKEN:-a-token-for-tests-only}

home=${LINLI_TEST_HOME:-$PWD/../var/tests}
mkdir -p "$home/bot"
../.venv/bin/linli train --home "$home"
model=$(cd "$home/bot" && pwd)/linli.tar.gz
python=../.venv-bot/bin/python

log="$home/bot/checks.log"
checked() {
    echo "rasa $1 $2"
    $python -m rasa "$@" > "$log" 2>&1 || { cat "$log"; exit 1; }
}
# `unclear` comes from a component alone, so it warns of an intent without messages.
checked data validate
checked test core --stories tests/test_stories.yml --model "$model" --endpoints endpoints.yml \
    --out "$home/bot/results" --no-plot --fail-on-prediction-errors
checked test nlu --nlu data/nlu/smalltalk.yml --model "$model" --out "$home/bot/results" --no-plot

echo "bot unit tests"
cd .. && LINLI_BOT_MODEL="$model" .venv-bot/bin/python -m unittest discover -s bot/tests -t .
