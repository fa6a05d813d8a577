"""What stands around an announcement: whose office, once of each kind what we never ask for, and the buttons."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest
from sqlalchemy import insert

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announced import Announced, Asks, Question
from bot.domain.staff.announcement import Attached, Fate, Words
from bot.domain.wire.message import LONGEST_CAPTION, LONGEST_TEXT, FileKind, Message, visible_length
from bot.i18n import Html, Text, load_catalogues
from bot.services.staff.announced import around, counting
from bot.services.staff.announced.around import To
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.schema import chat_person
from tests.house import COUNTRIES, pack
from tests.services.groups.test_leading import somebody
from tests.services.staff.announced.sent import an_announcement, came
from tests.services.staff.announced.test_answering import CHOICES, YES_NO, producers, said
from tests.services.village import NOW, found, nepal

TEXTS = load_catalogues()
NEVER = "We never ask for money or a PIN."


def an(areas: list[str] | None = None, asks: Question | None = None, *, emergency: bool = False) -> Announced:
    return Announced(7, "nepal-odop", 1, areas, "en", emergency, asks)


OFFICES = [
    (None, "en", "📣 From the office of ODOP, One District One Product:"),
    (["kaski"], "en", "📣 From the office of Kaski:"),
    (["kaski"], "ne", "📣 कास्की को कार्यालयबाट:"),
    (["kaski", "kathmandu"], "en", "📣 From the office of Kaski, Kathmandu:"),
    (["kaski", "kathmandu", "NP-P3", "NP-P4"], "en", "📣 From the office of ODOP, One District One Product:"),
]


@pytest.mark.parametrize(("areas", "language", "wanted"), OFFICES)
def test_the_office_is_named_in_her_language(areas: list[str] | None, language: str, wanted: str) -> None:
    dressed = around.dress(TEXTS, nepal(), an(areas), language, first=False)
    assert (dressed.head, dressed.foot) == (wanted, "")
    urgent = around.dress(TEXTS, nepal(), an(areas, emergency=True), "en", first=True)
    assert urgent.head.startswith("🚨 Urgent, from the office of ") and urgent.foot == NEVER


def labels(asks: Question | None, language: str, chosen: int | None = None) -> list[list[str]]:
    rows = around.buttons(an(asks=asks), language, chosen)
    return [
        [one.text if isinstance(one.text, str) else TEXTS.render(one.text, language) for one in row] for row in rows
    ]


def test_under_each_is_what_can_be_answered_and_one_tap_for_no_more() -> None:
    off = ["🔕 No more announcements"]
    assert labels(None, "en") == [off]
    assert labels(YES_NO, "en", 1) == [["👍 Yes", "✔️ 👎 No"], off]
    assert labels(CHOICES, "en", 0) == [["✔️ Mon"], ["Tue"], ["Wed"], off]
    assert labels(CHOICES, "ne")[:3] == [["सोम"], ["मङ्गल"], ["बुध"]]
    # who has no version of her own reads the choices of the one that she has
    assert labels(CHOICES, "ny")[:3] == [["Mon"], ["Tue"], ["Wed"]]
    assert labels(Question(Asks.FORM, form="x"), "en") == [["📝 Answer now"], off]


def test_a_file_without_words_has_all_that_stands_around() -> None:
    dressed = around.dress(TEXTS, nepal(), an(), "en", first=True)
    office = "📣 From the office of ODOP, One District One Product:"
    assert dressed.put(Message()).text == f"{office}\n\n{NEVER}"
    whole = dressed.put(Message(Html("Come!"), in_place_of=5))
    assert (whole.text, whole.in_place_of, len(whole.buttons)) == (f"{office}\n\nCome!\n\n{NEVER}", 5, 1)


def feet(connection: Connection, number: int, *people: int) -> list[bool]:
    """Whether each of these is told what we never ask for."""
    found = around.around(connection, TEXTS, nepal(), number, [To(one, "en") for one in people])
    return [NEVER in one.foot for one in found]


def test_what_we_never_ask_for_stands_on_the_first_of_each_kind_that_she_gets(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        boss, (her, other) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 2)
        plain, asked, urgent = (
            an_announcement(connection, boss),
            an_announcement(connection, boss, YES_NO),
            an_announcement(connection, boss, YES_NO, emergency=True),
        )
        assert [feet(connection, one, her) for one in (plain, asked, urgent)] == [[True]] * 3
        for number in (plain, asked, urgent):
            came(connection, number, her, her)
        # what never came to her was no first one
        came(connection, plain, other, other, Fate.FAILED)
        again = [
            an_announcement(connection, boss, more, emergency=e) for more, e in ((None, 0), (YES_NO, 0), (None, 1))
        ]
        assert [feet(connection, one, her, other) for one in again] == [[False, True]] * 3
        # and once more when its words change, as it was, whatever has come to her since
        for number in again:
            came(connection, number, her, her)
        assert feet(connection, plain, her) == [True]


def test_who_makes_no_product_is_not_asked_for_a_form(database_url: str) -> None:
    """A leader and an officer read the words alone; but for a phone that a producer uses too."""
    day = date(2026, 12, 29)
    with writing(database_url) as connection:
        found(connection)
        boss, (her, beside) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 2)
        leader, officer = somebody(connection, Reach(Role.LEADER)), somebody(connection, Reach(Role.OFFICER, "kaski"))
        wife = somebody(connection)
        uses(connection, wife, beside)
        form = an_announcement(connection, boss, Question(Asks.FORM, form="about_you", ends_on=day))
        everybody = [her, leader, officer, wife]
        for number, asked in ((form, [her, wife]), (an_announcement(connection, boss, YES_NO), everybody)):
            those = around.around(connection, TEXTS, nepal(), number, [To(one, "en") for one in everybody])
            assert [who for who, one in zip(everybody, those, strict=True) if len(one.buttons) > 1] == asked
            until = [who for who, one in zip(everybody, those, strict=True) if "Please answer until" in one.foot]
            assert until == (asked if number == form else [])
        for who in everybody:
            came(connection, form, who, who)
        counted = counting.counts(connection, boss, nepal(), form)
        # the phone's two are two: who sends it there is the one who makes a product
        assert counted is not None and (counted[1].asked, counted[1].answered) == (1, 0)


def uses(connection: Connection, who: int, chat: int) -> None:
    """She uses somebody's phone too."""
    here = {"bot": 1, "chat": chat, "state": "active", "state_since": NOW, "since": NOW, "seen_at": NOW}
    connection.execute(insert(chat_person).values(here | {"person_id": who}))


