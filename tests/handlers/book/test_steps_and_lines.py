"""Step by step, and something else typed in between: nothing is glued, and nothing begun is lost without a word."""

import pytest

from tests.handlers.books import book_of, opened, say, sums

SOAP = ("[📒 My book]", "[💰 Money in]", "soap")
NOT_WRITTEN = "This is not written down"


async def test_another_thing_at_the_question_of_the_amount_is_asked(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *SOAP, "cloth 300")
        assert not await book_of(running, phone)
        labels = [button.text for row in phone.heard[-1].buttons for button in row]
        assert any("cloth" in one for one in labels) and any("soap" in one for one in labels)
        await say(running, phone, f"[{next(one for one in labels if 'cloth' in one)}]")
        assert sums(await book_of(running, phone)) == [("in", 300, "cloth")]


async def test_another_name_at_the_question_of_the_amount_is_asked(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "[📒 My book]", "[💵 Paid back to me]", "Mary", "Banda 300")
        assert not await book_of(running, phone)
        labels = [button.text for row in phone.heard[-1].buttons for button in row]
        assert any("Banda" in one for one in labels) and any("Mary" in one for one in labels)


@pytest.mark.parametrize("amount", ["300", "300 soap", "soap 300", "K300"])
async def test_an_amount_with_the_same_thing_is_its_amount(sqlite_url: str, amount: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *SOAP, amount)
        assert sums(await book_of(running, phone)) == [("in", 300, "soap")]


@pytest.mark.parametrize("item", ["12 soap", "soap 12"])
async def test_how_many_is_no_amount(sqlite_url: str, item: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *SOAP[:2], item)
        assert not await book_of(running, phone)
        await say(running, phone, "600")
        (entry,) = await book_of(running, phone)
        assert sums([entry]) == [("in", 600, "soap")] and entry.quantity == 12


async def test_what_was_begun_is_told_to_be_in_no_book(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *SOAP, "bought oil 300")
        assert NOT_WRITTEN in phone.heard[-2].text and "soap" in phone.heard[-2].text
        assert sums(await book_of(running, phone)) == [("out", 300, "oil")]


@pytest.mark.parametrize("steps", [SOAP, SOAP[:2]])
async def test_nothing_is_said_where_the_line_has_all_of_it(sqlite_url: str, steps: tuple[str, ...]) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *steps, "sold soap 500")
        assert not any(NOT_WRITTEN in one.text for one in phone.heard)
        assert sums(await book_of(running, phone)) == [("in", 500, "soap")]
