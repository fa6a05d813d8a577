"""My progress: one line after a check-in, a few lines on request, and a picture for who wants it (data is costly)."""

from collections.abc import Mapping
from decimal import Decimal

from bot.domain.evaluation.progress import COURSE_TEXTS, GAP_TEXTS, Figure, Source, Verdict, Word
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, File, FileKind
from bot.i18n import N_, Html, Money, Text, Value, currency_decimals, joined
from bot.render.progress import Chart, Point, ProgressPicture, to_json
from bot.services.evaluation import calendar as evaluation
from bot.services.evaluation import progress
from bot.services.evaluation.progress import Record, Track
from bot.services.people import registration
from handlers.evaluation import chosen_day
from handlers.people import pin
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

SIGNS = {Verdict.BETTER: "🟢", Verdict.SAME: "🟡", Verdict.WORSE: "🔴", Verdict.UNKNOWN: "⚪"}
UP, DOWN, SAME, NEARLY = N_("{change}% up"), N_("{change}% down"), N_("no change"), N_("about the same")
TITLE = N_("Your progress")
ALONE = N_("{label}: {now}")
COMPARED = N_("{label}: {now}, {change} (at the start {base})")
# Where it is not held against the first answer: a figure of the book, say, against the book's first.
COMPARED_LATER = N_("{label}: {now}, {change} ({day}: {base})")
NOT_COMPARED = N_("{label}: {now}. {why}")
# On the picture, where it is not the first that is compared with: of another season, or from the book as now is.
HELD_AGAINST = N_("Compared with {day}: {base}.")
HELD_LATER = N_("Compared with {day}: {base}. The first answer was found out in another way.")
# What her leader has reported is said to be so, with what she says of it herself.
FROM_LEADER: Mapping[Word | None, str] = {
    None: N_("From your leader. You have not said yet whether it is right."),
    Word.RIGHT: N_("From your leader. You said that it is right."),
    Word.WRONG: N_("From your leader. You said that it is not right."),
    Word.PRIVATE: N_("From your leader. You told the programme alone that it is not right."),
}
# What staff look at is shown to her alone, and is in nothing else.
BEING_CHECKED = N_("🔎 {label}: {now}. It is being checked, and does not count yet.")
HELD = N_("Being checked, and not counted yet: {n}")
KIND = "progress"
# What the button of the picture is about.
PICTURE = "picture"


async def line(turn: Turn, producer_id: int) -> list[Html]:
    """One line about the first indicator that can be compared, as HTML; none before a check-in, or behind a PIN."""
    if await pin.is_shut(turn):
        return []
    record = await turn.run(progress.of_producer, producer_id, turn.pack)
    for track in record.tracks:
        if record.checkins and track.progress.change is not None:
            return [told_of(turn, track), *_held(turn, len(track.held))]
    return []


async def show(turn: Turn) -> None:
    """Every indicator in a line, with the picture one tap away."""
    producer_id = turn.acting_for
    if producer_id is None:
        turn.say(N_("Let us get to know each other first: /start"))
        return
    record = await turn.run(progress.of_producer, producer_id, turn.pack)
    known = [track for track in record.tracks if track.figures or track.held]
    if not known:
        turn.say(N_("There is nothing to show yet. Tap “✅ Check-in” to begin."), keys=menu.of(turn))
        return
    lines = [Html.of("<b>{}</b>", turn.text(TITLE)), *(told_of(turn, track) for track in known if track.figures)]
    newest = [_checked(turn, track, figure) for track in known for figure in track.held[-1:]]
    lines += [*newest, *(_held(turn, record.held) if record.held > len(newest) else [])]
    if record.checkins:
        lines.append(turn.text(COURSE_TEXTS[record.standings.reason]))
    lines += await _chosen(turn)
    button = [[Button(Text(N_("📈 Show the picture")), Meaning.of(PICTURE, producer_id))]]
    turn.send_marked(joined(lines), buttons=button)


async def _chosen(turn: Turn) -> list[Html]:
    """The day that comes next, where her officer has chosen it."""
    if turn.contact.person is None:
        return []
    following = await turn.run(evaluation.next_due, turn.contact.person.id, turn.programme, turn.now)
    told = await chosen_day.of_person(turn, following)
    return [] if told is None else [told]


async def picture(turn: Turn, wanted: int) -> None:
    """The picture, drawn when it is sent; only for a producer that she answers for."""
    if turn.contact.person is None or wanted not in await turn.run(registration.producers_of, turn.contact.person.id):
        turn.whisper(late_taps.NO_LONGER)
        return
    record = await turn.run(progress.of_producer, wanted, turn.pack)
    drawn = ProgressPicture(
        title=turn.plain(TITLE),
        subtitle=turn.plain(
            N_("{answered} of {asked} check-ins answered"), answered=record.answered, asked=record.asked
        ),
        charts=tuple(chart_of(turn, track) for track in record.tracks if track.figures),
        footer=_footer(turn, record),
        language=turn.language,
        rtl=turn.locale.direction == "rtl",
    )
    turn.send_file(File(FileKind.PICTURE, {"kind": KIND, "picture": to_json(drawn)}))


