"""Which kind of other money it is, by the words of [beside] and the keepers: one function for each subject."""

from bot.domain.book.kinds import Direction, Place
from bot.domain.book.reading.directions import directions
from bot.domain.book.reading.line import Known, Outside
from bot.domain.book.reading.line_part import Parts
from bot.domain.book.reading.names.customers import By
from bot.domain.book.reading.names.names import Names
from bot.domain.book.reading.other_money.moves import moved
from bot.domain.book.reading.other_money.said import GOT, INTO, OUT_OF, PAID, Beside, Said, has_thing
from bot.domain.book.reading.other_money.somebody import is_customer, is_shop, is_shop_told, is_somebody
from bot.domain.book.reading.words.vocabulary import Kind, marked
from bot.i18n.reading.common_words import fold

OUT, HOME = Direction.OUT, Direction.TAKEN_HOME
PAID_BACK = Direction.PAID_BACK
LOAN_GOT, LOAN_PAID = Direction.LOAN_GOT, Direction.LOAN_PAID
GRANT, PUT_IN, TO_BANK = Direction.GRANT, Direction.PUT_IN, Direction.TO_BANK
GIVEN, GOT_BACK = Direction.REFUND_GIVEN, Direction.REFUND_GOT
IN, FROM_WALLET = Direction.IN, Direction.FROM_WALLET
LENT, LENT_BACK = Direction.LENT, Direction.LENT_BACK
GIVEN_BACK = (LENT_BACK, PAID_BACK, LOAN_PAID)
LENDERS = 3  # that are offered, where it is not said to whom a loan is paid back
BY_HER = frozenset({By.SUBJECT, By.FROM})


def of_words(told: Said, parts: Parts, names: Names, known: Known, language: str) -> Beside | None:
    """None where no such word stands there."""
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
    if _is_out_of_wallet(told, parts, names):
        return Beside((FROM_WALLET, IN))
    return None


def _refund(told: Said, parts: Parts, names: Names, language: str) -> Beside:
    customer = is_customer(parts, language)
    if told.has("refund_given") or customer:
        return Beside((GIVEN,), sure="refund_given" in told.words or not told.verbs & GOT)
    if told.verbs & GOT or names.by in BY_HER or is_shop_told(parts, language):
        if (told.verbs - GOT) or (names.by is By.SUBJECT and not is_shop(names.who, language) and not told.verbs):
            return Beside((GOT_BACK, GIVEN))
        return Beside((GOT_BACK,), sure=True)
    if told.verbs & {"pay", "give"} or names.who:
        return Beside((GIVEN,), sure=True)
    return Beside((GIVEN, GOT_BACK))


def _loan(told: Said, parts: Parts, names: Names, known: Known) -> Beside:
    who = told.giver() or names.who
    others = any(part.kind is Kind.FROM_ME for part in parts.line)
    by_other = (names.by is By.SUBJECT or is_somebody(parts)) and not told.giver()
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


def _is_out_of_wallet(told: Said, parts: Parts, names: Names) -> bool:
    """Got money from the phone: taken out of it, or somebody has bought and paid by it; nothing says which."""
    if names.who or has_thing(parts) or any(part.kind is Kind.COST for part in parts.line):
        return False
    got = bool(told.verbs) and told.verbs <= GOT
    return got and any(one.place is Place.WALLET and one.way == OUT_OF for one in told.kept)


def _is_of_places(told: Said, parts: Parts, names: Names) -> bool:
    """Into the bank, out of the bank, and nothing else is said; a wallet is sooner the way that somebody paid."""
    if not told.kept or names.who or has_thing(parts) or any(part.kind is Kind.COST for part in parts.line):
        return False
    acts = told.puts or told.takes or told.moves
    return acts or any(one.kind not in ("phone", "pay", "wallet", "agent", "box") for one in told.kept)
