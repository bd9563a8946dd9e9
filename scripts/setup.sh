#!/bin/sh
# Builds both environments: .venv (the app) and .venv-bot (Rasa). Only what changed is redone.
set -eu
cd "$(dirname "$0")/.."

say() { printf '\033[1m[%s]\033[0m %s\n' "$(date +%H:%M:%S)" "$*"; }
die() { printf '\033[31m%s\033[0m\n' "$*" >&2; exit 1; }

runs() { "$1" -c "import sys, venv, ensurepip; sys.exit(not ($2))" >/dev/null 2>&1; }

# The first interpreter that satisfies a Python expression: PATH, pyenv, uv, in this order.
find_python() {
    expression=$1; shift
    for version in "$@"; do
        found=$(command -v "python$version" 2>/dev/null || true)
        if [ -n "$found" ] && runs "$found" "$expression"; then echo "$found"; return; fi
    done
    for root in "${PYENV_ROOT:-$HOME/.pyenv}/versions" "${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}"; do
        for version in "$@"; do
            for found in "$root"/*"$version"*/bin/python3; do
                if [ -x "$found" ] && runs "$found" "$expression"; then echo "$found"; return; fi
            done
        done
    done
}

# A stamp holds the checksum of what an environment was built from.
stamp_of() { cat "$@" | cksum | cut -d' ' -f1; }
fresh() { [ -f "$1/.stamp" ] && [ "$(cat "$1/.stamp")" = "$2" ]; }

app_environment() {
    stamp=$(stamp_of pyproject.toml constraints.txt)
    if fresh .venv "$stamp"; then return; fi
    python=$(find_python 'sys.version_info >= (3, 11)' 3.11 3.12 3.13 3)
    [ -n "$python" ] || die "需要 Python 3.11 或更新版本。例如：apt-get install python3 python3-venv，或 uv python install 3.11。"
    say "应用环境 .venv（$python），约 2–4 分钟，下载约 500 MB …"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet --upgrade pip
    .venv/bin/python -m pip install --progress-bar on --constraint constraints.txt --editable '.[dev]' | progress
    .venv/bin/python -c 'import torch, sentence_transformers, faiss, fastapi' || die "应用环境没有装好，请看上面的提示后重试。"
    echo "$stamp" > .venv/.stamp
    say "应用环境装好了。"
}

bot_environment() {
    stamp=$(stamp_of bot/requirements.txt bot/constraints.txt)
    if fresh .venv-bot "$stamp"; then return; fi
    python=$(find_python 'sys.version_info[:2] == (3, 10)' 3.10)
    [ -n "$python" ] || die "机器人（Rasa 3.6）需要 Python 3.10，没有找到。
装法任选其一，然后重新运行：
  uv python install 3.10
  pyenv install 3.10
  apt-get install python3.10 python3.10-venv   （Ubuntu 22.04）"
    say "机器人环境 .venv-bot（$python），约 2–4 分钟，下载约 1 GB …"
    [ -x .venv-bot/bin/python ] || "$python" -m venv .venv-bot
    .venv-bot/bin/python -m pip install --quiet --upgrade pip
    .venv-bot/bin/python -m pip install --progress-bar on --requirement bot/requirements.txt --constraint bot/constraints.txt | progress
    .venv-bot/bin/python -c 'import rasa' || die "机器人环境没有装好，请看上面的提示后重试。"
    echo "$stamp" > .venv-bot/.stamp
    say "机器人环境装好了。"
}

progress() { grep -E '^(Collecting|Downloading|Installing|Successfully)' | cut -c1-100; }

# Side by side: most of the time goes into unpacking, on one processor each.
app_environment & app=$!
bot_environment & bot=$!
failed=0
wait $app || failed=1
wait $bot || failed=1
exit $failed
