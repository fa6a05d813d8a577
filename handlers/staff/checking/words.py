"""What an officer reads of figures: the lines of an item, reasons, and why nothing was done."""

from decimal import Decimal

from bot.domain.evaluation.progress import Source
from bot.domain.staff.checking import Deed, Refused, Said, Why
from bot.forms import Session
from bot.i18n import N_, Html, Money, Text, Value, joined
from bot.packs import places
from bot.services.staff.checking.looking import Figure, Shown
from handlers.forms import answering as forms
from handlers.wire import late_taps
from handlers.wire.turn import Turn

NOBODYS_NAME = N_("a producer without a name")
REASONS = {
    "unusual_figure": N_("far from the usual"),
    "same_answers": N_("the same answers again and again"),
    "correction_wanted": N_("wants it changed"),
    "report_disputed": N_("says it is not right; the leader knows"),
    "report_private": N_("says it is not right; the leader does not know"),
    "report_question": N_("has a question about the leader's report"),
    "not_confirmed": N_("was told, and has said nothing of it"),
}
SOURCES = {
    Source.SELF: N_("told by herself"),
    Source.LEADER: N_("told by the leader"),
    Source.BOOK: N_("from the cash book"),
    Source.OFFICER: N_("told by an officer"),
}
NAMED = N_("<b>{name}</b>, {area}")
WHO, ABSENT = N_("{number}. <b>{name}</b>, {area}"), N_("📝 Stands as not there at the meeting, {day}")
HOW = N_("{why} · {source} · {day}")
FIGURE, USUALLY = N_("{label}: {now}"), N_("{label}: {now} (usually {usual})")
WISHED, LEFT_OUT = N_("{label}: {now} → {wanted}"), N_("left out")
HELD_MARK = N_("⏸ In no figure for now")
WORDS = N_("💬 {words}")
LONGEST_WORDS, MOST_FIGURES = 300, 6
HELD_BY = N_("⏸ Held by {name} on {day}: {why}")
ACCEPTED_BY, LEFT_BY = N_("✅ Accepted by {name} on {day}: {why}"), N_("✖️ Left as it is by {name} on {day}: {why}")
ASKED_BY = N_("✏️ {name} asked on {day}: {why}")
DONE_BY = {Deed.HOLD: HELD_BY, Deed.ACCEPT: ACCEPTED_BY, Deed.LEAVE: LEFT_BY, Deed.CORRECT: ASKED_BY}
IS_ASKED = N_("❓ Asked: {new}, not {old}? There is no answer yet.")
WHAT_WAS_SAID: dict[str | None, str] = {
    None: IS_ASKED,
    Said.YES: N_("✅ Asked: {new}, not {old}? The answer was yes."),
    Said.NO: N_("✖️ Asked: {new}, not {old}? The answer was no."),
    Said.NOTHING: N_("⌛ Asked: {new}, not {old}? No answer came."),
}
HELD_BY_YOU = N_("You hold it. What is far from the usual, somebody else lets in.")

ACCEPT, GRANT, LEAVE = N_("✅ Accept"), N_("✅ Let it be changed"), N_("✖️ Leave it as it is")
CORRECT, HOLD, LOOKED_AT = N_("✏️ Correct"), N_("⏸ Hold"), N_("✅ Done")
WHYS = {
    Why.SAID_SO: N_("She told me"),
    Why.SEEN: N_("I saw the goods or the papers"),
    Why.BIG_MONTH: N_("It was a special month"),
    Why.HELPED: N_("We talked, and it is settled"),
    Why.TOO_FAR: N_("Too far from everything"),
    Why.ASK_FIRST: N_("I ask or visit her first"),
    Why.NOT_HERS: N_("It looks copied"),
    Why.ZEROS: N_("A zero too many or too few"),
    Why.TOO_LATE: N_("It is too long ago"),
    Why.TYPED: N_("in words"),
}
REFUSED = {
    Refused.GONE: late_taps.ANSWERED,
    Refused.CHANGED: N_("This has changed meanwhile. Please look again."),
    Refused.NEEDS_ANOTHER: HELD_BY_YOU,
    Refused.NO_FIGURE: N_("There is nothing to do about it any more. Please look again."),
    Refused.NOBODY_TO_ASK: N_("She cannot be asked here: she wants no messages, or nobody leads her group."),
}


