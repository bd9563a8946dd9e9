"""Responses from the domain, without lines and arguments whose slot is empty."""

from __future__ import annotations

import copy
import re
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
DECLINED = "不留"  # what the phone slot holds when a resident would not give a number


class SparingGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa writes ``None`` for an empty slot; here the line or the argument is left out.

    In ``custom`` a declined telephone counts as empty too: it is no number to call.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        super().__init__(domain.responses)

    def _fill_response(
        self,
        response: dict[str, Any],
        filled_slots: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        values = {**(filled_slots or {}), **kwargs}
        sparing = copy.deepcopy(response)
        if "text" in sparing:
            sparing["text"] = _fill_lines(sparing["text"], values)
        if "custom" in sparing:
            sparing["custom"] = _fill_arguments(sparing["custom"], values)
        return sparing


def _fill_lines(text: str, values: dict[str, Any]) -> str:
    lines = [line for line in text.split("\n") if not _empty(line, values)]
    return "\n".join(_fill(line, values) for line in lines).strip()


def _fill_arguments(custom: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    given = {name: None if value == DECLINED else value for name, value in values.items()}
    return {
        key: _fill(value, given) if isinstance(value, str) else value
        for key, value in custom.items()
        if not (isinstance(value, str) and _empty(value, given))
    }


def _empty(text: str, values: dict[str, Any]) -> bool:
    return any(values.get(name) in (None, "") for name in _PLACEHOLDER.findall(text))


def _fill(text: str, values: dict[str, Any]) -> str:
    # Not str.format: what a resident wrote may hold braces.
    return _PLACEHOLDER.sub(lambda match: str(values[match.group(1)]), text)
