"""The messages that the net's classifier learns from: the bot's, and a file of its own.

The bot's training messages are read as data; nothing of the bot is imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

OWN = Path(__file__).with_name("examples.yaml")
BOT = Path(__file__).resolve().parents[3] / "bot" / "data" / "nlu"
_EMERGENCY = "emergency_"
_BULLET = "- "


@dataclass(frozen=True, slots=True)
class Example:
    """``kind`` is the kind of emergency, empty for anything else."""

    text: str
    kind: str


def load_examples(bot: Path = BOT, own: Path = OWN) -> list[Example]:
    """Every message once; the files that are not there are left out."""
    found = {example.text: example for example in (*_of_bot(bot), *_of_own(own))}
    return list(found.values())


def sources(bot: Path = BOT, own: Path = OWN) -> list[Path]:
    return [*sorted(bot.glob("*.yml")), own]


def _of_own(path: Path) -> Iterator[Example]:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    for kind, texts in raw["emergency"].items():
        yield from (Example(str(text), str(kind)) for text in texts)
    for texts in raw["calm"].values():
        yield from (Example(str(text), "") for text in texts)


def _of_bot(folder: Path) -> Iterator[Example]:
    for path in sorted(folder.glob("*.yml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
            if "intent" in item:
                kind = _kind(str(item["intent"]))
                yield from (Example(text, kind) for text in _bullets(item["examples"]))


def _kind(intent: str) -> str:
    return intent.removeprefix(_EMERGENCY) if intent.startswith(_EMERGENCY) else ""


def _bullets(block: str) -> Iterator[str]:
    """Messages of a YAML block in Rasa's way: a bullet each."""
    for line in block.splitlines():
        if line.strip().startswith(_BULLET):
            yield line.strip().removeprefix(_BULLET).strip()
