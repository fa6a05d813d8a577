"""A member sees that she stands as absent in her leader's report, and says whether that is right."""

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Text, joined
from bot.services.groups.report import absence, last_word
from bot.services.groups.report.absence import Absence
from bot.services.groups.report.last_word import Word
from handlers.groups.report.word_texts import IS_IT_RIGHT, LABELS, SAID, THANKS, TOLD_STAFF
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX, SEE = absence.PREFIX, absence.SEE
SHAPES: Shapes = ((one_of(SEE, *Word), hex_number, hex_number),)

ABSENT = N_("It says that you did not come to the meeting. It has no figure of yours.")
TOLD = N_("Your leader and programme staff are told that it is not right.")
NOT_THERE = N_("✅ Right, I was not there")
HEARD = {Word.RIGHT: THANKS, Word.WRONG: TOLD, Word.PRIVATE: TOLD_STAFF}


async def tapped(turn: Turn, what: str, report: int, member: int) -> None:
    """A button about one absence; whose it is not, or who is absent no more, hears so."""
    one = await turn.run(absence.find, turn.contact.person_id, report, member)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
    elif what == SEE:
        _show(turn, one)
    else:
        word, hers = Word(what), (turn.contact.person_id, one.key)
        await turn.run(absence.say, *hers, word, turn.pack, turn.loaded.catalogues, turn.now)
        # the way back to it: she may change her mind
        turn.show(HEARD[word], buttons=[[Button(Text(last_word.SEE_IT), _meaning(SEE, one))]])


def _show(turn: Turn, one: Absence) -> None:
    head = Html.of("<b>{}</b>", turn.text(last_word.headline(one)))
    now = turn.text(SAID[one.word] if one.word else IS_IT_RIGHT)
    labels = {**LABELS, Word.RIGHT: NOT_THERE}
    buttons = [[Button(Text(label), _meaning(word, one))] for word, label in labels.items()]
    turn.show_marked(joined([head, turn.text(ABSENT), now]), buttons=buttons)


def _meaning(what: str, one: Absence) -> Meaning:
    return Meaning.of(PREFIX, what, *one.key)
