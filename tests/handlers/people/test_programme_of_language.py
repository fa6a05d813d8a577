"""In a house of several programmes a button of one that does not speak her language chooses nothing."""

import pytest

from bot.store.schema import chat
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.test_any_button import Town
from tests.house import COUNTRIES, stage


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("en", COUNTRIES), ("ny", ["malawi-ovop"]), ("ne", ["nepal-odop"]), ("th", ["thailand-otop"])],
)
async def test_an_old_list_of_programmes_chooses_none_of_another_language(
    sqlite_url: str, language: str, spoken: list[str]
) -> None:
    async with stage(sqlite_url) as running:
        phone = running.simulator.phone(7001)
        await say(running, phone, "/start", "[English]")
        town = Town(running, phone, ())
        for code in COUNTRIES:
            await town.tap(f"lang|{language}~0")
            await town.tap(f"prog|{code}~0")
            ((chosen,),) = await rows(running, chat.c.programme)
            assert (chosen == code) is (code in spoken), code
        assert await nothing_died(running)
