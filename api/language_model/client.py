"""A language model behind one call; `OpenAIModel` speaks to any OpenAI-compatible address."""

from __future__ import annotations

import asyncio
from typing import Protocol

from openai import AsyncOpenAI, OpenAIError

from api.settings import Settings

LONGEST_ANSWER = 800  # tokens


class ModelUnavailableError(Exception):
    """No answer in time, or none that can be read; what was asked is not in the message."""


class LanguageModel(Protocol):
    async def complete(self, instruction: str, material: str) -> str:
        """The model's answer, stripped; raises `ModelUnavailableError`."""
        ...

    async def close(self) -> None: ...


class OpenAIModel:
    """Chat completions, without retries: a late answer is worth less than none."""

    def __init__(self, url: str, key: str, model: str, timeout: float) -> None:
        if timeout <= 0:
            raise ValueError(f"timeout must be above 0, got {timeout}")
        self._model = model
        self._timeout = timeout
        # Servers in the house often ask for no key; the client insists on one.
        self._client = AsyncOpenAI(
            base_url=url, api_key=key or "none", timeout=timeout, max_retries=0
        )

    async def complete(self, instruction: str, material: str) -> str:
        try:
            # The client's own limit counts from byte to byte; a trickle would never end.
            async with asyncio.timeout(self._timeout):
                answer = await self._client.chat.completions.create(
                    model=self._model,
                    messages=[
                        {"role": "system", "content": instruction},
                        {"role": "user", "content": material},
                    ],
                    temperature=0.2,
                    max_tokens=LONGEST_ANSWER,
                )
                return (answer.choices[0].message.content or "").strip()
        except (TimeoutError, OpenAIError) as error:
            raise ModelUnavailableError(type(error).__name__) from error
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            # The client does not insist on the shape of an answer.
            raise ModelUnavailableError(f"unreadable: {type(error).__name__}") from error

    async def close(self) -> None:
        await self._client.close()


def open_model(settings: Settings) -> LanguageModel | None:
    """The model of the settings; None where no address is set, which is the default."""
    if not settings.llm_url:
        return None
    return OpenAIModel(settings.llm_url, settings.llm_key, settings.llm_model, settings.llm_timeout)
