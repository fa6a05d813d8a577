"""A headless Chromium of the system for tests; its path comes from the fixture `chromium`, which skips without one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "No Chromium is installed here, so pages cannot be looked at. On Debian and Ubuntu: sudo apt install chromium"
# The first two for containers; the rest keep the browser from calling its maker; the last two give it a microphone.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


@asynccontextmanager
async def browsing(chromium: str) -> AsyncIterator[Browser]:
    """A browser for as long as the block lasts."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()
