"""Who looks at the clock: asks Telegram when it is silent, and says once that something waits, once that it goes on."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.clock_trust import Reading, Trust
from jobs.watching import Watch

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
AGREES = Reading(NOW, Trust.AGREES, timedelta(seconds=1), timedelta(seconds=20))
QUIET = Reading(NOW, Trust.AGREES, timedelta(), timedelta(minutes=31))
AHEAD = Reading(NOW, Trust.APART, timedelta(days=1500), timedelta())
BEHIND = Reading(NOW, Trust.APART, timedelta(hours=-3), timedelta())
SILENT = Reading(NOW, Trust.UNSEEN, timedelta(), timedelta(minutes=125))
NEVER = Reading(NOW, Trust.UNSEEN)

WAIT = "Erasing, retention, backups, closing check-ins, reminders and tips wait"


class LoadedPacks:
    """What is read, one after the other, and how often Telegram was asked."""

    def __init__(self, *before_and_after: Reading) -> None:
        self.readings, self.asked = list(before_and_after), 0
        self.watch = Watch(lambda: self.readings.pop(0), self.ask)

    async def ask(self) -> None:
        self.asked += 1


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [(AGREES, AGREES, 0), (QUIET, AGREES, 1), (NEVER, AGREES, 1), (SILENT, AGREES, 1), (AHEAD, AGREES, 1)],
)
async def test_telegram_is_asked_when_it_was_silent_or_does_not_agree(
    before: Reading, after: Reading, asked: int, caplog: pytest.LogCaptureFixture
) -> None:
    loaded = LoadedPacks(before, after)
    with caplog.at_level(logging.INFO):
        await loaded.watch.look()
    assert (loaded.asked, caplog.messages) == (asked, [])


@pytest.mark.parametrize(
    ("doubt", "sentence"),
    [
        (
            AHEAD,
            f"The machine's clock is 1500 days ahead of Telegram's. {WAIT} until the two agree; set the machine's "
            "clock (timedatectl).",
        ),
        (
            BEHIND,
            f"The machine's clock is 3 hours behind Telegram's. {WAIT} until the two agree; set the machine's "
            "clock (timedatectl).",
        ),
        (SILENT, f"Telegram's time was not seen for 2 hours. {WAIT} until it is; is Telegram out of reach?"),
        (
            NEVER,
            "Telegram has not told the time: it is out of reach, or its answers carry none (a Bot API server of your "
            f"own tells it with messages alone). {WAIT} until it does.",
        ),
    ],
)
async def test_once_a_spell(doubt: Reading, sentence: str, caplog: pytest.LogCaptureFixture) -> None:
    loaded = LoadedPacks(AGREES, *[doubt] * 10, AGREES, AGREES, *[doubt] * 4, AGREES)
    with caplog.at_level(logging.INFO):
        while loaded.readings:
            await loaded.watch.look()
    again = "the machine's clock agrees with Telegram's again: what has waited goes on"
    assert caplog.messages == [sentence, again, sentence, again]
