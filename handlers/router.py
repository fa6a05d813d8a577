"""Which conversation answers: a table, by what came in and what is open."""

from collections.abc import Awaitable, Callable

from bot.domain.wire.contact import ChatState
from bot.i18n import N_, is_help, is_start, is_stop
from handlers import tips, typed_labels
from handlers.book import debts, secrets_told, statement, verify
from handlers.book import overview as book
from handlers.book.entering import conversation as cashbook
from handlers.evaluation import changed_messages, checkin, corrections, from_book, open_by_name, practice, progress
from handlers.forms import answering as forms
from handlers.forms import form_upload, questions
from handlers.people import consent, forget, mydata, pin, preferences, registration, shared_phone, welcome, whose_turn
from handlers.voice import recording
from handlers.wire import menu
from handlers.wire.events import Kind
from handlers.wire.turn import Conversation, Turn

Plain = Callable[[Turn], None]
Tapped = Callable[[Turn, str], Awaitable[None]]


def _at_once(answer: Plain) -> Conversation:
    async def conversation(turn: Turn) -> None:
        answer(turn)

    return conversation


def _guarded(command: str, conversation: Conversation) -> Conversation:
    """What a PIN is asked before, where there is one."""

    async def behind_pin(turn: Turn) -> None:
        await (pin.ask(turn, command) if await pin.is_shut(turn) else conversation(turn))

    return behind_pin


def _guarded_tap(prefix: str, conversation: Tapped) -> Tapped:
    async def behind_pin(turn: Turn, rest: str) -> None:
        await (pin.ask(turn, f"{prefix}|{rest}") if await pin.is_shut(turn) else conversation(turn, rest))

    return behind_pin


async def _tapped_question(turn: Turn, rest: str) -> None:
    await forms.tapped(turn, rest, finish_of)


async def _consent_tapped(turn: Turn, _rest: str) -> None:
    await consent.tapped(turn, AFTER_CONSENT)


async def _agreed_elsewhere(turn: Turn) -> None:
    await consent.said(turn, AFTER_CONSENT)


async def _start(turn: Turn) -> None:
    await welcome.start(turn, _opened_by_link)


async def _opened_by_link(turn: Turn, payload: str) -> bool:
    """A statement to be verified, by anybody; a form, by who is registered."""
    if payload.startswith(verify.LINK):
        await verify.answer(turn, payload.removeprefix(verify.LINK))
        return True
    if turn.contact.person is not None and payload.startswith(open_by_name.LINK):
        await open_by_name.start(turn, payload.strip().removeprefix(open_by_name.LINK))
        return True
    return False


async def _later(turn: Turn, _rest: str) -> None:
    await checkin.later(turn)


async def _answers(turn: Turn) -> None:
    await corrections.show(turn)


