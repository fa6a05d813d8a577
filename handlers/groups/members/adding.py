"""Members without a phone are added by their leader: by one message or by steps, read back as a table, with a consent
that she has read aloud to them. Nothing is kept before all of that is said.
"""

from datetime import date

from bot.domain.groups.new_members import GENDERS, Heard, Wanted, read_new_members
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of, word
from bot.domain.wire.button_data import day as day_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import N_, Read, Text, is_skip, read_consent, read_date, read_yes_no
from bot.services.groups import leading
from bot.services.groups.members import membership, taking_in
from bot.services.groups.members.adding import CannotAdd, How
from bot.services.groups.members.goods import bands_of, goods_of
from bot.services.groups.members.taking_in import Known
from bot.services.ids import new_id
from handlers.groups.members import adding_left, changes
from handlers.groups.members import adding_questions as questions
from handlers.groups.members.draft import Draft, Step
from handlers.people import guardian
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

COMMAND = "add"
KIND = PREFIX = questions.PREFIX
BEGIN, CANCEL, ANEW, NO, ME, NONE = "begin", "x", "anew", "no", "me", "-"
SAME, OTHER = questions.SAME, questions.OTHER
SHAPES: Shapes = (
    (BEGIN, hex_number),
    (one_of(CANCEL, ANEW, NO, ME, Step.TABLE, Step.ALOUD),),
    (Step.DOUBT, hex_number, one_of(*Wanted), word),
    (Step.TWIN, hex_number, one_of(SAME, OTHER)),
    (one_of(Step.OUT, Step.GUARDIAN), hex_number),
    (Step.HOW, one_of(*How)),
    (Step.DAY, day_number),
)
MOST = 40

NO_GROUP = N_("You lead no group now.")
WHICH = N_("➕ Add to which group?")
TOO_MANY = N_("Please add at most {n} people at a time.")
CANNOT = N_("That cannot be kept: {why}")


async def begin(turn: Turn) -> None:
    """/add: to her group, or to which of them."""
    groups = await turn.run(leading.mine, turn.contact.person_id)
    if not groups:
        turn.say(NO_GROUP, keys=menu.of(turn))
    elif len(groups) == 1:
        await _open(turn, groups[0].id)
    else:
        turn.say(WHICH, buttons=[[Button(one.name, Meaning.of(PREFIX, BEGIN, one.id))] for one in groups])


async def _open(turn: Turn, group: int) -> None:
    if turn.contact.dialogue is not None and turn.contact.dialogue.kind == KIND:
        turn.contact.close()
    turn.contact.open(Dialogue(new_id(), KIND, Draft(group).state, turn.now))
    turn.say(questions.WHO, buttons=[[questions.cancel()]])


async def tapped(turn: Turn, what: str, *values: int | str | date) -> None:
    """A button; one of a question that is not asked any more changes nothing."""
    if what == BEGIN:
        (group,) = values
        if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
            turn.whisper(late_taps.NO_LONGER)
        else:
            await _open(turn, int(str(group)))
        return
    draft = _draft(turn)
    if draft is None:
        turn.whisper(late_taps.ANSWERED)
    elif what == CANCEL:
        turn.contact.close()
        turn.show(adding_left.NOTHING_KEPT)
    else:
        known = await _known(turn, draft)
        step, place = draft.next(known, turn.programme.consent.minimum_age)
        if await _answered(turn, draft, known, step, place, what, *values):
            await _go_on(turn, draft)
        else:
            turn.whisper(late_taps.ANSWERED)


def _draft(turn: Turn) -> Draft | None:
    dialogue = turn.contact.dialogue
    return Draft.of(dialogue.state) if dialogue is not None and dialogue.kind == KIND else None


async def _known(turn: Turn, draft: Draft) -> list[Known]:
    return await turn.run(taking_in.known, turn.contact.person_id, draft.group)


