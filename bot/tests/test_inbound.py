"""What the channel lets in."""

from __future__ import annotations

import json
import unittest

from bot.inbound import MAX_BODY, MAX_TEXT, BadRequestError, clean, parse_message, parse_note

REFUSED = {
    b"": 422,
    b"{": 422,
    b"[]": 422,
    b'"text"': 422,
    b"\xff\xfe": 422,
    b"[" * 5000: 422,
    b"x" * (MAX_BODY + 1): 413,
}
SENDERS = (None, "", "default", "a b", "a" * 65, "a\x00b", "../x", 7, ["a"], "住户", "abc\n")
TEXTS = (None, 7, "", "   ", "\x00\x01", "/", "///", "\u200b", {"a": 1})


def body(**content: object) -> bytes:
    return json.dumps({"sender": "s1", "text": "灯坏了", **content}).encode()


class Inbound(unittest.TestCase):
    def refused(self, content: bytes) -> int:
        with self.assertRaises(BadRequestError) as caught:
            parse_message(content)
        return caught.exception.status

    def test_broken_bodies(self) -> None:
        for content, status in REFUSED.items():
            with self.subTest(content[:20]):
                self.assertEqual(status, self.refused(content))

    def test_senders(self) -> None:
        for sender in SENDERS:
            with self.subTest(sender):
                self.assertEqual(422, self.refused(body(sender=sender)))

    def test_texts(self) -> None:
        for text in TEXTS:
            with self.subTest(text):
                self.assertEqual(422, self.refused(body(text=text)))

    def test_length(self) -> None:
        self.assertEqual(MAX_TEXT, len(parse_message(body(text="漏" * MAX_TEXT)).text))
        self.assertEqual(413, self.refused(body(text="漏" * (MAX_TEXT + 1))))

    def test_metadata_is_an_object(self) -> None:
        self.assertEqual(422, self.refused(body(metadata=[1])))
        self.assertEqual({}, parse_message(body(metadata=None)).metadata)

    def test_commands_are_plain_words(self) -> None:
        self.assertEqual("restart", clean("/restart"))
        self.assertEqual('human{"a":1}', clean(' / /human{"a":1}'))

    def test_controls_go_and_words_stay(self) -> None:
        self.assertEqual("灯坏了\n8栋 😡", clean("灯\x00坏\u202e了\r\n8栋 😡\ud800"))

    def test_notes_name_their_speaker(self) -> None:
        self.assertEqual("agent", parse_note(body(role="agent")).role)
        with self.assertRaises(BadRequestError):
            parse_note(body(role="system"))


if __name__ == "__main__":
    unittest.main()
