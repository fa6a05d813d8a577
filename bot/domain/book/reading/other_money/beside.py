"""Money that moves but is neither a sale nor a cost: which kind of entry a line of it is, asked where unclear.

A line says of what it speaks (a loan, a gift, her own money), what was done, and from where to where; the words for
that are in [beside] and [keepers] of a language's book.toml. Where a language has one word for a loan of money and for
goods on credit, who gave, got or took it decides.
"""

from dataclasses import replace

from bot.domain.book.kinds import KINDS, Asked, Direction, Place
from bot.domain.book.reading.customers import By
from bot.domain.book.reading.directions import Ways, directions, is_receipt
from bot.domain.book.reading.line import Known, KnownItem, Outside
from bot.domain.book.reading.line_part import Parts
from bot.domain.book.reading.names import Names
from bot.domain.book.reading.nouns import nouns
from bot.domain.book.reading.other_money.loan_or_credit import loan_or_credit
from bot.domain.book.reading.other_money.moves import moved
from bot.domain.book.reading.other_money.said import GOT, INTO, OUT_OF, PAID, Beside, Said, has_thing, read_said
from bot.domain.book.reading.spelling import spelt_text
from bot.domain.book.reading.vocabulary import OUTSIDE, Kind, marked, table
from bot.i18n.reading.common_words import fold

TRADE = frozenset({"in", "buy", "they_buy", "they_take", "credit", "owed", "taken_home", "at_home"})
IN, OUT, HOME = Direction.IN, Direction.OUT, Direction.TAKEN_HOME
PAID_BACK, REPAID, CREDIT = Direction.PAID_BACK, Direction.REPAID, Direction.CREDIT
LOAN_GOT, LOAN_PAID = Direction.LOAN_GOT, Direction.LOAN_PAID
GRANT, PUT_IN = Direction.GRANT, Direction.PUT_IN
GIVEN, GOT_BACK = Direction.REFUND_GIVEN, Direction.REFUND_GOT
TO_BANK, FROM_BANK, FROM_WALLET = Direction.TO_BANK, Direction.FROM_BANK, Direction.FROM_WALLET
INTEREST = "interest"  # a key of [costs]
LENDERS = 3  # that are offered, where it is not said to whom a loan is paid back
BY_HER = frozenset({By.SUBJECT, By.FROM})
LENT, LENT_BACK, EARNED = Direction.LENT, Direction.LENT_BACK, Direction.INTEREST
GIVEN_BACK = (LENT_BACK, PAID_BACK, LOAN_PAID)


def beside(parts: Parts, names: Names, known: Known, typed: str, language: str) -> Beside | None:
    """None for a line that is an entry like any other."""
    _name_of_shop(parts, names, typed, language)
    told = read_said(parts, names, typed, language)
    if "lend" in told.verbs and not told.words and not has_thing(parts):
        found: Beside | None = _lend(told, names)
    elif earned := _earned(told, parts, language):
        found = earned
    elif told.verbs & TRADE - {"credit"} or (told.verbs & {"credit"} and told.words):
        return _with_trade(told, parts, names, known) if told.words else None
    else:
        found = _of_words(told, parts, names, known, language) or _of_verbs(told, parts, names, known, language)
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


def _of_words(told: Said, parts: Parts, names: Names, known: Known, language: str) -> Beside | None:
    """By the words of [beside] and the keepers."""
    if told.has("refund", "refund_given"):
        return _refund(told, parts, names, language)
    if told.has("loan", "borrow", "loan_got", "loan_paid", "lent", "instalment"):
        return _loan(told, parts, names, known)
    if told.has("own", "own_put", "hers", "invested"):
        return _own(told, parts, names, known)
    if told.has("grant", "grant_got", "given"):
        return _grant(told, names)
    if told.words and (has_thing(parts) or any(part.kind is Kind.COST for part in parts.line)):
        return Beside(directions(parts, names, known), likely=Outside.LAST)  # put soap 600
    if told.words or _is_of_places(told, parts, names):
        return moved(told)
    return None


