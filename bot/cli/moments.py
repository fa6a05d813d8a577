"""What time it is for a command that writes something down: this machine's clock has to agree with somebody."""

from contextlib import suppress
from datetime import UTC, datetime

from bot.cli import telegram
from bot.cli.speaking import complain
from bot.clock import BelievedClock, wall_clock
from bot.domain.clock_trust import TOLERANCE, in_words
from bot.settings import Settings
from bot.store import StoreTrouble
from bot.store.engine.sync import reading
from bot.store.keeping import health


def told(settings: Settings) -> datetime | None:
    """What time it is by Telegram; None where it cannot be asked."""
    clock = BelievedClock(wall_clock)
    for token in settings.tokens[:1]:
        with suppress(telegram.Unreachable):
            telegram.ask(settings.api_url, token, "getMe", clock.saw)
    return clock.read().telegram


def moment(settings: Settings) -> datetime:
    """The moment to write down: our own where the bot's last sign of life, which goes by Telegram's time, is of the
    same minutes, or there never was one; else Telegram's. Where it cannot be asked, never one before that sign: time
    does not go back. That the clock is not vouched for is said then.
    """
    wall, last = wall_clock(), _last_sign(settings)
    if last is None or abs(wall - last) <= TOLERANCE:
        return wall
    if (by_telegram := told(settings)) is not None:
        return by_telegram if abs(wall - by_telegram) > TOLERANCE else wall
    taken = max(wall, last)
    complain(
        f"Nobody vouches for this machine's clock: the bot's last sign of life is {in_words(wall - last)} away from it,"
        f" and Telegram cannot be asked. Written down as of {taken.astimezone(UTC):%Y-%m-%d %H:%M} UTC; is that right?"
    )
    return taken


def _last_sign(settings: Settings) -> datetime | None:
    """None: there is none, or none that can be read."""
    try:
        with reading(settings.database) as connection:
            return health.last_sign(connection)
    except StoreTrouble as trouble:
        if not trouble.of_a_row:
            raise
        return None
