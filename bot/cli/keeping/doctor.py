"""`ovop doctor`: is everything as it should be, in plain words."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from bot.cli import telegram
from bot.cli.keeping import doors
from bot.cli.speaking import OK, WRONG, Command, offer_json, tell
from bot.clock import BelievedClock, wall_clock
from bot.services.keeping import doctor
from bot.services.keeping.doctor import Asked
from bot.services.keeping.findings import Finding
from bot.settings import Settings


def arguments(parser: ArgumentParser) -> None:
    offer_json(parser)


def run(given: Namespace, settings: Settings) -> int:
    clock = BelievedClock(wall_clock)
    told = [finding for token in settings.tokens for finding in _telegram(settings, token, clock)]
    reading = clock.read()
    asked = Asked(reading, all(one.ok for one in told if one.topic == "telegram")) if settings.tokens else None
    # with a clock that is wrong, by Telegram's: how long ago something was is not said by our own then
    now = reading.wall if reading.telegram is None else reading.telegram
    findings = [*_settings(settings), *doctor.examine(settings.database, settings.data_dir, now, asked), *told]
    if doctor.is_alive(settings.database, now):
        findings += doors.look(settings)
    result = doctor.as_json(findings)
    lines = [f"{'✓' if one.ok else '✗'} {one.topic}: {one.sentence}" for one in findings]
    tell(given, result, *lines)
    return OK if result["ok"] else WRONG


def _settings(settings: Settings) -> Iterator[Finding]:
    if not settings.tokens:
        yield Finding("settings", False, "OVOP_TOKEN is not set; ask @BotFather for a token.")
        return
    way = f"webhook at {settings.webhook_url}" if settings.webhook_url else "long polling"
    yield Finding("settings", True, f"Every setting keeps its rule; {len(settings.tokens)} bot, {way}.")


def _telegram(settings: Settings, token: str, clock: BelievedClock) -> Iterator[Finding]:
    try:
        name = telegram.ask(settings.api_url, token, "getMe", clock.saw)["username"]
        hook = telegram.ask(settings.api_url, token, "getWebhookInfo")
    except telegram.Unreachable as error:
        yield Finding("telegram", False, str(error))
        return
    yield Finding("telegram", True, f"@{name} can be reached.")
    yield _webhook(settings.webhook_url, str(hook.get("url", "")), str(hook.get("last_error_message", "")))


def _webhook(wanted: str, present: str, trouble: str) -> Finding:
    """Does Telegram send updates where they are awaited?"""
    if wanted and not present.startswith(wanted):
        where = present or "nowhere"
        return Finding("webhook", False, f"Telegram sends updates to {where}, not to {wanted}; restart the bot.")
    if not wanted and present:
        sentence = f"Telegram sends updates to {present}; set OVOP_WEBHOOK_URL, or restart the bot to poll."
        return Finding("webhook", False, sentence)
    if trouble:
        return Finding("webhook", False, f"Telegram could not deliver updates: {trouble}.")
    return Finding("webhook", True, "Updates arrive where they are awaited.")


COMMAND = Command(arguments, run)