async def _answered(
    turn: Turn,
    draft: Draft,
    known: list[Known],
    step: Step,
    place: int,
    what: str,
    *values: int | str | date,
) -> bool:
    """Whether the tap answers what is asked now; then it is in the draft."""
    if what == step is Step.TWIN and values == (place, SAME):
        await _is_back(turn, draft, known, place)
    if what in (Step.DOUBT, Step.TWIN, Step.GUARDIAN):
        return what == step and values[0] == place and _settled(turn, draft, known, place, what, *map(str, values[1:]))
    if what == ANEW:
        draft.rows, draft.words, draft.is_right = [], "", False
        return step is Step.TABLE
    if what == NO:
        draft.leaving = True
        return step is Step.ALOUD
    if what == Step.OUT:
        (out,) = values
        draft.rows = [one for at, one in enumerate(draft.rows) if at != out]
        return step is Step.OUT
    if what == ME:
        draft.before = await questions.leader(turn)
        return step is Step.BEFORE and bool(draft.before)
    return _told(draft, step, what, *values)


async def _is_back(turn: Turn, draft: Draft, known: list[Known], place: int) -> None:
    """Who was in the group before is in it again, with her number and her consent."""
    twin = draft.twin(place, known)
    if twin is None or twin.member is None or twin.member.gone is None:
        return
    if await turn.run(membership.back, turn.contact.person_id, draft.group, twin.member.member_id, turn.now):
        turn.say(changes.DONE[changes.RETURNS], name=twin.name)


def _told(draft: Draft, step: Step, what: str, *values: int | str | date) -> bool:
    """What is said of them all: that the table is right, that it was read aloud, how and when they said yes."""
    asked = Step.ALOUD if step is Step.OUT else step
    if what != asked:
        return False
    if what == Step.TABLE:
        draft.is_right = True
    elif what == Step.ALOUD:
        draft.is_read = True
    elif what == Step.HOW:
        draft.how = str(values[0])
    elif isinstance(values[0], date):
        draft.on = values[0].toordinal()
    return True


def _settled(turn: Turn, draft: Draft, known: list[Known], place: int, what: str, *values: str) -> bool:
    """What is asked of one row; who is in the group already, who is none or is too young is left out."""
    row = draft.rows[place]
    if what == Step.GUARDIAN:
        del draft.rows[place]
    elif what == Step.TWIN:
        twin = draft.twin(place, known)
        if values[0] == OTHER and twin:
            row.others.append(twin.key)
        else:
            del draft.rows[place]
    else:
        wanted, code = values
        if row.doubts[0][0] != wanted or code not in _codes(turn, Wanted(wanted)):
            return False
        if wanted == Wanted.NAME and code == NONE:
            del draft.rows[place]
        else:
            row.settle(Wanted(wanted), None if code == NONE else code)
    return True


def _codes(turn: Turn, wanted: Wanted) -> set[str]:
    products = (row["name"] for row in turn.pack.products.rows)
    known = {
        Wanted.GENDER: GENDERS,
        Wanted.AGE: bands_of(turn.pack),
        Wanted.PRODUCT: products,
        Wanted.NAME: (questions.IS_ONE,),
    }
    return {NONE, *known[wanted]}


async def said(turn: Turn) -> None:
    """Words: who is new, or an answer to what is asked."""
    draft = _draft(turn)
    if draft is None:
        return
    known = await _known(turn, draft)
    step, place = draft.next(known, turn.programme.consent.minimum_age)
    text = turn.event.said.strip() if turn.event.kind is Kind.TEXT else ""
    if adding_left.is_left(turn, text):
        return
    if step in (Step.WHO, Step.TABLE) or (step in (Step.DOUBT, Step.TWIN) and _is_of_others(turn, text)):
        await _heard(turn, draft, text, step)
    elif text and await _understood(turn, draft, step, place, text):
        await _go_on(turn, draft)
    else:
        await questions.ask(turn, draft, known, step, place)


