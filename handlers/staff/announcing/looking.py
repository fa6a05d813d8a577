"""All of an announcement before it leaves: how it looks in each language, whom it reaches, and when all have it."""

from datetime import datetime, time

from bot.domain.evaluation import nudges
from bot.domain.people.roles import Role
from bot.domain.staff.announcement import Announcement
from bot.domain.staff.leaving_hours import LeavingHours
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Text, Value, joined, plural
from bot.services import roles
from bot.services.staff.announcing import composing, previews
from bot.services.staff.announcing import languages as reading
from bot.services.staff.announcing.composing import Leaving
from handlers.staff.announcing import audience_screens, draft, under_way
from handlers.staff.announcing.draft import Draft
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

ALL_RIGHT = N_("👆 This is how it comes. Is everything right?")
NOBODY = N_("👥 Nobody gets it: there is nobody of whom all this is true, or nobody can be reached.")
IN_LANGUAGE, AS_IT_IS = N_("🌐 {language}: {n}"), N_("🌐 {language}: {n}, as it is, in {other}")
NOW, AT = N_("🕒 It leaves at once"), N_("🕒 It leaves on {day} at {hour}, where each of them lives")
PACE, NIGHT = N_("⏱ {rate} a second"), N_("🌙 Nothing from {latest} to {earliest}")
TWO = N_("✋ More than {most} people: a second person of the programme has to say yes.")
URGENT_IT_IS = N_("🚨 An emergency: it goes out at night too, and to who wants no announcements.")
SEND_NOW, SEND_THEN = N_("✅ Send it now"), N_("✅ Send it then")
ASK_SECOND = N_("✋ Ask for the second yes")
ASK_SOMETHING = N_("❓ Ask something under it")
OTHER_TIME, OTHER_WORDS, OTHER_PEOPLE = N_("🕒 At a time"), N_("✏️ Other words"), N_("👥 Other people")
EMERGENCY = N_("🚨 It is an emergency")
WHAT_IT_PASSES = N_(
    "🚨 An emergency goes out at once, also at night and on days without announcements, and to who wants none. "
    "Not to who has said stop.\nIt is written down that you have said so."
)
PAST = N_("That is over already.")
YES_URGENT = N_("🚨 Yes, an emergency")


async def languages(turn: Turn, one: Draft) -> dict[str, int]:
    """How many of those whom it reaches read each language."""
    audience = audience_screens.chosen(turn)
    who = turn.contact.person_id
    return await turn.run(reading.count, who, turn.pack, audience, turn.now, emergency=one.emergency)


async def preview(turn: Turn, one: Draft) -> None:
    """As those will see it who get it; what is asked about it comes below."""
    announced = await turn.run(composing.draft, turn.contact.person_id, turn.pack)
    if announced is None:
        return
    counted = await languages(turn, one)
    seen = counted or [announced.fallback]
    for language, message in await turn.run(
        previews.messages, turn.loaded, turn.pack, announced, seen, turn.contact.bot, emergency=one.emergency
    ):
        turn.send_message(message, language)


async def whole(turn: Turn, one: Draft) -> None:
    """How it looks, and below it all that is to be known of it."""
    await preview(turn, one)
    await show(turn, one, None, below=True)


async def show(turn: Turn, one: Draft, first: Text | None, *, below: bool = False) -> None:
    """Whom it reaches, when all have it, and what can be done; `below`: as a new message."""
    announced = await turn.run(composing.draft, turn.contact.person_id, turn.pack)
    if announced is None:
        turn.contact.close()
        turn.say(late_taps.ANSWERED, keys=menu.of(turn))
        return
    counted = await languages(turn, one)
    lines = [
        *([first] if first else []),
        Text(ALL_RIGHT),
        *_people(turn, announced, counted),
        *_time(turn, one, counted),
    ]
    rows = await _choices(turn, one, counted)
    (turn.send_marked if below else turn.show_marked)(joined([turn.text(line) for line in lines]), buttons=rows)


def _people(turn: Turn, announced: Announcement, counted: dict[str, int]) -> list[Text]:
    total = sum(counted.values())
    if not total:
        return [Text(NOBODY)]
    known = turn.loaded.catalogues
    hers = known.locale(announced.fallback).name
    lines = [plural("👥 {n} person gets it", "👥 {n} people get it, one message a phone", total)]
    for code, n in counted.items():
        values: dict[str, Value] = {
            "language": known.locale(code).name,
            "n": n,
            "other": hers,
        }
        lines.append(Text(IN_LANGUAGE if code in announced.words else AS_IT_IS, values))
    return lines