COMMANDS: dict[str, Conversation] = {
    "start": _start,
    "stop": preferences.stop,
    "checkin": checkin.due,
    "progress": _guarded("progress", progress.show),
    "answers": _guarded("answers", _answers),
    "language": _at_once(preferences.ask_language),
    "hour": _at_once(preferences.ask_hour),
    "menu": _at_once(menu.offer),
    "textonly": preferences.turn_voice,
    "practice": practice.turn_over,
    "tips": tips.show,
    "record": recording.start,
    statement.COMMAND: _guarded(statement.COMMAND, statement.start),
    verify.COMMAND: verify.typed,
    "help": _at_once(menu.help_text),
    "book": _guarded("book", book.show),
    debts.COMMAND: debts.show,
    "mydata": _guarded("mydata", mydata.show),
    "forget": forget.ask,
    pin.COMMAND: pin.manage,
    shared_phone.COMMAND: shared_phone.ask,
}
# These answer no question, and end none: she reads, and goes on.
BESIDE = ("help", "menu")
# Before she is registered, and after she has said stop: these are hers all the same.
BEFORE_REGISTRATION = (
    "start",
    "language",
    "textonly",
    "help",
    "mydata",
    "forget",
    verify.COMMAND,
    shared_phone.COMMAND,
)
WHEN_SILENT = ("start", "mydata", "forget", verify.COMMAND, shared_phone.COMMAND)
# While a new consent text waits for her yes or no.
BEFORE_CONSENT = ("language", "textonly", "help", "mydata", "forget", verify.COMMAND, shared_phone.COMMAND)
TAPS_WHEN_SILENT = (forget.PREFIX, pin.PREFIX, shared_phone.PREFIX)
TAPS_BEFORE_CONSENT = (*TAPS_WHEN_SILENT, preferences.VOICE)
KEYS: dict[str, Conversation] = {
    menu.CHECK_IN: checkin.due,
    menu.BOOK: cashbook.open_book,
    menu.PROGRESS: COMMANDS["progress"],
    menu.ANSWERS: COMMANDS["answers"],
    menu.LANGUAGE: COMMANDS["language"],
    menu.HOUR: COMMANDS["hour"],
    menu.HELP: COMMANDS["help"],
    menu.WHO: COMMANDS[shared_phone.COMMAND],
}
TAPS: dict[str, Tapped] = {
    "lang": welcome.language_chosen,
    "prog": welcome.programme_chosen,
    welcome.CONSENT: welcome.consented,
    consent.PREFIX: _consent_tapped,
    "q": _tapped_question,
    cashbook.PREFIX: cashbook.tapped,
    book.PREFIX: _guarded_tap(book.PREFIX, book.tapped),
    "open": forms.reopen,
    "checkin": checkin.due,
    "later": _later,
    "picture": _guarded_tap("picture", progress.picture),
    "speak": preferences.speak,
    "hour": preferences.choose_hour,
    preferences.VOICE: preferences.turn_voice,
    corrections.PREFIX: _guarded_tap(corrections.PREFIX, corrections.tapped),
    pin.PREFIX: pin.tapped,
    practice.PREFIX: practice.tapped,
    forget.PREFIX: forget.tapped,
    recording.PREFIX: recording.tapped,
    statement.PREFIX: _guarded_tap(statement.PREFIX, statement.tapped),
    tips.PREFIX: tips.tapped,
    form_upload.PREFIX: form_upload.tapped,
    shared_phone.PREFIX: whose_turn.tapped,
}


async def _amount_or_entry(turn: Turn) -> None:
    """The money in the box is asked; who writes down what she sold instead is heard too."""
    if await book.is_left(turn):
        await _open_dialogue(turn)
    elif await cashbook.beside(turn) or (not book.says_amount(turn) and await cashbook.line(turn)):
        book.ask_again(turn)
    else:
        await book.said(turn)


# What is said while something other than a form is in front.
SAID: dict[str, Conversation] = {
    welcome.KIND: welcome.said,
    consent.KIND: _agreed_elsewhere,
    recording.KIND: recording.said,
    cashbook.KIND: cashbook.said,
    book.KIND: _amount_or_entry,
}
FINISH: dict[str, forms.Finish] = {
    "registration": registration.finish,
    "baseline": checkin.finish,
    "checkin": checkin.finish,
    "checkin_short": checkin.finish,
    open_by_name.KIND: open_by_name.finish,
    questions.CORRECTION: corrections.finish,
}


async def _behind_pin(turn: Turn) -> None:
    """What was wanted before the PIN was asked."""
    prefix, bar, rest = turn.event.said.removeprefix("/").partition("|")
    await (TAPS[prefix](turn, rest) if bar else COMMANDS[prefix](turn))


def finish_of(kind: str) -> forms.Finish:
    """What sending a form of this kind does."""
    return FINISH[kind]


async def route(turn: Turn) -> None:
    """Answer one event: group chats, coming and going, taps, commands, the menu, then what is open."""
    event = turn.event
    turn.refresh = from_book.look
    if not event.private:
        _group_chat(turn)
    elif event.kind is Kind.BLOCKED:
        await preferences.gone(turn)
    elif event.kind is Kind.UNBLOCKED:
        await preferences.back(turn)
    else:
        await _from_person(turn)


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
    if turn.event.kind is Kind.TAP and not await shared_phone.settle(turn):
        return
    event, command = turn.event, _command(turn)
    if contact.state is ChatState.STOPPED and not _heard_when_silent(turn, command):
        await shared_phone.with_others(turn, whose_turn.SILENT)
    elif consent.is_due(turn) and not _heard_before_consent(turn, command):
        await consent.first(turn, AFTER_CONSENT)
    elif event.kind is Kind.TAP:
        await _tap(turn)
    elif command is not None:
        await _run_command(turn, command)
    elif event.kind is Kind.TEXT and (key := menu.key_pressed(turn)) and (contact.person or key == menu.WHO):
        await _aside(turn, ends=key != menu.HELP)
        await KEYS[key](turn)
    else:
        await _open_dialogue(turn)