def value(turn: Turn, figure: Figure, said: str | None) -> Value:
    """A figure as the officer reads it."""
    if said is None:
        return turn.plain(LEFT_OUT)
    try:
        number = Decimal(said)
    except ArithmeticError:
        return said
    return Money.of(number, turn.programme.currency) if figure.is_money else number


def label(turn: Turn, shown: Shown, figure: Figure) -> str:
    """What is measured, else the question itself."""
    name = figure.path.rpartition("/")[2]
    known = next((one for one in turn.programme.indicators if one.name == name), None)
    if known is not None:
        return known.label(turn.language)
    form = turn.loaded.form(shown.item.form_hash or "")
    question = Session.start(form.only([figure.path]), forms.context(turn), turn.language).question
    # a colon follows it
    return question.label.rstrip(" ?？") if question is not None else name


def line(turn: Turn, shown: Shown, number: int) -> Html:
    """An item in the list: who, the figure with what is usual, why it waits."""
    return joined([_who(turn, shown, number), *_figures(turn, shown, 1), _how(turn, shown), *_held(turn, shown)])


def whole(turn: Turn, shown: Shown) -> Html:
    """An item by itself, with what was done and said about it."""
    item = shown.item
    lines = [_who(turn, shown), *_figures(turn, shown, MOST_FIGURES), _how(turn, shown), *_held(turn, shown)]
    lines += [turn.text(WORDS, words=item.words[:LONGEST_WORDS])] if item.words else []
    if shown.last is not None:
        last = shown.last
        why = last.words or turn.plain(WHYS[Why(last.why)])
        lines.append(turn.text(DONE_BY[last.deed], name=last.name, day=_day(turn, last.at), why=why))
    if item.asked is not None:
        figure = next((one for one in shown.figures if one.path == item.asked.path), shown.figures[0])
        told = WHAT_WAS_SAID[item.asked.said]
        old, new = (value(turn, figure, one) for one in (item.asked.old, item.asked.new))
        lines.append(turn.text(told, old=old, new=new))
    if not shown.may_accept:
        lines.append(turn.text(HELD_BY_YOU))
    return joined(lines)


def _day(turn: Turn, moment: object) -> object:
    return moment.astimezone(turn.zone).date()  # type: ignore[attr-defined]


def _who(turn: Turn, shown: Shown, number: int | None = None) -> Html:
    name = shown.item.name or turn.plain(NOBODYS_NAME)
    area = places.name(turn.pack, shown.item.area, turn.language) if shown.item.area else "–"
    if number is None:
        return turn.text(NAMED, name=name, area=area)
    return turn.text(WHO, number=number, name=name, area=area)


def _figures(turn: Turn, shown: Shown, most: int) -> list[Html]:
    if not shown.figures:
        return [turn.text(ABSENT, day=_day(turn, shown.item.since))]
    return [_figure(turn, shown, one) for one in shown.figures[:most]]


def _figure(turn: Turn, shown: Shown, figure: Figure) -> Html:
    values = {"label": label(turn, shown, figure), "now": value(turn, figure, figure.value)}
    if shown.item.is_wish and figure.path in {one.path for one in shown.item.points}:
        return turn.text(WISHED, **values, wanted=value(turn, figure, figure.wanted))
    if figure.usual is not None:
        return turn.text(USUALLY, **values, usual=value(turn, figure, figure.usual))
    return turn.text(FIGURE, **values)


def _how(turn: Turn, shown: Shown) -> Html:
    item = shown.item
    source = turn.plain(SOURCES[Source(item.source or Source.LEADER)])
    why = turn.plain(REASONS[item.reason])
    return turn.text(HOW, why=why, source=source, day=_day(turn, item.sent_at or item.since))


def _held(turn: Turn, shown: Shown) -> list[Html]:
    return [turn.text(HELD_MARK)] if shown.item.held else []


def accept(shown: Shown) -> Text:
    """What the button that ends it is called: there may be no figure at all."""
    if shown.item.is_wish:
        return Text(GRANT)
    return Text(ACCEPT if shown.figures and shown.item.reason != "report_question" else LOOKED_AT)
