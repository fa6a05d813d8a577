"""Money that moves but is neither a sale nor a cost: which kind of entry a line of it is, asked where unclear.

A line says of what it speaks (a loan, a gift, her own money), what was done, and from where to where; the words for
that are in [beside] and [keepers] of a language's book.toml. Where a language has one word for a loan of money and for
goods on credit, who gave, got or took it decides.
"""

from dataclasses import replace

from bot.domain.book.kinds import KINDS, Asked, Direction
from bot.domain.book.reading.directions import Ways, directions, is_receipt
from bot.domain.book.reading.line import Known, Outside
from bot.domain.book.reading.line_part import Parts
from bot.domain.book.reading.names.customers import By
from bot.domain.book.reading.names.names import Names
from bot.domain.book.reading.other_money.by_words import GIVEN_BACK, of_words
from bot.domain.book.reading.other_money.loan_or_credit import loan_or_credit
from bot.domain.book.reading.other_money.said import GOT, OUT_OF, PAID, Beside, Said, has_thing, read_said
from bot.domain.book.reading.other_money.somebody import is_customer, is_shop, is_shop_told, is_somebody, name_of_shop
from bot.domain.book.reading.words.spelling import spelt_text
from bot.domain.book.reading.words.vocabulary import OUTSIDE, Kind, marked, table
from bot.i18n.reading.common_words import fold

TRADE = frozenset({"in", "buy", "they_buy", "they_take", "credit", "owed", "taken_home", "at_home"})
IN, OUT = Direction.IN, Direction.OUT
PAID_BACK, REPAID = Direction.PAID_BACK, Direction.REPAID
LOAN_GOT, LOAN_PAID = Direction.LOAN_GOT, Direction.LOAN_PAID
GRANT, PUT_IN = Direction.GRANT, Direction.PUT_IN
GIVEN, GOT_BACK = Direction.REFUND_GIVEN, Direction.REFUND_GOT
FROM_BANK, FROM_WALLET = Direction.FROM_BANK, Direction.FROM_WALLET
LENT, LENT_BACK, EARNED = Direction.LENT, Direction.LENT_BACK, Direction.INTEREST
INTEREST = "interest"  # a key of [costs]


def beside(parts: Parts, names: Names, known: Known, typed: str, language: str) -> Beside | None:
    """None for a line that is an entry like any other."""
    name_of_shop(parts, names, typed, language)
    told = read_said(parts, names, typed, language)
    if "lend" in told.verbs and not told.words and not has_thing(parts):
        found: Beside | None = _lend(told, names)
    elif earned := _earned(told, parts, language):
        found = earned
    elif told.verbs & TRADE - {"credit"} or (told.verbs & {"credit"} and told.words):
        return _with_trade(told, parts, names, known) if told.words else None
    else:
        found = of_words(told, parts, names, known, language) or _of_verbs(told, parts, names, known, language)
    if found is None:
        return None
    kind = KINDS[found.ways[0]]
    named = bool(kind.earned) or Asked.ITEM in kind.asks
    whole = told.whole or (named and told.whole_but_thing and names.sure)
    sure = found.sure and whole and len(found.ways) == 1 and (not names.who or names.sure)
    group = found.group or told.named()
    who = found.who or names.who or told.place
    if not who and LENT in found.ways:  # to her sister: no name, and somebody
        who = next((spelt_text(part.text, typed) for part in parts.line if part.text in marked("kin", language)), "")
    return replace(found, sure=sure, who=who, group=group)


def _lend(told: Said, names: Names) -> Beside:
    """I lent; got back what I lent; Malee lent me; Sita took as a loan."""
    if told.verbs & {"paid_back", "repaid"}:
        return Beside(GIVEN_BACK, names.who)
    if names.by is not By.SUBJECT or told.verbs & {"take", "they_take"}:
        return Beside((LENT,), sure="credit" not in told.verbs)
    return Beside((LOAN_GOT,), names.who, likely=Outside.LAST)


def _earned(told: Said, parts: Parts, language: str) -> Beside | None:
    """Interest that came, of savings; "the interest of the bank" is asked. It may be an item of hers by now."""
    word = any(part.text in map(fold, table(language)["costs"][INTEREST]) for part in parts.line)
    if told.verbs & PAID or told.has("loan") or not (word or told.has("interest_got")):
        return None
    came = told.verbs & GOT or told.has("interest_got") or any(one.way == OUT_OF for one in told.kept)
    saved = [one for one in told.kept if one.kind in ("bank", "group")]
    return Beside((EARNED,), sure=True) if came else Beside((EARNED, OUT)) if saved else None


