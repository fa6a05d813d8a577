"""What stands around an announcement: the office that sends it, what we never ask for, and the buttons under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.staff.announced import Announced, Asks
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import LONGEST_CAPTION, LONGEST_TEXT, Button, Rows, visible_length
from bot.i18n import N_, Catalogues, Html, Text, joined
from bot.packs import Pack, places
from bot.services.work import Connection
from bot.store.staff.announced import had as had_before
from bot.store.staff.announced import questions

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
# Room above it: for what she is called where others use her phone, and for what a leader is asked.
ABOVE = 160
# So many offices are named at most.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Around:
    """What stands above an announcement, below it and under it, in one person's language."""

    head: Html
    foot: Html
    buttons: Rows

    def whole(self, words: Html) -> Html:
        """All of the message; without words of its own (a file has none) what stands around it."""
        return joined([one for one in (self.head, words, self.foot) if one], "\n\n" if words else "\n")


@dataclass(frozen=True, slots=True)
class To:
    """Who gets it, in which language."""

    person: int
    language: str


def around(
    connection: Connection, catalogues: Catalogues, pack: Pack, number: int, to: Sequence[To]
) -> Sequence[Around]:
    """What stands around an announcement for each of these, in their order, as theirs leaves. Raises LookupError."""
    one = questions.find(connection, number)
    if one is None:
        raise LookupError(f"there is no announcement {number}")
    had = had_before.of_kind(connection, one.kind, number, {each.person for each in to})
    known: dict[tuple[str, bool], Around] = {}
    for each in to:
        key = (each.language, each.person not in had)
        if key not in known:
            known[key] = dress(catalogues, pack, one, each.language, first=key[1])
    return [known[each.language, each.person not in had] for each in to]


def look(connection: Connection, number: int) -> Announced | None:
    """An announcement as those see it who get it, for its preview."""
    return questions.find(connection, number)


def dress(catalogues: Catalogues, pack: Pack, one: Announced, language: str, *, first: bool) -> Around:
    """What stands around it in a language; `first`: she has had none of this kind yet."""
    where = ", ".join(places.name(pack, area, language) for area in _offices(one))
    head = catalogues.html(Text(URGENT if one.emergency else FROM, {"where": where}), language)
    below = [Text(UNTIL, {"day": one.question.ends_on})] if one.question and one.question.ends_on else []
    below += [Text(NEVER)] if first else []
    return Around(head, joined([catalogues.html(line, language) for line in below]), buttons(one, language))


def _offices(one: Announced) -> Sequence[str | None]:
    """Those that are named; where they are many, the programme's is."""
    return one.areas if one.areas and len(one.areas) <= MOST_NAMED else [None]


def room(catalogues: Catalogues, pack: Pack, one: Announced, language: str, *, with_file: bool) -> int:
    """How many letters its own words may have in a language, so that they fit together with what stands around, also
    where a leader is asked to read it to others.
    """
    dressed = dress(catalogues, pack, one, language, first=True)
    taken = visible_length(dressed.whole(Html("…"))) - 1
    return (LONGEST_CAPTION if with_file else LONGEST_TEXT) - taken - ABOVE


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
