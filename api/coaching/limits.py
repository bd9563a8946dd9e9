"""How often a key may ask: a moving window a key, in this process."""

from __future__ import annotations

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.errors import LinliError


class TooManyRequestsError(LinliError):
    status, code = 429, "too_many_requests"
    detail = "这个密钥的请求太多了，请稍后再试。"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"这个密钥的请求太多了，请 {seconds} 秒后再试。")
        self.headers = {"Retry-After": str(seconds)}


class KeyLimit:
    """`per_minute` requests a key; raises `ValueError` below 1."""

    def __init__(self, per_minute: int) -> None:
        if per_minute < 1:
            raise ValueError(f"per_minute must be at least 1, got {per_minute}")
        self._item = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, key_id: str) -> None:
        """Raises `TooManyRequestsError`, which says how long to wait."""
        if self._limiter.hit(self._item, "coach", key_id):
            return
        reset = self._limiter.get_window_stats(self._item, "coach", key_id).reset_time
        raise TooManyRequestsError(max(1, round(reset - time.time())))
