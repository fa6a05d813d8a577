"""Money that moves but is neither a sale nor a cost: a loan, a grant, savings. Never an entry; asked where unclear.

Where a language has one word for a loan of money and for goods on credit, who gave, got or took it decides.
"""

from dataclasses import dataclass
from functools import cache

from bot.domain.book.kinds import Direction
from bot.domain.book.reading.customers import By
from bot.domain.book.reading.directions import Ways, directions
from bot.domain.book.reading.line import Known, Outside
from bot.domain.book.reading.line_part import Part, Parts
from bot.domain.book.reading.names import Names
from bot.domain.book.reading.nouns import nouns
from bot.domain.book.reading.vocabulary import OUTSIDE, Kind, table
from bot.i18n.reading.common_words import fold

TRADE = frozenset({"in", "buy", "they_buy", "they_take", "credit", "owed", "taken_home", "at_home"})
MOVING = frozenset({"got", "came", "give", "pay", "they_pay", "repaid", "paid_back", "take", "lend"})
GOT, HANDED = frozenset({"came", "got"}), frozenset({"give", "they_pay"})
THINGS = frozenset({Kind.KNOWN, Kind.GOODS, Kind.HOUSEHOLD})
CREDIT, OWED = Direction.CREDIT, Direction.OWED
PAID_BACK, REPAID = Direction.PAID_BACK, Direction.REPAID
BY_HER = frozenset({By.SUBJECT, By.FROM})


@dataclass(frozen=True, slots=True)
class Beyond:
    """`ways`: what it may be besides, none where it is such money without a doubt; `likely`: its place among them."""

    ways: Ways = ()
    likely: Outside = Outside.FIRST


REFUSED = Beyond()


def outside(parts: Parts, names: Names, known: Known, language: str) -> Beyond | None:
    """None for a line that is an entry like any other."""
    verbs = parts.verbs
    if OUTSIDE in verbs:
        return _named(parts, names, known, language)
    if _is_kept(parts, names):
        return REFUSED
    if _has(parts, language, "loan_or_credit") and (found := _loan_or_credit(parts, names, known, language)):
        return found
    if not names.who and not _thing(parts) and _ends_with(parts, language, "loan_or_credit"):
        if "repaid" in verbs:
            return Beyond((REPAID,), Outside.LAST)
        if verbs & GOT:
            return Beyond((PAID_BACK,))
    if "lend" in verbs and not _thing(parts):
        return REFUSED if names.by is By.SUBJECT else Beyond((CREDIT,))
    if _has(parts, language, "given_back"):
        return None if names.who and not _is_shop(names.who, language) else Beyond((PAID_BACK,))
    return _from_home(parts, names, language) if verbs & GOT else None


def _from_home(parts: Parts, names: Names, language: str) -> Beyond | None:
    """Her husband gave it: sooner her own money, put in, than a sale."""
    kin = _words(language, "kin")
    hers = any(part.text in kin for part in parts.line) or fold(names.who) in kin
    things = any(
        part.kind in (Kind.KNOWN, Kind.GOODS) and not part.person and part.text not in kin for part in parts.line
    )
    only = parts.verbs <= GOT | HANDED
    return Beyond((Direction.IN,)) if hers and only and not things else None


def perhaps(parts: Parts, language: str) -> Outside:
    """Beside the answers to a question that is asked anyway: "sent", "gave me", "deposit", "from my uncle"."""
    family = _has(parts, language, "kin") and not parts.verbs & {"in", "buy", "they_buy"}
    return Outside.LAST if family or _has(parts, language, "perhaps_outside") else Outside.NO


def _is_shop(who: str, language: str) -> bool:
    return fold(who) in nouns(language)["places"]


