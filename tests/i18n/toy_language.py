"""Plays a chat in a language that only a temporary folder has; a process of its own, as languages are read once.

python -m tests.i18n.toy_language FOLDER CHAT: the folder has `languages/`, `locales/` and a pack; what was heard is
printed as the chat's text.
"""

import asyncio
import sys
from pathlib import Path

from bot.domain.book.reading.words.nouns import nouns
from bot.i18n import Catalogues
from bot.i18n.languages import languages, look_in
from bot.packs import load_pack
from tests.conversations import transcript
from tests.house import stage


async def play(folder: Path, chat: Path) -> str:
    """The chat with what was really heard."""
    script = transcript.load(chat)
    pack = load_pack(folder / script.settings["packs"])
    catalogues = Catalogues.load(folder / "locales")
    code = pack.programme.code
    async with stage(
        f"sqlite+aiosqlite:///{folder}/ovop.db", codes=[code], packs={code: pack}, catalogues=catalogues
    ) as running:
        running.clock.at = script.clock
        phone = running.simulator.phone(7001, script.settings["name"], script.settings["language"])
        return transcript.write(script, await transcript.play(running, phone, script))


def main(folder: Path, chat: Path) -> None:
    look_in(folder / "languages")
    print(asyncio.run(play(folder, chat)), end="")
    toy = languages()[-1]
    print(f"# {toy}: {', '.join(sorted(nouns(toy)['goods'] & {'spaos', 'paos'}))}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
