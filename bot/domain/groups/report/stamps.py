"""What a messenger writes before a copied message: when it was sent and by whom, or from whom it was forwarded.

Who sent it is a member too, often enough; none of it says anything of her.
"""

import re
from functools import cache

from bot.i18n.languages import SOURCE, language_file
from bot.i18n.reading.lexer import prepared

TIME = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?"
DATE = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
SENDER = r"(?:\+[\d\s()-]{7,20}|[^:\t\d,;]{1,40})[:\t]"
# A time alone may be a card's number and a figure: then a sender has to follow, or at least a word.
STAMP = re.compile(
    rf"^\W*(?:(?:{DATE},?\s+{TIME}|{TIME},?\s+{DATE})\]?\s*[-–]?\s*(?:{SENDER})?|{TIME}\]?\s+(?:-\s*)?{SENDER}"
    r"|\d{1,2}:\d{2}(?:\s+(?=[^\W\d])|\s*$))",
    re.IGNORECASE,
)


def without_stamps(text: str, language: str) -> tuple[list[str], str]:
    """The stamps of a message, and the message without them."""
    stamps: list[str] = []
    lines: list[str] = []
    for line in text.splitlines():
        stamp = line if _is_forward(line, language) else found[0] if (found := STAMP.match(line)) else ""
        told = f"{stamp[:-1]}:" if stamp.endswith("\t") else stamp  # read as the same once more
        stamps.extend(filter(None, [prepared(told)]))
        lines.append(line[len(stamp) :])
    return stamps, "\n".join(lines)


def _is_forward(line: str, language: str) -> bool:
    """Whether it says from whom the message comes, and no figure."""
    return not any(map(str.isdigit, line)) and prepared(line).startswith(_forwards(language))


@cache
def _forwards(language: str) -> tuple[str, ...]:
    words = (*language_file(language, "groups")["forwarded"], *language_file(SOURCE, "groups")["forwarded"])
    return tuple(map(prepared, words))
