"""The cash book through the real bot: what is typed is in the book once and on the right day, whatever happens."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.book import Direction, Entry, Source
from bot.domain.wire import button_owner
from bot.domain.wire.message import LONGEST_DATA
from handlers.book.entering.change import Field, Part
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.handlers.books import book_of, nothing_died, opened, say, sums, typed

NIGHT = datetime(2026, 3, 2, 21, 0, tzinfo=UTC)  # 11 at night in Malawi
MONDAY = date(2026, 3, 2)


async def test_at_eleven_at_night_for_yesterday(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        running.clock.at = NIGHT
        await say(running, phone, "sold 12 soap 600", "yesterday bought oil 200")
        assert [(one.day, one.amount) for one in await book_of(running, phone)] == [
            (MONDAY - timedelta(days=1), 200_00),
            (MONDAY, 600_00),
        ]


async def test_ten_at_once_after_two_days_without_a_network(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        running.clock.at = NIGHT
        sent = [NIGHT - timedelta(hours=5 * n) for n in range(10)]
        batch = [typed(phone, 500 + n, f"sold {n + 1} soap {n + 1}00", at) for n, at in enumerate(sent)]
        driver = running.house.lines[0].driver
        await driver.handle(batch)
        # Telegram did not hear that they arrived
        await driver.handle(batch)
        await running.settle()
        days = {one.quantity: one.day for one in await book_of(running, phone)}
        local = [at + timedelta(hours=2) for at in sent]
        assert days == {n + 1: at.date() for n, at in enumerate(local)}
        assert len([one for one in phone.heard if "Money in" in one.text]) == 10


async def test_a_word_for_a_day_means_the_day_on_which_it_was_sent(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        running.clock.at = NIGHT
        late = typed(phone, 501, "yesterday sold soap 600", NIGHT - timedelta(days=2))
        await running.house.lines[0].driver.handle([late])
        await running.settle()
        assert [one.day for one in await book_of(running, phone)] == [MONDAY - timedelta(days=3)]


async def test_the_same_line_on_purpose_is_asked_and_waits(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        told = await say(running, phone, "sold 2 soap 100", "sold 2 soap 100")
        assert "You wrote the same" in told
        asked = phone.last
        # it waits while other things are written, and in what order they are answered does not matter
        await say(running, phone, "bought oil 70", "sold 2 soap 100")
        assert sums(await book_of(running, phone)) == [("in", 100, "soap"), ("out", 70, "oil")]
        once_more = asked.buttons[0][0].data or ""
        for _ in range(2):
            await phone.tap(once_more, asked.id)
        await running.settle()
        assert phone.toasts[-1].text == "This was answered already."
        assert sums(await book_of(running, phone)) == [("in", 100, "soap"), ("out", 70, "oil"), ("in", 100, "soap")]
        await say(running, phone, "no")
        assert len(await book_of(running, phone)) == 3


async def test_after_half_a_day_the_same_is_not_asked(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        running.clock.at = datetime(2026, 3, 2, 3, tzinfo=UTC)
        await say(running, phone, "sold 2 soap 100")
        running.clock.turn(hours=13)
        await say(running, phone, "sold 2 soap 100")
        assert len(await book_of(running, phone)) == 2


async def test_an_entry_is_never_overwritten(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "[✏️ Change]", "[💰 The amount]", "650")
        assert "K650" in phone.heard[-1].text
        (now,) = await book_of(running, phone)
        assert now.supersedes is not None and now.amount == 650_00
        await say(running, phone, "[↩️ Undo]")
        assert [one.amount for one in await book_of(running, phone)] == [600_00]
        assert "As it was before" in phone.heard[-1].text
        await say(running, phone, "[↩️ Undo]")
        assert await book_of(running, phone) == []
        await say(running, phone, "[↪️ Put it back]")
        assert [one.amount for one in await book_of(running, phone)] == [600_00]


async def test_every_part_can_be_changed(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 2 honey 90 to Ram", "sold 12 soap 600")
        change = ("[✏️ Change]",)
        await say(running, phone, *change, "[🧺 What it was]", "[honey]")
        await say(running, phone, *change, "[🔢 How many]", "3 kg")
        await say(running, phone, *change, "[📅 The day]", "[Yesterday]")
        await say(running, phone, *change, "[👤 Who]", "[Ram]")
        await say(running, phone, *change, "[🔄 In or out]", "[🤝 Sold on credit]")
        now = next(one for one in await book_of(running, phone) if one.supersedes)
        yesterday = running.clock.now().date() - timedelta(days=1)
        assert (now.item, now.quantity, now.unit, now.day) == ("honey", 3, "kg", yesterday)
        assert (now.counterparty, now.direction, now.category) == ("Ram", Direction.CREDIT, "sales")
        await say(running, phone, *change, "[🧺 What it was]", "beeswax")
        await say(running, phone, *change, "[👤 Who]", "[Nobody]")
        now = next(one for one in await book_of(running, phone) if one.supersedes)
        assert (now.item, now.counterparty) == ("beeswax", "")


async def test_a_line_typed_while_a_change_is_asked_is_a_line(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "[✏️ Change]", "[🧺 What it was]", "bought oil 70")
        assert sums(await book_of(running, phone)) == [("in", 600, "soap"), ("out", 70, "oil")]
        assert "You are welcome" in await say(running, phone, "thank you so much")


async def test_practice_is_a_book_of_its_own(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "/practice")
        told = await say(running, phone, "sold 12 soap 600")
        assert told.startswith("🧪") and "K600" in told
        assert await book_of(running, phone) == []
        assert sums(await book_of(running, phone, practice=True)) == [("in", 600, "soap")]
        practised = phone.last
        await say(running, phone, "/practice")
        await phone.tap("↩️ Undo", practised.id)
        await running.settle()
        assert len(await book_of(running, phone, practice=True)) == 1


async def test_a_line_beside_a_form_is_written_down_and_the_question_comes_again(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "/checkin", "bag", "sold 12 soap 600")
        assert sums(await book_of(running, phone)) == [("in", 600, "soap")]
        assert "How much did you make" in phone.last.text
        # a number is an answer, and so is a number with words that no book line begins with
        await say(running, phone, "12")
        assert len(await book_of(running, phone)) == 1


async def test_somebody_elses_entry_is_out_of_reach(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600")
        (entry,) = await book_of(running, phone)
        other = running.simulator.phone(2, "Grace")
        await enrol(running, other)
        await say(running, other, "sold 1 mat 900")
        for op in ("u", "c", "b", "v", "p"):
            running.simulator.push(phone.bot.token, tapped(other, f"e|{op}|{entry.id}"))
        await running.settle()
        assert len(await book_of(running, phone)) == 1
        assert not any("600" in one.text for one in other.screen)
        assert await nothing_died(running)


def tapped(phone: Phone, data: str) -> dict[str, object]:
    shown, person = phone.last, phone.owner.user()
    query = {"id": data, "from": person, "chat_instance": "1", "data": data, "message": shown.api}
    return {"callback_query": query}


def test_no_buttons_data_is_too_long() -> None:
    entry = Entry("f" * 32, MONDAY, Direction.IN, 1, "MWK")
    part = Part(entry, Field.ITEM, 2**31 - 1)
    for value in ("f" * 8, f"{date(2500, 1, 1).toordinal():x}", str(len(Direction))):
        told = button_owner.marked(str(part.data("s", Field.ITEM, value)), 0xFF_FFFF)
        assert len(told.encode()) <= LONGEST_DATA


words = st.sampled_from(
    ["sold", "bought", "soap", "12", "600", "-", "+", "K", "yesterday", "to", "Ram", "credit", "home", "\n", "$", "1/2"]
)


async def test_nothing_that_is_typed_dies(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        lines = [" ".join(parts).strip() or "-" for parts in generated()]
        for line in lines:
            await phone.say(line)
        await running.settle(60)
        assert await nothing_died(running)


def generated() -> list[list[str]]:
    found: list[list[str]] = []

    @settings(max_examples=150, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(words | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6), max_size=7))
    def collect(parts: list[str]) -> None:
        if not " ".join(parts).strip().startswith("/"):
            found.append(parts)

    collect()
    return found


async def test_where_an_entry_comes_from(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "/menu", "📒", "[💰 soap]", "50")
        assert [one.source for one in await book_of(running, phone)] == [Source.TYPED, Source.TAPPED]


async def test_what_was_begun_and_left_takes_no_words_hours_later(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "/menu", "📒", "[💰 Money in]")
        running.clock.turn(hours=4)
        assert "did not understand" in await say(running, phone, "good morning to you")
        await say(running, phone, "sold soap 70")
        assert sums(await book_of(running, phone)) == [("in", 70, "soap")]


async def test_what_was_to_be_written_once_more_is_written(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold soap for $20", "sold soap 700")
        assert "You are welcome" in await say(running, phone, "thank you so much")
        # a line without an amount is not forgotten where something else is written: she is told
        await say(running, phone, "sold honey", "bought oil 70")
        assert "“sold honey”\nThis is not written down" in phone.heard[-2].text
        await say(running, phone, "wax 30", "[✖️ Do not write it down]", "sold honey 900")
        assert sums(await book_of(running, phone)) == [("in", 700, "soap"), ("out", 70, "oil"), ("in", 900, "honey")]


async def test_a_form_that_was_in_front_asks_again_when_the_book_is_done(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "/checkin", "bag", "📒")
        assert "How much did you make" in await say(running, phone, "sold 2 soap 100")
        await say(running, phone, "[✏️ Change]", "[🔄 In or out]", "[🛒 Money out]")
        assert sums(await book_of(running, phone)) == [("out", 100, "soap")]
        assert "Money out" in phone.heard[-1].text
        await say(running, phone, "📒", "[✖️ Close the book]")
        assert "How much did you make" in phone.last.text
        assert await nothing_died(running)


async def test_a_line_is_no_answer_to_what_was_asked_about_another(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold soap 150", "sold soop 100")
        asked = phone.last
        await say(running, phone, "sold 3 soap 200", "1")
        assert sums(await book_of(running, phone)) == [("in", 150, "soap"), ("in", 200, "soap")]
        # its button says what it is about, whatever lies between
        await phone.tap("soap", asked.id)
        await running.settle()
        assert sums(await book_of(running, phone))[2:] == [("in", 100, "soap")]


async def test_a_step_that_lay_behind_a_form_takes_what_is_typed_next(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold soap 150", "📒", "[🤝 Sold on credit]")
        steps = phone.heard[-1]
        await say(running, phone, "/checkin", "bag")
        await phone.tap("soap", steps.id)
        await running.settle()
        await say(running, phone, "Ram", "300")
        assert sums(await book_of(running, phone))[1:] == [("credit", 300, "soap")]
        assert "How much did you make" in phone.last.text


async def test_one_entry_with_what_became_of_it(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "[✏️ Change]", "[💰 The amount]", "650")
        (entry,) = await book_of(running, phone)
        look = f"e|v|{entry.id}"
        running.simulator.push(phone.bot.token, tapped(phone, look))
        await running.settle()
        assert "K650" in phone.heard[-1].text and "Changed once." in phone.heard[-1].text
        await say(running, phone, "[↩️ Undo]", "[↩️ Undo]")
        running.simulator.push(phone.bot.token, tapped(phone, look))
        await running.settle()
        assert "Taken back" in phone.heard[-1].text
        await say(running, phone, "[↪️ Put it back]", "/pin", "1234", "1234")
        running.clock.turn(hours=2)
        running.simulator.push(phone.bot.token, tapped(phone, look))
        await running.settle()
        assert "type your PIN" in phone.last.text
        assert "K600" in await say(running, phone, "1234")
        assert await nothing_died(running)


async def test_a_question_of_one_book_is_not_answered_into_the_other(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "honey 300")
        real = phone.last
        await say(running, phone, "/practice", "wax 400")
        practised = phone.last
        await phone.tap("💰 Money in", real.id)
        await running.settle()
        assert "you are practising" in phone.toasts[-1].text
        await say(running, phone, "/practice")
        await phone.tap("💰 Money in", practised.id)
        await running.settle()
        assert phone.toasts[-1].text == "This was answered already."
        await phone.tap("💰 Money in", real.id)
        await running.settle()
        assert sums(await book_of(running, phone)) == [("in", 300, "honey")]
        assert await book_of(running, phone, practice=True) == []


async def test_what_it_costs_in_messages(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        before = len(running.simulator.sent)
        await say(running, phone, "sold 12 soap 600")
        assert len(running.simulator.sent) - before == 1
        before = len(running.simulator.sent)
        # a sale of what she often sells: three acts; a message, an edit in place, a message
        await say(running, phone, "📒", "[💰 soap]", "11 550")
        assert len(running.simulator.sent) - before == 3
        before = len(running.simulator.sent)
        await say(running, phone, "[✏️ Change]", "[💰 The amount]", "560")
        assert len(running.simulator.sent) - before == 3
        before = len(running.simulator.sent)
        await say(running, phone, "sold 5 soap 250\nbought sugar 70\nbought salt 20")
        assert len(running.simulator.sent) - before == 1
