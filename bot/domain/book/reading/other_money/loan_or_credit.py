"""Where a language has one word for a loan of money and for goods on credit: who gave, got or took it decides."""

from bot.domain.book.kinds import Direction
from bot.domain.book.reading.directions import Ways
from bot.domain.book.reading.line import Known, Outside
from bot.domain.book.reading.line_part import Part, Parts
from bot.domain.book.reading.names.customers import By
from bot.domain.book.reading.names.names import Names
from bot.domain.book.reading.other_money.said import has_thing
from bot.domain.book.reading.words.vocabulary import Kind, marked, table

GOT = frozenset({"came", "got"})
CREDIT, OWED = Direction.CREDIT, Direction.OWED
PAID_BACK, REPAID = Direction.PAID_BACK, Direction.REPAID
LOAN_GOT, LOAN_PAID, LENT = Direction.LOAN_GOT, Direction.LOAN_PAID, Direction.LENT


def loan_or_credit(parts: Parts, names: Names, known: Known, language: str) -> tuple[Ways, Outside] | None:
    """What it may be, and whether it may be something else; None where no such word stands there."""
    if any(part.text in marked("loan_or_credit", language) for part in parts.line):
        return _alone(parts, names, known, language)
    if names.who or has_thing(parts) or not _ends_with(parts, language):
        return None
    if "repaid" in parts.verbs:
        return (REPAID, LOAN_PAID), Outside.NO
    return ((LOAN_GOT, PAID_BACK), Outside.NO) if parts.verbs & GOT else None


def _alone(parts: Parts, names: Names, known: Known, language: str) -> tuple[Ways, Outside] | None:
    verbs, owes = parts.verbs, names.who in known.owing
    if names.by is By.TO and not verbs - {"credit"}:
        ways = (CREDIT, OWED) if owes or _usually_sold(names) else (OWED, CREDIT)
        return (*ways, LOAN_PAID), Outside.LAST  # "debt to Mary"
    if has_thing(parts):
        return None
    if verbs == {"credit"}:
        ways = (OWED, CREDIT) if _of_somebody(parts, language) and not owes else (CREDIT, OWED)
        return ((LOAN_GOT, *ways) if not names.who else (*ways, LOAN_GOT)), Outside.LAST
    if any(part.verb == "give" for part in parts.line):
        return ((LENT, CREDIT, REPAID, LOAN_PAID) if names.by is By.TO else (LENT, CREDIT)), Outside.NO
    handed = any(_is_handed(part, language) for part in parts.line)
    if handed or (verbs & GOT and names.who):
        return ((PAID_BACK, LOAN_GOT) if owes else (LOAN_GOT, PAID_BACK)), Outside.NO
    if "take" in verbs:
        return (LOAN_GOT, OWED), Outside.NO
    return ((LOAN_GOT, PAID_BACK), Outside.NO) if verbs & GOT else None


def _usually_sold(names: Names) -> bool:
    return names.items[0].direction is Direction.IN


def _of_somebody(parts: Parts, language: str) -> bool:
    """ "The loan of the trader": his to her, or hers to him."""
    words = marked("loan_or_credit", language)
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


def _ends_with(parts: Parts, language: str) -> bool:
    """Phrases that end so too: "of the loan", "I paid the loan"."""
    words = marked("loan_or_credit", language)
    return any(part.text.split(" ")[-1] in words for part in parts.line)
