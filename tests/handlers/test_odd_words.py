"""Signs of HTML in whatever is shown again: chats in `odd_words`, where words are typed as nobody should mind them.

`> act`: something is done; `* act`: and on the screen that comes are the words, sign by sign. `{w}`: the words; `{l}`:
those for a line of the book.
"""

import re
from pathlib import Path

import pytest

from simulator.world.phones import NotOnScreen, Phone
from tests.conversations.transcript import SAME_NUMBER, do
from tests.house import Stage, stage

HERE = Path(__file__).parent / "odd_words"
# A mark that opens and closes, one that only opens, what is an escape already, and the signs by themselves.
WORDS, LINE, OF_FORM = 'Za<i>x</i><b>&amp;&"q', 'Ze<i>x</i><b>&"q', 'Zo<y>&amp;&"q'
# An item that is read from a line has no such signs.
READ = "Ze q"
ALL = (WORDS, LINE, OF_FORM)
BEGINS = re.compile("Z[aeo]")
ESCAPE = re.compile(r"&(?:#?\w+);")
ACCOUNTS = {"(first account)": 0, "(another account)": SAME_NUMBER}


def acts(name: str) -> list[tuple[bool, str]]:
    """What is done in a chat; with each, whether the words are shown after it."""
    lines = (HERE / name).read_text(encoding="utf-8").replace("{w}", WORDS).replace("{l}", LINE).splitlines()
    return [(line[0] == "*", line[2:]) for line in lines if line[:2] in ("> ", "* ")]


def on_screen(phone: Phone, toasts: int) -> list[str]:
    """Each text, button, key and passing word that has come."""
    buttons = [button.text for message in phone.heard for row in message.buttons for button in row]
    passing = [toast.text or "" for toast in phone.toasts[toasts:]]
    return [*(message.text for message in phone.heard), *buttons, *passing]


def literally(shown: str) -> str:
    """The text without the words; what is left of them, cut or changed, stays."""
    for words in (*ALL, READ):
        shown = shown.replace(words, "")
    return shown


@pytest.mark.parametrize("name", sorted(file.name for file in HERE.glob("*.txt")))
async def test_words_are_shown_as_they_were_typed(sqlite_url: str, name: str) -> None:
    wrong: list[str] = []
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running:
        phone = running.simulator.phone(7001, "Mary")
        for hers, act in acts(name):
            if act in ACCOUNTS:
                phone = running.simulator.phone(7001 + ACCOUNTS[act], "Mary")
            else:
                wrong += [f"{act}: {what}" for what in await _wrong(running, phone, act, hers)]
    assert not wrong, "\n".join(wrong)


async def _wrong(running: Stage, phone: Phone, act: str, hers: bool) -> list[str]:
    """Do it, and give what is wrong with what comes."""
    toasts, refusals = len(phone.toasts), len(running.simulator.refusals)
    phone.mark()
    try:
        await do(running, phone, act)
    except NotOnScreen as error:
        return [str(error)]
    await running.settle()
    shown = on_screen(phone, toasts)
    found = [f"refused, {one.description}" for one in running.simulator.refusals[refusals:]]
    found += [f"not as it was typed, {one}" for one in shown if _is_spoilt(literally(one))]
    if hers and not any(words in one for words in ALL for one in shown):
        found.append(f"not shown, {shown}")
    return found


def _is_spoilt(left: str) -> bool:
    return bool(BEGINS.search(left) or ESCAPE.search(left))
