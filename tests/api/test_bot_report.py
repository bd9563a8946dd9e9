"""Rasa's cross-validation as figures."""

from __future__ import annotations

import json
from pathlib import Path

from api.bot_report import read_report


def test_figures_and_confusions(tmp_path: Path) -> None:
    row = {"precision": 0.8, "recall": 0.9, "f1-score": 0.85, "support": 20}
    better = {**row, "f1-score": 0.95, "confused_with": {"repair": 1}}
    report = {"repair": row, "human": better, "accuracy": 0.9, "macro avg": {"f1-score": 0.88}}
    (tmp_path / "intent_report.json").write_text(json.dumps(report), "utf-8")
    wrong = {"intent": "repair", "intent_prediction": {"name": "complaint", "confidence": 0.5}}
    (tmp_path / "intent_errors.json").write_text(json.dumps([wrong, wrong]), "utf-8")
    found = read_report(tmp_path)
    assert (found.accuracy, found.macro_f1) == (0.9, 0.88)
    assert [one.intent for one in found.intents] == ["repair", "human"]
    assert found.confusions == (("repair", "complaint", 2),)
    assert found.figures()["intents"]["repair"]["n"] == 20
