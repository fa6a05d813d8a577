"""Messages of the book that are changed, and files that are sent with entries, through the real bot."""

from datetime import timedelta
from pathlib import Path

from bot.store.schema import dialogue, entry_media, media
from simulator.world.phones import Phone
from tests.handlers.books import book_of, nothing_died, opened, rows, say, sums
from tests.house import Stage


async def edit(running: Stage, phone: Phone, number: int, text: str) -> str:
    await phone.edit(number, text)
    await running.settle()
    return phone.heard[-1].text if phone.heard else ""


async def lines(running: Stage, phone: Phone, text: str) -> int:
    number = await phone.say(text)
    await running.settle()
    return number


async def test_a_changed_message_changes_its_entry(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await lines(running, phone, "sold 12 soap 600")
        assert "Changed in your book" in await edit(running, phone, number, "sold 12 soap 650")
        (now,) = await book_of(running, phone)
        assert now.amount == 650_00 and now.supersedes
        # and once more: the message is still known
        await edit(running, phone, number, "sold 11 soap 650")
        assert [one.quantity for one in await book_of(running, phone)] == [11]


async def test_a_line_set_above_another_is_new_and_the_others_stay(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await lines(running, phone, "sold 5 soap 250\nbought sugar 70")
        before = {one.id for one in await book_of(running, phone)}
        await edit(running, phone, number, "bought salt 20\nsold 5 soap 250\nbought sugar 70")
        assert sums(await book_of(running, phone)) == [("in", 250, "soap"), ("out", 70, "sugar"), ("out", 20, "salt")]
        assert before < {one.id for one in await book_of(running, phone)}
        # each is known by its new line
        await edit(running, phone, number, "bought salt 20\nsold 5 soap 255\nbought sugar 75")
        assert sorted(sums(await book_of(running, phone))) == [
            ("in", 255, "soap"),
            ("out", 20, "salt"),
            ("out", 75, "sugar"),
        ]


async def test_a_line_taken_out_is_asked(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await lines(running, phone, "sold 5 soap 250\nbought sugar 70")
        assert "Take it back?" in await edit(running, phone, number, "bought sugar 70")
        assert len(await book_of(running, phone)) == 2
        await say(running, phone, "yes")
        assert sums(await book_of(running, phone)) == [("out", 70, "sugar")]
        await say(running, phone, "[↪️ Put it back]")
        assert len(await book_of(running, phone)) == 2


async def test_what_became_unclear_keeps_the_old_entry_until_it_is_answered(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await lines(running, phone, "sold 12 soap 600")
        assert "price of one" in await edit(running, phone, number, "sold 10 soap 55")
        assert sums(await book_of(running, phone)) == [("in", 600, "soap")]
        await say(running, phone, "[K55 in all]")
        assert sums(await book_of(running, phone)) == [("in", 55, "soap")]


async def test_a_line_that_waits_is_read_again_when_its_message_changes(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await lines(running, phone, "sold soap")
        assert "no amount" in phone.last.text
        await edit(running, phone, number, "sold soap 70")
        assert sums(await book_of(running, phone)) == [("in", 70, "soap")]
        assert await rows(running, dialogue.c.kind) == []


async def test_an_answer_of_a_form_that_is_changed_is_no_entry(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "/checkin", "bag")
        number = await lines(running, phone, "12")
        await edit(running, phone, number, "15")
        assert await book_of(running, phone) == []


# Files


async def attached(running: Stage) -> list[str]:
    return [name for (name,) in await rows(running, entry_media.c.media)]


async def test_a_photo_after_an_entry_is_kept_with_it_and_fetched(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "bought oil 200")
        await phone.photo()
        await running.settle()
        assert "Kept with" in phone.last.text
        (name,) = await attached(running)
        await running.house.lines[0].fetcher.round()
        assert await rows(running, media.c.name, media.c.state) == [(name, "kept")]
        assert (Path(running.house.media) / name).read_bytes()


async def test_a_voice_note_and_a_photo_of_one_entry_can_be_seen_again(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "bought oil 200")
        await phone.photo()
        await running.settle()
        await phone.voice()
        await running.settle()
        (entry,) = await book_of(running, phone)
        running.simulator.push(phone.bot.token, view(phone, f"e|v|{entry.id}"))
        await running.settle()
        await say(running, phone, "[📎 See what was sent with it]")
        assert {one.kind for one in phone.heard} == {"photo", "voice"}


def view(phone: Phone, data: str) -> dict[str, object]:
    query = {"id": data, "from": phone.owner.user(), "chat_instance": "1", "data": data, "message": phone.last.api}
    return {"callback_query": query}


async def test_a_photo_with_a_line_under_it_is_an_entry_with_a_photo(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await phone.photo(caption="bought oil 200")
        await running.settle()
        assert sums(await book_of(running, phone)) == [("out", 200, "oil")]
        assert len(await attached(running)) == 1


async def test_a_photo_waits_with_a_question_for_its_entry(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "honey 300")
        await phone.photo()
        await running.settle()
        assert await attached(running) == []
        await say(running, phone, "[💰 Money in]")
        assert len(await attached(running)) == 1


async def test_a_photo_alone_is_asked_and_not_kept_unless_she_says_so(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await phone.photo()
        await running.settle()
        assert "What does this belong to?" in phone.last.text
        await say(running, phone, "[✖️ Do not keep it]")
        assert await rows(running, media.c.name) == []
        await phone.photo()
        await running.settle()
        await say(running, phone, "sold soap 100")
        assert len(await attached(running)) == 1
        assert await nothing_died(running)


async def test_the_words_under_a_photo_are_changed(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await phone.photo(caption="bought oil 200")
        await running.settle()
        await edit(running, phone, number, "bought oil 210")
        assert sums(await book_of(running, phone)) == [("out", 210, "oil")]
        assert len(await attached(running)) == 1


async def test_too_many_lines_are_sent_back_whole(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await lines(running, phone, "\n".join(f"sold {n} soap {n}0" for n in range(1, 32)))
        assert "more than 30 lines" in phone.last.text
        assert await book_of(running, phone) == []
        await lines(running, phone, "\n".join(f"sold {n} soap {n}0" for n in range(1, 31)))
        assert len(await book_of(running, phone)) == 30


async def test_the_whole_of_it_in_either_database(database_url: str) -> None:
    async with opened(database_url) as (running, phone):
        number = await lines(running, phone, "sold 12 soap 600\nbought oil 200\nhoney 40")
        await say(running, phone, "[💰 Money in]", "Sunita took 2 soap 300 on credit", "/debts", "[👥 Sunita]")
        await say(running, phone, "[✏️ They paid me a part]", "100")
        await edit(running, phone, number, "sold 12 soap 650\nhoney 40")
        await say(running, phone, "[✅ Yes, take it back]", "[↪️ Put it back]")
        await phone.photo()
        await running.settle()
        assert sorted(sums(await book_of(running, phone))) == [
            ("credit", 300, "soap"),
            ("in", 40, "honey"),
            ("in", 650, "soap"),
            ("out", 200, "oil"),
            ("paid_back", 100, ""),
        ]
        assert await nothing_died(running)


async def test_an_album_goes_with_one_entry(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        for _ in range(2):
            await phone.photo(album="receipts")
        await running.settle()
        await say(running, phone, "[➕ Something new]", "bought oil 200")
        assert sums(await book_of(running, phone)) == [("out", 200, "oil")]
        assert len(await attached(running)) == 2


async def test_a_scanned_receipt_is_kept_and_other_files_are_not(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "bought oil 200")
        await phone.document(b"%PDF", "receipt.pdf", mime="application/pdf")
        await running.settle()
        assert "Kept with" in phone.last.text
        await phone.document(b"PK", "song.zip", mime="application/zip")
        await running.settle()
        assert "did not understand" in phone.last.text
        assert len(await attached(running)) == 1


async def test_one_day_for_all_lines_of_a_message(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await lines(running, phone, "sold 5 soap 250\nbought sugar 70\nbought salt 20 3 days ago")
        await say(running, phone, "[📅 The day of all]", "[Yesterday]")
        yesterday = running.clock.now().date() - timedelta(days=1)
        assert [one.day for one in await book_of(running, phone)] == [yesterday] * 3
        assert phone.heard[-1].text.count("1 Mar 2026") == 3


async def test_a_photo_with_a_line_beside_a_form(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "/checkin")
        await phone.photo(caption="bought salt 20")
        await running.settle()
        assert sums(await book_of(running, phone)) == [("out", 20, "salt")]
        assert len(await attached(running)) == 1
        assert "How do you count" in phone.last.text
        await phone.photo(caption="my shop")
        await running.settle()
        assert "do not find that among the answers" in phone.last.text


async def test_a_message_of_practice_changes_nothing_outside_of_it(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        real = await lines(running, phone, "sold 12 soap 600")
        await say(running, phone, "/practice")
        assert "real book stays" in await edit(running, phone, real, "sold 12 soap 650")
        practised = await lines(running, phone, "sold honey 90")
        await say(running, phone, "/practice")
        assert "was practice" in await edit(running, phone, practised, "sold honey 95")
        assert sums(await book_of(running, phone)) == [("in", 600, "soap")]
        assert sums(await book_of(running, phone, practice=True)) == [("in", 90, "honey")]
