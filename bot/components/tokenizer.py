"""One token a character: Chinese needs no words here, n-grams make them."""

from __future__ import annotations

import re
from typing import Any, Dict

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.masking import mask

# Digits become one sign each: which number it is says nothing about what is wanted.
_PIECE = re.compile(r"[A-Za-z]+|\d|[^\s]")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CharacterTokenizer(Tokenizer):
    """Tokens of the masked message: their positions are for n-grams only, not for entities."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharacterTokenizer:
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        shown = mask(message.get(attribute)).lower()
        tokens = [
            Token("0" if match.group().isdigit() else match.group(), match.start(), match.end())
            for match in _PIECE.finditer(shown)
        ]
        return tokens or [Token(shown or " ", 0, max(len(shown), 1))]