def _of_verbs(told: Said, parts: Parts, names: Names, known: Known, language: str) -> Beside | None:
    """By verbs that mean a debt as well, and by who gave it."""
    if found := loan_or_credit(parts, names, known, language):
        ways, likely = found
        return Beside(ways, likely=likely)
    if fold(names.who) in map(fold, known.loans) and told.verbs & (PAID | {"give"}) and not has_thing(parts):
        return Beside((LOAN_PAID, *directions(parts, names, known))[:4], names.who)  # paid Grace, who lent her money
    if given_back := _by_borrower(told, parts, names, known):
        return given_back
    customer = _is_customer(parts, language)
    if "repaid" in told.verbs and customer:
        return Beside((GIVEN,), sure=True)
    if told.verbs & {"paid_back", "give"} and customer and not has_thing(parts):
        return Beside((GIVEN, REPAID))
    if any(part.text in marked("given_back", language) for part in parts.line):
        if names.who and not _is_shop(names.who, language):
            return None
        return Beside(_given_back(parts, names, language))
    if "repaid" in told.verbs and has_thing(parts):
        return Beside((REPAID, GIVEN, GOT_BACK))
    ways = _from_home(told, parts, names, language)
    if ways and names.who in known.owing:
        ways = (PAID_BACK, *(way for way in ways if way is not LOAN_GOT))
    return Beside(ways) if ways else None


# Each kind of such money


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


def _refund(told: Said, parts: Parts, names: Names, language: str) -> Beside:
    customer = _is_customer(parts, language)
    if told.has("refund_given") or customer:
        return Beside((GIVEN,), sure="refund_given" in told.words or not told.verbs & GOT)
    if told.verbs & GOT or names.by in BY_HER or _is_shop_told(parts, language):
        if (told.verbs - GOT) or (names.by is By.SUBJECT and not _is_shop(names.who, language) and not told.verbs):
            return Beside((GOT_BACK, GIVEN))
        return Beside((GOT_BACK,), sure=True)
    if told.verbs & {"pay", "give"} or names.who:
        return Beside((GIVEN,), sure=True)
    return Beside((GIVEN, GOT_BACK))


def _loan(told: Said, parts: Parts, names: Names, known: Known) -> Beside:
    who = told.giver() or names.who
    others = any(part.kind is Kind.FROM_ME for part in parts.line)
    by_other = (names.by is By.SUBJECT or _somebody(parts)) and not told.giver()
    lets = "borrow" in told.words and _lets(parts)
    borrows = "borrow" in told.words and by_other
    if told.verbs & {"paid_back", "repaid"} and (told.has("lent") or borrows or lets):
        return Beside(GIVEN_BACK, names.who)
    if told.has("lent") or others or (lets and names.by is By.TO):
        return Beside((LENT,), names.who, sure=True)
    if borrows or (lets and not told.kept):
        return Beside((LENT, LOAN_GOT), who)
    if "give" in told.verbs and names.who and not told.giver():
        return Beside((LENT,), names.who, sure=True)
    if "give" in told.verbs and not told.verbs & PAID and not told.giver():
        return Beside((LENT, LOAN_PAID), who)
    paid = told.verbs & (PAID | {"give"}) or told.has("loan_paid", "instalment")
    if paid:
        return _loan_paid(told, names, known, who, by_other=by_other)
    got = told.verbs & (GOT | {"take"}) or told.has("borrow", "loan_got")
    if got or any(one.way == OUT_OF for one in told.kept) or names.by is By.FROM:
        mine = not by_other or told.has("loan_got") or "they_pay" in told.verbs
        mine = mine and not (told.built and names.by is By.NAMED)  # "I-borrow Banda": from him, or to him
        clear = not told.alike or bool(who) or told.has("loan_got")
        return Beside((LOAN_GOT,), who, sure=mine and clear)
    return Beside((LOAN_GOT, LOAN_PAID), who, likely=Outside.LAST if by_other else Outside.NO)


def _lets(parts: Parts) -> bool:
    """To whom it was lent stands before the verb: let Malee borrow 500."""
    to = marked("who_before") - marked("from")
    verb = next(at for at, part in enumerate(parts.line) if part.word and part.word.beside)
    return any(part.text in to for part in parts.line[:verb])


