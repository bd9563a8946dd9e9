from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.evaluation import evaluate_file, overlap
from coach.flags.codes import CODES
from coach.types import Flag


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def flag(code: str, span: tuple[int, int] | None = None) -> Flag:
    return Flag(code, CODES[code].severity, span, "因为。")


def test_figures_from_known_answers(tmp_path: Path) -> None:
    path = write(
        tmp_path / "set.jsonl",
        {"id": "a", "context": ["住户: 在吗"], "draft": "滚开", "labels": ["abusive"],
         "spans": {"abusive": "滚开"}},
        {"id": "b", "draft": "等着吧", "labels": ["impatient"]},
        {"id": "c", "draft": "您好"},
        {"id": "d", "draft": "马上到"},
    )  # fmt: skip
    said = {"滚开": [flag("abusive", (0, 1))], "马上到": [flag("impatient", (0, 3))]}
    found = evaluate_file(path, lambda draft, context: said.get(draft, [])).as_dict()
    codes = found["codes"]
    assert isinstance(codes, dict)
    assert codes["abusive"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 1}
    assert codes["impatient"]["recall"] == 0.0
    assert found["macro_f1"] == 0.5
    assert found["micro_f1"] == 0.5
    assert found["clean_flagged"] == 0.5
    assert found["span_overlap"] == 0.5
    assert found["misses"] == [
        {"id": "b", "missed": ["impatient"], "extra": []},
        {"id": "d", "missed": [], "extra": ["impatient"]},
    ]


def test_an_info_flag_does_not_spoil_a_clean_draft(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", {"id": "a", "draft": "您好"})
    found = evaluate_file(path, lambda draft, context: [flag("no_empathy")])
    assert found.clean_flagged == 0.0


@pytest.mark.parametrize("line", ['{"id": 1}', "{", '{"draft": "好", "labels": ["nonsense"]}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(ValueError, match=r"set\.jsonl:1"):
        evaluate_file(path, lambda draft, context: [])


def test_overlap() -> None:
    assert overlap((0, 4), (2, 6)) == pytest.approx(1 / 3)
    assert overlap((0, 2), (4, 6)) == 0.0
