from __future__ import annotations

from pathlib import Path

import grimp
import numpy as np

from coach.classifier import shipped, store
from coach.classifier.thresholds import Threshold, choose, raised
from coach.classifier.vectors import PROBES, StoredVectors
from coach.embedding import RememberingEmbedder, Vectors
from coach.examples import read_folder
from coach.figures import Bare, held_back, on_held_back, speed, typed
from coach.flags.codes import CODES
from coach.service import Coach
from coach.training import DRAFTS, learnable, mark_of


def test_nothing_is_measured_on_what_it_learned() -> None:
    drafts = read_folder(DRAFTS)
    learned = {row.group for row in learnable(drafts)}
    kept = [row for row in drafts if row.held_back]
    assert kept
    assert not any(row.group in learned for row in kept)


def test_the_drafts_cover_every_code() -> None:
    drafts = read_folder(DRAFTS)
    for code in CODES:
        assert sum(code in row.labels for row in drafts) >= 150, code
    assert sum(not row.labels for row in drafts) >= 1500


def test_held_back_drafts_are_judged_well(coach: Coach) -> None:
    """A floor against getting worse, below what ``python -m coach.figures`` measures on all.

    It is not the bar: that is 0.97 and 3 %, and the held-back drafts are still short of it.
    """
    found = on_held_back(coach, every=4)
    assert found.block_precision >= 0.85
    assert found.macro_f1 >= 0.6
    assert found.clean_flagged <= 0.06


def test_a_trained_model_is_found_again(tmp_path: Path) -> None:
    store.save(tmp_path, "one", {"a": 1})
    assert store.load(tmp_path, "one") == {"a": 1}
    assert store.load(tmp_path, "two") is None
    store.save(tmp_path, "two", {"a": 2})
    assert store.load(tmp_path, "one") is None
    (tmp_path / "classifier-two.joblib").write_bytes(b"half")
    assert store.load(tmp_path, "two") is None


def test_stored_vectors_are_close_to_fresh_ones(tmp_path: Path, knowledge: Bare) -> None:
    path, texts = tmp_path / "v.npz", ["您好，请讲", *PROBES]
    first = StoredVectors.open(path, knowledge)
    fresh = first.embed(texts)
    first.save(path, texts)

    class Refusing:
        def embed(self, wanted: list[str]) -> Vectors:
            assert set(wanted) <= set(PROBES)
            return knowledge.embed(wanted)

    kept = StoredVectors.open(path, Refusing()).embed(texts)  # type: ignore[arg-type]
    assert np.allclose((kept * fresh).sum(axis=1), 1.0, atol=0.01)


def test_a_sentence_seen_before_is_not_embedded_again(knowledge: Bare) -> None:
    asked: list[str] = []

    class Counting:
        def embed(self, texts: list[str]) -> Vectors:
            asked.extend(texts)
            return knowledge.embed(texts)

    memory = RememberingEmbedder(Counting())  # type: ignore[arg-type]
    memory.embed(["您好", "请讲"])
    memory.embed(["您好", "请讲", "在的"])
    assert asked == ["您好", "请讲", "在的"]


def test_thresholds_keep_their_promises() -> None:
    random = np.random.default_rng(3)
    labels = random.random((400, len(CODES))) < 0.05
    p = np.clip(labels * 0.5 + random.random(labels.shape) * 0.5, 0, 1)
    none = np.zeros_like(labels)
    found = raised(p, none, choose(p, labels, none))
    block = [i for i, row in enumerate(CODES.values()) if row.severity == "block"]
    assert labels[:, block][found[:, block]].mean() >= 0.95


def test_shipped_thresholds_are_of_the_present_inputs(knowledge: Bare) -> None:
    found = shipped.load(mark_of(knowledge))
    assert found is not None, "python -m coach.figures --thresholds"
    assert set(found) == set(CODES)


def test_the_fingerprint_holds_all_code_that_trains() -> None:
    graph = grimp.build_graph("coach", "knowledge_base")
    named = {path for pattern in store.INPUTS for path in store.ROOT.glob(pattern)}
    for module in {"coach.training", *graph.find_upstream_modules("coach.training")}:
        path = store.ROOT / module.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py") in named, module


def test_thresholds_of_other_inputs_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.json"
    shipped.save("these", {"abusive": Threshold(0.5, 0.25)}, path)
    assert shipped.load("these", path) == {"abusive": Threshold(0.5, 0.25)}
    assert shipped.load("others", path) is None


def test_a_draft_is_timed_as_it_is_typed(coach: Coach) -> None:
    assert list(typed("您好。请稍等，我去看。")) == ["您好", "您好。请稍等，我去看"]
    some = held_back()[:5]
    found = speed(coach, some)
    assert found["checks"] >= len(some)
    assert 0 < found["ms_median"] <= found["ms_p95"]
