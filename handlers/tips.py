"""Tips: the idea, an example, a question that explains, and what she thought of it; the whole course by /tips."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.domain.lessons.lessons import Lesson
from bot.domain.lessons.tips import HELPED, NOT_HELPED
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, word
from bot.domain.wire.button_data import number as number_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Read, Text, escaped, joined, read_integer
from bot.i18n.reading.common_words import fold
from bot.services.lessons import tip_plans, tip_words, tips
from bot.services.lessons.tip_words import Reader
from bot.services.lessons.tips import Course, Tip
from handlers.forms import aloud
from handlers.wire import events, late_taps
from handlers.wire.turn import Turn

PREFIX = tip_words.PREFIX
# In the place of a tip's number: about the whole course.
ALL = "0"
SHAPES: Shapes = (
    (ALL, "page", page_number),
    (ALL, "open", word),
    *((ALL, deed, "") for deed in ("next", "on", "off")),
    (hex_number, "say", number_of),
    # under a reminder it is written without a bar at its end
    (hex_number, "example"),
    *((hex_number, deed, "") for deed in ("example", "ask", HELPED, NOT_HELPED, "more")),
)
PAGE = 8
# A tip a week: by then there is the next one.
ANSWERED_WITHIN = timedelta(days=7)

ASK, NEXT = N_("❓ A question"), N_("▶️ Next tip")
HELPS, HELPS_NOT, MORE = N_("👍 It helped"), N_("👎 It did not"), N_("➕ One more")
NO_MORE, AGAIN = N_("🔕 No more tips"), N_("🔔 Tips again")
NONE_HERE = N_("There are no tips in your programme yet.")
TITLE = N_("💡 Tips: short ideas for your money")
WEEKLY, SILENT = N_("I send you one a week."), N_("I send you none by myself.")
SEEN = N_("You have read {number} of {count}.")


# The course


async def show(turn: Turn) -> None:
    """The command: all lessons, what she has read, and the switch."""
    await _page(turn)


async def _page(turn: Turn, page: int = 0) -> None:
    person = turn.contact.person
    if person is None or not turn.pack.lessons:
        turn.show(NONE_HERE)
        return
    course = await turn.run(tips.course, turn.pack, person.id)
    last = (len(course.lessons) - 1) // PAGE
    page = min(max(page, 0), last)
    read = sum(lesson.slug in course.had for lesson in course.lessons)
    lines = [
        Html.of("<b>{}</b>", turn.text(TITLE)),
        turn.text(SILENT if course.off else WEEKLY),
        turn.text(SEEN, number=read, count=len(course.lessons)),
    ]
    turn.show_marked(joined(lines), buttons=_course_buttons(turn, course, page, last))


def _course_buttons(turn: Turn, course: Course, page: int, last: int) -> Rows:
    reader = _reader(turn)
    shown = list(enumerate(course.lessons, 1))[page * PAGE : (page + 1) * PAGE]
    rows = [[Button(_title(reader, course, number, lesson), _all("open", lesson.slug))] for number, lesson in shown]
    if last:
        turns = (("◀️", (page - 1) % (last + 1)), ("▶️", (page + 1) % (last + 1)))
        rows.append([Button(sign, _all("page", str(to))) for sign, to in turns])
    switch = Button(Text(AGAIN), _all("on")) if course.off else Button(Text(NO_MORE), _all("off"))
    return [*rows, [Button(Text(NEXT), _all("next")), switch]]


def _title(reader: Reader, course: Course, number: int, lesson: Lesson) -> str:
    mark = "✔️ " if lesson.slug in course.had else ""
    return f"{mark}{reader.number(number)}. {reader.words(lesson).title}"


def _all(deed: str, rest: str = "") -> Meaning:
    return Meaning.of(PREFIX, ALL, deed, rest)


async def _about_all(turn: Turn, deed: str, rest: Any) -> None:
    if deed == "page":
        await _page(turn, rest)
    elif deed == "open":
        await _open(turn, rest)
    elif deed == "next":
        await _next(turn)
    else:
        await _switch(turn, deed == "on")


async def _open(turn: Turn, slug: str) -> None:
    person, lesson = turn.contact.person, tips.lesson_of(turn.pack, slug)
    if person is None or lesson is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    _show_idea(turn, await turn.run(tips.open_lesson, lesson, person.id, turn.now), lesson)


async def _next(turn: Turn, *, below: bool = False) -> None:
    """The next lesson, in the place of what was tapped or `below` it."""
    person = turn.contact.person
    tip = await turn.run(tips.more, turn.pack, person.id, turn.locale.calendar, turn.now) if person else None
    lesson = tips.lesson_of(turn.pack, tip.slug) if tip else None
    if tip is None or lesson is None:
        turn.show(NONE_HERE)
        return
    _show_idea(turn, tip, lesson, below=below)


async def _switch(turn: Turn, wanted: bool) -> None:
    if turn.contact.person is not None:
        await turn.run(tip_plans.want, turn.contact.person.id, wanted, turn.programme, turn.now)
    await _page(turn)


# One lesson


async def tapped(turn: Turn, number: int | str, deed: str, argument: Any = "") -> None:
    """A button under a tip, or in the course."""
    if isinstance(number, str):
        await _about_all(turn, deed, argument)
        return
    person = turn.contact.person
    tip = await turn.run(tips.of_hers, person.id, number) if person else None
    lesson = tips.lesson_of(turn.pack, tip.slug) if tip else None
    if tip is None or lesson is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    await STEPS[deed](turn, tip, lesson, argument)


def _reader(turn: Turn) -> Reader:
    return Reader(turn.loaded.catalogues, turn.language, turn.pack)


def _part(turn: Turn, lesson: Lesson, text: str) -> Html:
    return escaped(_reader(turn).fill(text, lesson))


def _data(tip: Tip, deed: str, rest: str = "") -> Meaning:
    return Meaning.of(PREFIX, tip.id, deed, rest)


def _show_idea(turn: Turn, tip: Tip, lesson: Lesson, *, below: bool = False) -> None:
    """The title, the idea and why it came, with its voice and picture where there are any."""
    button = Button(Text(tip_words.EXAMPLE), _data(tip, "example"))
    spoken = aloud.of_prompt(turn, tip_words.prompt(lesson))
    put = aloud.send if below else aloud.show
    put(turn, tip_words.idea(_reader(turn), lesson, tip), spoken, buttons=[[button]])


async def _example(turn: Turn, tip: Tip, lesson: Lesson, _rest: str) -> None:
    text = _reader(turn).words(lesson)
    marked = Html.of("📖 <b>{}</b>\n{}", text.title, _part(turn, lesson, text.example))
    turn.show_marked(marked, buttons=[[Button(Text(ASK), _data(tip, "ask"))]])


async def _ask(turn: Turn, tip: Tip, lesson: Lesson, _rest: str) -> None:
    reader = _reader(turn)
    text = reader.words(lesson)
    rows = [
        [Button(f"{reader.number(number)}. {reader.fill(said, lesson)}", _data(tip, "say", str(place)))]
        for number, (place, said) in enumerate(tip_words.answers(lesson, text), 1)
    ]
    turn.show_marked(Html.of("❓ {}", _part(turn, lesson, text.question)), buttons=rows)


async def _said(turn: Turn, tip: Tip, lesson: Lesson, place: int) -> None:
    text = _reader(turn).words(lesson)
    if place >= len(text.answers):
        await _ask(turn, tip, lesson, "")
        return
    await turn.run(tips.answer, tip, place, place == text.right_answer, turn.now)
    _explain(turn, tip, lesson, place, tip.verdict)


def _explain(turn: Turn, tip: Tip, lesson: Lesson, place: int, verdict: str | None, first: Html = BLANK) -> None:
    text = _reader(turn).words(lesson)
    is_right = place == text.right_answer
    marked = Html.of("{} {}", "✅" if is_right else "💡", _part(turn, lesson, text.right if is_right else text.wrong))
    turn.show_marked(first + marked, buttons=_verdict_buttons(tip, verdict))


def _verdict_buttons(tip: Tip, verdict: str | None) -> Rows:
    """Who has said that it was of no help can have done with tips at once."""
    helped = [Button(Text(HELPS), _data(tip, HELPED)), Button(Text(HELPS_NOT), _data(tip, NOT_HELPED))]
    more = [Button(Text(MORE), _data(tip, "more"))]
    if verdict is None:
        return [helped, more]
    return [more, [Button(Text(NO_MORE), _all("off"))]] if verdict == NOT_HELPED else [more]


async def _helped(turn: Turn, tip: Tip, lesson: Lesson, _rest: str) -> None:
    await _judge(turn, tip, lesson, HELPED)
    turn.whisper(N_("Thank you! I am glad."))


async def _helped_not(turn: Turn, tip: Tip, lesson: Lesson, _rest: str) -> None:
    await _judge(turn, tip, lesson, NOT_HELPED)
    turn.whisper(N_("Thank you for telling me. This one will not come again."))


async def _judge(turn: Turn, tip: Tip, lesson: Lesson, verdict: str) -> None:
    await turn.run(tips.judge, tip, verdict, turn.now)
    if tip.answer is not None:
        _explain(turn, tip, lesson, tip.answer, verdict)


async def _more(turn: Turn, tip: Tip, _lesson: Lesson, _rest: str) -> None:
    """The next lesson below this one, once."""
    if await turn.run(tips.ask_more, tip, turn.now):
        await _next(turn, below=True)
    else:
        turn.whisper(N_("You have had the next one already. All of them: /tips"))


# Typed words


async def typed(turn: Turn) -> bool:
    """The number or the words of an answer to the newest tip, with nothing else open; False where it is none."""
    person, said = turn.contact.person, turn.event.said if turn.event.kind is events.Kind.TEXT else ""
    number = read_integer(said, turn.locale)
    if person is None or not (isinstance(number, Read) or (said and not any(map(str.isdigit, said)))):
        return False
    tip = await turn.run(tips.newest, person.id)
    lesson = tips.lesson_of(turn.pack, tip.slug) if tip and tip.answer is None else None
    if tip is None or lesson is None or turn.now - tip.at > ANSWERED_WITHIN:
        return False
    answers = tip_words.answers(lesson, _reader(turn).words(lesson))
    places = [
        place
        for at, (place, answer) in enumerate(answers, 1)
        if fold(answer) == fold(said) or (isinstance(number, Read) and number.value == at)
    ]
    if len(places) != 1:
        return False
    await turn.run(tips.answer, tip, places[0], places[0] == _reader(turn).words(lesson).right_answer, turn.now)
    _explain(turn, tip, lesson, places[0], tip.verdict, first=_asked(turn, lesson, places[0]))
    return True


def _asked(turn: Turn, lesson: Lesson, place: int) -> Html:
    """The question and what she said to it: she may have seen it long ago."""
    text = _reader(turn).words(lesson)
    return Html.of("❓ {}\n– {}\n", _part(turn, lesson, text.question), _part(turn, lesson, text.answers[place]))


STEPS: dict[str, Callable[[Turn, Tip, Lesson, Any], Awaitable[None]]] = {
    "example": _example,
    "ask": _ask,
    "say": _said,
    HELPED: _helped,
    NOT_HELPED: _helped_not,
    "more": _more,
}
