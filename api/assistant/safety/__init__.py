"""A net under the dialogue: words that mean danger now, whatever the bot is doing."""

from __future__ import annotations

from api.assistant.safety.alarm import Alarm, Level
from api.assistant.safety.words import check

__all__ = ["Alarm", "Level", "check"]
