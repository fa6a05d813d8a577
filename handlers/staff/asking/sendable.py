"""What may be sent to a person, of what was said: no code, no line of her book, nobody's account."""

import re
from dataclasses import dataclass, replace

from bot.domain.book import Known, Line, read_lines
from bot.domain.book.reading.secret import is_secret
from bot.domain.staff.accounts import names_account
from bot.domain.staff.asking import LONGEST, LONGEST_UNDER_FILE, As
from bot.i18n import N_, Text, has_mobile
from bot.services.staff.asking.asking import Sent
from handlers.wire import events
from handlers.wire.turn import Turn

KINDS = {events.Kind.TEXT: As.TEXT, events.Kind.VOICE: As.VOICE, events.Kind.PHOTO: As.PHOTO}
# Digits and nothing else: a PIN, a code, or an amount that nobody could tell from one.
_CODE = re.compile(r"[\W\d_]*\d[\W\d_]*")

ONLY_THESE = N_("Only words, a voice message or a photo can be sent here.")
NO_CARD = N_("A contact is not sent on: nobody here sees another's account.\nPlease say it in words.")
NO_ACCOUNT = N_(
    "An account or a link to one is not sent on: nobody here sees another's account.\nPlease say it without."
)
NO_MOBILE = N_(
    "The number of a mobile phone is not sent on. That of an office, on a land line, is.\nPlease leave it out."
)
TOO_LONG = N_("That is too long. Please say it in {n} letters at most.")
NOTHING_LEFT = N_("That is not sent: it looks like a code, or like a line of your book.\nPlease say it in other words.")
NO_SECRET = N_("That is not sent: there is a code or a PIN in it.\nPlease say it without.")


@dataclass(frozen=True, slots=True)
class Ready:
    """What can be sent; `less`: something was left out of it."""

    sent: Sent
    less: bool = False


def read(turn: Turn, *, by_staff: bool = False) -> Ready | Text:
    """What was said just now, as it can be sent; else why it cannot."""
    event, here = turn.event, turn.contact
    if event.kind is events.Kind.CONTACT:
        return Text(NO_CARD)
    # what is no voice note has a kind of file: music, say
    if event.kind not in KINDS or event.mime:
        return Text(ONLY_THESE)
    kind = KINDS[event.kind]
    if kind is As.TEXT:
        return of_words(turn, Sent(kind, event.said.strip(), here.bot, here.chat), by_staff=by_staff)
    return of_words(turn, Sent(kind, event.caption.strip(), here.bot, here.chat, event.said), by_staff=by_staff)


def of_words(turn: Turn, sent: Sent, *, by_staff: bool = False) -> Ready | Text:
    """The same of what was said before."""
    words = sent.words
    longest = LONGEST if sent.said_as is As.TEXT else LONGEST_UNDER_FILE
    if len(words) > longest:
        return Text(TOO_LONG, {"n": longest})
    if is_secret(words, turn.language):
        return Text(NO_SECRET)
    if names_account(words):
        return Text(NO_ACCOUNT)
    if by_staff:
        return Text(NO_MOBILE) if has_mobile(words, turn.programme.phone_region) else Ready(sent)
    kept = "\n".join(line for line in words.splitlines() if not _is_hers_alone(turn, line))
    if words and not kept.strip():
        return Text(NOTHING_LEFT)
    return Ready(replace(sent, words=kept), less=kept != words)


def _is_hers_alone(turn: Turn, line: str) -> bool:
    """Whether a line is nothing but digits, or an entry of the book."""
    if _CODE.fullmatch(line):
        return True
    return any(
        isinstance(one, Line) for one in read_lines(line, turn.locale, turn.programme.currency, turn.today, Known())
    )
