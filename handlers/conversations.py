"""Every conversation, and what begins it: records of keys and buttons, and what is said while one is open."""

from typing import Any

from bot.domain.people.roles import LEADERS, PRODUCERS, WORKERS
from bot.domain.programme import Purpose
from bot.domain.wire.button_data import Meaning, by_deed, hex_number, read, word
from bot.i18n import is_help
from handlers import menu_keys, no_answer, producer_records, tips, work_records
from handlers.book import overview as book
from handlers.book import secrets_told
from handlers.book.entering import conversation as cashbook
from handlers.commands import COMMANDS
from handlers.evaluation import changed_messages, checkin, corrections, open_by_name
from handlers.forms import answering as forms
from handlers.forms import button_data, form_upload, questions
from handlers.groups import own_calendar
from handlers.groups.cash_book import next_words
from handlers.groups.members import changes, find
from handlers.groups.report import answering_for, last_word, sheet_photo, unasked
from handlers.menu_keys import KEYS
from handlers.people import (
    consent,
    forget,
    newer_consent,
    pin,
    preferences,
    producer_too,
    registration,
    shared_phone,
    started,
    welcome,
    whose_turn,
)
from handlers.records import Command, Heard, Key, Open, Tap, at_once, by_name, command_in, may
from handlers.staff.announced import received, short_form
from handlers.staff.announcing import deeds
from handlers.staff.asking import ask, reply
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn


async def _tapped_question(turn: Turn, *values: Any) -> None:
    await forms.tapped(turn, finish_of, *values)


async def _consent_tapped(turn: Turn, *_answer: Any) -> None:
    await consent.tapped(turn, AFTER_CONSENT)


async def _agreed_elsewhere(turn: Turn) -> None:
    await consent.said(turn, AFTER_CONSENT)


async def _newer_consent_tapped(turn: Turn, *answer: Any) -> None:
    await newer_consent.tapped(turn, _wanted_before, *answer)


async def _newer_consent_said(turn: Turn) -> None:
    await newer_consent.said(turn, _wanted_before, go_on)


async def _sheet_tapped(turn: Turn, *answer: Any) -> None:
    """What is no sheet of her group's is a picture for her own book."""
    if await sheet_photo.tapped(turn, *answer) and not await cashbook.heard(turn):
        await menu.not_understood(turn)


async def _sheet_asked(turn: Turn) -> None:
    if not await sheet_photo.said(turn):
        turn.contact.lay_aside()
        await go_on(turn)


async def _find_said(turn: Turn) -> None:
    await find.said(turn, go_on)


async def _changes_said(turn: Turn) -> None:
    await changes.said(turn, go_on)


async def _said_for_group(turn: Turn) -> None:
    await next_words.said(turn, go_on)


async def _tapped_for_group(turn: Turn, _answer: str, number: int, said: str) -> None:
    await next_words.tapped(turn, number, said, go_on)


async def _what_was_asked(turn: Turn, number: int) -> None:
    await no_answer.tapped(turn, OPEN, number)


TAPS = by_name(
    (
        Tap(menu.PREFIX, menu_keys.more, menu.PLACES),
        Tap(menu.DO, menu_keys.as_if_typed, menu_keys.NAMES),
        Tap(welcome.LANGUAGE, welcome.language_chosen, ((word,),)),
        Tap(welcome.PROGRAMME, welcome.programme_chosen, ((word,),)),
        Tap(producer_too.PREFIX, started.too_tapped, producer_too.SHAPES, roles=WORKERS),
        *work_records.TAPS,
        Tap(received.PREFIX, received.tapped, received.SHAPES),
        Tap(next_words.PREFIX, _tapped_for_group, next_words.SHAPES, roles=LEADERS),
        Tap(sheet_photo.PREFIX, _sheet_tapped, sheet_photo.SHAPES, guarded=True, roles=LEADERS),
        Tap(welcome.CONSENT, welcome.consented, welcome.CONSENTS),
        Tap(consent.PREFIX, _consent_tapped, consent.SHAPES),
        Tap(newer_consent.PREFIX, _newer_consent_tapped, newer_consent.SHAPES),
        Tap(button_data.PREFIX, _tapped_question, button_data.SHAPES),
        *producer_records.TAPS,
        Tap(forms.OPEN, forms.reopen, ((hex_number,),)),
        Tap(no_answer.PREFIX, _what_was_asked, no_answer.SHAPES),
        Tap(preferences.SPEAK, preferences.speak, ((word,),)),
        Tap(preferences.VOICE, preferences.turn_voice, preferences.VOICES, Heard.BEFORE_CONSENT),
        Tap(pin.PREFIX, pin.tapped, pin.SHAPES, Heard.SILENT | Heard.BEFORE_CONSENT),
        Tap(forget.PREFIX, forget.tapped, forget.SHAPES, Heard.SILENT | Heard.BEFORE_CONSENT),
        Tap(shared_phone.PREFIX, whose_turn.tapped, shared_phone.SHAPES, Heard.SILENT | Heard.BEFORE_CONSENT),
    ),
    lambda one: one.prefix,
)
_SHAPES = by_deed({one.prefix: one.shapes for one in TAPS.values()})


def meaning_of(data: str) -> Meaning | None:
    """What a button means; None for data that no button of ours has."""
    return read(data, _SHAPES)


async def _amount_or_entry(turn: Turn) -> None:
    """The money in the box is asked; who writes down what she sold instead is heard too."""
    if await book.is_left(turn):
        await go_on(turn)
    elif await cashbook.beside(turn) or (not book.says_amount(turn) and await cashbook.line(turn)):
        book.ask_again(turn)
    else:
        await book.said(turn)


