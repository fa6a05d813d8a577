"""A label that is typed does what its button does, and nothing of it silences anybody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.wire.contact import ChatState
from bot.i18n.language_data import language_table
from bot.i18n.reading.common_words import bare
from bot.services.book import entries as book
from bot.store import Connection
from bot.store.schema import chat
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.handlers.books import FAR_OFF, LONG_AGO, nothing_died, owner_of, say, typed
from tests.house import Stage, stage

PACKS = {"en": "malawi-ovop", "th": "thailand-otop", "ne": "nepal-odop", "ny": "malawi-ovop"}
SOLD = {"en": "sold soap {}", "th": "ขายสบู่ {} บาท", "ne": "साबुन {} मा बेचेँ", "ny": "ndagulitsa sopo K{}"}
BOUGHT = {"en": "bought oil {}", "th": "ซื้อน้ำมัน {} บาท", "ne": "तेल {} मा किनेँ", "ny": "ndagula mafuta K{}"}
# What was written down, and the place of the button that is tapped before.
ONE, TWO = ("{sold}", None), ("{sold}\n{bought}", None)
UNDONE, ALL_UNDONE = ("{sold}", 0), ("{sold}\n{bought}", -2)


@asynccontextmanager
async def two_phones(database: str, language: str) -> AsyncIterator[tuple[Stage, Phone, Phone]]:
    """One who taps and one who types, both registered in the same country."""
    async with stage(database, codes=(PACKS[language],)) as running:
        phones = [running.simulator.phone(number, "Mary", language) for number in (1, 2)]
        for phone in phones:
            await enrol(running, phone)
            await say(running, phone, "/help")
        yield running, phones[0], phones[1]


def labels(phone: Phone) -> list[str]:
    return [button.text for row in phone.heard[-1].buttons for button in row if any(map(str.isalpha, button.text))]


def heard(phone: Phone) -> list[tuple[str, list[str]]]:
    return [(one.text, [button.text for row in one.buttons for button in row]) for one in phone.heard]


async def do(running: Stage, phone: Phone, *acts: str) -> None:
    for act in acts:
        phone.mark()
        await say(running, phone, act)


async def same(running: Stage, tapping: Phone, typing: Phone, label: str, way: str) -> None:
    """Whether both have the same on the screen, and in the book, after one has tapped and the other typed."""
    toasts = len(tapping.toasts)
    await do(running, tapping, f"[{label}]")
    await do(running, typing, way)
    told = [one.text for one in tapping.toasts[toasts:] if one.text]
    assert heard(typing) == [*heard(tapping), *((toast, []) for toast in told)], way
    assert await amounts(running, typing) == await amounts(running, tapping), way
    assert await state_of(running, typing) == ChatState.ACTIVE


async def amounts(running: Stage, phone: Phone) -> list[int]:
    """What stands in her book, the oldest first."""
    (pack,) = running.house.loaded.packs.values()

    def read(connection: Connection) -> list[int]:
        owner = replace(owner_of(connection, phone), currency=pack.programme.currency)
        return [one.entry.amount // 100 for one in reversed(book.entries(connection, owner, LONG_AGO, FAR_OFF))]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def state_of(running: Stage, phone: Phone) -> str:
    def read(connection: Connection) -> str:
        return str(connection.scalar(select(chat.c.state).where(chat.c.chat == phone.id)))

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


def ways(label: str, language: str) -> list[str]:
    """With the picture and without, loud, and polite."""
    polite = language_table(language)["words"]["polite"][0]
    glued = f"{bare(label)}{polite}" if language == "th" else f"{bare(label)} {polite}"
    return [label, bare(label), bare(label).upper(), f"{bare(label)}!", glued]


async def write(
    running: Stage, phones: list[Phone], language: str, amount: int, before: tuple[str, int | None]
) -> None:
    lines, tapped = before
    sold, bought = SOLD[language].format(amount), BOUGHT[language].format(amount + 500)
    for phone in phones:
        await do(running, phone, lines.format(sold=sold, bought=bought))
        if tapped is not None:
            await do(running, phone, f"[{labels(phone)[tapped]}]")


@pytest.mark.parametrize("language", PACKS)
@pytest.mark.parametrize(("before", "buttons"), [(ONE, 2), (TWO, 2), (UNDONE, 1), (ALL_UNDONE, 1)])
async def test_every_button_under_an_entry_can_be_typed(
    tmp_path: Path, language: str, before: tuple[str, int | None], buttons: int
) -> None:
    async with two_phones(f"sqlite+aiosqlite:///{tmp_path}/ovop.db", language) as (running, tapping, typing):
        amount = 100
        for place in range(buttons):
            for number in range(5):
                amount += 1
                await write(running, [tapping, typing], language, amount, before)
                found = labels(tapping)
                assert len(found) == buttons
                way = ways(found[place], language)[number]
                await same(running, tapping, typing, found[place], way)
        assert await nothing_died(running)


@asynccontextmanager
async def one_phone(tmp_path: Path, language: str = "en") -> AsyncIterator[tuple[Stage, Phone]]:
    async with two_phones(f"sqlite+aiosqlite:///{tmp_path}/ovop.db", language) as (running, phone, _):
        yield running, phone
        assert await nothing_died(running)


@pytest.mark.parametrize("language", PACKS)
async def test_stop_after_an_entry_is_stop_at_once(tmp_path: Path, language: str) -> None:
    for number, word in enumerate(language_table(language)["words"]["stop"]):
        async with one_phone(tmp_path / str(number), language) as (running, phone):
            await do(running, phone, SOLD[language].format(600), word)
            assert await state_of(running, phone) == ChatState.STOPPED, word
            assert await amounts(running, phone) == [600]
        if number == 2:
            break


async def test_both_come_in_at_once_from_a_phone_that_had_no_network(tmp_path: Path) -> None:
    async with one_phone(tmp_path) as (running, phone):
        sent = running.clock.now()
        line = running.house.lines[0]
        await line.driver.handle([typed(phone, 901, "sold soap 600", sent), typed(phone, 902, "Undo", sent)])
        await running.settle()
        assert await amounts(running, phone) == []


async def test_words_on_what_was_shown_long_ago_do_nothing(tmp_path: Path) -> None:
    async with one_phone(tmp_path) as (running, phone):
        await do(running, phone, "sold soap 600")
        running.clock.turn(hours=4)
        await do(running, phone, "undo")
        assert heard(phone)[0][0].startswith("I did not understand")
        assert await amounts(running, phone) == [600]


async def test_undone_twice_the_entry_before_stays(tmp_path: Path) -> None:
    async with one_phone(tmp_path) as (running, phone):
        await do(running, phone, "sold soap 600", "sold honey 300", "undo", "Undo")
        assert heard(phone)[0][0].startswith("I did not understand")
        assert await amounts(running, phone) == [600]


async def test_undo_after_a_list_is_of_the_list_and_of_nothing_before(tmp_path: Path) -> None:
    async with one_phone(tmp_path) as (running, phone):
        await do(running, phone, "sold honey 300", "sold soap 600\nbought oil 200", "undo")
        assert await amounts(running, phone) == [300]
        await do(running, phone, "undo")
        assert await amounts(running, phone) == [300]
        await do(running, phone, "put it back")
        assert await amounts(running, phone) == [300, 600, 200]


async def test_undo_reaches_over_a_question_that_came_with_the_entry(tmp_path: Path) -> None:
    async with one_phone(tmp_path) as (running, phone):
        await do(running, phone, "sold soap 600\nsugar 40", "undo")
        assert await amounts(running, phone) == []


async def test_an_entry_beside_a_form_is_undone_and_the_form_goes_on(tmp_path: Path) -> None:
    async with one_phone(tmp_path) as (running, phone):
        await do(running, phone, "✅ Check-in", "[kilogram]", "sold soap 600")
        assert await amounts(running, phone) == [600]
        await do(running, phone, "UNDO")
        assert await amounts(running, phone) == []
        await do(running, phone, "40")
        assert heard(phone)[0][0].startswith("✔️ 40")


@pytest.mark.parametrize(
    ("acts", "typed_words", "answer"),
    [
        (["/forget"], "no, keep everything", "Good. I keep everything"),
        (["/forget"], "Yes, go on", "I erase your name"),
        (["soap 70"], "do not write it down", "✖️ Not written down: soap 70"),
        (["soap 70"], "do not write it down please", "✖️ Not written down: soap 70"),
        (["sold soap 600", "sold soap 600"], "No, only once", "✖️ Not written down: sold soap 600"),
        (["sold soap 600", "change"], "leave it", "✔️"),
        (["sold on credit soap 600 Mary", "/debts"], "back", "I did not understand"),
    ],
)
async def test_other_buttons_can_be_typed(tmp_path: Path, acts: list[str], typed_words: str, answer: str) -> None:
    async with one_phone(tmp_path) as (running, phone):
        await do(running, phone, *acts, typed_words)
        assert heard(phone)[0][0].startswith(answer)


@pytest.mark.parametrize("asked", ["undo?", "Undo ?", "undo 🤔", "undo 👎"])
async def test_who_asks_or_says_no_beside_a_label_has_not_pressed_it(tmp_path: Path, asked: str) -> None:
    async with one_phone(tmp_path) as (running, phone):
        await do(running, phone, "sold soap 600", asked)
        assert await amounts(running, phone) == [600]
        assert await state_of(running, phone) == ChatState.ACTIVE


async def test_a_word_that_answers_any_question_is_for_what_is_asked_now(tmp_path: Path) -> None:
    """An older message has a button “Back” still; the first question of a form has none."""
    async with one_phone(tmp_path) as (running, phone):
        await do(running, phone, "sold soap 600 to Mary on credit", "/debts", "[👥 Mary]", "✅ Check-in", "back")
        assert "How do you count" in heard(phone)[-1][0]
