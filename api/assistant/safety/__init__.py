"""A net under the dialogue: it sees danger whatever the bot is doing, and while there is none.

`SafetyModel` is the net of the app; `check` is its rules alone.
"""

from __future__ import annotations

from api.assistant.safety.alarm import Alarm, Level
from api.assistant.safety.net import SafetyModel
from api.assistant.safety.words import check

__all__ = ["Alarm", "Level", "SafetyModel", "check"]
