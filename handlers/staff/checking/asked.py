"""What staff ask about a figure of hers, or a leader about one of a member without a phone: one question, yes or no."""

from decimal import Decimal

from bot.domain.staff.checking import How, Said
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.message import Button, Rows
from bot.forms import Session
from bot.i18n import N_, Text, Value
from bot.services.staff.checking import asking
from bot.services.staff.checking.asking import Question
from handlers.forms import answering as forms
from handlers.forms import readings as answers
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX, SEE = asking.PREFIX, asking.SEE
YES, NO, ALOUD, SIGNED = "y", "n", "a", "p"
SHAPES: Shapes = ((one_of(SEE, YES, NO, ALOUD, SIGNED), hex_number),)
SAYS = {
    YES: (Said.YES, None),
    NO: (Said.NO, None),
    ALOUD: (Said.YES, How.ALOUD),
    SIGNED: (Said.YES, How.SIGNED),
}

ASKS = N_("{label}\nAn officer asks: {new}, not {old}?")
ASKS_FOR = N_("👤 {name}: {label}\nAn officer asks: {new}, not {old}? Please ask her.")
IT_IS, IT_STAYS = N_("✅ Yes, {new}"), N_("✖️ No, {old} is right")
SAID_ALOUD, SAID_ON_PAPER, SAID_NO = N_("✅ She said yes aloud"), N_("✅ She said yes on paper"), N_("✖️ She said no")
IS_CHANGED = N_("✅ Thank you. It is {new} now. What was said first is kept too.")
IS_NOT = N_("Thank you. It stays {old}, and programme staff look at it again.")


async def tapped(turn: Turn, what: str, number: int) -> None:
    """A button; what is not hers to say, or was said before, does nothing."""
    found = await turn.run(asking.find, turn.contact.person_id, number)
    if found is None:
        turn.whisper(late_taps.ANSWERED)
    elif what == SEE:
        _ask(turn, found)
    else:
        said, how = SAYS[what]
        her, loaded, pack = turn.contact.person_id, turn.loaded, turn.pack
        done = await turn.run(asking.say, her, number, said, how, loaded, pack, turn.now)
        if done is None:
            turn.whisper(late_taps.NO_LONGER)
        else:
            turn.show_marked(turn.text(IS_CHANGED if said is Said.YES else IS_NOT, **_values(turn, done)))


def _values(turn: Turn, one: Question) -> dict[str, Value]:
    form = turn.loaded.form(one.item.form_hash or "")
    question = Session.start(form.only([one.asked.path]), forms.context(turn), turn.language).question
    if question is None:
        return {"label": "–", "new": Decimal(one.asked.new), "old": Decimal(one.asked.old)}
    new, old = (answers.shown(turn, question, value) for value in (one.asked.new, one.asked.old))
    return {"label": question.label, "new": new, "old": old}


def _ask(turn: Turn, one: Question) -> None:
    values = _values(turn, one)
    labels: list[tuple[str, str]] = [(IT_IS, YES), (IT_STAYS, NO)]
    if one.name is not None:
        labels = [(SAID_ALOUD, ALOUD), (SAID_ON_PAPER, SIGNED), (SAID_NO, NO)]
    rows: Rows = [[Button(_label(label, values), Meaning.of(PREFIX, what, one.asked.id))] for label, what in labels]
    told = turn.text(ASKS, **values) if one.name is None else turn.text(ASKS_FOR, **values, name=one.name)
    turn.show_marked(told, buttons=rows)


def _label(label: str, values: dict[str, Value]) -> Text:
    return Text(label, {name: value for name, value in values.items() if f"{{{name}}}" in label})