def _time(turn: Turn, one: Draft, counted: dict[str, int]) -> list[Text]:
    """When it leaves, when the last of them has it, and whether somebody else has to agree."""
    total, at = sum(counted.values()), one.leaves
    hours = LeavingHours.of(turn.programme, emergency=one.emergency)
    opens = hours.opens(max(at, turn.now) if at else turn.now)
    here = opens.astimezone(turn.zone)
    lines = [Text(URGENT_IT_IS)] if one.emergency else []
    lines.append(Text(NOW) if opens <= turn.now else Text(AT, {"day": here.date(), "hour": here.time()}))
    if not total:
        return lines
    lines += _done(turn, total, hours.done_by(total, turn.loaded.rate, opens), emergency=one.emergency)
    most = turn.programme.announcements.approve_above
    return [*lines, *([Text(TWO, {"most": most})] if total > most else [])]


def _done(turn: Turn, total: int, last: datetime, *, emergency: bool) -> list[Text]:
    """When the last of them has it, and why it takes so long."""
    local, rate, ladder = last.astimezone(turn.zone), turn.loaded.rate, turn.programme.nudges
    done: dict[str, Value] = {"day": local.date(), "hour": local.time()}
    lines = [plural("🏁 Done by {day} at {hour}: {n} person", "🏁 Done by {day} at {hour}: {n} people", total, **done)]
    lines += [Text(PACE, {"rate": int(rate)})] if rate else []
    night = {"latest": time(ladder.latest % 24), "earliest": time(ladder.earliest)}
    return [*lines, *([] if emergency else [Text(NIGHT, night)])]


async def _choices(turn: Turn, one: Draft, counted: dict[str, int]) -> Rows:
    rows: list[list[Button]] = []
    if any(counted.values()):
        alone = sum(counted.values()) <= turn.programme.announcements.approve_above
        label = ASK_SECOND if not alone else SEND_THEN if one.at else SEND_NOW
        rows.append([draft.button(turn, label, draft.LEAVE)])
        rows.append([draft.button(turn, OTHER_TIME, draft.WHEN), draft.button(turn, ASK_SOMETHING, draft.ASK)])
    rows.append([draft.button(turn, OTHER_WORDS, draft.WORDS), draft.button(turn, OTHER_PEOPLE, draft.PEOPLE)])
    if not one.emergency and await turn.run(roles.may, turn.contact.person_id, {Role.ADMIN}):
        rows.append([draft.button(turn, EMERGENCY, draft.URGENT)])
    return [*rows, draft.around(turn, back=False)]


async def urgent(turn: Turn, one: Draft) -> None:
    """What an emergency passes, before it is one."""
    await turn.run(roles.require, turn.contact.person_id, {Role.ADMIN})
    rows = [[draft.button(turn, YES_URGENT, draft.REALLY)], [draft.button(turn, draft.STEP_BACK, draft.GO_ON)]]
    turn.show(WHAT_IT_PASSES, buttons=rows)


async def really_urgent(turn: Turn, one: Draft) -> None:
    """It is one; that is written down when it leaves."""
    await turn.run(roles.require, turn.contact.person_id, {Role.ADMIN})
    await show(turn, draft.change(turn, one, emergency=True), None)


async def looked_at(turn: Turn, one: Draft) -> None:
    """Back to all of it."""
    await show(turn, one, None)


async def leave(turn: Turn, one: Draft) -> None:
    """It is on its way: its message keeps itself up to date from now on."""
    person, at = turn.contact.person_id, one.leaves
    done = await turn.run(composing.leave, person, turn.pack, one.number, turn.now, at=at, emergency=one.emergency)
    if done is Leaving.PAST:
        await show(turn, draft.change(turn, one, at=None), Text(PAST))
    elif done is Leaving.GATHERING:
        turn.contact.close()
        await under_way.show(turn, one.number)
    else:
        turn.contact.close()
        turn.say(late_taps.ANSWERED if done is None else late_taps.NO_LONGER, keys=menu.of(turn))


def is_by_day(turn: Turn, moment: str) -> bool:
    """Whether people are awake then."""
    return not nudges.quiet(datetime.fromisoformat(moment), turn.zone, turn.programme.nudges)


def is_over(turn: Turn, moment: str) -> bool:
    """Whether that has passed."""
    return datetime.fromisoformat(moment) <= turn.now
