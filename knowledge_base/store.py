"""What is kept on disk under ``home/kb``: vectors by content, and the trained models.

Vectors are filed under a hash of model, side and text, so they can never belong to something
else; models are filed under the fingerprint of all inputs. Each file is replaced in one step. A
file that is broken or foreign is set aside with a message and made anew.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from knowledge_base.calibration import Bin, Thresholds, calibration_error, reliability
from knowledge_base.domain import Domain
from knowledge_base.embedding import Embedder, Vectors, embed_all, vector_key
from knowledge_base.files import sweep, write_atomic
from knowledge_base.fusion import Fusion
from knowledge_base.laws import DATA
from knowledge_base.shipped import KEY_BYTES, load_shipped
from knowledge_base.training import Models

log = logging.getLogger(__name__)

# Made by ``python -m knowledge_base.shipped``, so that a first start need not train.
SHIPPED_MODELS = DATA / "models.json"


@dataclass(frozen=True, slots=True)
class StoredModels:
    """The trained part of an index and what its training measured."""

    domain: Domain
    entry: Fusion
    provision: Fusion
    thresholds: Thresholds
    entries: int
    calibration_error: float
    reliability: tuple[Bin, ...]

    @classmethod
    def of(cls, models: Models, entries: int) -> StoredModels:
        return cls(
            models.domain,
            models.entry,
            models.provision,
            models.thresholds,
            entries,
            calibration_error(models.outcomes),
            reliability(models.outcomes),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "domain": self.domain.to_json(),
            "entry": self.entry.to_json(),
            "provision": self.provision.to_json(),
            "thresholds": asdict(self.thresholds),
            "entries": self.entries,
            "calibration_error": self.calibration_error,
            "reliability": [asdict(step) for step in self.reliability],
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> StoredModels:
        return cls(
            Domain.from_json(record["domain"]),
            Fusion.from_json(record["entry"]),
            Fusion.from_json(record["provision"]),
            Thresholds(**record["thresholds"]),
            record["entries"],
            record["calibration_error"],
            tuple(Bin(**step) for step in record["reliability"]),
        )


def read_models(path: Path, fingerprint: str) -> StoredModels | None:
    """The models in a file, if they are of these inputs; ValueError and the like if broken."""
    try:
        record = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    if record["fingerprint"] != fingerprint:
        return None
    return StoredModels.from_json(record["models"])


def write_models(path: Path, fingerprint: str, models: StoredModels) -> None:
    record = {"fingerprint": fingerprint, "models": models.to_json()}
    write_atomic(path, json.dumps(record).encode())


class Store:
    """The folder ``home/kb``."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "kb"
        self.folder.mkdir(parents=True, exist_ok=True)
        sweep(self.folder)
        self._vectors_path = self.folder / "vectors.npz"
        self._models_path = self.folder / "models.json"

    def vectors(
        self,
        embedder: Embedder,
        texts: Sequence[tuple[str, str]],
        on_progress: Callable[[str, float], None],
    ) -> Vectors:
        """Vectors of (side, text) pairs, (n, dimension); new ones are computed and kept."""
        keys = [vector_key(embedder.name, side, text) for side, text in texts]
        known = self._load_vectors(embedder.dimension)
        wanted = dict(zip(keys, texts, strict=True))
        if wanted.keys() - known.keys():
            known = load_shipped(embedder) | known
            missing = {key: pair for key, pair in wanted.items() if key not in known}
            known |= _embed_missing(embedder, missing, on_progress)
            self._save_vectors({key: known[key] for key in keys})
        if not keys:
            return np.empty((0, embedder.dimension), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def load_models(self, fingerprint: str) -> StoredModels | None:
        """The models of exactly these inputs, own or shipped, else None with a message."""
        try:
            own = read_models(self._models_path, fingerprint)
        except (ValueError, KeyError, TypeError) as error:
            self._set_aside(self._models_path, error)
            own = None
        found = own or read_models(SHIPPED_MODELS, fingerprint)
        if found is None and self._models_path.is_file():
            log.warning("条目、条文或语义模型和上次建立索引时不同，将重新校准检索")
        return found

    def save_models(self, fingerprint: str, models: StoredModels) -> None:
        write_models(self._models_path, fingerprint, models)

    def _load_vectors(self, dimension: int) -> dict[bytes, Vectors]:
        try:
            with np.load(io.BytesIO(self._vectors_path.read_bytes()), allow_pickle=False) as data:
                keys, vectors = data["keys"], data["vectors"]
            if vectors.shape != (len(keys), dimension):
                raise ValueError(f"shape {vectors.shape}")
            if not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=0.01):
                raise ValueError("vectors of other lengths than 1")
            return {key.tobytes(): row for key, row in zip(keys, vectors, strict=True)}
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
            self._set_aside(self._vectors_path, error)
            return {}

    def _save_vectors(self, vectors: dict[bytes, Vectors]) -> None:
        keys = np.frombuffer(b"".join(vectors), dtype=np.uint8).reshape(-1, KEY_BYTES)
        buffer = io.BytesIO()
        np.savez(buffer, keys=keys, vectors=np.stack(list(vectors.values())))
        write_atomic(self._vectors_path, buffer.getvalue())

    def _set_aside(self, path: Path, error: Exception) -> None:
        log.warning("知识库文件 %s 无法读取（%s），将重新生成", path.name, error)
        path.replace(path.with_suffix(path.suffix + ".broken"))


def _embed_missing(
    embedder: Embedder,
    missing: dict[bytes, tuple[str, str]],
    on_progress: Callable[[str, float], None],
) -> dict[bytes, Vectors]:
    found: dict[bytes, Vectors] = {}
    done = 0
    for side in ("query", "passage"):
        part = [(key, text) for key, (own, text) in missing.items() if own == side]
        before = done

        def tell(ready: int, total: int, before: int = before) -> None:
            on_progress("计算语义向量", (before + ready) / len(missing))

        vectors = embed_all(embedder, side, [text for _, text in part], tell)
        found |= {key: row for (key, _), row in zip(part, vectors, strict=True)}
        done += len(part)
    return found
