"""The dialogue engine as a process: train it when its inputs changed, keep it running."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import IO

import structlog

from api.settings import ROOT, Settings

log = structlog.get_logger(__name__)

BOT = ROOT / "bot"
PYTHON = ROOT / ".venv-bot" / "bin" / "python"
MODEL = "linli"
RESTART_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)
STABLE_SECONDS = 60.0
STOP_SECONDS = 8.0

Say = Callable[[str], None]


class BotTrainingError(Exception):
    """Rasa did not produce a model; the log says why."""


def model_path(settings: Settings) -> Path:
    return settings.home / "bot" / f"{MODEL}.tar.gz"


def inputs_digest() -> str:
    """A digest of everything that a trained model depends on."""
    digest = hashlib.sha256()
    sources = sorted(
        path
        for path in BOT.rglob("*")
        if path.suffix in {".yml", ".py"}
        and "tests" not in path.relative_to(BOT).parts
        and not {"models", "results", "__pycache__"} & set(path.relative_to(BOT).parts)
    )
    for path in sources:
        digest.update(str(path.relative_to(BOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def environment(settings: Settings) -> dict[str, str]:
    """Quiet, off the network, and with one thread: two busy libraries slow each other down."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "PYTHONWARNINGS": "ignore",
        "LINLI_BOT_TOKEN": settings.bot_token,
    }


async def train_if_changed(settings: Settings) -> bool:
    """Train unless the kept model was made from the same inputs; true if it trained."""
    model = model_path(settings)
    stamp = model.with_suffix(".inputs")
    digest = await asyncio.to_thread(inputs_digest)
    if model.exists() and stamp.exists() and stamp.read_text() == digest:
        return False
    model.parent.mkdir(parents=True, exist_ok=True)
    fresh = await _train(settings, model.parent / "training")
    fresh.replace(model)
    stamp.write_text(digest)
    return True


async def _train(settings: Settings, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    log_file = settings.home / "bot" / "train.log"
    # Rasa's own cache does not see changes in our components: hence --force.
    command = ["-m", "rasa", "train", "--fixed-model-name", MODEL, "--out", str(folder), "--force"]
    with log_file.open("wb") as output:
        process = await _start(settings, command, output)
        try:
            code = await process.wait()
        finally:
            if process.returncode is None:  # Ctrl-C: nothing is left training
                _signal_group(process.pid, signal.SIGKILL)
    model = folder / f"{MODEL}.tar.gz"
    if code != 0 or not model.exists():
        raise BotTrainingError(f"机器人训练失败（退出码 {code}），详见 {log_file}")
    return model


async def _start(
    settings: Settings, command: list[str], output: IO[bytes]
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        str(PYTHON),
        *command,
        cwd=BOT,
        env=environment(settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        # A group of its own: Ctrl-C reaches only us, and we end the whole group in order.
        start_new_session=True,
    )


class BotProcess:
    """Rasa, restarted when it dies, ended when we end."""

    def __init__(self, settings: Settings, port: int) -> None:
        self._settings = settings
        self._port = port
        self._process: asyncio.subprocess.Process | None = None
        self._pid_file = settings.home / "bot" / "run.pid"

    def end_orphan(self) -> None:
        """End a Rasa that an earlier run of ours left behind when it was killed."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            pid = int(self._pid_file.read_text())
            if b"rasa" in Path(f"/proc/{pid}/cmdline").read_bytes():
                _signal_group(pid, signal.SIGKILL)
            self._pid_file.unlink()

    async def keep_running(self) -> None:
        """Never returns; cancel it to end Rasa."""
        failures = 0
        loop = asyncio.get_running_loop()
        try:
            while True:
                started = loop.time()
                code = await self._run_once()
                failures = 0 if loop.time() - started > STABLE_SECONDS else failures + 1
                pause = RESTART_SECONDS[min(failures, len(RESTART_SECONDS) - 1)]
                log.warning("bot_died", code=code, restart_in=pause)
                await asyncio.sleep(pause)
        finally:
            await self._stop()

    async def _run_once(self) -> int:
        command = [
            *("-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(self._port)),
            *("--model", str(model_path(self._settings))),
            *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        ]
        with (self._settings.home / "bot" / "run.log").open("ab") as output:
            self._process = await _start(self._settings, command, output)
            self._pid_file.write_text(str(self._process.pid))
            return await self._process.wait()

    async def _stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        _signal_group(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            _signal_group(process.pid, signal.SIGKILL)
            await process.wait()
        self._pid_file.unlink(missing_ok=True)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)
