"""Teach the bot what trainers approved: train, measure beside the running model, swap or refuse.

Approved messages lie as Rasa NLU files in ``<home>/bot/approved``. Those of a model that passed
the gate move to ``<home>/bot/accepted`` and are training data from then on.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from api.assistant.bot_client import BotUnavailableError, RasaClient
from api.assistant.routes_of_intents import EMERGENCY_PREFIX
from api.assistant.safety import Level, SafetyModel
from api.bot_process import (
    BOT,
    accepted_folder,
    inputs_digest,
    model_path,
    put_in_place,
    running_url,
    train_if_changed,
    train_model,
)
from api.evaluation import routes
from api.evaluation.lines import read_lines
from api.evaluation.workbench import understanding
from api.settings import ROOT, Settings
from knowledge_base.service import KnowledgeBase

OWN_SETS = (
    ROOT / "tests" / "held_back" / "routes.jsonl",
    ROOT / "tests" / "bot_dev" / "routes.jsonl",
    ROOT / "tests" / "bot_dev" / "routes2.jsonl",
)
# How much worse a model may be by chance: one message in 1,000 is .001.
TOLERANCE = 0.005
_BULLET = re.compile(r"^\s*-\s+(.+)$", re.MULTILINE)

Figures = Mapping[str, Any]
Measure = Callable[[Settings, Path, Sequence[Path]], Awaitable[Figures]]
Dangerous = Callable[[Settings, Sequence[str]], Sequence[str]]
Train = Callable[[Settings, Path, Path], Awaitable[Path]]
Say = Callable[[str], None]


class ApprovedDataError(Exception):
    """Approved messages that cannot be learned from; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Retrained:
    """``refused`` holds the reasons when the candidate was worse; ``live`` if Rasa has it."""

    messages: int
    before: Figures
    after: Figures
    refused: tuple[str, ...] = ()
    live: bool = False


def approved_folder(settings: Settings) -> Path:
    return settings.home / "bot" / "approved"


