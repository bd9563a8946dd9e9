"""What is kept on disk: found again, never trusted when broken or foreign."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge_base.build import fingerprint
from knowledge_base.embedding import DEFAULT_MODEL, vector_key
from knowledge_base.entries import load_entries
from knowledge_base.files import digest, write_atomic
from knowledge_base.live import LiveEntries
from knowledge_base.service import ENTRIES
from knowledge_base.shipped import load_shipped, save_shipped, with_probes
from knowledge_base.statutes import Statutes
from knowledge_base.store import SHIPPED_MODELS, Store, read_models
from knowledge_base.topics import searched_provisions
from tests.knowledge_base.conftest import make_entry

TEXTS = [("query", "楼道灯坏了"), ("passage", "公共照明由物业维护"), ("query", "收费")]


def test_only_new_texts_are_embedded(tmp_path: Path, letters: Any, progress: Any) -> None:
    first = Store(tmp_path).vectors(letters, TEXTS, progress.tell)
    assert progress.told[-1] == ("计算语义向量", 1.0)
    letters.embedded.clear()
    again = Store(tmp_path).vectors(letters, TEXTS, progress.tell)
    assert letters.embedded == []
    assert np.array_equal(first, again)
    Store(tmp_path).vectors(letters, [*TEXTS, ("query", "新问题")], progress.tell)
    assert "新问题" in letters.embedded
    assert "收费" not in letters.embedded


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x93NUMPY", b"{}"])
def test_a_broken_file_is_set_aside_and_made_anew(
    tmp_path: Path, letters: Any, progress: Any, content: bytes, caplog: Any
) -> None:
    whole = Store(tmp_path).vectors(letters, TEXTS, progress.tell)
    path = tmp_path / "kb" / "vectors.npz"
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        again = Store(tmp_path).vectors(letters, TEXTS, progress.tell)
    assert np.array_equal(whole, again)
    assert "将重新生成" in caplog.text
    assert path.with_suffix(".npz.broken").read_bytes() == content


def test_vectors_of_another_model_are_not_used(tmp_path: Path, letters: Any, progress: Any) -> None:
    Store(tmp_path).vectors(letters, TEXTS, progress.tell)
    letters.embedded.clear()
    letters.name = "others"
    Store(tmp_path).vectors(letters, TEXTS, progress.tell)
    assert {text for _, text in TEXTS} <= set(letters.embedded)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"fingerprint": "a", "models": {}}'])
def test_broken_models_are_trained_anew(tmp_path: Path, content: str) -> None:
    store = Store(tmp_path)
    (tmp_path / "kb" / "models.json").write_text(content)
    assert store.load_models("a") is None


def test_models_of_other_inputs_are_not_used(tmp_path: Path, knowledge: Any) -> None:
    store = Store(tmp_path)
    models = knowledge.index.models
    store.save_models("a", models)
    assert store.load_models("b") is None
    loaded = store.load_models("a")
    assert loaded is not None
    assert loaded.to_json() == models.to_json()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_parts_of_a_digest_do_not_run_into_each_other() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert digest(["ab"]) == digest([b"ab"])


def test_shipped_vectors_are_nearly_the_same(tmp_path: Path, letters: Any) -> None:
    keys = [vector_key(letters.name, side, text) for side, text in TEXTS]
    rows = letters.queries([text for _, text in TEXTS])
    path = tmp_path / "vectors.npz"
    save_shipped(with_probes(letters, dict(zip(keys, rows, strict=True))), path)
    found = load_shipped(letters, path)
    assert min(float(found[key] @ row) for key, row in zip(keys, rows, strict=True)) > 0.999


def test_shipped_vectors_of_a_model_that_answers_otherwise_are_ignored(
    tmp_path: Path, letters: Any
) -> None:
    path = tmp_path / "vectors.npz"
    save_shipped(with_probes(letters, {}), path)
    plain = letters.queries
    letters.queries = lambda texts: plain([text[::2] + "改" * 9 for text in texts])
    assert load_shipped(letters, path) == {}
    assert load_shipped(letters, tmp_path / "none.npz") == {}


def test_live_entries_lie_over_the_shipped_ones(tmp_path: Path) -> None:
    live = LiveEntries(tmp_path)
    old, other = make_entry("fees/a"), make_entry("fees/b")
    new = make_entry("fees/a", title="新的")
    before = live.stamp()
    live.put(new)
    live.remove("fees/b")
    assert live.stamp() != before
    assert LiveEntries(tmp_path).over([old, other]) == (new,)


def test_a_first_start_need_not_train(statutes: Statutes) -> None:
    """After a change of entries or strangers: ``python -m knowledge_base.shipped``."""
    entries, _ = load_entries(ENTRIES)
    name = fingerprint(DEFAULT_MODEL, entries, searched_provisions(statutes))
    assert read_models(SHIPPED_MODELS, name) is not None
