"""The product as `make run` starts it: `linli run`, with Rasa, on a free port."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api.bot_process import PYTHON
from api.components import Components
from coach.service import Coach
from knowledge_base.service import KnowledgeBase

LINLI = Path(sys.executable).with_name("linli")
START_SECONDS = 600
MODELS = ("kb", "coach", "safety", "bot")


@dataclass(frozen=True, slots=True)
class Product:
    origin: str
    home: Path
    process: subprocess.Popen[bytes]

    @property
    def logins(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.home / "demo_logins.json").read_text("utf-8"))
        return found

    def health(self) -> dict[str, str]:
        answer: dict[str, str] = httpx.get(f"{self.origin}/v1/health", trust_env=False).json()
        return answer

    def wait(self, state: str, seconds: float = START_SECONDS) -> None:
        """Until the bot is `ok` or `down`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError((self.home / "run.txt").read_text("utf-8"))
            try:
                if self.health()["bot"] == state:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
        raise TimeoutError((self.home / "run.txt").read_text("utf-8"))


@contextmanager
def running(home: Path) -> Iterator[Product]:
    """`linli run` until the block ends, then Ctrl-C; nothing may be left behind."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "LINLI_HOME": str(home), "LINLI_PORT": str(port)}
    with (home / "run.txt").open("wb") as output:
        process = subprocess.Popen(
            [str(LINLI), "run"], env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield Product(f"http://127.0.0.1:{port}", home, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


@pytest.fixture(scope="session")
def product(
    model_home: Path,
    knowledge: KnowledgeBase,
    coach: Coach,
    safety_net: Components,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Product]:
    """Models are built by the other fixtures and copied, so that starting takes seconds."""
    if not PYTHON.exists():
        pytest.skip("机器人环境 .venv-bot 没有建立：先运行 make setup")
    home = tmp_path_factory.mktemp("product")
    for name in MODELS:
        if (model_home / name).exists():
            shutil.copytree(model_home / name, home / name)
    with running(home) as product:
        product.wait("ok")
        yield product
