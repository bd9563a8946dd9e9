"""What a message means where it stands: facts as entities, and bare answers to a question.

The classifier sees one message alone. This part knows what was asked: 602 after 在哪里 is
a place, 对 after 可以吗 is a yes, 没有 after 电话多少 is a refusal to give one. It turns
intents only inside an open form, and never touches an emergency or the wish for a person.
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.addresses import merge_addresses
from bot.understanding.answers import Question, intent_in_form, is_question
from bot.understanding.cues import tells_a_fault
from bot.understanding.descriptions import add_detail
from bot.understanding.facts import Facts, is_bare, read_facts, read_matter
from bot.understanding.phones import find_phones
from bot.understanding.text import fold

_MATTERS = ("repair", "complaint")
_ANSWERS = ("inform", "correct")
_EMERGENCY = "emergency_"
_SMALL_TALK = ("greet", "thanks", "bye")
# None of these is what names a fault: a fault by voice begins with 喂你好啊.
_LOST = (DEFAULT_NLU_FALLBACK_INTENT_NAME, "out_of_scope", "greet")
_SURE = 0.5  # real small talk is above it, 啦啦啦 is below
_TORN = 0.6  # what matters and answers need together, out of a form, to be a matter,
_BETWEEN = 0.4  # and the matters alone
_LIKELY = 0.1  # what a matter needs at least to be taken for more than an answer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FormContext(GraphComponent, IntentClassifier):
    """Last in the pipeline. Without a dialogue (``rasa test nlu``) it only reads facts."""

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
    ) -> FormContext:
        return cls()

    def process(
        self,
        messages: List[Message],
        tracker: DialogueStateTracker,
    ) -> List[Message]:
        for message in messages:
            if message.get(TEXT) and message.get(INTENT):
                if tracker and not tracker.active_loop_name:
                    _turn_torn(message)
                    _turn_untold(message)
                    _turn_doubtful(message, _SMALL_TALK)
                elif tracker:
                    _turn_doubtful(message, ("abuse",))
                _understand(message, _question(tracker), _slots(tracker))
        return messages


def _question(tracker: DialogueStateTracker) -> Question:
    form = tracker.active_loop_name if tracker else None
    asked = tracker.get_slot("requested_slot") if form else None
    return Question(form or "", asked or "")


def _slots(tracker: DialogueStateTracker) -> dict[str, Any]:
    return tracker.current_slot_values() if tracker else {}


def _understand(message: Message, question: Question, slots: dict[str, Any]) -> None:
    text = message.get(TEXT)
    facts = read_facts(text, asked=question.slot)
    intent = message.get(INTENT)["name"]
    if question.form:
        meant = intent_in_form(text, facts, intent, question)
        if meant != intent:
            _set_intent(message, meant)
            intent = meant
    entities = [
        *_fact_entities(facts, intent, question, slots),
        *_matter_entity(text, facts, intent, question, slots),
        *_known_phone(message, facts, intent, slots),
        *_loose_entities(facts, intent, question),
    ]
    message.set(ENTITIES, [*(message.get(ENTITIES) or []), *entities], add_to_output=True)


def _turn_untold(message: Message) -> None:
    """What looks like an answer though nothing was asked, and tells a matter, is that matter.

    厨房灯不亮，10栋801，13800000000 is mostly place and telephone; out of a form it is a repair.
    So is half a page that was not understood, with a place and a fault in it.
    """
    intent = message.get(INTENT)["name"]
    if intent != "inform" and intent not in _LOST:
        return
    text = message.get(TEXT)
    strange = intent != "inform" and (is_question(fold(text)) or not tells_a_fault(text))
    facts = read_facts(text)
    if strange or is_bare(text, facts):
        return
    ranking = message.get(INTENT_RANKING_KEY) or []
    likely = [item for item in ranking if item["name"] in _MATTERS]
    best = max(likely, key=lambda item: item["confidence"], default=None)
    if best and best["confidence"] >= _LIKELY and read_matter(text, facts):
        _set_intent(message, best["name"])


def _turn_torn(message: Message) -> None:
    """What is either of two matters is one of them, not something that was not understood."""
    if message.get(INTENT)["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME:
        return
    ranking = message.get(INTENT_RANKING_KEY) or []
    matters = [item for item in ranking if item["name"] in _MATTERS]
    told = sum(item["confidence"] for item in ranking if item["name"] in (*_MATTERS, "inform"))
    best = max(matters, key=lambda item: item["confidence"], default=None)
    if best and told >= _TORN and sum(item["confidence"] for item in matters) >= _BETWEEN:
        _set_intent(message, best["name"])


def _turn_doubtful(message: Message, doubted: Sequence[str]) -> None:
    """What only faintly sounds like small talk, or in a form like abuse, was not understood."""
    intent = message.get(INTENT)
    if intent["name"] in doubted and intent["confidence"] < _SURE:
        _set_intent(message, DEFAULT_NLU_FALLBACK_INTENT_NAME)


def _set_intent(message: Message, intent: str) -> None:
    ranking = [item for item in message.get(INTENT_RANKING_KEY) or [] if item["name"] != intent]
    chosen = {"name": intent, "confidence": 1.0}
    message.set(INTENT, chosen, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [chosen, *ranking], add_to_output=True)


def _fact_entities(
    facts: Facts, intent: str, question: Question, slots: dict[str, Any]
) -> list[dict]:
    entities = []
    for name, span in facts.named().items():
        value = span.value
        if name == "location" and question.form and intent in _ANSWERS and slots.get(name):
            value = merge_addresses(slots[name], value)
        entities.append(_entity(name, value, span.start, span.end))
    return entities


def _matter_entity(
    text: str, facts: Facts, intent: str, question: Question, slots: dict[str, Any]
) -> list[dict]:
    """The description, and in an open form the answer to where when no place is recognised."""
    if intent.startswith(_EMERGENCY):
        return [_entity("description", read_matter(text, facts) or text, 0, len(text))]
    if intent not in (_MATTERS if not question.form else _MATTERS + _ANSWERS):
        return []
    matter = read_matter(text, facts, correcting=bool(question.form) and intent in _ANSWERS)
    if not matter or (question.form and facts.time and intent == "inform"):
        return []
    if question.slot == "location" and intent == "inform":
        return [] if facts.location else [_entity("location", matter, 0, len(text))]
    if question.form and intent == "inform" and question.slot == "phone":
        return []
    if question.form and intent != "correct":
        matter = add_detail(slots.get("description") or "", matter)
    return [_entity("description", matter, 0, len(text))]


def _loose_entities(facts: Facts, intent: str, question: Question) -> list[dict]:
    """A place and a time that no form asks for as such.

    Who complains or calls for help is not asked where: there the loose ones have to do.
    """
    complains = question.form == "complaint_form" and intent in _ANSWERS
    enough = complains or intent == "complaint" or intent.startswith(_EMERGENCY)
    names = ("location", "time") if enough else ("spot", "since")
    pairs = ((names[0], facts.spot, facts.location), (names[1], facts.happened, facts.time))
    return [
        _entity(name, loose.value, loose.start, loose.end)
        for name, loose, firm in pairs
        if loose is not None and firm is None
    ]


def _known_phone(message: Message, facts: Facts, intent: str, slots: dict[str, Any]) -> list[dict]:
    """The telephone that the page already knows, so that nobody is asked for it again."""
    known = (message.get("metadata") or {}).get("phone")
    if intent not in _MATTERS or facts.phone or slots.get("phone") or not isinstance(known, str):
        return []
    found = find_phones(known, asked=True)
    return [_entity("phone", found[0].value, 0, 0)] if found else []


def _entity(name: str, value: str, start: int, end: int) -> dict:
    return {"entity": name, "value": value, "start": start, "end": end, "extractor": "FormContext"}
