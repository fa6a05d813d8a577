"""Four facts of a group, on its leader's phone: never a grade, and no amount beside a name."""

from collections.abc import Iterator, Sequence

from bot.domain.groups.month import Standing
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Money, MonthOf, Text, joined
from bot.services.groups import leading, telling
from bot.services.groups.leading import Place, Seen
from bot.services.groups.paper import group_picture
from bot.services.groups.paper.group_picture import SalesOf, Sold
from bot.services.groups.report import four_facts
from bot.services.groups.report.four_facts import Beginning, Loan
from handlers.forms.questions import BACK
from handlers.groups.leaders import hand_over
from handlers.wire.turn import Turn

PREFIX, SHOW = "facts", "s"
SHAPES: Shapes = ((one_of(SHOW), hex_number),)

FOUR_FACTS, TITLE = N_("📌 Four facts"), N_("📌 <b>{group}</b> in four facts")
WITH_PARTS = N_("🧩 With the groups in it, each member once.\nSales and loans are its own, without theirs.")
ANSWERED, NONE_DUE = N_("✅ Check-ins of {month} answered: {n} of {of} that were due"), N_("✅ {month}: nothing is due")
UNKNOWN = N_("Nothing is known here of {n}.")
NOW = N_("👥 Members now: {n}")
THEN, THEN_UNKNOWN = N_("At the beginning ({day}): {n}"), N_("At the beginning: not known yet")
SOLD = N_("💰 Sold in {month}: {money} (from reports, for {n} of {of} members)")
AT_THE_START = N_("At the start, {month}: {money} (from reports, for {n} of {of} members)")
BEING_CHECKED = N_("🔎 Being checked, and not in it: {n}")
FIRST_MONTH = N_("This is its first month, so there is nothing to compare with yet.")
OWED, OWED_UNKNOWN = N_("🏦 Loan still owed ({dates}): {money}"), N_("🏦 Loan still owed: not known yet")
OWED_BY_MEMBERS = N_("🏦 Members' loans still owed ({dates}): {money} (known of {n} of {of} members)")
OWED_BY_FEW = N_("🏦 Loan still owed: known of too few to show it")


def button(group: int, places: Sequence[Place]) -> Rows:
    """Below the papers of a group that somebody is in."""
    return [[Button(Text(FOUR_FACTS), Meaning.of(PREFIX, SHOW, group))]] if places else []


async def tapped(turn: Turn, _deed: str, group: int) -> None:
    """The page of one group; who leads it no more is told so."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        await hand_over.refused(turn, group)
        return
    found = await turn.run(four_facts.look, turn.contact.person_id, group, turn.programme, turn.today)
    lines = [
        turn.text(TITLE, group=found.seen.group.name),
        *([turn.text(WITH_PARTS)] if found.seen.parts else []),
        *(BLANK, *_answered(turn, found.seen)),
        *(BLANK, *_members(turn, found.seen, found.beginning)),
        *(BLANK, *_sales(turn, found.sales)),
        *(BLANK, _loan(turn, found.own, found.loan)),
        *([turn.text(BEING_CHECKED, n=found.held)] if found.held else []),
    ]
    back = Button(Text(BACK), Meaning.of(telling.PREFIX, telling.LIST, group, "0"))
    turn.show_marked(joined(lines), buttons=[[back]])


def _answered(turn: Turn, seen: Seen) -> Iterator[Html]:
    month, n = MonthOf(seen.month[0]), seen.count(Standing.ANSWERED)
    due = seen.count(Standing.ANSWERED, Standing.DUE, Standing.LATE, Standing.MISSED)
    yield turn.text(ANSWERED, month=month, n=n, of=due) if due else turn.text(NONE_DUE, month=month)
    if hidden := sum(one.standing is None for one in seen.places):
        yield turn.text(UNKNOWN, n=hidden)


def _members(turn: Turn, seen: Seen, beginning: Beginning | None) -> Iterator[Html]:
    yield turn.text(NOW, n=len(seen.places))
    if beginning is None:
        yield turn.text(THEN_UNKNOWN)
    else:
        yield turn.text(THEN, day=beginning.day, n=beginning.members)


def _sales(turn: Turn, sales: SalesOf | None) -> Iterator[Html]:
    """Its last reported month beside its first, with the rules of the picture for a meeting."""
    if missing := group_picture.why_not(sales):
        yield turn.text(missing)
    elif sales is not None:
        yield _sold(turn, SOLD, sales.now)
        yield turn.text(FIRST_MONTH) if sales.base is None else _sold(turn, AT_THE_START, sales.base)
        change = group_picture.change_of(sales.base, sales.now)[0] if sales.base is not None else None
        if change is not None:
            yield turn.text(change)


def _sold(turn: Turn, message: str, sold: Sold) -> Html:
    money = Money(sold.minor, turn.programme.currency)
    told = turn.text(message, month=MonthOf(sold.month), money=money, n=sold.answered, of=sold.members)
    return joined([told, turn.text(BEING_CHECKED, n=sold.held)]) if sold.held else told


def _loan(turn: Turn, seen: Seen, loan: Loan | None) -> Html:
    if loan is None:
        return turn.text(OWED_UNKNOWN)
    if loan.minor is None:
        return turn.text(OWED_BY_FEW)
    dates = turn.plain("{first}" if loan.first == loan.last else "{first} – {last}", first=loan.first, last=loan.last)
    money = Money(loan.minor, turn.programme.currency)
    if loan.known is None:
        return turn.text(OWED, dates=dates, money=money)
    return turn.text(OWED_BY_MEMBERS, dates=dates, money=money, n=loan.known, of=len(seen.places))
