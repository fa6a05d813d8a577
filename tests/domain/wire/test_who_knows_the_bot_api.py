"""Messages are data everywhere: one file knows what Telegram's Bot API calls them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
THE_ONE = ROOT / "bot/domain/wire/bot_api.py"
FLOORS = ("bot", "handlers", "jobs", "web")
NAMES = re.compile(
    r"send(?:Message|Photo|Voice|Document)|(?:edit|delete)Message\w*|inline_keyboard|remove_keyboard|request_(?:contact"
    r"|location)|reply_markup|parse_mode|callback_data"
)


def naming() -> Iterator[tuple[str, str]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            for found in NAMES.findall(path.read_text(encoding="utf-8")):
                yield str(path.relative_to(ROOT)), found


def test_no_other_file_names_a_method_or_a_field_of_it() -> None:
    found = list(naming())
    assert [one for one in found if ROOT / one[0] != THE_ONE] == []
    # the walk has seen what it looks for
    assert len({name for _, name in found}) > 10