def _heard_when_silent(turn: Turn, command: str | None) -> bool:
    event = turn.event
    if event.kind is Kind.TAP:
        return event.said.partition("|")[0] in TAPS_WHEN_SILENT
    return command in WHEN_SILENT or menu.key_pressed(turn) == menu.WHO or pin.is_asked(turn)


def _heard_before_consent(turn: Turn, command: str | None) -> bool:
    event = turn.event
    if event.kind is Kind.TAP:
        return event.said.partition("|")[0] in TAPS_BEFORE_CONSENT
    key = menu.key_pressed(turn) if event.kind is Kind.TEXT else None
    if command is None and key is None:
        return pin.is_asked(turn)
    return command in BEFORE_CONSENT or key in (menu.LANGUAGE, menu.HELP, menu.WHO)


def _command(turn: Turn) -> str | None:
    """The command, typed with its slash, or one of its words in any language."""
    event = turn.event
    if event.kind is not Kind.TEXT:
        return None
    if event.said.startswith("/"):
        return event.said[1:].split(maxsplit=1)[0].partition("@")[0].lower() if event.said[1:].strip() else ""
    if is_stop(event.said):
        return "stop"
    if is_start(event.said) and turn.contact.state is not ChatState.ACTIVE:
        return "start"
    return None


async def _run_command(turn: Turn, command: str) -> None:
    conversation = COMMANDS.get(command)
    if conversation is None and turn.contact.person is not None and await open_by_name.is_one(turn, command):
        await _aside(turn, ends=True)
        await open_by_name.start(turn, command)
    elif conversation is None and turn.contact.dialogue is not None:
        await _open_dialogue(turn)
    elif conversation is None:
        menu.not_understood(turn)
    elif turn.contact.person is None and command not in BEFORE_REGISTRATION:
        turn.say(N_("Let us get to know each other first: /start"))
    else:
        await _aside(turn, ends=command not in BESIDE)
        await conversation(turn)


async def _aside(turn: Turn, *, ends: bool) -> None:
    """She wants something else than what was asked; `ends`: she has gone on to something of its own."""
    await pin.aside(turn)
    if ends:
        await cashbook.aside(turn)


async def _tap(turn: Turn) -> None:
    prefix, _, rest = turn.event.said.partition("|")
    conversation = TAPS.get(prefix)
    if conversation is None:
        turn.whisper(N_("This button no longer works."))
    else:
        front, said = turn.contact.dialogue, len(turn.said)
        await conversation(turn, rest)
        await cashbook.put_behind(turn, front, said)


async def _open_dialogue(turn: Turn) -> None:
    contact = turn.contact
    dialogue = contact.dialogue
    if pin.is_asked(turn):
        await pin.said(turn, _behind_pin)
    elif await secrets_told.heard(turn):
        return
    elif turn.event.kind is Kind.EDITED:
        await changed_messages.edited(turn)
    elif await form_upload.is_one(turn):
        await form_upload.sent(turn)
    elif dialogue is not None and dialogue.kind in SAID:
        await SAID[dialogue.kind](turn)
    elif dialogue is not None:
        await forms.said(turn, finish_of(dialogue.kind), cashbook.beside)
    elif contact.person is None:
        await _start(turn)
    elif turn.event.kind is Kind.TEXT and is_help(turn.event.said):
        menu.help_text(turn)
    elif turn.event.kind is Kind.TEXT and menu.is_menu_word(turn.event.said):
        menu.offer(turn)
    elif not (await form_upload.typed(turn) or await tips.typed(turn) or await cashbook.heard(turn)):
        menu.not_understood(turn)


AFTER_CONSENT = consent.Afterwards(_open_dialogue, checkin.due)