def _of_verbs(told: Said, parts: Parts, names: Names, known: Known, language: str) -> Beside | None:
    """By verbs that mean a debt as well, and by who gave it."""
    if found := loan_or_credit(parts, names, known, language):
        ways, likely = found
        return Beside(ways, likely=likely)
    if fold(names.who) in map(fold, known.loans) and told.verbs & (PAID | {"give"}) and not has_thing(parts):
        return Beside((LOAN_PAID, *directions(parts, names, known))[:4], names.who)  # paid Grace, who lent her money
    if given_back := _by_borrower(told, parts, names, known):
        return given_back
    customer = is_customer(parts, language)
    if "repaid" in told.verbs and customer:
        return Beside((GIVEN,), sure=True)
    if told.verbs & {"paid_back", "give"} and customer and not has_thing(parts):
        return Beside((GIVEN, REPAID))
    if any(part.text in marked("given_back", language) for part in parts.line):
        if names.who and not is_shop(names.who, language):
            return None
        return Beside(_given_back(parts, names, language))
    if "repaid" in told.verbs and has_thing(parts):
        return Beside((REPAID, GIVEN, GOT_BACK))
    ways = _from_home(told, parts, names, language)
    if ways and names.who in known.owing:
        ways = (PAID_BACK, *(way for way in ways if way is not LOAN_GOT))
    return Beside(ways) if ways else None


def _with_trade(told: Said, parts: Parts, names: Names, known: Known) -> Beside | None:
    """Sold a goat to pay the loan, bought flour with the loan: what was done first, the other among the answers."""
    ways = directions(parts, names, known)
    if "in" in told.verbs and not told.verbs & (GOT | {"buy"}):
        ways = (IN,) if has_thing(parts, new=True) else ways
    elif "in" not in told.verbs:
        ways = tuple(way for way in ways if way is not IN) or ways
    other = _other(told)
    bare = not has_thing(parts, new=True)
    if (bare and not told.verbs & {"in", "buy"}) or (other and _stands_first(parts)):
        return Beside((*other, *ways)[:4], likely=Outside.NO if other else Outside.LAST)
    return Beside((*ways, *other)[:4], likely=Outside.NO if other or told.verbs == {"buy"} else Outside.LAST)


def _other(told: Said) -> Ways:
    """What a line with a sale or a cost speaks of besides."""
    if told.has("loan", "loan_paid", "borrow", "loan_got"):
        return (LOAN_PAID if told.verbs & PAID else LOAN_GOT,)
    if told.has("own", "own_put"):
        return (PUT_IN,)
    return (FROM_BANK, FROM_WALLET) if told.has("drawn", "bank_drawn", "wallet_drawn") else ()


def _stands_first(parts: Parts) -> bool:
    """Got a loan to buy goats."""
    verbs = [part for part in parts.line if part.verb]
    return verbs[0].verb == OUTSIDE or (verbs[0].verb in GOT and len(verbs) > 1 and verbs[1].verb == OUTSIDE)


def _by_borrower(told: Said, parts: Parts, names: Names, known: Known) -> Beside | None:
    """Who has money of hers to give back has paid."""
    if fold(names.who) not in map(fold, known.borrowers) or has_thing(parts):
        return None
    ways = directions(parts, names, known)
    if PAID_BACK not in ways:
        return None
    others = tuple(way for way in ways if way is not PAID_BACK or names.who in known.owing)
    return Beside((LENT_BACK, *others), names.who, sure=not others)


def _from_home(told: Said, parts: Parts, names: Names, language: str) -> Ways:
    """Her husband gave it: sooner her own money, put in, than a sale. "Uncle Fish" may be anybody."""
    kin = marked("kin", language)
    who = fold(names.who)
    hers = who in kin or any(part.text in kin and not (part.is_title and part.text != who) for part in parts.line)
    things = any(
        part.kind in (Kind.KNOWN, Kind.GOODS) and not part.person and part.text not in kin for part in parts.line
    )
    got = told.verbs & GOT or ("give" in told.verbs and names.by is By.SUBJECT)
    if not hers or things or not got or told.verbs - (GOT | {"give"}):
        return ()
    somebody = names.who or any(part.kind is Kind.PERSON for part in parts.line)
    return (PUT_IN, GRANT, LOAN_GOT, IN) if somebody else (PUT_IN, GRANT, IN)


def perhaps(parts: Parts, names: Names, language: str) -> Outside:
    """Beside the answers to a question that is asked anyway: "sent", "gave me", "got from Malee", "from my uncle"."""
    family = any(part.text in marked("kin", language) for part in parts.line)
    family = family and not parts.verbs & {"in", "buy", "they_buy"}
    sent = any(part.text in marked("perhaps_outside", language) for part in parts.line)
    return Outside.LAST if family or sent or is_receipt(parts, names) else Outside.NO


def _given_back(parts: Parts, names: Names, language: str) -> Ways:
    """By a shop or a customer; where nobody is named it may have been she, to a customer."""
    if any(part.text in marked("customer", language) for part in parts.line):
        return (GIVEN, PAID_BACK, GOT_BACK)
    ways = (PAID_BACK, GOT_BACK) if is_somebody(parts) else (GOT_BACK, PAID_BACK)
    return ways if names.who or is_shop_told(parts, language) else (*ways, GIVEN)
