"""An agent's page and what agents do on it; every word that was sent is remembered."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from .server import Resident
from .test_shift import claim, draft_to, item


@dataclass
class Agent:
    page: Page
    name: str
    sent: list[tuple[str, str]] = field(default_factory=list)  # conversation, words

    @property
    def offers(self) -> Locator:
        return self.page.locator(".offer")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def claim(self, resident: Resident) -> Locator:
        return claim(self.page, resident)

    def open(self, resident: Resident) -> Locator:
        """One's own conversation, from the list."""
        item(self.page, resident).locator(".item-body").click()
        return draft_to(self.page, resident)

    def send(self, resident: Resident, words: str | None = None) -> str:
        """The draft as it stands, or these words; back when the page says that they have gone."""
        draft = draft_to(self.page, resident)
        if words is not None:
            draft.fill(words)
        words = draft.input_value().strip()
        draft.press("Enter")
        expect(draft).to_have_value("")
        self.sent.append((resident.conversation_id, words))
        return words

    def key(self, *keys: str) -> None:
        """Keys of the desk, heard outside of text fields."""
        self.page.evaluate("document.activeElement.blur()")
        for one in keys:
            self.page.keyboard.press(one)

    def take(self, resident: Resident, number: int = 1) -> str:
        """A suggestion into the draft, by its key."""
        draft = draft_to(self.page, resident)
        expect(self.offers.nth(number - 1)).to_be_visible()
        draft.press(f"Alt+{number}")
        expect(draft).not_to_have_value("")
        return draft.input_value()

    def end(self, resident: Resident, number: int = 1) -> None:
        """Close what is open on the page with the result of this number."""
        draft_to(self.page, resident)
        mine = self.page.locator(f'#mine [data-id="{resident.conversation_id}"]')
        expect(mine).to_have_count(1)
        self.key("e")
        expect(self.dialog.locator(".choice").first).to_be_enabled()
        self.page.keyboard.press(str(number))
        expect(self.dialog).to_have_count(0)
        expect(mine).to_have_count(0)

    def mode(self, number: int) -> None:
        """1 is here, 2 away, 3 a short break."""
        self.key("p")
        expect(self.dialog).to_be_visible()
        self.page.keyboard.press(str(number))
        expect(self.dialog).to_have_count(0)

    def toasted(self, words: str) -> None:
        expect(self.page.locator(".toast", has_text=words).first).to_be_visible()
