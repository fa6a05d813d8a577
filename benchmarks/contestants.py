"""Who takes part: our bot, and the libraries that somebody would take instead, each in the way of its own guide."""

import sys
from pathlib import Path

from benchmarks.race import HERE, PEERS_PYTHON, Contestant

ANSWERS = ("Amina {person}", "Kolda", "groundnut oil", "42", "yes")
PEER_ROWS = "SELECT person, name, village, product FROM producer WHERE people = 42"
OUR_ROWS = """
    SELECT chat.chat, person.name, producer.area, producer.product
    FROM chat
    JOIN person ON person.id = chat.person_id
    JOIN consent ON consent.person_id = person.id
    JOIN speaks_for ON speaks_for.person_id = person.id
    JOIN producer ON producer.id = speaks_for.producer_id
    WHERE (SELECT count(*) FROM slot WHERE slot.producer_id = producer.id) = 10
"""


def registered(person: int) -> tuple[str, str, str]:
    """The row of a person: name, village, product."""
    name, village, product, *_ = ANSWERS
    return name.replace("{person}", str(person)), village, product


def ours(pack: Path = HERE / "pack") -> Contestant:
    """The real bot; before the questions it asks for language and consent, which the peers do not."""
    command = (sys.executable, "-m", "benchmarks.ours")
    return Contestant("ours", command, ("--pack", str(pack)), ("/start", "1", "yes", *ANSWERS), OUR_ROWS, registered)


def _peer(name: str, file: str, *options: str) -> Contestant:
    return Contestant(name, (str(PEERS_PYTHON), str(HERE / file)), options, ("/start", *ANSWERS), PEER_ROWS, registered)


AIOGRAM = _peer("aiogram", "peer_aiogram.py")
AIOGRAM_UVLOOP = _peer("aiogram, uvloop", "peer_aiogram.py", "--uvloop")
PTB = _peer("python-telegram-bot", "peer_ptb.py")


# Installed by `make bench` where npm is; Bun itself comes from there too.
BUN = HERE / "grammy" / "node_modules" / ".bin" / "bun"


def _grammy(name: str, *options: str) -> Contestant:
    command = (str(BUN), str(HERE / "grammy" / "bot.mjs"))
    return Contestant(name, command, options, ("/start", *ANSWERS), PEER_ROWS, registered)


GRAMMY = _grammy("grammY on Bun")
GRAMMY_DISK = _grammy("grammY, on disk", "--disk")
