"""Which conversation answers: by what came in, who may be heard now, and what is open."""

from bot.domain.book.statement_code import code_in
from bot.domain.people.roles import Role
from bot.domain.wire.contact import ChatState
from bot.i18n import N_, is_back, is_help, is_later, is_lost, is_menu, is_skip, is_start, is_stop, is_thanks
from handlers import no_answer, typed_labels
from handlers.book import verify
from handlers.book.entering import conversation as cashbook
from handlers.commands import COMMANDS, listed_for
from handlers.conversations import AFTER_CONSENT, OPEN, TAPS, go_on, leave_open, meaning_of
from handlers.evaluation import from_book, open_by_name
from handlers.groups.members import own_phone
from handlers.menu_keys import KEYS
from handlers.people import consent, forget, newer_consent, pin, preferences, shared_phone, whose_turn
from handlers.records import Command, Heard, Key, Tap, command_in
from handlers.staff.asking import ask
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn


async def route(turn: Turn) -> None:
    """Answer one event: group chats, coming and going, taps, commands, the menu, then what is open."""
    event, before = turn.event, _who(turn)
    turn.refresh, turn.offer_person = from_book.look, ask.offered
    if not event.private:
        _group_chat(turn)
    elif event.kind is Kind.BLOCKED:
        await preferences.gone(turn)
    elif event.kind is Kind.UNBLOCKED:
        await preferences.back(turn)
    else:
        await _from_person(turn)
        _list_commands(turn, before)


# Words that may be typed with a slash too.
WORDS = (is_back, is_help, is_later, is_lost, is_menu, is_skip, is_thanks)
Who = tuple[int | None, frozenset[Role], str]


def _who(turn: Turn) -> Who:
    """Who is in front, as what, in which language: what the list of commands depends on."""
    person = turn.contact.person
    return turn.contact.person_id, person.roles if person else frozenset(), turn.language


def _list_commands(turn: Turn, before: Who) -> None:
    """Telegram lists what she can do who has the phone now, where she or who had it before works here."""
    now = _who(turn)
    if now != before and (now[1] or before[1]) and not turn.contact.forgotten:
        turn.list_commands(listed_for(menu.roles(turn)) if now[1] else {})


def _group_chat(turn: Turn) -> None:
    """One line when the bot is added or called, and nothing is stored."""
    event = turn.event
    if event.kind is Kind.UNBLOCKED or (event.kind is Kind.TEXT and event.said.startswith("/")):
        turn.say(N_("I speak with one person at a time. Please write to me privately."))
    turn.contact.is_new = False


async def _from_person(turn: Turn) -> None:
    contact = turn.contact
    if contact.state is ChatState.BLOCKED:
        await preferences.back(turn)
    if _command(turn) == "stop":
        await preferences.stop(turn)
        return
    await typed_labels.typed(turn)
    if turn.event.kind is Kind.TAP:
        turn.meaning = meaning_of(turn.event.said)
        if _is_a_stranger(turn):
            turn.whisper(late_taps.NO_LONGER)
            contact.forget()
            return
        if not await shared_phone.settle(turn, meaning_of):
            return
        if turn.meaning is not None and turn.meaning.about == menu.DO:
            turn.stand_for(*turn.meaning.values)
    await _heard(turn)


async def _heard(turn: Turn) -> None:
    """What she has typed or tapped, or what has to come before it."""
    contact, command, wanted = turn.contact, _command(turn), _wanted(turn)
    if wanted is not None:
        await leave_open(turn, wanted)
    if command is not None or not (wanted is None or _is_newer_consent(wanted)):
        newer_consent.put_away(turn)
    if contact.state is ChatState.STOPPED and not _is_heard(turn, wanted, command, Heard.SILENT):
        await shared_phone.with_others(turn, whose_turn.SILENT)
    elif consent.is_due(turn) and not _is_heard(turn, wanted, command, Heard.BEFORE_CONSENT):
        await consent.first(turn, AFTER_CONSENT)
    elif _begins(wanted) and newer_consent.fits(turn):
        await _aside(turn, ends=True)
        await newer_consent.offer(turn)
    elif turn.event.kind is Kind.TAP:
        await _tap(turn, wanted)
    elif command is not None:
        await _run_command(turn, command)
    elif isinstance(wanted, Key) and (contact.person or Heard.BEFORE_REGISTRATION in wanted.heard):
        await _aside(turn, ends=wanted.ends)
        await wanted.begin(turn)
    else:
        await go_on(turn)


