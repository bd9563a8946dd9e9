"""Cross-validation of the bot's understanding: figures by intent, and what is mixed up."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.bot_process import BotTrainingError, accepted_folder, run_rasa
from api.settings import Settings

FOLDS = 5
_AVERAGES = ("accuracy", "macro avg", "weighted avg", "micro avg")


@dataclass(frozen=True, slots=True)
class IntentFigures:
    intent: str
    precision: float
    recall: float
    f1: float
    messages: int


@dataclass(frozen=True, slots=True)
class BotReport:
    """``confusions`` are (intent, taken for, times), most often first."""

    accuracy: float
    macro_f1: float
    intents: tuple[IntentFigures, ...]
    confusions: tuple[tuple[str, str, int], ...]
    folder: Path

    def figures(self) -> dict[str, Any]:
        return {
            "accuracy": self.accuracy,
            "macro_f1": self.macro_f1,
            "intents": {
                one.intent: {
                    "precision": one.precision,
                    "recall": one.recall,
                    "f1": one.f1,
                    "n": one.messages,
                }
                for one in self.intents
            },
            "confusions": [list(one) for one in self.confusions],
        }


async def cross_validate(settings: Settings, folds: int = FOLDS) -> BotReport:
    """Minutes: every fold is a training. Raises `BotTrainingError` when Rasa fails."""
    folder = settings.home / "bot" / "report"
    folder.mkdir(parents=True, exist_ok=True)
    log_file = settings.home / "bot" / "report.log"
    data = settings.home / "bot" / "report-data"
    _gather(settings, data)
    arguments = ["test", "nlu", "--cross-validation", "--folds", str(folds), "--nlu", str(data)]
    code = await run_rasa(settings, [*arguments, "--out", str(folder)], log_file)
    if code != 0 or not (folder / "intent_report.json").exists():
        raise BotTrainingError(f"交叉验证失败（退出码 {code}），详见 {log_file}")
    return read_report(folder)


def read_report(folder: Path) -> BotReport:
    """What Rasa wrote: ``intent_report.json`` and ``intent_errors.json``."""
    report = json.loads((folder / "intent_report.json").read_text("utf-8"))
    errors_file = folder / "intent_errors.json"
    errors = json.loads(errors_file.read_text("utf-8")) if errors_file.exists() else []
    mixed = Counter((one["intent"], one["intent_prediction"]["name"]) for one in errors)
    intents = [_intent(name, row) for name, row in report.items() if name not in _AVERAGES]
    return BotReport(
        accuracy=float(report["accuracy"]),
        macro_f1=float(report["macro avg"]["f1-score"]),
        intents=tuple(sorted(intents, key=lambda one: one.f1)),
        confusions=tuple((told, taken, n) for (told, taken), n in mixed.most_common()),
        folder=folder,
    )


def _intent(name: str, row: dict[str, Any]) -> IntentFigures:
    return IntentFigures(
        name,
        float(row["precision"]),
        float(row["recall"]),
        float(row["f1-score"]),
        int(row["support"]),
    )


def _gather(settings: Settings, folder: Path) -> None:
    """All messages in one folder: Rasa takes one path here."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.yml"):
        old.unlink()
    for number, source in enumerate((_shipped(), accepted_folder(settings))):
        for path in source.glob("*.yml"):
            (folder / f"{number}-{path.name}").write_bytes(path.read_bytes())


def _shipped() -> Path:
    return Path(__file__).resolve().parent.parent / "bot" / "data" / "nlu"
