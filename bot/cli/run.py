"""`ovop run`: the bot itself, by long polling or, when OVOP_WEBHOOK_URL is set, by webhook."""

import contextlib
import logging
from argparse import ArgumentParser, Namespace

from bot import logs
from bot.cli import serving, telegram
from bot.cli.speaking import OK, WRONG, Command, UsageProblem
from bot.problems import NotPossible
from bot.services import programmes
from bot.services.keeping import troubles
from bot.services.work import StoreTrouble
from bot.settings import Settings
from bot.store.engine import lock
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import reading, require_writable

log = logging.getLogger(__name__)

NO_TOKEN = "OVOP_TOKEN is not set; ask @BotFather for a token, or try everything without one: ovop demo"
NO_PROGRAMME = "There is no programme yet; add one, for example: ovop init thailand-otop"


class NotReady(NotPossible):
    """Something has to be done before the bot can run; the message is one sentence that says what."""


def arguments(_parser: ArgumentParser) -> None:
    return None


def run(_given: Namespace, settings: Settings) -> int:
    as_json = settings.log_format == "json"
    memory = logs.Memory(settings.data_dir / troubles.FILE, settings.tokens)
    with serving.preparing(), contextlib.closing(memory):
        memory.add(logs.STARTS, "starts")
        logs.set_up(settings.log, settings.tokens, lines=logs.json_lines() if as_json else None, memory=memory)
        try:
            check(settings)
            from bot.serving import run as run_bot

            with lock.hold(settings.database):
                serving.run(run_bot(settings))
        except lock.InUse:
            # another one runs, and this is its memory
            raise
        except (NotPossible, StoreTrouble) as problem:
            told = problem.sentence if isinstance(problem, StoreTrouble) else str(problem)
            if as_json:
                # the last line too; it is remembered like all others
                log.critical("%s", told)
                return WRONG
            memory.add(logging.CRITICAL, told)
            raise
    return OK


def check(settings: Settings) -> None:
    """Raise with one sentence unless the bot can start: token, tables, programmes, packs as recorded.

    Telegram may be out of reach for a while, which is no reason not to start; a token that it does not know is.
    """
    if not settings.tokens:
        raise UsageProblem(NO_TOKEN)
    require_writable(settings.database)
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