def test_what_she_has_answered_is_marked_when_its_words_change(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, (her, other) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 2)
        number = an_announcement(connection, boss, YES_NO)
        for who in (her, other):
            came(connection, number, who, who)
        said(connection, number, her, 1)
        both = around.around(connection, TEXTS, nepal(), number, [To(her, "en"), To(other, "en")])
        first = [TEXTS.render(one.buttons[0][1].text, "en") for one in both]
        assert first == ["✔️ 👎 No", "👎 No"]


def test_there_is_room_for_all_of_it_in_every_language() -> None:
    ask = Text("📵 {n} of your members have no phone. Please read this to them.", {"n": 1000})
    day = Question(Asks.YES_NO, ends_on=date(2026, 12, 29))
    picture = Words("", Attached(FileKind.PICTURE, 1, "x"))
    room = min(LONGEST_TEXT - Words("").longest, LONGEST_CAPTION - picture.longest)
    for known, language, areas in everywhere():
        dressed = around.dress(TEXTS, known, an(areas, day, emergency=True), language, first=True)
        taken = visible_length(dressed.put(Message(Html("…"))).text)  # type: ignore[arg-type]
        # what she is called who shares a phone, and what a leader is asked
        assert taken + len(TEXTS.text(ask.message, language, n=1000)) + 40 <= room, (language, areas)


def everywhere() -> Iterator[tuple[object, str, list[str]]]:
    """The offices with the longest names, three at a time."""
    for code in COUNTRIES:
        known = pack(code)
        for language in known.programme.languages:
            longest = sorted(known.areas.rows, key=lambda row: -max(map(len, row.values())))[:4]
            for three in combinations([row["name"] for row in longest], 3):
                yield known, language, list(three)
