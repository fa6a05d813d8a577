"""What a tip says: the lesson's words with amounts in the reader's digits, why it was chosen, and its first button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.lessons.lessons import Lesson, LessonText, Signal
from bot.domain.lessons.tips import COURSE
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, File, FileKind, Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import BLANK, N_, Catalogues, Html, MonthOf, Text, Value, escaped, format_money, format_number, joined
from bot.packs import Pack
from bot.services.loaded_packs import LoadedPacks
from bot.store.evaluation.recipients import Address, Asked
from bot.store.tips import Tip

PREFIX = "tip"
EXAMPLE = N_("📖 An example")

WHY: Mapping[str, str] = {
    Signal.NO_ENTRIES: N_("Because nothing was written in your book for a week."),
    Signal.COSTS_ABOVE_SALES: N_("Because your costs were above your sales in {month}."),
    Signal.PRICE_BELOW_COST: N_("Because you sold {item} for less than you bought it for."),
    Signal.HOME_ABOVE_NET: N_("Because in {month} you took home more than the work left over."),
    Signal.DEBTS_GROWING: N_("Because customers owe you more and more."),
    Signal.OWING_GROWING: N_("Because you owe more and more."),
    Signal.NO_COUNT: N_("Because your book shows no count of the box for a month."),
    Signal.ONE_CUSTOMER: N_("Because nearly all that you sell goes to one customer."),
    Signal.NO_RECORDS: N_("Because in your answers you did not choose that you write down sales and costs."),
    COURSE: N_("Tip {number} of {count}."),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a lesson: the language, and the programme's currency and calendar."""

    catalogues: Catalogues
    language: str
    pack: Pack

    def words(self, lesson: Lesson) -> LessonText:
        """The lesson in her language, else in one of the programme's, which has them all."""
        known = (self.language, *self.pack.programme.languages)
        return next(lesson.texts[language] for language in known if language in lesson.texts)

    def fill(self, text: str, lesson: Lesson) -> str:
        """A part of a lesson with its amounts. Plain text: the caller escapes it."""
        locale = self.catalogues.locale(self.language)
        amounts = lesson.amounts.get(self.pack.programme.currency, {})
        return text.format_map({name: format_money(money, locale) for name, money in amounts.items()})

    def number(self, value: int) -> str:
        return format_number(value, self.catalogues.locale(self.language))

    def why(self, tip: Tip) -> str:
        """Why she got it, without any figure of hers; empty when she asked for it, or the rule is gone."""
        sentence = WHY.get(tip.reason)
        if sentence is None:
            return ""
        order = [lesson.slug for lesson in self.pack.lessons]
        values: dict[str, Value] = {
            "month": "" if tip.month is None else MonthOf(tip.month),
            "item": tip.item or "",
            "number": order.index(tip.slug) + 1 if tip.slug in order else 0,
            "count": len(order),
        }
        return self.catalogues.render(Text(sentence, values), self.language)


def answers(lesson: Lesson, text: LessonText) -> Sequence[tuple[int, str]]:
    """The answers with their places in the file, each lesson beginning with another one of them."""
    places = list(enumerate(text.answers))
    first = sum(lesson.slug.encode()) % len(places)
    return places[first:] + places[:first]


def idea(reader: Reader, lesson: Lesson, tip: Tip) -> Html:
    """The first message of a lesson, as HTML: its title, the idea, and why it came."""
    text = reader.words(lesson)
    why = reader.why(tip)
    lines = [Html.of("💡 <b>{}</b>", text.title), escaped(reader.fill(text.idea, lesson))]
    # apart from the idea, which it does not go on: a script without a full stop would make one sentence of the two
    return joined([*lines, *([BLANK, Html.of("<i>{}</i>", why)] if why else [])])


def aloud(reader: Reader, lesson: Lesson) -> str:
    """All of a lesson to be read aloud at once, with the answers numbered as on their buttons. Plain text."""
    text = reader.words(lesson)
    said = [f"{reader.number(number)}. {answer}" for number, (_, answer) in enumerate(answers(lesson, text), 1)]
    lines = [text.title, text.idea, text.example, text.question, *said]
    return "\n".join([lines[0], *(reader.fill(line, lesson) for line in lines[1:])])


@dataclass(frozen=True, slots=True)
class To:
    """To whom a tip goes, and where."""

    person: Asked
    address: Address
    text_only: bool


def message(loaded: LoadedPacks, to: To, tip: Tip, lesson: Lesson, day: date) -> Outgoing:
    """The tip of a week, with its voice or else its picture where there is one. Once a person and day."""
    person, address = to.person, to.address
    pack = loaded.pack(person.programme)
    told = Message(
        idea(Reader(loaded.catalogues, person.language, pack), lesson, tip),
        [[Button(Text(EXAMPLE), Meaning.of(PREFIX, tip.id, "example"))]],
        file=None if to.text_only else _file(loaded, pack, person.language, lesson),
    )
    reader = Recipient(address.bot, address.chat, person.language, person.id, person.called)
    return bot_api.outgoing(loaded.catalogues, reader, told, Lane.NUDGE, f"tip:{person.id}:{day.isoformat()}")


def prompt(lesson: Lesson) -> str:
    """What a lesson's recording and picture are called by."""
    return f"lesson.{lesson.slug}"


def _file(loaded: LoadedPacks, pack: Pack, language: str, lesson: Lesson) -> File | None:
    """The voice note, else the picture, of a lesson that has one."""
    ways = ((FileKind.VOICE, loaded.recordings.voice), (FileKind.PICTURE, loaded.recordings.picture))
    for kind, find in ways:
        if (path := find(pack, language, prompt(lesson))) is not None:
            return File(kind, {"kind": "pack", "path": str(path)})
    return None