def read_messages(path: Path) -> dict[str, str]:
    """Intent by message of one NLU file; raises `ApprovedDataError`."""
    try:
        items = yaml.safe_load(path.read_text("utf-8"))["nlu"]
        blocks = [(str(item["intent"]), str(item["examples"])) for item in items]
    except (yaml.YAMLError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise ApprovedDataError(f"{path.name} 不是 Rasa 的 NLU 文件：{error}") from error
    return {text.strip(): intent for intent, block in blocks for text in _BULLET.findall(block)}


def check_approved(files: Sequence[Path], sets: Sequence[Path]) -> dict[str, str]:
    """Every approved message with its intent.

    Raises `ApprovedDataError` for unknown intents, for a message that is taught as something else
    already, and for messages of the sets the model is measured on.
    """
    intents = set(yaml.safe_load((BOT / "domain.yml").read_text("utf-8"))["intents"])
    shipped = _by_plain(_merged(sorted((BOT / "data" / "nlu").glob("*.yml"))))
    measured = {_plain(str(row["text"])) for path in sets for row in read_lines(path)}
    messages = _merged(files)
    problems = []
    for text, intent in messages.items():
        taught = shipped.get(_plain(text), intent)
        if intent not in intents:
            problems.append(f"「{text[:30]}」的意图 {intent} 不存在")
        elif taught != intent:
            problems.append(f"「{text[:30]}」已经作为 {taught} 教过")
        elif _plain(text) in measured:
            problems.append(f"「{text[:30]}」在评测集里，不能用来训练")
    if problems:
        raise ApprovedDataError("；".join(problems[:10]))
    return messages


def certain_dangers(settings: Settings, texts: Sequence[str]) -> list[str]:
    """Those of the messages that the safety net is certain of, whatever they are taught as."""
    knowledge = KnowledgeBase.open(settings.home, model=settings.embedding_model or None)
    net = SafetyModel.open(settings.home, knowledge)
    alarms = {text: net.check(text) for text in texts}
    return [text for text, alarm in alarms.items() if alarm and alarm.level is Level.CERTAIN]


def check_calm(settings: Settings, messages: Mapping[str, str], dangerous: Dangerous) -> None:
    """Raises `ApprovedDataError` for danger that is taught as something calm.

    The sets would not show it: there the net raises the alarm before the bot is asked, and hides
    what the bot has unlearned.
    """
    calm = [text for text, intent in messages.items() if not intent.startswith(EMERGENCY_PREFIX)]
    found = dangerous(settings, calm)
    if found:
        told = (f"「{text[:30]}」听上去是险情，不能教成 {messages[text]}" for text in found[:10])
        raise ApprovedDataError("；".join(told))


def gate(before: Figures, after: Figures) -> tuple[str, ...]:
    """Why ``after`` may not take the place of ``before``; empty when it may."""
    reasons = []
    if after["accuracy_lenient"] < before["accuracy_lenient"] - TOLERANCE:
        reasons.append(_fell("准确率", before["accuracy_lenient"], after["accuracy_lenient"]))
    recall = (_emergency_recall(before), _emergency_recall(after))
    if recall[1] < recall[0]:
        reasons.append(_fell("险情召回", *recall))
    alarms = (before["emergency_false_alarms"] or 0.0, after["emergency_false_alarms"] or 0.0)
    if alarms[1] > alarms[0] + TOLERANCE:
        reasons.append(f"误报从 {alarms[0]:.3f} 升到 {alarms[1]:.3f}")
    return tuple(reasons)


async def measure(settings: Settings, model: Path, sets: Sequence[Path]) -> Figures:
    """The public figures of a model on all sets together."""
    rows = [row for path in sets for row in read_lines(path)]
    async with understanding(settings, model) as understand:
        return routes.figures(await routes.judge(rows, understand))


async def retrain(
    settings: Settings,
    sets: Sequence[Path] = OWN_SETS,
    *,
    say: Say = print,
    train: Train = train_model,
    measure: Measure = measure,
    dangerous: Dangerous = certain_dangers,
) -> Retrained | None:
    """None when nothing is approved. A refused candidate changes nothing."""
    files = sorted(approved_folder(settings).glob("*.yml"))
    messages = await asyncio.to_thread(check_approved, files, sets) if files else {}
    if not messages:
        return None
    await asyncio.to_thread(check_calm, settings, messages, dangerous)
    await train_if_changed(settings)
    candidate = settings.home / "bot" / "candidate"
    data = _candidate_data(settings, candidate, files)
    say(f"训练：新增 {len(messages)} 条消息")
    fresh = await train(settings, candidate, data)
    say("在评测集上比较新旧模型")
    before = await measure(settings, model_path(settings), sets)
    after = await measure(settings, fresh, sets)
    refused = gate(before, after)
    if refused:
        _keep_report(candidate, before, after, refused)
        return Retrained(len(messages), before, after, refused)
    _accept(settings, files, fresh)
    return Retrained(len(messages), before, after, live=await swap(settings))


async def swap(settings: Settings) -> bool:
    """Whether a running Rasa took up the model in place; without one, the next start does."""
    client = RasaClient(running_url(settings), settings.bot_token, settings.bot_timeout)
    try:
        await client.reload()
    except BotUnavailableError:
        return False
    finally:
        await client.close()
    return True


def _candidate_data(settings: Settings, candidate: Path, files: Sequence[Path]) -> Path:
    """A folder with what was accepted before and what is approved now."""
    shutil.rmtree(candidate, ignore_errors=True)
    data = candidate / "data"
    data.mkdir(parents=True)
    for path in (*accepted_folder(settings).glob("*.yml"), *files):
        shutil.copy(path, _free_name(data, path.name))
    return data


def _accept(settings: Settings, files: Sequence[Path], fresh: Path) -> None:
    accepted = accepted_folder(settings)
    accepted.mkdir(exist_ok=True)
    for path in files:
        path.replace(_free_name(accepted, path.name))
    model = model_path(settings)
    if model.exists():
        shutil.copy(model, model.with_name("previous.tar.gz"))
    put_in_place(settings, fresh, inputs_digest(accepted))


def _free_name(folder: Path, name: str) -> Path:
    """A batch may bear the name of an earlier one: both are kept."""
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem}-{number}.yml"
        number += 1
    return path


def _keep_report(candidate: Path, before: Figures, after: Figures, refused: Sequence[str]) -> None:
    report = {"refused": list(refused), "before": before, "after": after}
    (candidate / "refused.json").write_text(json.dumps(report, ensure_ascii=False), "utf-8")


def _merged(files: Sequence[Path]) -> dict[str, str]:
    return {text: intent for path in files for text, intent in read_messages(path).items()}


def _by_plain(messages: Mapping[str, str]) -> dict[str, str]:
    return {_plain(text): intent for text, intent in messages.items()}


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _emergency_recall(figures: Figures) -> float:
    return float(figures["recall"].get("emergency") or 0.0)


def _fell(name: str, before: float, after: float) -> str:
    return f"{name}从 {before:.3f} 降到 {after:.3f}"