def _named(parts: Parts, names: Names, known: Known, language: str) -> Beyond:
    """A loan, savings: an entry only where something was sold or bought, or a customer pays what she owes."""
    verbs = parts.verbs
    if verbs & {"paid_back", "pay"} and names.who and names.by in BY_HER:
        return Beyond((PAID_BACK,), Outside.LAST)
    trade, moving = verbs & TRADE, verbs & MOVING
    if _thing(parts) and not verbs - {OUTSIDE} and _has(parts, language, "perhaps_outside"):
        return Beyond(directions(parts, names, known), Outside.LAST)  # put soap 600
    if trade & {"credit", "owed"} and names.who and not moving:
        return Beyond(directions(parts, names, known), Outside.LAST if _thing(parts) else Outside.FIRST)
    cost = any(part.kind is Kind.COST for part in parts.line) and len(parts.numbers) < 2
    sold = trade and not moving and (_thing(parts, new=True) or "in" in trade)
    if "in" in trade and not verbs & GOT and _thing(parts, new=True):
        return Beyond((Direction.IN,), Outside.LAST)  # sold a goat to pay the loan
    if sold or (cost and "pay" in verbs and not verbs & GOT):
        return Beyond(directions(parts, names, known), Outside.LAST)
    if trade == {"buy"} and not moving:
        return Beyond(directions(parts, names, known))  # bought a gift
    return REFUSED


def _is_kept(parts: Parts, names: Names) -> bool:
    """Into the bank, out of the bank, and nothing else is said."""
    if not any(part.kind is Kind.KEEPER for part in parts.line) or parts.verbs & TRADE - {"credit"} or names.who:
        return False
    return not _thing(parts) and not any(part.kind is Kind.COST for part in parts.line)


def _thing(parts: Parts, *, new: bool = False) -> bool:
    """Whether a thing is named; `new`: also one that is in no list."""
    return any((part.kind in THINGS or (new and part.is_text)) and not part.person for part in parts.line)


def _loan_or_credit(parts: Parts, names: Names, known: Known, language: str) -> Beyond | None:
    verbs, owes = parts.verbs, names.who in known.owing
    if names.by is By.TO and not verbs - {"credit"}:
        ways = (CREDIT, OWED) if owes or _usually_sold(names) else (OWED, CREDIT)
        return Beyond(ways, Outside.LAST)  # "debt to Mary"
    if _thing(parts):
        return None
    if verbs == {"credit"}:
        return Beyond((OWED, CREDIT) if _of_somebody(parts, language) and not owes else (CREDIT, OWED), Outside.LAST)
    if any(part.verb == "give" for part in parts.line):
        return Beyond((CREDIT, REPAID) if names.by is By.TO else (CREDIT,))
    handed = any(_is_handed(part, language) for part in parts.line)
    if handed or (verbs & GOT and names.who):
        return Beyond((PAID_BACK,), Outside.LAST if owes else Outside.FIRST)
    if "take" in verbs:
        return Beyond((OWED,)) if names.who else REFUSED
    return REFUSED if verbs & GOT else None


def _usually_sold(names: Names) -> bool:
    return names.items[0].direction is Direction.IN


def _of_somebody(parts: Parts, language: str) -> bool:
    """ "The loan of the trader": his to her, or hers to him."""
    words = _words(language, "loan_or_credit")
    at = next(at for at, part in enumerate(parts.line) if part.text in words)
    following, after = parts.at(at + 1), parts.at(at + 2)
    joins = table(language)["grammar"]["joins"]
    return (
        following is not None
        and following.text in joins
        and after is not None
        and after.kind in (Kind.PERSON, Kind.THEY)
    )


def _is_handed(part: Part, language: str) -> bool:
    """ "Gave", whoever did: not "paid"."""
    stems = table(language)["verbs"].get("stems", {}).get("give", ())
    return part.verb == "they_pay" and part.text.endswith(tuple(stems))


def _has(parts: Parts, language: str, marker: str) -> bool:
    return any(part.text in _words(language, marker) for part in parts.line)


def _ends_with(parts: Parts, language: str, marker: str) -> bool:
    """Phrases that end so too: "of the loan", "I paid the loan"."""
    words = _words(language, marker)
    return any(part.text.split(" ")[-1] in words for part in parts.line)


@cache
def _words(language: str, marker: str) -> frozenset[str]:
    return frozenset(fold(word) for word in table(language)["markers"][marker])