def _is_a_stranger(turn: Turn) -> bool:
    """Whether nothing is kept of who has tapped: she was forgotten, and no old button makes us know her again."""
    contact, meaning = turn.contact, turn.meaning
    begun = contact.person is not None or contact.dialogue is not None
    by_button = meaning is not None and (meaning.about == forget.PREFIX or own_phone.is_new(meaning))
    return contact.is_new and not begun and not by_button


def _wanted(turn: Turn) -> Command | Key | Tap | None:
    """The record of what she has typed or tapped; None where it is words, or nothing that we know."""
    event = turn.event
    if event.kind is Kind.TAP:
        return TAPS[turn.meaning.about] if turn.meaning else None
    if event.kind is not Kind.TEXT:
        return None
    command = _command(turn)
    if command is not None:
        return COMMANDS.get(command)
    key = menu.key_pressed(turn)
    return KEYS[key] if key else None


def _is_newer_consent(wanted: Command | Key | Tap) -> bool:
    return isinstance(wanted, Tap) and wanted.prefix == newer_consent.PREFIX


def _begins(wanted: Command | Key | Tap | None) -> bool:
    """Whether she begins something, so that a newer consent is no interruption."""
    begins = isinstance(wanted, Command | Key) or (isinstance(wanted, Tap) and wanted.prefix == consent.CHECK_IN)
    return begins and wanted is not None and Heard.BEFORE_CONSENT not in wanted.heard


def _is_heard(turn: Turn, wanted: Command | Key | Tap | None, command: str | None, now: Heard) -> bool:
    """Whether it is heard now; the digits of a PIN are, where that is asked."""
    if wanted is not None and now in wanted.heard:
        return True
    return wanted is None and command is None and turn.event.kind is not Kind.TAP and pin.is_asked(turn)


def _command(turn: Turn) -> str | None:
    """The command, typed with its slash, or one of its words in any language; a statement's code asks to verify it."""
    event = turn.event
    if event.kind is not Kind.TEXT:
        return None
    if event.said.startswith("/"):
        return command_in(event.said)
    if code_in(event.said):
        return verify.COMMAND
    if is_stop(event.said):
        return "stop"
    if is_start(event.said) and turn.contact.state is not ChatState.ACTIVE:
        return "start"
    return None


async def _run_command(turn: Turn, name: str) -> None:
    command = COMMANDS.get(name)
    if command is not None and turn.contact.person is None and Heard.BEFORE_REGISTRATION not in command.heard:
        turn.say(N_("Let us get to know each other first: /start"))
    elif command is not None:
        await _aside(turn, ends=command.ends)
        await command.begin(turn)
    elif turn.contact.person is not None and await open_by_name.is_one(turn, name):
        await leave_open(turn, None)
        await _aside(turn, ends=True)
        await open_by_name.start(turn, name)
    elif any(is_it(name) for is_it in WORDS):
        await go_on(turn)
    else:
        no_answer.unknown(turn, OPEN, name)


async def _aside(turn: Turn, *, ends: bool) -> None:
    """She wants something else than what was asked; `ends`: she has gone on to something of its own."""
    await pin.aside(turn)
    # who is not registered keeps no book
    if ends and turn.contact.person is not None:
        await cashbook.aside(turn)


async def _tap(turn: Turn, wanted: Command | Key | Tap | None) -> None:
    if not isinstance(wanted, Tap) or turn.meaning is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    front, said = turn.contact.dialogue, len(turn.said)
    await wanted.begin(turn, turn.meaning)
    await cashbook.put_behind(turn, front, said)
