"""New words for an announcement that people have already: typed, shown once more, and changed on a yes."""

from bot.domain.staff.announcement import Announcement, Words
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button
from bot.i18n import N_, Read, Text, joined, read_yes_no
from bot.services.roles import NotAllowed
from bot.services.staff.announcing import previews, report, standing, steering
from handlers.staff.announcing import draft, under_way
from handlers.staff.announcing import words as typed
from handlers.staff.announcing.draft import Draft, Step
from handlers.wire import late_taps
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

BEGIN = standing.EDIT
WHICH = N_("✏️ Which words are to change?\nPeople have them in these languages.")
NEW_WORDS = N_(
    "✏️ Send the new words in {language}.\n"
    "They take the place of the old ones on the phones of those who have had it for less than 48 hours."
)
WORDS_ALONE = N_("Only words can be changed: a photo, a voice or a file stays as it is.")
SHALL_I = N_("👆 Shall I change it to this?")
YES_CHANGE = N_("✏️ Yes, change it")
IN_LANGUAGE = N_("🌐 {language}")


async def begin(turn: Turn, number: int) -> None:
    """Which of its versions changes; where it has one, its new words."""
    try:
        await _which(turn, number, await _found(turn, number))
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _which(turn: Turn, number: int, one: Announcement | None) -> None:
    if one is None:
        turn.whisper(late_taps.ANSWERED)
        await under_way.show(turn, number)
    elif len(one.words) == 1:
        await in_language(turn, number, next(iter(one.words)))
    else:
        rows = [
            [Button(Text(IN_LANGUAGE, {"language": turn.loaded.catalogues.locale(code).name}), _version(number, code))]
            for code in one.words
        ]
        no = Button(Text(under_way.DO_NOT), Meaning.of(draft.PREFIX, standing.OPEN, number))
        turn.show(WHICH, buttons=[*rows, [no]])


def _version(number: int, code: str) -> Meaning:
    return Meaning.of(draft.PREFIX, under_way.VERSION, number, code)


async def _found(turn: Turn, number: int) -> Announcement | None:
    """It, while somebody may have it for less than 48 hours."""
    one = await turn.run(report.look, turn.contact.person_id, turn.pack, number, turn.now)
    return one.announcement if one is not None and standing.can_be_changed(one, turn.now) else None


async def in_language(turn: Turn, number: int, code: str) -> None:
    """Its new words in this language are asked."""
    try:
        one = await _found(turn, number)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)
        return
    if one is None or code not in one.words:
        turn.whisper(late_taps.ANSWERED)
        return
    draft.open_beside(turn, Draft(Step.CHANGE, number, language=code))
    await ask(turn, draft.of_turn(turn), None)


async def ask(turn: Turn, one: Draft | None, first: Text | None) -> None:
    """The new words, or whether those that she has sent are right."""
    if one is None:
        return
    lines = [turn.text(first)] if first else []
    if one.text:
        rows = [[draft.button(turn, YES_CHANGE, draft.LEAVE)], _around(turn)]
        turn.send_marked(joined([*lines, turn.text(SHALL_I)]), buttons=rows)
    else:
        asked = turn.text(NEW_WORDS, language=turn.loaded.catalogues.locale(one.language).name)
        turn.show_marked(joined([*lines, asked]), buttons=[_around(turn)])


def _around(turn: Turn) -> list[Button]:
    return [draft.button(turn, under_way.DO_NOT, draft.THROW)]


async def said(turn: Turn, one: Draft) -> None:
    """Its new words; or a yes to those that she has sent."""
    agreed = read_yes_no(turn.event.said, turn.locale) if turn.event.kind is Kind.TEXT else None
    announced = await _found(turn, one.number)
    if announced is None:
        turn.contact.close()
        turn.say(late_taps.ANSWERED)
    elif one.text and isinstance(agreed, Read):
        await (change(turn, one) if agreed.value else leave(turn, one))
    elif turn.event.kind is not Kind.TEXT:
        await ask(turn, one, Text(WORDS_ALONE))
    else:
        await _sent(turn, one, announced)


async def _sent(turn: Turn, one: Draft, announced: Announcement) -> None:
    found = typed.sent(turn, announced.words[one.language])
    if isinstance(found, Text):
        await ask(turn, draft.change(turn, one, text=""), found)
        return
    changed = draft.change(turn, one, text=found.text)
    looks = (turn.loaded, turn.pack, announced, one.language, found, turn.contact.bot)
    turn.send_message(await turn.run(previews.of_words, *looks), one.language)
    await ask(turn, changed, None)


async def change(turn: Turn, one: Draft) -> None:
    """It says this from now on."""
    announced = await _found(turn, one.number)
    turn.contact.close()
    done = None
    if announced is not None and one.text and one.language in announced.words:
        words = Words(one.text, announced.words[one.language].file)
        her = turn.contact.person_id
        done = await turn.run(steering.edit, her, turn.pack, one.number, one.language, words, turn.now)
    if done is None:
        turn.whisper(late_taps.ANSWERED)
    await under_way.show(turn, one.number)


async def leave(turn: Turn, one: Draft) -> None:
    """It stays as it is."""
    turn.contact.close()
    await under_way.show(turn, one.number)
