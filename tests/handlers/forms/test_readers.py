"""Under each question about money stands who reads the answer, once, in her language, whatever form asks."""

from dataclasses import replace
from typing import Any

import pytest

from bot.forms import load_form
from bot.i18n import load_catalogues
from bot.i18n.languages import languages
from bot.store import Connection
from bot.store.schema import dialogue
from handlers.forms import readers
from tests.enrol import enrol
from tests.handlers.books import say
from tests.house import pack, stage

MONEY = """
| settings |
| | form_title | form_id | version |
| | Money | money | 1 |

| survey |
| | type | name | label | hint | appearance |
| | integer | bare | A sum without a hint? |  | money |
| | integer | own | A sum with a hint? | In money. | money |
| | integer | said | A sum whose hint says it? | In money. {sentence} | money |
| | integer | many | No money? |  |  |
"""
CODES = {"th": "thailand-otop", "ne": "nepal-odop", "ny": "malawi-ovop", "en": "malawi-ovop"}


def in_language(language: str, sentence: str) -> str:
    return load_catalogues().text(sentence, language)


async def asked(url: str, language: str, *, leader: bool) -> list[str]:
    """What is said of each question of the form, one after the other."""
    home, told = pack(CODES[language]), list[str]()
    text = MONEY.format(sentence=in_language(language, readers.STAFF))
    form = load_form(text, "md", "money", {})
    with_form = replace(home, forms={**home.forms, "money": form})
    async with stage(url, codes=(CODES[language],), packs={CODES[language]: with_form}) as running:
        phone = running.simulator.phone(1, "Mary", language)
        await enrol(running, phone)
        await say(running, phone, "/money")
        if leader:
            async with running.house.store.transaction() as tx:
                await tx.run(leader_sees)
            await say(running, phone, "/menu", "/money")
        for _ in range(4):
            told.append(phone.heard[-1].text)
            await say(running, phone, "7")
    return told


def leader_sees(connection: Connection) -> None:
    (state,) = connection.execute(dialogue.select().with_only_columns(dialogue.c.state)).scalars()
    changed: dict[str, Any] = {**state, readers.LEADER_SEES: True}
    connection.execute(dialogue.update().values(state=changed))


def test_every_language_is_tried() -> None:
    assert CODES.keys() == set(languages())


@pytest.mark.parametrize("language", CODES)
async def test_staff_read_it(sqlite_url: str, language: str) -> None:
    bare, own, said, many = await asked(sqlite_url, language, leader=False)
    sentence = in_language(language, readers.STAFF)
    assert bare.endswith(f"A sum without a hint?\n{sentence}")
    assert own.endswith(f"A sum with a hint?\nIn money.\n{sentence}")
    assert said.endswith(f"A sum whose hint says it?\nIn money. {sentence}")
    assert sentence not in many
    assert [one.count(sentence) for one in (bare, own, said)] == [1, 1, 1]


@pytest.mark.parametrize("language", CODES)
async def test_where_the_leader_reads_it_too_no_hint_says_otherwise(sqlite_url: str, language: str) -> None:
    told = await asked(sqlite_url, language, leader=True)
    sentence, otherwise = (in_language(language, one) for one in (readers.STAFF_AND_LEADER, readers.STAFF))
    assert [one.count(sentence) for one in told] == [1, 1, 1, 0]
    assert [one.count(otherwise) for one in told] == [0, 0, 0, 0]
    assert told[2].endswith(f"A sum whose hint says it?\nIn money.\n{sentence}")


@pytest.mark.parametrize("language", CODES)
def test_the_packs_hints_say_it_in_the_same_words(language: str) -> None:
    """So it is neither said twice, nor left where it is not true."""
    sentence, walked = in_language(language, readers.STAFF), 0
    for form in pack(CODES[language]).forms.values():
        for question in (one for one in form.questions if one.appearance == "money"):
            walked += 1
            assert form.xml.count(sentence), (form.title, question.path)
    assert walked > 5