async def _question_to_staff(turn: Turn) -> None:
    """Her question is awaited; what she writes much later is about something else."""
    if last_word.is_over(turn):
        turn.contact.close()
        await go_on(turn)
    else:
        await last_word.said(turn)


async def _asks_a_person(turn: Turn) -> None:
    """Her question to a person is awaited; what she writes much later is about something else."""
    if ask.is_over(turn):
        turn.contact.close()
        await go_on(turn)
    else:
        await ask.said(turn)


OPEN = by_name(
    (
        Open(welcome.KIND, welcome.said, hears_all=True),
        Open(consent.KIND, _agreed_elsewhere, hears_all=True),
        Open(newer_consent.KIND, _newer_consent_said, hears_all=True),
        Open(find.KIND, _find_said, roles=LEADERS),
        Open(changes.KIND, _changes_said, roles=LEADERS),
        Open(next_words.PREFIX, _said_for_group, roles=LEADERS, left=next_words.left),
        Open(sheet_photo.KIND, _sheet_asked, roles=LEADERS),
        Open(last_word.KIND, _question_to_staff, roles=PRODUCERS, hears_all=True),
        Open(ask.KIND, _asks_a_person, left=ask.left, hears_all=True),
        *work_records.OPEN,
        Open(cashbook.KIND, cashbook.said, roles=PRODUCERS, again=cashbook.ask_again),
        Open(book.KIND, _amount_or_entry, roles=PRODUCERS, again=at_once(book.ask_again)),
    ),
    lambda one: one.kind,
)
FINISH: dict[str, forms.Finish] = {
    Purpose.REGISTRATION: registration.finish,
    Purpose.BASELINE: checkin.finish,
    Purpose.CHECK_IN: checkin.finish,
    Purpose.SHORT_CHECK: checkin.finish,
    open_by_name.KIND: short_form.finish,
    questions.CORRECTION: corrections.finish,
    last_word.OWN: last_word.finish,
    answering_for.KIND: answering_for.finish,
    own_calendar.KIND: own_calendar.finish,
}


async def leave_open(turn: Turn, wanted: Command | Key | Tap | None) -> None:
    """She does something of her own: what waits for her next words alone waits no more."""
    kind = turn.contact.dialogue.kind if turn.contact.dialogue is not None else ""
    left = OPEN[kind].left if kind in OPEN else None
    if left is not None and not (isinstance(wanted, Tap) and wanted.prefix == kind):
        await left(turn)


def finish_of(kind: str) -> forms.Finish:
    """What sending a form of this kind does."""
    return FINISH[kind]


async def _wanted_before(turn: Turn) -> None:
    """What was wanted before something else was asked, a PIN or a consent."""
    said, key = turn.event.said, menu.key_pressed(turn)
    meaning = None if said.startswith("/") else meaning_of(said)
    if meaning is not None:
        await TAPS[meaning.about].begin(turn, meaning)
    elif key is not None:
        await KEYS[key].begin(turn)
    elif (name := command_in(said)) in COMMANDS:
        await COMMANDS[name].begin(turn)
    else:
        # a button of an earlier version of the bot
        turn.whisper(late_taps.NO_LONGER)


async def _edited(turn: Turn) -> None:
    known = await next_words.edited(turn) or await unasked.edited(turn) or await changed_messages.edited(turn)
    if not (known or await unasked.reports_now(turn)):
        changed_messages.nothing(turn)


async def _meant_for_something(turn: Turn) -> bool:
    """Words with nothing open: of who makes a product for the book, of who leads a group for its report."""
    if turn.acting_for is None:
        return await unasked.heard(turn)
    return await tips.typed(turn) or await cashbook.heard(turn)


async def _sent_at_work(turn: Turn) -> bool:
    """A file of who works here, whatever is open but what she announces: a form of staff, or a leader's sheet."""
    if turn.contact.dialogue is not None and turn.contact.dialogue.kind == deeds.KIND:
        return False
    if form_upload.is_one(turn) and await may(turn, TAPS[form_upload.PREFIX].roles):
        await form_upload.sent(turn)
        return True
    return await sheet_photo.heard(turn)


async def go_on(turn: Turn) -> None:
    """What is open hears what was said; with nothing open the first whose business it is."""
    contact = turn.contact
    dialogue = contact.dialogue
    if pin.is_asked(turn):
        await pin.said(turn, _wanted_before)
    elif await secrets_told.heard(turn):
        return
    elif turn.event.kind is Kind.EDITED:
        await _edited(turn)
    elif await reply.heard(turn) or await _sent_at_work(turn) or await no_answer.heard(turn, OPEN):
        return
    elif dialogue is not None and dialogue.kind in OPEN:
        await OPEN[dialogue.kind].begin(turn)
    elif dialogue is not None:
        await forms.said(turn, finish_of(dialogue.kind), cashbook.beside)
    elif contact.person is None:
        await COMMANDS["start"].begin(turn)
    elif turn.event.kind is Kind.TEXT and is_help(turn.event.said):
        menu.help_text(turn)
    elif turn.event.kind is Kind.TEXT and menu.is_menu_word(turn.event.said):
        menu.offer(turn)
    elif (button := await form_upload.meant(turn)) is not None:
        await TAPS[form_upload.PREFIX].begin(turn, button)
    elif not await _meant_for_something(turn) and not await unasked.cannot_read(turn):
        await menu.not_understood(turn)


AFTER_CONSENT = consent.Afterwards(go_on, checkin.due)
