"""A headless Chromium of the system for tests; without one a test is skipped and says why, on CI it fails."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
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


def chromium() -> str:
    """Path of the system's Chromium; ends the test when there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        # The one place outside bot.settings that asks the environment: only CI knows that it is CI.
        on_ci = os.environ.get("CI") == "true"  # noqa: TID251
        pytest.fail(MISSING) if on_ci else pytest.skip(MISSING)
    return path


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """A browser for as long as the block lasts."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        await browser.close()
