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


def accepted_folder(settings: Settings) -> Path:
    """Approved messages that passed the gate: training data of this installation."""
    return settings.home / "bot" / "accepted"


def inputs_digest(accepted: Path) -> str:
    """A digest of everything that a trained model depends on."""
    digest = hashlib.sha256()
    for path in sorted(accepted.glob("*.yml")):
        digest.update(path.read_bytes())
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
    accepted = accepted_folder(settings)
    digest = await asyncio.to_thread(inputs_digest, accepted)
    if model.exists() and stamp.exists() and stamp.read_text() == digest:
        return False
    model.parent.mkdir(parents=True, exist_ok=True)
    fresh = await train_model(settings, model.parent / "training", accepted)
    put_in_place(settings, fresh, digest)
    return True


def put_in_place(settings: Settings, fresh: Path, digest: str) -> None:
    """The fresh model becomes the one that is served; made of the inputs with this digest."""
    model = model_path(settings)
    fresh.replace(model)
    model.with_suffix(".inputs").write_text(digest)


async def train_model(settings: Settings, folder: Path, *more_data: Path) -> Path:
    """A model in ``folder`` from the shipped data and the folders of ``more_data`` that exist."""
    folder.mkdir(parents=True, exist_ok=True)
    log_file = settings.home / "bot" / "train.log"
    # Rasa's own cache does not see changes in our components: hence --force.
    data = ["data", *(str(more) for more in more_data if any(more.glob("*.yml")))]
    command = ["train", "--fixed-model-name", MODEL, "--out", str(folder), "--force"]
    code = await run_rasa(settings, [*command, "--data", *data], log_file)
    model = folder / f"{MODEL}.tar.gz"
    if code != 0 or not model.exists():
        raise BotTrainingError(f"机器人训练失败（退出码 {code}），详见 {log_file}")
    return model


async def run_rasa(settings: Settings, arguments: list[str], log_file: Path) -> int:
    """Run ``rasa …`` to its end; its exit code. What it says goes to ``log_file``."""
    with log_file.open("wb") as output:
        process = await _start(settings, ["-m", "rasa", *arguments], output)
        try:
            return await process.wait()
        finally:
            if process.returncode is None:  # Ctrl-C: nothing is left running
                _signal_group(process.pid, signal.SIGKILL)


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

    def __init__(self, settings: Settings, port: int, model: Path | None = None) -> None:
        """``model``: another than the one in place, as the gate serves a candidate."""
        self._settings = settings
        self._port = port
        self._model = model or model_path(settings)
        self._serves_residents = model is None
        self._process: asyncio.subprocess.Process | None = None
        self._run_file = run_file(settings.home)

    def end_orphan(self) -> None:
        """End a Rasa that an earlier run of ours left behind when it was killed."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            pid = recorded_pid(self._settings.home)
            if b"rasa" in Path(f"/proc/{pid}/cmdline").read_bytes():
                _signal_group(pid, signal.SIGKILL)
            self._run_file.unlink()

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
            *("--model", str(self._model)),
            *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        ]
        with (self._settings.home / "bot" / "run.log").open("ab") as output:
            self._process = await _start(self._settings, command, output)
            if self._serves_residents:
                self._run_file.write_text(f"{self._process.pid} {self._port}")
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
        if self._serves_residents:
            self._run_file.unlink(missing_ok=True)


def run_file(home: Path) -> Path:
    """Process id and port of the Rasa that is kept running, while it is."""
    return home / "bot" / "run.pid"


def recorded_pid(home: Path) -> int:
    """FileNotFoundError or ValueError where none is written down."""
    return int(run_file(home).read_text().split()[0])


def running_url(settings: Settings) -> str:
    """Where the Rasa that ``linli run`` keeps is reached; the setting when there is none."""
    try:
        pid, port = run_file(settings.home).read_text().split()
    except (FileNotFoundError, ValueError):
        return settings.bot_url
    return f"http://127.0.0.1:{port}" if Path(f"/proc/{pid}").exists() else settings.bot_url


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)
