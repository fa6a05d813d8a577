"""What a leader is asked and shown while she adds members without a phone, a message for each step."""

import re

from bot.domain.groups.new_members import DRAFT, GENDERS, Wanted, age_called, gender_called
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, escaped, format_number, joined
from bot.packs import places
from bot.services.groups.members.adding import How
from bot.services.groups.members.goods import bands_of
from bot.services.groups.members.taking_in import Known, Taken
from bot.services.people import working
from handlers.forms.questions import ALL_RIGHT, SKIP
from handlers.groups.members.draft import Draft, Row, Step
from handlers.people.guardian import WHAT_NAME
from handlers.wire.turn import Turn

PREFIX = DRAFT
SAME, OTHER, IS_ONE, NOT_SAID = "same", "other", "yes", "-"
# Stands for a name where words are read as those beside one.
SOMEBODY = "Xxxx"
# A line of the consent that names a command says nothing to who has no phone.
COMMAND = re.compile(r"(?<!\S)/[a-z]")
MOST_PRODUCTS = 6

ADD = N_("➕ Add somebody without a phone")
ADD_NOBODY = N_("✖️ Add nobody")
WHO = N_(
    "Who is new? Write the name, and if you like: woman or man, age, what she makes.\n"
    "Several at once: a line each. For example: Mary woman 54 mats"
)
IS_A_NAME = N_("Is {name} the name of somebody new?")
A_NAME, NO_NAME = N_("Yes, a name"), N_("No, leave it out")
WHICH_GENDER = N_("Is {name} a woman or a man?")
WHICH_AGE = N_("How old is {name}?")
WHICH_PRODUCT = N_("What does {name} make?")
AS_THE_GROUP = N_("What the group makes")
IS_IN_IT = N_("{name} is in your group already: {known}, number {number}.\nIs it the same person?")
WAS_IN_IT = N_("{known}, number {number}, was in your group before.\nIs {name} the same person?")
TWICE = N_("{known} and {name}: is it the same person?")
THE_SAME, ANOTHER = N_("The same person"), N_("Somebody else")
TOO_YOUNG = N_("{name} is under {age}. A parent or guardian has to agree.")
LEFT_OUT = N_("✖️ Leave {name} out")
TABLE = N_("New in your group:")
UNREAD = N_("I did not understand: {words}")
CORRECT = N_("To correct somebody, write that line once more.")
RIGHT, ANEW = N_("✅ All is right"), N_("✏️ Write it anew")
READ_ALOUD = N_("🗣 Please read this to them aloud:")
ASK_US = N_(
    "Ask your leader or programme staff: they show you all that is kept, or erase it.\n"
    "Figures and choices stay, without a name."
)
AGREED, SOMEBODY_NOT = N_("✅ All have agreed"), N_("✖️ Somebody said no")
WHO_NOT = N_("Who said no? Nothing is kept of who said no.")
OTHERS_AGREED = N_("✅ The others have agreed")
HOW_SAID = N_("How did they say yes?")
HOWS = {
    How.ALOUD: N_("🗣 Aloud"),
    How.THUMB: N_("👍 With the thumb on paper"),
    How.SIGNED: N_("✍️ With their name on paper"),
}
WHEN = N_("On which day did they say yes? Tap, or write the day.")
TODAY = N_("Today")
BEFORE_WHOM = N_("Who was there when they said yes?\nWrite a name, or tap.")
BEFORE_ME = N_("I was there: {name}")
KEPT = N_("✅ In your group from now on, each with a number:")


def cancel() -> Button:
    """Nobody is added."""
    return Button(Text(ADD_NOBODY), Meaning.of(PREFIX, "x"))


async def leader(turn: Turn) -> str:
    """Her own name."""
    person = turn.contact.person_id
    return "" if person is None else await turn.run(working.name_of, person)


def say_unread(turn: Turn, words: str) -> None:
    """No name was in it."""
    turn.send_marked(joined([turn.text(UNREAD, words=words), turn.text(WHO)], "\n\n"), buttons=[[cancel()]])


async def ask(turn: Turn, draft: Draft, known: list[Known], step: Step, place: int) -> None:
    """The question of a step."""
    if step is Step.WHO:
        turn.show(WHO, buttons=[[cancel()]])
    elif step is Step.DOUBT:
        _doubt(turn, draft.rows[place], place)
    elif step is Step.TWIN:
        _twin(turn, draft, known, place)
    elif step is Step.GUARDIAN:
        _guardian(turn, draft.rows[place].name, place)
    elif step is Step.TABLE:
        _table(turn, draft)
    elif step is Step.ALOUD:
        _aloud(turn)
    elif step is Step.OUT:
        _out(turn, draft)
    elif step is Step.HOW:
        buttons = [[Button(Text(told), Meaning.of(PREFIX, Step.HOW, how))] for how, told in HOWS.items()]
        turn.show(HOW_SAID, buttons=buttons)
    elif step is Step.DAY:
        turn.show(WHEN, buttons=[[Button(Text(TODAY), Meaning.of(PREFIX, Step.DAY, turn.today.toordinal()))]])
    else:
        name = await leader(turn)
        me = Button(Text(BEFORE_ME, {"name": name}), Meaning.of(PREFIX, "me"))
        turn.show(BEFORE_WHOM, buttons=[[me]] if name else ())