def told_of(turn: Turn, track: Track) -> Html:
    """ "🟢 Sales: ฿4,500, 20% up (at the start ฿3,750)", or why there is no comparison; and who says so, if not she."""
    newest = _newest(track)
    if newest.source is not Source.LEADER:
        return _told_of(turn, track)
    return joined([_told_of(turn, track), Html.of("<i>{}</i>", turn.text(FROM_LEADER[newest.word]))])


def _held(turn: Turn, n: int) -> list[Html]:
    """How many figures are being checked, where any is."""
    return [turn.text(HELD, n=n)] if n else []


def _checked(turn: Turn, track: Track, figure: Figure) -> Html:
    label = track.indicator.label(turn.language)
    return turn.text(BEING_CHECKED, label=label, now=_value(turn, track, figure))


def _told_of(turn: Turn, track: Track) -> Html:
    sign = SIGNS[track.progress.verdict]
    values: dict[str, Value] = {
        "label": track.indicator.label(turn.language),
        "now": _value(turn, track, _newest(track)),
    }
    told = track.progress
    if told.change is not None and told.base is not None:
        values |= {"change": _change(told.change, told.verdict), "base": _value(turn, track, told.base)}
        if told.base is track.figures[0]:
            return Html.of("{} {}", sign, turn.text(COMPARED, **values))
        return Html.of("{} {}", sign, turn.text(COMPARED_LATER, **values, day=told.base.day))
    if len(track.figures) == 1 or told.gap is None:
        return Html.of("{} {}", sign, turn.text(ALONE, **values))
    return Html.of("{} {}", sign, turn.text(NOT_COMPARED, **values, why=GAP_TEXTS[told.gap]))


def _newest(track: Track) -> Figure:
    return track.figures[-1]


def _value(turn: Turn, track: Track, figure: Figure) -> Value:
    """A figure as she reads it: money in her currency, else a number."""
    if not track.money:
        return figure.value
    decimals = currency_decimals(turn.programme.currency)
    return Money(int(figure.value.scaleb(decimals)), turn.programme.currency)


def _change(share: Decimal, verdict: Verdict) -> Text:
    """How much more or less; within what memory wobbles by, about the same."""
    percent = round(abs(share) * 100)
    if verdict is Verdict.SAME:
        return Text(SAME if percent == 0 else NEARLY)
    return Text(UP if share > 0 else DOWN, {"change": percent})


def chart_of(turn: Turn, track: Track) -> Chart:
    """What the picture shows of an indicator: the figure that was compared with is the one that is drawn and named."""
    kinds = list(dict.fromkeys(figure.kind for figure in track.figures))
    points = tuple(
        Point(
            turn.plain("{day}", day=figure.day),
            figure.value,
            turn.plain("{value}", value=_value(turn, track, figure)),
            kinds.index(figure.kind),
        )
        for figure in track.figures
    )
    told = track.progress
    base = next((at for at, one in enumerate(track.figures) if one is told.base), None) if told.compared else None
    change = "" if told.change is None else turn.plain(_change(told.change, told.verdict))
    return Chart(track.indicator.label(turn.language), change, told.verdict, points, _note(turn, track), base)


def _note(turn: Turn, track: Track) -> str:
    """What stands below it: what it is compared with, or why it is not; and who says so, if not she."""
    newest = _newest(track)
    told = [_compared_with(turn, track)]
    if newest.source is Source.LEADER:
        told.append(turn.plain(FROM_LEADER[newest.word]))
    if track.held:
        told.append(turn.plain(HELD, n=len(track.held)))
    return " ".join(filter(None, told))


def _compared_with(turn: Turn, track: Track) -> str:
    told = track.progress
    if len(track.figures) < 2:
        return ""
    if told.gap is not None:
        return turn.plain(GAP_TEXTS[told.gap])
    if told.base is None or told.base is track.figures[0]:
        return ""
    message = HELD_AGAINST if told.base.source is track.figures[0].source else HELD_LATER
    return turn.plain(message, day=told.base.day, base=_value(turn, track, told.base))


def _footer(turn: Turn, record: Record) -> str:
    """The course; and how many are being checked of what has no chart, since nothing of it counts."""
    told = [turn.plain(COURSE_TEXTS[record.standings.reason])] if record.checkins else []
    held = sum(len(track.held) for track in record.tracks if not track.figures)
    return " ".join([*told, *([turn.plain(HELD, n=held)] if held else [])])
