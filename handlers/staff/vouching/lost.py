"""Lost accounts: two officers say that it is her, each how she knows, and the old account is hers again."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, MonthOf, Text, joined
from bot.packs import places
from bot.services.roles import NotAllowed
from bot.services.staff.vouching import lost
from bot.services.staff.vouching.lost import How, Seen, Step, WhyNot
from handlers.staff import to_work
from handlers.staff.duplicates import IN_GROUP, IN_NONE
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX = "lost"
# The list; one of it. It is her, which is taken back; it is not, and why not.
LIST, ONE, HER, BACK, NOT, WHY = "l", "o", "y", "b", "n", "w"
SHAPES: Shapes = (
    (LIST, page_number),
    (one_of(ONE, BACK, NOT), hex_number),
    (HER, one_of(*How), hex_number),
    (WHY, one_of(*WhyNot), hex_number),
)
PAGE_SIZE = 8

NONE = N_("🔑 Nobody wants a lost account back.")
TITLE = N_("🔑 These people want their account back.\nTwo of you have to say that it is her.")
LISTED, SAID_BY = N_("🔑 {name}, since {day}"), N_("🔑 {name}: {n} of 2 say yes")
IS_IT_HER = N_("🔑 Is it <b>{name}</b>?\nA new account has her phone number.")
HEARD, NEVER_HEARD = N_("📅 last heard in {month}"), N_("📅 never heard")
SAME_NAME, OTHER_NAME = (
    N_("📱 new account since {day}, with this name"),
    N_("📱 new account since {day}, with another name"),
)
HAS_SAID = {
    How.SEEN: N_("✅ {officer} has seen her."),
    How.LEADER: N_("✅ {officer} has called her leader."),
    How.CARD: N_("✅ {officer} has seen her card."),
}
HOWS = {
    How.SEEN: N_("✅ It is her: I have seen her"),
    How.LEADER: N_("✅ It is her: I have called her leader"),
    How.CARD: N_("✅ It is her: I have seen her card"),
}
IT_IS_NOT = N_("✖️ It is not her")
SAID_ONCE = N_("✅ Written down. Nothing is moved yet.\nSomebody else of the staff has to say it too, until {day}.")
SAID_TWICE = N_("✅ Two of you have said it. In a minute {name} has her account back.")
ON_SAME_PHONE = N_("You use the same phone as who has said it first. Somebody else has to say it too.")
TAKE_BACK, TAKEN_BACK = N_("↩️ Take my word back"), N_("↩️ Taken back. You have said nothing.")
WHY_NOT = N_("✖️ Why is it not {name}?")
WHYS = {
    WhyNot.SOMEBODY_ELSE: N_("It is somebody else"),
    WhyNot.SAME_NUMBER: N_("They only share a number"),
    WhyNot.NOBODY_KNOWS: N_("Nobody can say who it is"),
}
CLOSED = N_("✖️ Closed: the new account is not {name}.\nShe waits now for somebody to vouch for her.")
TO_LIST = N_("🔑 All lost accounts")


async def tapped(turn: Turn, what: str, *told: Any) -> None:
    """A button; where she does not work any more, and of what was settled, it does nothing."""
    try:
        await DOES[what](turn, *told)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def how_many(turn: Turn) -> int:
    """How many are open in her areas."""
    return len(await turn.run(lost.waiting, turn.contact.person_id, turn.pack))


async def _list(turn: Turn, number: int, head: Html | None = None) -> None:
    found = await turn.run(lost.waiting, turn.contact.person_id, turn.pack)
    number = max(0, min(number, (len(found) - 1) // PAGE_SIZE))
    shown = found[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
    rows = [[Button(_listed(turn, one), Meaning.of(PREFIX, ONE, one.account.id))] for one in shown]
    turns = [Button("◀️", Meaning.of(PREFIX, LIST, str(number - 1)))] if number else []
    turns += [Button("▶️", Meaning.of(PREFIX, LIST, str(number + 1)))] if (number + 1) * PAGE_SIZE < len(found) else []
    text = turn.text(TITLE if found else NONE)
    lines = [head, text] if head is not None else [text]
    turn.show_marked(joined(lines, "\n\n"), buttons=[*rows, *([turns] if turns else []), [to_work.button()]])


def _listed(turn: Turn, one: Seen) -> Text:
    name = one.account.name
    if one.by:
        return Text(SAID_BY, {"name": name, "n": len(one.by)})
    return Text(LISTED, {"name": name, "day": one.account.since.astimezone(turn.zone).date()})


async def _seen(turn: Turn, number: int) -> Seen | None:
    """One that is open; else it is said that it is not."""
    one = await turn.run(lost.look, turn.contact.person_id, turn.pack, number)
    if one is None:
        turn.whisper(late_taps.ANSWERED)
    return one


async def _one(turn: Turn, number: int) -> None:
    one = await _seen(turn, number)
    if one is None:
        return
    rows = [[Button(Text(label), Meaning.of(PREFIX, HER, how, number))] for how, label in HOWS.items()]
    if one.own:
        rows = [[Button(Text(TAKE_BACK), Meaning.of(PREFIX, BACK, number))]] if len(one.by) == 1 else []
    if len(one.by) <= 1:
        rows += [[Button(Text(IT_IS_NOT), Meaning.of(PREFIX, NOT, number))]]
    turn.show_marked(_about(turn, one), buttons=[*rows, _to_list()])


def _to_list() -> list[Button]:
    return [Button(Text(TO_LIST), Meaning.of(PREFIX, LIST, "0"))]


def _about(turn: Turn, one: Seen) -> Html:
    """What an officer may know to decide: nothing that was written in the old account, and no figure."""
    account = one.account
    day = account.new_since.astimezone(turn.zone).date()
    group = turn.text(IN_NONE)
    if account.group is not None:
        group = turn.text(IN_GROUP, group=account.group, number=account.number or "–")
    heard = turn.text(NEVER_HEARD)
    if account.heard is not None:
        heard = turn.text(HEARD, month=MonthOf(account.heard.astimezone(turn.zone).date()))
    area = places.name(turn.pack, account.area, turn.language) if account.area else "–"
    said = [turn.text(HAS_SAID[How(word.how)], officer=name or "–") for word, name in one.by]
    known = [group, Html.of("📍 {}", area), heard, turn.text(SAME_NAME if account.same_name else OTHER_NAME, day=day)]
    return joined([turn.text(IS_IT_HER, name=account.name), joined(known), *said], "\n\n")


async def _her(turn: Turn, how: How, number: int) -> None:
    one = await _seen(turn, number)
    step = await turn.run(lost.is_her, turn.contact.person_id, turn.pack, number, how, turn.now) if one else None
    if one is None or step in (None, Step.SAID_BEFORE):
        turn.whisper(late_taps.ANSWERED)
    elif step is Step.SAME_PHONE:
        turn.whisper(ON_SAME_PHONE)
    elif step is Step.SECOND:
        turn.show(SAID_TWICE, buttons=[_to_list()], name=one.account.name)
    else:
        back = [Button(Text(TAKE_BACK), Meaning.of(PREFIX, BACK, number))]
        day = (turn.now + lost.WAITS_FOR).astimezone(turn.zone).date()
        turn.show(SAID_ONCE, buttons=[back, _to_list()], day=day)


async def _back(turn: Turn, number: int) -> None:
    if await turn.run(lost.take_back, turn.contact.person_id, turn.pack, number, turn.now):
        await _list(turn, 0, turn.text(TAKEN_BACK))
    else:
        turn.whisper(late_taps.ANSWERED)


async def _not(turn: Turn, number: int) -> None:
    one = await _seen(turn, number)
    if one is not None:
        rows = [[Button(Text(label), Meaning.of(PREFIX, WHY, why, number))] for why, label in WHYS.items()]
        rows += [[Button("◀️", Meaning.of(PREFIX, ONE, number))]]
        turn.show(WHY_NOT, buttons=rows, name=one.account.name)


async def _why(turn: Turn, why: WhyNot, number: int) -> None:
    one, catalogues = await _seen(turn, number), turn.loaded.catalogues
    if one is None:
        return
    if await turn.run(lost.not_her, turn.contact.person_id, turn.pack, number, why, catalogues, turn.now):
        await _list(turn, 0, turn.text(CLOSED, name=one.account.name))
    else:
        turn.whisper(late_taps.ANSWERED)


DOES: Mapping[str, Callable[..., Awaitable[None]]] = {
    LIST: _list,
    ONE: _one,
    HER: _her,
    BACK: _back,
    NOT: _not,
    WHY: _why,
}