def _loan_paid(told: Said, names: Names, known: Known, who: str, *, by_other: bool) -> Beside:
    if fold(names.who) in map(fold, known.borrowers):
        return Beside(GIVEN_BACK, names.who)
    if by_other and told.has("loan", "loan_paid"):
        return Beside(GIVEN_BACK, names.who)
    if by_other or names.who in known.owing or (names.by is By.FROM and not told.giver() and "loan" not in told.words):
        return Beside((PAID_BACK, LOAN_PAID), names.who)
    if "instalment" in told.words and not who and not told.has("loan", "loan_paid"):
        return Beside((LOAN_PAID, OUT, HOME))
    if told.verbs & GOT or (told.has("borrow") and told.verbs & PAID):
        return Beside((LOAN_PAID, LOAN_GOT) if told.verbs & GOT else (LOAN_PAID, PAID_BACK), who)
    if told.alike and not who:
        return Beside((LOAN_PAID, PAID_BACK), who)
    if not who and len(known.loans) > 1:
        return Beside((LOAN_PAID,), whose=known.loans[:LENDERS])
    return Beside((LOAN_PAID,), who or "".join(known.loans), sure=True)  # the only loan, where none is named


def _own(told: Said, parts: Parts, names: Names, known: Known) -> Beside:
    if names.who and told.has("own") and names.by in BY_HER:
        return Beside((*directions(parts, names, known), PUT_IN)[:4])  # Mary gave me my money
    if told.has("own", "own_put") and told.places(INTO) - {Place.BOX}:
        return Beside((PUT_IN, TO_BANK))
    if told.has("own_put") or (told.has("own") and (told.puts or told.places(INTO))):
        return Beside((PUT_IN,), sure=True)
    if told.has("invested"):
        return Beside((PUT_IN,), sure=False) if told.puts else Beside((PUT_IN, OUT))
    if told.has("own"):
        return Beside((PUT_IN, PAID_BACK) if told.verbs & GOT else (PUT_IN, HOME))
    return Beside((PUT_IN, GRANT))


def _grant(told: Said, names: Names) -> Beside:
    who = told.giver() or names.who
    if told.has("given"):
        return Beside((HOME, OUT, GRANT))
    out = told.verbs & {"pay", "give"} and not told.verbs & GOT
    if out or (names.by is By.TO and not told.verbs & GOT):
        return Beside((HOME, OUT, GRANT))
    got = (
        told.verbs & GOT
        or told.has("grant_got")
        or names.by is By.FROM
        or any(one.kind == "giver" for one in told.kept)
    )
    return Beside((GRANT,), who, sure=True) if got else Beside((GRANT, HOME, OUT), who)


# Who and what else is in the line


def _is_of_places(told: Said, parts: Parts, names: Names) -> bool:
    """Into the bank, out of the bank, and nothing else is said; a wallet is sooner the way that somebody paid."""
    if not told.kept or names.who or has_thing(parts) or any(part.kind is Kind.COST for part in parts.line):
        return False
    acts = told.puts or told.takes or told.moves
    return acts or any(one.kind not in ("phone", "pay", "wallet", "agent", "box") for one in told.kept)


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
    ways = (PAID_BACK, GOT_BACK) if _somebody(parts) else (GOT_BACK, PAID_BACK)
    return ways if names.who or _is_shop_told(parts, language) else (*ways, GIVEN)


def _somebody(parts: Parts) -> bool:
    """The customer did it: said before the verb."""
    verb = next((at for at, part in enumerate(parts.line) if part.verb), 0)
    return any(part.kind is Kind.THEY for part in parts.line[:verb])


def _is_customer(parts: Parts, language: str) -> bool:
    """To whom it was given: where the verb comes early, after it."""
    at = next((at for at, part in enumerate(parts.line) if part.text in marked("customer", language)), -1)
    verb = next((at for at, part in enumerate(parts.line) if part.verb), -1)
    return at >= 0 and (at > verb or bool(table(language)["grammar"]["verb_last"]))


def _name_of_shop(parts: Parts, names: Names, typed: str, language: str) -> None:
    """The shop gave back: it is who did it, and no item."""
    told = any(part.word and part.word.beside == "refund" for part in parts.line)
    if not told and not any(part.text in marked("given_back", language) for part in parts.line):
        return
    for part in parts.line:
        if part.is_text and not part.person and part.text in nouns(language)["places"] and not names.who:
            part.person = True
            names.who, names.by = spelt_text(part.text, typed), By.SUBJECT
            names.items = [item for item in names.items if fold(item.name) != part.text] or [KnownItem("")]
            names.sure = len(names.items) == 1


def _is_shop(who: str, language: str) -> bool:
    return fold(who) in nouns(language)["places"]


def _is_shop_told(parts: Parts, language: str) -> bool:
    places = nouns(language)["places"]
    return any(part.text in places or part.text.split(" ")[-1] in places for part in parts.line)
