"""The gate: what a trainer approved is learned only by a model that is no worse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from api import bot_retrain
from api.assistant.safety import SafetyModel
from api.bot_process import accepted_folder, inputs_digest, model_path
from api.bot_retrain import (
    ApprovedDataError,
    approved_folder,
    certain_dangers,
    check_approved,
    gate,
    retrain,
)
from api.settings import Settings

GOOD = {
    "accuracy_lenient": 0.93,
    "accuracy_strict": 0.91,
    "recall": {"emergency": 0.99},
    "emergency_false_alarms": 0.02,
    "slot_overlap": 0.9,
}
APPROVED = """version: "3.1"
nlu:
  - intent: repair
    examples: |
      - 鞋柜上面那个感应小夜灯不感应了帮我瞅瞅
"""


class Bench:
    """Stands where Rasa trains and measures; the real ones take minutes."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.figures = {"old": before, "new": after}
        self.learned = ""

    async def train(self, settings: Settings, folder: Path, data: Path) -> Path:
        self.learned = "".join(path.read_text("utf-8") for path in sorted(data.glob("*.yml")))
        model = folder / "linli.tar.gz"
        model.write_text("new")
        return model

    async def measure(self, settings: Settings, model: Path, sets: Sequence[Path]) -> Any:
        return self.figures[model.read_text()]


@pytest.fixture
def home(settings: Settings) -> Settings:
    """A home with a model in place and one approved message."""
    model = model_path(settings)
    model.parent.mkdir(parents=True)
    model.write_text("old")
    model.with_suffix(".inputs").write_text(inputs_digest(accepted_folder(settings)))
    approved_folder(settings).mkdir()
    (approved_folder(settings) / "batch.yml").write_text(APPROVED, "utf-8")
    return settings


async def run(home: Settings, bench: Bench) -> bot_retrain.Retrained | None:
    return await retrain(
        home,
        (),
        say=lambda _: None,
        train=bench.train,
        measure=bench.measure,
        dangerous=lambda _, texts: [text for text in texts if "着火" in text],
    )


async def test_a_better_model_takes_the_place(home: Settings) -> None:
    bench = Bench(GOOD, {**GOOD, "accuracy_lenient": 0.95})
    done = await run(home, bench)
    assert done is not None
    assert done.refused == ()
    assert "小夜灯" in bench.learned
    assert model_path(home).read_text() == "new"
    assert model_path(home).with_name("previous.tar.gz").read_text() == "old"
    assert list(approved_folder(home).glob("*.yml")) == []
    assert [path.name for path in accepted_folder(home).glob("*.yml")] == ["batch.yml"]


async def test_the_next_start_does_not_train_again(home: Settings) -> None:
    await run(home, Bench(GOOD, GOOD))
    stamp = model_path(home).with_suffix(".inputs").read_text()
    assert stamp == inputs_digest(accepted_folder(home))


async def test_a_worse_model_changes_nothing(home: Settings) -> None:
    done = await run(home, Bench(GOOD, {**GOOD, "recall": {"emergency": 0.97}}))
    assert done is not None
    assert "险情召回" in done.refused[0]
    assert model_path(home).read_text() == "old"
    assert (approved_folder(home) / "batch.yml").exists()
    assert not accepted_folder(home).exists()


async def test_a_second_batch_learns_with_the_first(home: Settings) -> None:
    await run(home, Bench(GOOD, GOOD))
    model_path(home).write_text("old")
    second = APPROVED.replace("感应小夜灯", "玄关壁灯")
    (approved_folder(home) / "batch.yml").write_text(second, "utf-8")
    bench = Bench(GOOD, GOOD)
    await run(home, bench)
    assert "小夜灯" in bench.learned
    assert "壁灯" in bench.learned
    assert len(list(accepted_folder(home).glob("*.yml"))) == 2


@pytest.mark.parametrize(("intent", "refused"), [("thanks", True), ("emergency_fire", False)])
async def test_danger_is_not_taught_as_calm(home: Settings, intent: str, refused: bool) -> None:
    batch = approved_folder(home) / "damaged.yml"
    batch.write_text(f"nlu:\n- intent: {intent}\n  examples: |\n    - 架空层着火啦\n", "utf-8")
    if not refused:
        assert await run(home, Bench(GOOD, GOOD))
        return
    with pytest.raises(ApprovedDataError, match="架空层着火啦」听上去是险情，不能教成 thanks"):
        await run(home, Bench(GOOD, GOOD))
    assert model_path(home).read_text() == "old"
    assert batch.exists()


def test_the_net_knows_certain_danger(model_home: Path, safety_net: SafetyModel) -> None:
    home = Settings(home=model_home)
    assert certain_dangers(home, ["三楼着火了快来人啊", "谢谢你啊"]) == ["三楼着火了快来人啊"]


async def test_nothing_approved(settings: Settings) -> None:
    assert await run(settings, Bench(GOOD, GOOD)) is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"accuracy_lenient": 0.92}, "准确率"),
        ({"recall": {"emergency": 0.98}}, "险情召回"),
        ({"emergency_false_alarms": 0.03}, "误报"),
    ],
)
def test_the_gate(change: dict[str, Any], reason: str) -> None:
    (found,) = gate(GOOD, {**GOOD, **change})
    assert reason in found


def test_chance_is_no_reason() -> None:
    assert gate(GOOD, {**GOOD, "accuracy_lenient": 0.928}) == ()


def write(folder: Path, intent: str, text: str) -> Path:
    path = folder / "batch.yml"
    path.write_text(f"nlu:\n- intent: {intent}\n  examples: |\n    - {text}\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("intent", "text", "reason"),
    [
        ("repairs", "灯坏了", "意图 repairs 不存在"),
        ("complaint", "报修！", "已经作为 repair 教过"),
    ],
)
def test_what_cannot_be_learned(tmp_path: Path, intent: str, text: str, reason: str) -> None:
    with pytest.raises(ApprovedDataError, match=reason):
        check_approved([write(tmp_path, intent, text)], ())


def test_measured_messages_are_not_learned(tmp_path: Path) -> None:
    rows = tmp_path / "set.jsonl"
    rows.write_text('{"id": "1", "text": "天花板在唱歌", "route": "repair"}\n', "utf-8")
    with pytest.raises(ApprovedDataError, match="评测集"):
        check_approved([write(tmp_path, "repair", "天花板，在唱歌！")], [rows])


def test_a_file_that_is_no_training_data(tmp_path: Path) -> None:
    path = tmp_path / "batch.yml"
    path.write_text("version: 1", "utf-8")
    with pytest.raises(ApprovedDataError, match=r"batch\.yml"):
        check_approved([path], ())
