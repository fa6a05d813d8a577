"""What stands around an announcement: the office that sends it, what we never ask for, and the buttons under it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.staff.announced import Announced, Asks
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Message, Rows
from bot.i18n import N_, Catalogues, Html, Text, joined
from bot.packs import Pack, places
from bot.services.work import Connection
from bot.store.staff.announced import answers, questions
from bot.store.staff.announced import had as had_before

# Buttons under announcements: no more of them; an answer; its form. What they do: handlers/staff/announced/.
PREFIX = "told"
OFF, SAY, OPEN = "n", "s", "f"

FROM = N_("📣 From the office of {where}:")
URGENT = N_("🚨 Urgent, from the office of {where}:")
NEVER = N_("We never ask for money or a PIN.")
UNTIL = N_("Please answer until {day}.")
SAY_YES, SAY_NO = N_("👍 Yes"), N_("👎 No")
ANSWER = N_("📝 Answer now")
NO_MORE = N_("🔕 No more announcements")
CHOSEN = N_("✔️ {choice}")
# So many offices are named at most.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Around:
    """What stands above an announcement, below it and under it, in one person's language."""

    head: Html
    foot: Html
    buttons: Rows

    def put(self, message: Message) -> Message:
        """The whole message; without words of its own (a file has none) what stands around them."""
        words = [one for one in (self.head, message.text, self.foot) if isinstance(one, Html) and one]
        return replace(message, text=joined(words, "\n\n"), buttons=self.buttons)


@dataclass(frozen=True, slots=True)
class To:
    """Who gets it, in which language."""

    person: int
    language: str


def around(
    connection: Connection, catalogues: Catalogues, pack: Pack, number: int, to: Sequence[To]
) -> Sequence[Around]:
    """What stands around an announcement for each of these, in their order, as theirs leaves or is changed; who cannot
    send the form that it asks for is not asked. Raises LookupError.
    """
    one = questions.find(connection, number)
    if one is None:
        raise LookupError(f"there is no announcement {number}")
    people = {each.person for each in to}
    had = had_before.of_kind(connection, one.kind, number, people)
    said = answers.of(connection, number, people) if one.question is not None else {}
    can = answers.who_can(connection, people) if one.asks_form else people
    known: dict[tuple[str, bool, int | None, bool], Around] = {}
    found = []
    for each in to:
        asked = each.person in can
        language, first, chosen, _ = key = (each.language, each.person not in had, said.get(each.person), asked)
        if key not in known:
            plain = one if asked else replace(one, question=None)
            known[key] = dress(catalogues, pack, plain, language, first=first, chosen=chosen)
        found.append(known[key])
    return found


def look(connection: Connection, number: int) -> Announced | None:
    """An announcement as those see it who get it, for its preview."""
    return questions.find(connection, number)


def dress(
    catalogues: Catalogues, pack: Pack, one: Announced, language: str, *, first: bool, chosen: int | None = None
) -> Around:
    """What stands around it in a language; `first`: she has had none of this kind before; `chosen`: the place of what
    she has answered.
    """
    where = ", ".join(places.name(pack, area, language) for area in _offices(one))
    head = catalogues.html(Text(URGENT if one.emergency else FROM, {"where": where}), language)
    below = [Text(UNTIL, {"day": one.question.ends_on})] if one.question and one.question.ends_on else []
    below += [Text(NEVER)] if first else []
    return Around(head, joined([catalogues.html(line, language) for line in below]), buttons(one, language, chosen))


def _offices(one: Announced) -> Sequence[str | None]:
    """Those that are named; where they are many, the programme's is."""
    return one.areas if one.areas and len(one.areas) <= MOST_NAMED else [None]


def buttons(one: Announced, language: str, chosen: int | None = None) -> Rows:
    """The answers, and one tap for no more of them; `chosen`: the place of what she has answered."""
    return [*_answers(one, language, chosen), [Button(Text(NO_MORE), Meaning.of(PREFIX, OFF))]]


def _answers(one: Announced, language: str, chosen: int | None) -> Sequence[Sequence[Button]]:
    if one.question is None:
        return []
    if one.question.asks is Asks.FORM:
        return [[Button(Text(ANSWER), Meaning.of(PREFIX, OPEN, one.number))]]
    known = labels(one, language)
    shown = [Text(CHOSEN, {"choice": label}) if place == chosen else label for place, label in enumerate(known)]
    row = [Button(label, Meaning.of(PREFIX, SAY, one.number, str(place))) for place, label in enumerate(shown)]
    return [row] if one.question.asks is Asks.YES_NO else [[button] for button in row]


def labels(one: Announced, language: str) -> Sequence[Text | str]:
    """What there is to choose from, by place; a choice that the sender has typed is her words."""
    if one.question is None:
        return ()
    if one.question.asks is Asks.YES_NO:
        return (Text(SAY_YES), Text(SAY_NO))
    return one.question.words(language, one.fallback)