def _read(turn: Turn, text: str) -> Heard:
    return read_new_members(text, goods_of(turn.pack, turn.language), bands_of(turn.pack), turn.locale)


def _is_of_others(turn: Turn, text: str) -> bool:
    """Whether words where something is asked are more people, each with a name and more."""
    people = _read(turn, text).people
    return any(one.gender or one.age_band or one.product for one in people)


async def _heard(turn: Turn, draft: Draft, text: str, step: Step) -> None:
    """Who is new; at the table a yes is that, too."""
    agreed = read_yes_no(text, turn.locale) if step is Step.TABLE else None
    if isinstance(agreed, Read):
        draft.is_right = agreed.value
        draft.rows = draft.rows if agreed.value else []
    else:
        heard = _read(turn, text)
        if await adding_left.is_report(turn, draft, heard):
            return
        if len(heard.people) + len(draft.rows) > MOST:
            turn.say(TOO_MANY, n=MOST)
            return
        if not (heard.people or draft.rows):
            questions.say_unread(turn, " ".join(heard.words))
            return
        draft.hear(heard.people, " ".join(heard.words))
    await _go_on(turn, draft)


async def _understood(turn: Turn, draft: Draft, step: Step, place: int, text: str) -> bool:
    """Whether words answer what is asked; then it is in the draft."""
    if step is Step.DOUBT:
        return _is_settled_by_words(turn, draft, place, text)
    if step is Step.GUARDIAN:
        name = guardian.name_said(turn)
        draft.rows[place].guardian = name
        return name is not None
    if step is Step.ALOUD:
        agreed = read_consent(text)
        draft.is_read = isinstance(agreed, Read) and agreed.value
        draft.leaving = isinstance(agreed, Read) and not agreed.value
        return isinstance(agreed, Read)
    if step is Step.DAY:
        read = read_date(text, turn.locale, turn.today, latest=turn.today)
        draft.on = read.value.toordinal() if isinstance(read, Read) else None
    elif step is Step.BEFORE:
        draft.before = guardian.name_said(turn)
    return (step is Step.DAY and draft.on is not None) or (step is Step.BEFORE and draft.before is not None)


def _is_settled_by_words(turn: Turn, draft: Draft, place: int, text: str) -> bool:
    """An answer to what is doubtful, read as the words beside a name are."""
    row = draft.rows[place]
    wanted = Wanted(row.doubts[0][0])
    if is_skip(text):
        row.settle(wanted, None)
        return True
    heard = _read(turn, f"{questions.SOMEBODY}, {text}").people
    if wanted is Wanted.NAME or len(heard) != 1:
        return False
    code = {Wanted.GENDER: heard[0].gender, Wanted.AGE: heard[0].age_band, Wanted.PRODUCT: heard[0].product}[wanted]
    if code is not None:
        row.settle(wanted, code)
        row.age = heard[0].age if wanted is Wanted.AGE else row.age
    return code is not None


async def _go_on(turn: Turn, draft: Draft) -> None:
    """Ask what is next; when nothing is, they are in the group."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return
    if not draft.rows and draft.leaving:
        turn.contact.close()
        turn.show(adding_left.NOTHING_KEPT)
        return
    known = await _known(turn, draft)
    step, place = draft.next(known, turn.programme.consent.minimum_age)
    if step is Step.KEEP:
        await _keep(turn, draft)
        return
    dialogue.state = draft.state
    turn.contact.touch()
    await questions.ask(turn, draft, known, step, place)


async def _keep(turn: Turn, draft: Draft) -> None:
    turn.contact.close()
    new, told = draft.new_members(), draft.told()
    try:
        taken = await turn.run(taking_in.take_in, turn.pack, turn.contact.person_id, draft.group, new, told, turn.now)
    except CannotAdd as why:
        turn.show(CANNOT, why=str(why))
        return
    more = Button(Text(questions.ADD), Meaning.of(PREFIX, BEGIN, draft.group))
    questions.show_kept(turn, taken, more)
