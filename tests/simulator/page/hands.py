"""What a person does with a phone on the page, and who has one."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, Page, expect

from simulator.world.phones import Owner

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
OWNERS = (Owner(11, "Grace", "en"), Owner(12, "มะลิ", "th", "leader"), Owner(13, "सीता", "ne", "staff"))
LANGUAGES = {"en": "English", "th": "ไทย", "ne": "नेपाली", "ny": "Chichewa"}
Open = Callable[..., Awaitable[Page]]


def phone(page: Page, owner: Owner = OWNERS[0]) -> Locator:
    """One phone on the page."""
    return page.locator(f".phone[data-id='{owner.id}']")


async def begun(page: Page, owner: Owner = OWNERS[0], word: str = "Start") -> Locator:
    """A phone on which Start was tapped and the bot has answered."""
    it = phone(page, owner)
    await it.get_by_role("button", name=word, exact=True).click()
    await expect(it.locator(".theirs").last).to_contain_text(f"Hello, {owner.name}")
    return it


async def say(it: Locator, text: str) -> None:
    """Types a text and presses Enter."""
    await it.get_by_role("textbox", name="Message").fill(text)
    await it.get_by_role("textbox", name="Message").press("Enter")


async def heard(it: Locator, text: str) -> Locator:
    """The bot's newest message, once it says this."""
    await expect(it.locator(".theirs").last).to_contain_text(text)
    return it.locator(".theirs").last


async def attach(it: Locator, what: str) -> None:
    """Chooses a line of the attach menu."""
    await it.get_by_role("button", name="Attach").click()
    await it.get_by_role("dialog").get_by_role("button", name=what, exact=True).click()