def _doubt(turn: Turn, row: Row, place: int) -> None:
    """What of somebody was not sure."""
    wanted, choices = Wanted(row.doubts[0][0]), row.doubts[0][1]
    if wanted is Wanted.NAME:
        offered: list[tuple[Text | str, str]] = [(Text(A_NAME), IS_ONE), (Text(NO_NAME), NOT_SAID)]
        question = IS_A_NAME
    elif wanted is Wanted.GENDER:
        offered, question = [(gender_called(code, turn.language), code) for code in GENDERS], WHICH_GENDER
    elif wanted is Wanted.AGE:
        offered, question = [(age_called(code, turn.language), code) for code in bands_of(turn.pack)], WHICH_AGE
    else:
        offered, question = [(_product(turn, code), code) for code in choices[:MOST_PRODUCTS]], WHICH_PRODUCT
        offered.append((Text(AS_THE_GROUP), NOT_SAID))
    if wanted in (Wanted.GENDER, Wanted.AGE):
        offered.append((Text(SKIP), NOT_SAID))
    buttons = [[Button(label, Meaning.of(PREFIX, Step.DOUBT, place, wanted, code))] for label, code in offered]
    turn.show(question, buttons=buttons, name=row.name)


def _product(turn: Turn, code: str) -> str:
    return places.label(turn.pack, turn.pack.products, code, turn.language)


def _twin(turn: Turn, draft: Draft, known: list[Known], place: int) -> None:
    """She may be somebody who is in the group, was, or stands above her."""
    twin = draft.twin(place, known)
    if twin is None:
        return
    buttons = [
        [Button(Text(label), Meaning.of(PREFIX, Step.TWIN, place, answer))]
        for label, answer in ((THE_SAME, SAME), (ANOTHER, OTHER))
    ]
    member, name = twin.member, draft.rows[place].name
    if member is None:
        turn.show(TWICE, buttons=buttons, known=twin.name, name=name)
    else:
        message = IS_IN_IT if member.gone is None else WAS_IN_IT
        turn.show(message, buttons=buttons, known=twin.name, name=name, number=member.number or "–")


def _guardian(turn: Turn, name: str, place: int) -> None:
    out = Button(Text(LEFT_OUT, {"name": name}), Meaning.of(PREFIX, Step.GUARDIAN, place))
    turn.show_marked(
        joined([turn.text(TOO_YOUNG, name=name, age=turn.programme.consent.minimum_age), turn.text(WHAT_NAME)]),
        buttons=[[out]],
    )


def _table(turn: Turn, draft: Draft) -> None:
    """All of them, each on a line, and what was not understood."""
    lines = [turn.text(TABLE), *(_line(turn, at, row) for at, row in enumerate(draft.rows, 1))]
    more = [turn.text(UNREAD, words=draft.words)] if draft.words else []
    ends = [joined([turn.text(ALL_RIGHT), turn.text(CORRECT)])]
    buttons: Rows = [
        [Button(Text(RIGHT), Meaning.of(PREFIX, Step.TABLE))],
        [Button(Text(ANEW), Meaning.of(PREFIX, "anew"))],
        [cancel()],
    ]
    turn.show_marked(joined([joined(lines), *more, *ends], "\n\n"), buttons=buttons)


def _line(turn: Turn, at: int, row: Row) -> Html:
    """What is known of her; what was not said is left out."""
    told = [Html.of("<b>{}</b>", row.name)]
    told += [escaped(gender_called(row.gender, turn.language))] if row.gender else []
    told += [escaped(age_called(row.age_band, turn.language))] if row.age_band else []
    told += [escaped(_product(turn, row.product))] if row.product else []
    return Html.of("{}. {}", format_number(at, turn.locale), joined(told, " · "))


def _aloud(turn: Turn) -> None:
    """The consent in the members' language, without what only a phone can do."""
    language = turn.programme.languages[0]
    locale = turn.loaded.catalogues.locale(language)
    screens = turn.programme.consent.screens(language, lambda number: format_number(number, locale))
    lines = [line for screen in screens for line in screen.splitlines() if not COMMAND.search(line)]
    told = [*map(escaped, lines), turn.loaded.catalogues.html(Text(ASK_US), language)]
    buttons: Rows = [
        [Button(Text(AGREED), Meaning.of(PREFIX, Step.ALOUD))],
        [Button(Text(SOMEBODY_NOT), Meaning.of(PREFIX, "no"))],
        [cancel()],
    ]
    turn.show_marked(joined([turn.text(READ_ALOUD), joined(told)], "\n\n"), buttons=buttons)


def _out(turn: Turn, draft: Draft) -> None:
    names = [[Button(f"✖️ {row.name}", Meaning.of(PREFIX, Step.OUT, at))] for at, row in enumerate(draft.rows)]
    turn.show(WHO_NOT, buttons=[*names, [Button(Text(OTHERS_AGREED), Meaning.of(PREFIX, Step.ALOUD))]])


def show_kept(turn: Turn, taken: list[Taken], more: Button) -> None:
    """Who is in the group now, each with her number."""
    lines = [Html.of("{} · {}", format_number(one.number, turn.locale), one.name) for one in taken]
    turn.show_marked(joined([turn.text(KEPT), *lines]), buttons=[[more]])
