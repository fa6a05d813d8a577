"""What stands on a button, typed: whose words those are."""

from collections.abc import Callable

from bot.domain.wire.message import Button, Rows
from bot.i18n import is_against, is_question
from bot.i18n.reading.common_words import bare, plain


def pressed(said: str, rows: Rows, label: Callable[[Button], str]) -> Button | None:
    """The button whose words were typed, with or without its picture; a question mark of hers makes it no answer."""
    return next((one for row in rows for one in row if is_label(label(one), said)), None)


def is_label(label: str, said: str) -> bool:
    """Whether what was said is what a button says, in any case, with or without its picture and polite words."""
    same = bare(label) in (bare(said), plain(said)) or plain(label) == plain(said)
    unsure = any(doubt(said) and not doubt(label) for doubt in (is_question, is_against))
    return same and bool(bare(label)) and not unsure
