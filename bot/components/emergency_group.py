"""The kinds of emergency judged as one: a fire that may be gas is still an emergency.

Nine kinds share the probability between them; apart, each could lose against a single
other intent or fall below the threshold, and the worst miss would be the likeliest one.
"""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

_PREFIX = "emergency_"

# The app's net has read the message before us. Where it saw no danger (``calm`` in the
# metadata), a doubt of ours is nearly always a past, denied or quoted danger.
_CALM_LIMIT = 0.99


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmergencyGroup(GraphComponent, IntentClassifier):
    """Gives the likeliest kind the probability of all kinds together.

    Needs a classifier before it whose ranking holds every intent.
    """

    @classmethod
    def required_components(cls) -> list:
        return [IntentClassifier]

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmergencyGroup:
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            ranking = group(message.get(INTENT_RANKING_KEY) or [])
            if _calm(message):
                ranking = without_doubts(ranking)
            if ranking:
                message.set(INTENT, dict(ranking[0]), add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


def group(ranking: list[dict]) -> list[dict]:
    """``ranking`` with the emergencies folded into their likeliest kind, best first."""
    kinds = [item for item in ranking if item["name"].startswith(_PREFIX)]
    if not kinds:
        return ranking
    others = [item for item in ranking if not item["name"].startswith(_PREFIX)]
    first = max(kinds, key=lambda item: item["confidence"])
    together = {**first, "confidence": sum(item["confidence"] for item in kinds)}
    return sorted([together, *others], key=lambda item: -item["confidence"])


def without_doubts(ranking: list[dict]) -> list[dict]:
    """``ranking`` without an emergency that is less than sure, its share given to the others."""
    doubted = [
        item
        for item in ranking
        if item["name"].startswith(_PREFIX) and item["confidence"] < _CALM_LIMIT
    ]
    left = [item for item in ranking if item not in doubted]
    rest = sum(item["confidence"] for item in left)
    if not doubted or rest <= 0:
        return ranking
    return [{**item, "confidence": item["confidence"] / rest} for item in left]


def _calm(message: Message) -> bool:
    return bool((message.get("metadata") or {}).get("calm"))
