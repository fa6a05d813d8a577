"""`ovop run`: the bot itself, by long polling or, when OVOP_WEBHOOK_URL is set, by webhook."""

from argparse import ArgumentParser, Namespace

from bot import logs
from bot.cli import serving, telegram
from bot.cli.speaking import OK, Command, UsageProblem
from bot.problems import NotPossible
from bot.services import programmes
from bot.settings import Settings
from bot.store.engine import lock
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import reading

NO_TOKEN = "OVOP_TOKEN is not set; ask @BotFather for a token, or try everything without one: ovop demo"
NO_PROGRAMME = "There is no programme yet; add one, for example: ovop init thailand-otop"


class NotReady(NotPossible):
    """Something has to be done before the bot can run; the message is one sentence that says what."""


def arguments(_parser: ArgumentParser) -> None:
    return None


def run(_given: Namespace, settings: Settings) -> int:
    with serving.preparing():
        check(settings)
        from bot.app import run as run_bot

        logs.set_up(settings.log, settings.tokens)
        with lock.hold(settings.database):
            serving.run(run_bot(settings))
    return OK


def check(settings: Settings) -> None:
    """Raise with one sentence unless the bot can start: token, tables, programmes, packs as recorded.

    Telegram may be out of reach for a while, which is no reason not to start; a token that it does not know is.
    """
    if not settings.tokens:
        raise UsageProblem(NO_TOKEN)
    require_current(settings.database)
    with reading(settings.database) as connection:
        packs = programmes.load_packs(connection)
        if not packs:
            raise NotReady(NO_PROGRAMME)
        changed = programmes.changed_forms(connection, packs)
    if changed:
        code, names = next(iter(changed.items()))
        pack = packs[code].folder
        raise NotReady(f"{code}: {', '.join(names)} changed on disk; take up the change with: ovop init {pack}")
    try:
        telegram.names(settings.api_url, settings.tokens)
    except telegram.UnknownToken as error:
        raise NotReady(str(error)) from None
    except telegram.Unreachable:
        return


COMMAND = Command(arguments, run)
