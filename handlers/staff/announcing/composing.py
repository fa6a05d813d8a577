"""/broadcast: what is announced, to whom, in which languages, whether it is right, and when it leaves."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.domain.staff.announcement import Announcement, Words
from bot.domain.wire.message import Button
from bot.i18n import N_, Ask, Html, Read, Text, is_back, is_later, joined, read_yes_no
from bot.services.roles import NotAllowed
from bot.services.staff.announcing import composing, files
from handlers.forms.day_and_hour import read_moment
from handlers.staff.announced import question_asked
from handlers.staff.announcing import audience_screens, changing, draft, looking, under_way
from handlers.staff.announcing import words as typed
from handlers.staff.announcing.draft import Draft, Step
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

COMMAND = "broadcast"

WHAT = N_("📣 What do you want to announce?\nSend a text, a photo, a voice note or a file.")
OTHERWISE = N_("📣 What is it to say instead?\nSend a text, a photo, a voice note or a file.")
VERSION = N_("🌐 Who reads {language}: {n}\nSend it once more in that language, or let them have it as it is.")
AS_IT_IS = N_("➡️ As it is, in {language}")
KEPT_FOR_LATER = N_("⏳ Nothing was sent. What you have made is kept: /broadcast goes on with it.")
THROWN_AWAY = N_("🗑 Thrown away. Nothing was sent.")
WHEN = N_("🕒 When?\nWrite a day and an hour, such as “{example}”. It is that hour where each of them lives.")
AT_ONCE = N_("➡️ At once, no time")
NO_MOMENT = N_("I could not read a day and an hour.")
PAST = N_("That is over already.")


async def start(turn: Turn) -> None:
    """The command: the one that she has begun, or a new one."""
    try:
        begun = await draft.resumed(turn)
        if begun is not None and begun.step is Step.LOOK:
            await looking.whole(turn, begun)
            return
        if begun is None:
            draft.begin(turn, Draft())
        await ask(turn)
    except NotAllowed:
        leave(turn, late_taps.NO_LONGER)


async def ask(turn: Turn, first: Text | None = None) -> None:
    """What is asked at the step where she is; `first`: what was wrong with her answer."""
    one = draft.of_turn(turn)
    if one is None:
        raise LookupError("nothing is being announced in this chat")
    await ASKS[one.step](turn, one, first)


def _said(turn: Turn, first: Text | None, asked: Text, *rows: list[Button]) -> None:
    lines: list[Html] = [*([turn.text(first)] if first else []), turn.text(asked)]
    turn.show_marked(joined(lines), buttons=[*rows])


async def _ask_words(turn: Turn, one: Draft, first: Text | None) -> None:
    if one.number:
        _said(turn, first, Text(OTHERWISE), draft.around(turn))
    else:
        _said(turn, first, Text(WHAT), under_way.list_button(), [draft.button(turn, draft.NOT_NOW, draft.LATER)])


async def _ask_people(turn: Turn, _one: Draft, _first: Text | None) -> None:
    await audience_screens.show(turn)


async def _ask_version(turn: Turn, one: Draft, first: Text | None) -> None:
    counted = await looking.languages(turn, one)
    catalogues = turn.loaded.catalogues
    asked = Text(VERSION, {"n": counted.get(one.language, 0), "language": catalogues.locale(one.language).name})
    hers = catalogues.locale(turn.language).name
    as_it_is = draft.button(turn, AS_IT_IS, draft.AS_IT_IS, language=hers)
    _said(turn, first, asked, [as_it_is], draft.around(turn))


async def _ask_when(turn: Turn, one: Draft, first: Text | None) -> None:
    tomorrow = turn.today + timedelta(days=1)
    example = f"{turn.plain('{day}', day=tomorrow)} 9:00"
    at_once = [[draft.button(turn, AT_ONCE, draft.AT_ONCE)]] if one.at else []
    _said(turn, first, Text(WHEN, {"example": example}), *at_once, draft.around(turn))


async def _look(turn: Turn, one: Draft, first: Text | None) -> None:
    await looking.show(turn, one, first)


ASKS: dict[Step, Callable[[Turn, Draft, Text | None], Awaitable[None]]] = {
    Step.WORDS: _ask_words,
    Step.PEOPLE: _ask_people,
    Step.VERSION: _ask_version,
    Step.LOOK: _look,
    Step.WHEN: _ask_when,
    Step.CHANGE: changing.ask,
}


# What she says


async def said(turn: Turn) -> None:
    """Words, a photo, a voice or a file; or a word that goes back or away."""
    one = draft.of_turn(turn)
    text = turn.event.said.strip() if turn.event.kind is Kind.TEXT else ""
    if one is None:
        return
    try:
        if is_later(text):
            later(turn)
        elif is_back(text) and one.number and one.step is not Step.PEOPLE:
            await back(turn, one)
        else:
            await SAYS[one.step](turn, one)
    except NotAllowed:
        leave(turn, late_taps.NO_LONGER)


async def _words_said(turn: Turn, one: Draft) -> None:
    found = typed.sent(turn)
    if isinstance(found, Text):
        await ask(turn, found)
        return
    person = turn.contact.person_id
    if not one.number:
        begun = await turn.run(composing.begin, person, turn.pack, turn.language, turn.now)
        one = draft.change(turn, one, number=begun.id)
    if not await _write(turn, one, turn.language, found):
        return
    for language in turn.programme.languages:
        if language != turn.language:
            # what they said of the old words says nothing of the new ones
            await turn.run(composing.write, person, turn.pack, one.number, language, None)
    one = draft.change(turn, one, as_it_is=(), language="")
    await (next_version(turn, one) if one.looked else _to_people(turn, one))


async def _write(turn: Turn, one: Draft, language: str, found: Words) -> Announcement | None:
    """What it says in a language, its file fetched too; None: it was sent or thrown away meanwhile, which is said."""
    written = await turn.run(composing.write, turn.contact.person_id, turn.pack, one.number, language, found)
    if written is None:
        leave(turn, late_taps.ANSWERED)
    else:
        await turn.run(files.expect, turn.contact, found, turn.now)
    return written


async def audience_tapped(turn: Turn, *values: Any) -> None:
    """A tap on the pages of an audience; after the last of them it goes on."""
    one = draft.of_turn(turn)
    if one is None or one.step is not Step.PEOPLE:
        turn.whisper(late_taps.ANSWERED)
        return
    try:
        if await audience_screens.tapped(turn, *values):
            await _people_chosen(turn, one)
    except NotAllowed:
        leave(turn, late_taps.NO_LONGER)


async def _people_chosen(turn: Turn, one: Draft) -> None:
    audience = audience_screens.chosen(turn)
    if await turn.run(composing.address, turn.contact.person_id, turn.pack, one.number, audience) is None:
        leave(turn, late_taps.ANSWERED)
    else:
        await next_version(turn, one)


async def next_version(turn: Turn, one: Draft) -> None:
    """The next language in which it is neither written nor wanted as it is; else how all of it looks."""
    announced = await turn.run(composing.draft, turn.contact.person_id, turn.pack)
    if announced is None:
        leave(turn, late_taps.ANSWERED)
        return
    counted = await looking.languages(turn, one)
    open_ones = [code for code in counted if code not in announced.words and code not in one.as_it_is]
    if open_ones:
        draft.change(turn, one, step=Step.VERSION, language=open_ones[0])
        await ask(turn)
    else:
        await looking.whole(turn, draft.change(turn, one, step=Step.LOOK, language="", looked=True))


async def _version_said(turn: Turn, one: Draft) -> None:
    announced = await turn.run(composing.draft, turn.contact.person_id, turn.pack)
    before = announced.words.get(announced.fallback) if announced is not None else None
    found = typed.sent(turn, before)
    if isinstance(found, Text):
        await ask(turn, found)
    elif await _write(turn, one, one.language, found):
        await next_version(turn, one)


async def _look_said(turn: Turn, one: Draft) -> None:
    """A yes is a tap on what sends it; anything else shows it again."""
    agreed = read_yes_no(turn.event.said, turn.locale) if turn.event.kind is Kind.TEXT else None
    if isinstance(agreed, Read) and agreed.value:
        await looking.leave(turn, one)
    else:
        await ask(turn)


async def _when_said(turn: Turn, one: Draft) -> None:
    reading = read_moment(turn, turn.event.said) if turn.event.kind is Kind.TEXT else None
    if isinstance(reading, Ask):
        # such as nine in the morning or in the evening: the one at which people are awake
        awake = [one for one in reading.choices if looking.is_by_day(turn, one)]
        reading = Read(awake[0]) if len(awake) == 1 else reading
    if not isinstance(reading, Read):
        await ask(turn, Text(NO_MOMENT))
    elif looking.is_over(turn, reading.value):
        await ask(turn, Text(PAST))
    else:
        draft.change(turn, one, at=reading.value, step=Step.LOOK)
        await ask(turn)


async def _people_said(turn: Turn, one: Draft) -> None:
    await audience_screens.said(turn)


SAYS: dict[Step, Callable[[Turn, Draft], Awaitable[None]]] = {
    Step.WORDS: _words_said,
    Step.PEOPLE: _people_said,
    Step.VERSION: _version_said,
    Step.LOOK: _look_said,
    Step.WHEN: _when_said,
    Step.CHANGE: changing.said,
}


# What she taps


async def tapped(turn: Turn, deed: str, dialogue: int, taps: int) -> None:
    """A button of a draft; one of before, and of one that is done with, does nothing and says so."""
    one, front = draft.of_turn(turn), turn.contact.dialogue
    if one is None or front is None or front.id != dialogue or one.taps != taps:
        turn.whisper(late_taps.ANSWERED)
        return
    try:
        await TAPS[deed](turn, one)
    except NotAllowed:
        leave(turn, late_taps.NO_LONGER)


async def back(turn: Turn, one: Draft) -> None:
    """One step back; what was said stays until something else is."""
    if one.step is Step.CHANGE:
        await changing.leave(turn, one)
        return
    before = {Step.PEOPLE: Step.WORDS, Step.VERSION: Step.PEOPLE, Step.LOOK: Step.PEOPLE, Step.WHEN: Step.LOOK}
    draft.change(turn, one, step=before.get(one.step, Step.PEOPLE))
    await ask(turn)


async def _later(turn: Turn, _one: Draft) -> None:
    later(turn)


def later(turn: Turn) -> None:
    """Nothing is sent now. What she has made waits; where there is nothing yet, nothing does."""
    one = draft.of_turn(turn)
    if one is None or not one.number or one.step is Step.CHANGE:
        leave(turn, THROWN_AWAY if one is None or not one.number else late_taps.ANSWERED)
        return
    turn.contact.lay_aside()
    turn.say(KEPT_FOR_LATER, keys=menu.of(turn))


def leave(turn: Turn, why: str) -> None:
    """It is done with."""
    turn.contact.close()
    turn.say(why, keys=menu.of(turn))


async def _throw(turn: Turn, one: Draft) -> None:
    if one.step is Step.CHANGE:
        await changing.leave(turn, one)
    else:
        leave(turn, THROWN_AWAY)


async def _leave_or_change(turn: Turn, one: Draft) -> None:
    """What is on the screen is right: of a new one, or of new words."""
    if one.step is Step.CHANGE:
        await changing.change(turn, one)
    elif one.step is Step.LOOK:
        await looking.leave(turn, one)
    else:
        turn.whisper(late_taps.ANSWERED)


async def _as_it_is(turn: Turn, one: Draft) -> None:
    await next_version(turn, draft.change(turn, one, as_it_is=(*one.as_it_is, one.language)))


async def _to(turn: Turn, one: Draft, step: Step) -> None:
    draft.change(turn, one, step=step)
    await ask(turn)


async def _to_words(turn: Turn, one: Draft) -> None:
    await _to(turn, one, Step.WORDS)


async def _to_people(turn: Turn, one: Draft) -> None:
    await _to(turn, one, Step.PEOPLE)


async def _to_when(turn: Turn, one: Draft) -> None:
    await _to(turn, one, Step.WHEN)


async def _at_once(turn: Turn, one: Draft) -> None:
    await looking.show(turn, draft.change(turn, one, at=None, step=Step.LOOK), None)


async def _ask_something(turn: Turn, one: Draft) -> None:
    await question_asked.ask(turn, one.number)


async def asked(turn: Turn, *values: Any) -> None:
    """A tap on what may be asked under it."""
    await question_asked.tapped(turn, _goes_on, *values)


async def asked_in_words(turn: Turn) -> None:
    """The choices that she types."""
    await question_asked.said(turn, _goes_on)


async def _goes_on(turn: Turn, number: int) -> None:
    """What is asked is kept: all of it is shown anew."""
    one = await draft.resumed(turn)
    if one is None or one.number != number or not one.looked:
        turn.whisper(late_taps.ANSWERED)
    else:
        await looking.whole(turn, draft.change(turn, one, step=Step.LOOK))


TAPS: dict[str, Callable[[Turn, Draft], Awaitable[None]]] = {
    draft.LATER: _later,
    draft.THROW: _throw,
    draft.BEFORE: back,
    draft.AS_IT_IS: _as_it_is,
    draft.WORDS: _to_words,
    draft.PEOPLE: _to_people,
    draft.WHEN: _to_when,
    draft.LEAVE: _leave_or_change,
    draft.URGENT: looking.urgent,
    draft.REALLY: looking.really_urgent,
    draft.GO_ON: looking.looked_at,
    draft.ASK: _ask_something,
    draft.AT_ONCE: _at_once,
}
