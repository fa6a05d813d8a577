"""What in a text would show somebody's account: a name with @, an address of a messenger. Pure."""

import re

_ACCOUNT = re.compile(
    r"(?<![\w.])@\w{3,}|(?<![\w.])(?:t\.me|telegram\.me|wa\.me|line\.me|m\.me|fb\.me|facebook\.com|instagram\.com)/\S|tg://",
    re.I | re.ASCII,
)


def names_account(text: str) -> bool:
    """Whether it names an account by which a person could be written to past the bot."""
    return _ACCOUNT.search(text) is not None
