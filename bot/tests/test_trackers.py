"""Only so many dialogues are kept."""

from __future__ import annotations

import unittest

from rasa.shared.core.domain import Domain

from bot.trackers import RecentTrackers


class Trackers(unittest.IsolatedAsyncioTestCase):
    async def test_the_quietest_goes_first(self) -> None:
        store = RecentTrackers(Domain.empty(), limit=2)
        for sender in ("a", "b", "a", "c"):
            await store.save(await store.get_or_create_tracker(sender))
        self.assertEqual({"a", "c"}, set(await store.keys()))

    def test_a_limit_of_none_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            RecentTrackers(Domain.empty(), limit=0)


if __name__ == "__main__":
    unittest.main()
