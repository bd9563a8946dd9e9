"""The channel over real HTTP, with an agent that needs no model."""

from __future__ import annotations

import asyncio
import socket
import threading
import unittest
import unittest.mock
from types import SimpleNamespace
from typing import Any

import aiohttp
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.exceptions import InvalidConfigException
from sanic import Sanic

from bot.channel import TOKEN_HEADER, LinliChannel

TOKEN = "a-token-for-this-test"
DOMAIN = Domain.from_dict(
    {"slots": {"location": {"type": "text", "mappings": [{"type": "custom"}]}}}
)


class FakeProcessor:
    """Answers with what the message names: nothing, an error, or a work order."""

    model_filename = "fake.tar.gz"
    model_path = "models/fake.tar.gz"
    domain = DOMAIN

    def __init__(self, store: InMemoryTrackerStore) -> None:
        self.store = store

    async def handle_message(self, message: UserMessage) -> None:
        if message.text == "fail":
            raise RuntimeError(message.text)
        tracker = await self.store.get_or_create_tracker(message.sender_id)
        parsed = {
            "intent": {"name": "repair", "confidence": 0.9},
            "intent_ranking": [],
            "entities": [{"entity": "location", "value": "8栋"}],
        }
        tracker.update(UserUttered(message.text, parsed["intent"], parse_data=parsed), DOMAIN)
        tracker.update(SlotSet("location", "8栋"), DOMAIN)
        tracker.update(ActionExecuted("action_listen"), DOMAIN)
        await self.store.save(tracker)
        if message.text == "silence":
            return
        directive = "open_work_order" if message.text == "order" else "say"
        await message.output_channel.send_response(
            message.sender_id, {"text": "好的", "custom": {"directive": directive}}
        )


def fake_agent() -> Any:
    store = InMemoryTrackerStore(DOMAIN)
    agent = SimpleNamespace(
        is_ready=lambda: True,
        processor=FakeProcessor(store),
        tracker_store=store,
        lock_store=InMemoryLockStore(),
        loaded=[],
    )
    agent.load_model = agent.loaded.append
    return agent


class Server(threading.Thread):
    """One for all tests: Sanic rewrites its own classes at start and does so only once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.app = Sanic("test_channel")
        self.app.blueprint(LinliChannel(TOKEN).blueprint(_unused), url_prefix="/webhooks/linli")
        self.loop = asyncio.new_event_loop()
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/webhooks/linli"
        self.ready = threading.Event()

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._serve())
        self.ready.set()
        self.loop.run_forever()

    async def _serve(self) -> None:
        server = await self.app.create_server(
            sock=self.listener, return_asyncio_server=True, access_log=False
        )
        await server.startup()
        await server.before_start()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.join(timeout=5)
        self.listener.close()


async def _unused(message: UserMessage) -> None:
    raise AssertionError("the channel goes through its own dialogue")


class Channel(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.server.start()
        if not cls.server.ready.wait(30):
            raise RuntimeError("the server did not start")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    async def asyncSetUp(self) -> None:
        self.app, self.url = self.server.app, self.server.url
        self.app.ctx.agent = fake_agent()
        self.http = aiohttp.ClientSession(headers={TOKEN_HEADER: TOKEN})

    async def asyncTearDown(self) -> None:
        await self.http.close()

    async def say(self, text: Any, sender: str = "s1", **more: Any) -> tuple[int, dict[str, Any]]:
        content = {"sender": sender, "text": text, **more}
        async with self.http.post(f"{self.url}/webhook", json=content) as answer:
            return answer.status, await answer.json()

    async def test_one_json_with_all(self) -> None:
        status, turn = await self.say("灯坏了")
        self.assertEqual(200, status)
        self.assertEqual([{"text": "好的", "custom": {"directive": "say"}}], turn["replies"])
        self.assertEqual("repair", turn["understanding"]["intent"])
        self.assertEqual({"location": "8栋"}, turn["understanding"]["entities"])
        self.assertEqual({"location": "8栋"}, turn["state"]["slots"])

    async def test_the_token_is_needed_everywhere(self) -> None:
        async with aiohttp.ClientSession() as stranger:
            for path in ("webhook", "reset", "note", "reload"):
                async with stranger.post(f"{self.url}/{path}", json={}) as answer:
                    self.assertEqual(401, answer.status)
            async with stranger.get(f"{self.url}/", headers={TOKEN_HEADER: "wrong"}) as answer:
                self.assertEqual(401, answer.status)
                self.assertEqual("unauthorized", (await answer.json())["error"])

    async def test_health_names_the_model(self) -> None:
        async with self.http.get(f"{self.url}/") as answer:
            self.assertEqual({"status": "ok", "model": "fake.tar.gz"}, await answer.json())

    async def test_reload_takes_up_the_file_in_place(self) -> None:
        async with self.http.post(f"{self.url}/reload", json={}) as answer:
            self.assertEqual(200, answer.status)
        self.assertEqual(["models/fake.tar.gz"], self.app.ctx.agent.loaded)

    async def test_not_ready(self) -> None:
        self.app.ctx.agent = None
        status, error = await self.say("灯坏了")
        self.assertEqual((503, "not_ready"), (status, error["error"]))

    async def test_silence_and_failure_are_failures(self) -> None:
        self.assertEqual("no_reply", (await self.say("silence"))[1]["error"])
        status, error = await self.say("fail")
        self.assertEqual((503, "failed", "RuntimeError"), (status, error["error"], error["detail"]))

    async def test_refusals_say_why(self) -> None:
        self.assertEqual(422, (await self.say(" ", "s1"))[0])
        self.assertEqual(422, (await self.say("灯坏了", "default"))[0])
        status, error = await self.say("漏" * 2001)
        self.assertEqual((413, "too_long"), (status, error["error"]))
        self.assertTrue(error["detail"])

    async def test_a_large_body_is_cut_off(self) -> None:
        async with self.http.post(f"{self.url}/webhook", data=b"x" * 500_000) as answer:
            self.assertEqual(413, answer.status)

    async def test_an_order_ends_what_was_collected(self) -> None:
        _, turn = await self.say("order", "s2")
        self.assertEqual({"location": "8栋"}, turn["state"]["slots"])
        tracker = await self.app.ctx.agent.tracker_store.retrieve("s2")
        self.assertIsNone(tracker.get_slot("location"))

    async def test_reset_forgets_and_harms_nobody(self) -> None:
        await self.say("灯坏了", "s3")
        for sender in ("s3", "never-seen"):
            async with self.http.post(f"{self.url}/reset", json={"sender": sender}) as answer:
                self.assertEqual(200, answer.status)
        tracker = await self.app.ctx.agent.tracker_store.retrieve("s3")
        self.assertIsNone(tracker.get_slot("location"))

    async def test_notes_reach_the_dialogue(self) -> None:
        for role, text in (("resident", "还没来"), ("agent", "马上到")):
            note = {"sender": "s4", "role": role, "text": text}
            async with self.http.post(f"{self.url}/note", json=note) as answer:
                self.assertEqual(200, answer.status)
        tracker = await self.app.ctx.agent.tracker_store.retrieve("s4")
        said = [event.text for event in tracker.events if getattr(event, "text", None)]
        self.assertEqual(["还没来", "马上到"], said)


class Credentials(unittest.TestCase):
    def test_no_token_no_start(self) -> None:
        for credentials in (None, {}, {"token": "short"}):
            with (
                self.subTest(credentials),
                unittest.mock.patch.dict("os.environ", clear=True),
                self.assertRaises(InvalidConfigException),
            ):
                LinliChannel.from_credentials(credentials)


if __name__ == "__main__":
    unittest.main()
