"""The picture for a meeting: how many have answered, and the group's sales against its own start. It names nobody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.evaluation.progress import STEADY, Verdict
from bot.domain.groups.month import Standing
from bot.i18n import N_, Money, MonthOf, Text
from bot.render.meeting import Bar, Count, MeetingPicture, Sales
from bot.services.groups.leading import Seen
from bot.services.groups.paper.papers import Words
from bot.services.work import Connection

# In a smaller group a dot would be as good as a name.
FEWEST_FOR_DOTS = 10
# Where fewer have answered, what the group sold is what somebody sold.
FEWEST_FOR_SALES = 3

CHECKED = N_("{n} of {of} have answered, {held} being checked")
ANSWERED, NONE_DUE = N_("{n} of {of} have answered"), N_("Nothing is due in this month.")
COUNTED = {
    Standing.ANSWERED: N_("answered: {n}"),
    Standing.DUE: N_("still to answer: {n}"),
    Standing.LATE: N_("late: {n}"),
    Standing.MISSED: N_("did not answer: {n}"),
    Standing.NOTHING_DUE: N_("nothing due: {n}"),
}
UNKNOWN = N_("not known here: {n}")
WITH_PARTS = N_("{month}, with the groups in it")
SOLD, AT_THE_START = N_("What the group sold"), N_("At the start: {month}")
NOT_KNOWN = N_("How much the group sold is not known yet.")
TOO_FEW = N_("Too few have answered to show what the group sold.")
UP, DOWN, SAME, NEARLY = N_("{change}% up"), N_("{change}% down"), N_("no change"), N_("about the same")


@dataclass(frozen=True, slots=True)
class Sold:
    """What a group sold in a month (its first day), by `answered` of its `members`, in minor units; `held`: of how many
    more a figure is being checked, and not in it.
    """

    month: date
    minor: int
    answered: int
    members: int
    held: int = 0


@dataclass(frozen=True, slots=True)
class SalesOf:
    """A group's sales now and at its start; None: not known, and then nothing is compared."""

    base: Sold | None
    now: Sold


# A group's sales in a month (its first day); None: they are not known.
Selling = Callable[[Connection, int, date], SalesOf | None]


def nothing_sold(connection: Connection, group_id: int, month: date) -> SalesOf | None:
    """Nothing is known of any group's sales."""
    return None


def picture(seen: Seen, sales: SalesOf | None, words: Words, language: str, today: date) -> MeetingPicture:
    """The picture as it is drawn, in the language of who asks for it."""
    counts = tuple(_counts(seen, words, language))
    missing = why_not(sales)
    due = seen.count(Standing.ANSWERED, Standing.DUE, Standing.LATE, Standing.MISSED)
    answered = words.say(language, ANSWERED, n=seen.count(Standing.ANSWERED), of=due)
    return MeetingPicture(
        title=words.group,
        subtitle=words.say(language, WITH_PARTS if seen.parts else "{month}", month=MonthOf(seen.month[0])),
        answered=answered if due else words.say(language, NONE_DUE),
        counts=counts,
        dots=len(seen.places) >= FEWEST_FOR_DOTS,
        sales=None if sales is None or missing else _sales(sales, words, language),
        note=words.say(language, missing) if missing else "",
        footer=words.say(language, "{day}", day=today),
        language=language,
        rtl=words.is_rtl(language),
    )


def why_not(sales: SalesOf | None) -> str:
    """Why what the group sold is not shown; empty: it is."""
    if sales is None:
        return NOT_KNOWN
    known = [one.answered for one in (sales.base, sales.now) if one is not None]
    return TOO_FEW if min(known) < FEWEST_FOR_SALES else ""


def _counts(seen: Seen, words: Words, language: str) -> Iterator[Count]:
    for standing, message in COUNTED.items():
        if n := seen.count(standing):
            yield Count(standing, words.say(language, message, n=n), n)
    if hidden := sum(one.standing is None for one in seen.places):
        yield Count(None, words.say(language, UNKNOWN, n=hidden), hidden)


def _sales(sales: SalesOf, words: Words, language: str) -> Sales:
    label, now = words.say(language, SOLD), _bar(sales.now, "{month}", words, language)
    if sales.base is None:
        return Sales(label, (now,))
    bars = (_bar(sales.base, AT_THE_START, words, language), now)
    change, verdict = change_of(sales.base, sales.now)
    return Sales(label, bars, words.catalogues.render(change, language) if change else "", verdict)


def change_of(base: Sold, now: Sold) -> tuple[Text | None, Verdict]:
    """How much more or less. It is not said where it may come from nothing but how many have answered: more money from
    more people, less from fewer.
    """
    gain, more = now.minor - base.minor, now.answered - base.answered
    if base.minor <= 0 or gain * more > 0:
        return None, Verdict.UNKNOWN
    if abs(gain) <= base.minor * STEADY:
        return Text(NEARLY if gain else SAME), Verdict.SAME
    percent = round(100 * Decimal(abs(gain)) / base.minor)
    if gain > 0:
        return Text(UP, {"change": percent}), Verdict.BETTER
    return Text(DOWN, {"change": percent}), Verdict.WORSE


def _bar(sold: Sold, label: str, words: Words, language: str) -> Bar:
    money = Money(sold.minor, words.pack.programme.currency)
    return Bar(
        label=words.say(language, label, month=MonthOf(sold.month)),
        value=Decimal(sold.minor),
        text=words.say(language, "{money}", money=money),
        of=words.say(language, CHECKED if sold.held else ANSWERED, n=sold.answered, of=sold.members, held=sold.held),
    )
