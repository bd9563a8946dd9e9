"""The `linli` command: run, serve, knowledge, evaluation, demo, keys."""

from __future__ import annotations

import os

# Before any library that counts threads is imported: two busy pools on few cores slow
# each other down thirtyfold.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import typer

from api.cli import bot, data, evaluate, knowledge, run

app = typer.Typer(
    help="邻里 Linli：物业客服与坐席辅导。", no_args_is_help=True, pretty_exceptions_enable=False
)
app.command("run")(run.run)
app.command("serve")(run.serve)
app.command("train")(data.train)
app.command("migrate")(data.migrate_command)
app.command("demo")(data.demo)
app.command("key")(data.key)
app.add_typer(bot.app, name="bot")
app.add_typer(knowledge.app, name="kb")
app.add_typer(evaluate.app, name="eval")

if __name__ == "__main__":
    app()
