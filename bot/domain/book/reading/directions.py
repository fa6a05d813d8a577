"""Which way a line goes: who did what to whom. More than one answer where the words allow more."""

from dataclasses import replace

from bot.domain.book.kinds import Direction
from bot.domain.book.reading.line import Known
from bot.domain.book.reading.line_part import Part, Parts, Role
from bot.domain.book.reading.names.customers import By
from bot.domain.book.reading.names.names import Names
from bot.domain.book.reading.words.words import OUTSIDE, THEIRS, marked

Ways = tuple[Direction, ...]
IN, OUT = Direction.IN, Direction.OUT
CREDIT, PAID_BACK, HOME = Direction.CREDIT, Direction.PAID_BACK, Direction.TAKEN_HOME
OWED, REPAID = Direction.OWED, Direction.REPAID
SPENDING = frozenset({"buy", "pay", "give"})
RECEIVING = frozenset({"got", "came", "made"})


def directions(parts: Parts, names: Names, known: Known) -> Ways:
    """From the verbs; without a verb from the sign, the kind of cost, or what the item always was."""
    verbs, signs = parts.verbs - {OUTSIDE}, {number.sign for number in parts.numbers} - {""}
    if is_receipt(parts, names):
        ways = (PAID_BACK, IN) if names.who in known.owing else (IN, PAID_BACK)
        return ways if verbs else (*ways, OUT)
    if verbs & {"made", "came"}:
        verbs = verbs - {"made", "came"} | {"got"}
    if names.who and not verbs - {"pay", "give"} and (said := _to_pay(parts)):
        return _not_paid(parts, names, said)
    if verbs:
        if names.they:
            verbs = frozenset(THEIRS.get(verb, verb) for verb in verbs)
        found = _alike(verbs, names, known) if names.alike else _of_verbs(verbs, names, known)
        if found == (IN,) and "-" in signs:
            return IN, OUT
        return (IN, *found) if "+" in signs and set(found) <= {OUT, HOME} else found
    if names.they:
        return IN, OUT
    if len(signs) == 1:
        way = IN if signs == {"+"} else OUT
        return (way,) if _usual(names) in (way, None) else (IN, OUT)
    if names.household:
        return OUT, HOME
    if names.cost and names.by is By.FROM:
        return OUT, IN  # rent from Banda
    if names.cost:
        return (IN,) if names.came else (OUT,)
    usual = _usual(names)
    return (usual,) if usual is not None and not names.who else (IN, OUT)


def is_receipt(parts: Parts, names: Names) -> bool:
    """Money from somebody, and nothing says what for: a sale, a debt that is paid, a loan, a gift."""
    verbs = parts.verbs - {OUTSIDE}
    counted = any(number.unit or number.role is Role.QUANTITY for number in parts.numbers)
    if not names.who or names.items[0].name or names.cost or counted or verbs - RECEIVING:
        return False
    return names.by is not By.SUBJECT if verbs else names.by is By.FROM


def _to_pay(parts: Parts) -> Part | None:
    return next((part for part in parts.line if part.text in marked("to_pay")), None)


def _not_paid(parts: Parts, names: Names, said: Part) -> Ways:
    """To pay: Malee. Whoever stands before it, or does it, is sooner the one who owes."""
    people = [at for at, part in enumerate(parts.line) if part.person]
    before = bool(people) and people[0] < next(at for at, part in enumerate(parts.line) if part is said)
    hers = names.by is By.SUBJECT or (names.by is By.NAMED and before)
    return (CREDIT, OWED) if hers else (OWED, CREDIT)


def _usual(names: Names) -> Direction | None:
    return names.items[0].direction if len(names.items) == 1 else None


def _alike(verbs: frozenset[str], names: Names, known: Known) -> Ways:
    """I or they: a verb without the sign that tells. Where she owes who is named, it is sooner that one."""
    debt = verbs & {"repaid", "paid_back"} or (verbs & {"credit", "owed"} and verbs & {"pay", "they_pay"})
    if names.by in (By.SUBJECT, By.TO):
        return _of_verbs(verbs, names, known)
    if debt:
        mine: Ways = (REPAID,)
        theirs: Ways = (PAID_BACK,)
    elif names.who and names.by is By.NAMED and not verbs & {"credit", "owed"}:
        done = frozenset(THEIRS.get(verb, verb) for verb in verbs)
        mine, theirs = _of_verbs(verbs, names, known), _of_verbs(done, replace(names, they=True, by=By.SUBJECT), known)
    else:
        return _alike_alone(verbs, names, known)
    hers = (
        names.they
        or names.by is By.FROM
        or names.who in known.owing
        or (verbs & SPENDING and not debt and _usual(names) is IN)
    )
    return tuple(dict.fromkeys((*theirs, *mine) if hers else (*mine, *theirs)))


def _alike_alone(verbs: frozenset[str], names: Names, known: Known) -> Ways:
    """Nobody is named: what the item always was tells it, else it is asked."""
    found = _of_verbs(verbs, names, known)
    item = names.items[0].name
    if verbs == {"pay"} and not item and not names.who:
        return OUT, PAID_BACK
    if found not in ((CREDIT,), (OWED,)):
        return found
    mine, usual = found[0], _usual(names)
    if usual is (IN if mine is CREDIT else OUT):
        return found
    theirs = OWED if mine is CREDIT and item else PAID_BACK if mine is CREDIT else CREDIT
    return (theirs, mine) if usual else (mine, theirs)


def _of_verbs(verbs: frozenset[str], names: Names, known: Known) -> Ways:
    if "taken_home" in verbs and "they_pay" in verbs and names.who:
        verbs -= {"taken_home"}  # Mary gave me my money
    if "taken_home" in verbs:
        theirs = "credit" in verbs or (names.who and verbs & {"they_take", "they_buy"})
        other = IN if verbs & {"in", "got"} else CREDIT if theirs else None
        return (other, HOME) if other else (HOME,)
    if "at_home" in verbs:
        return (
            (HOME,)
            if verbs & {"give", "take", "they_take"} and not names.who and not verbs & {"in", "got"}
            else _at_home(verbs, names)
        )
    thing = names.items[0].name and _usual(names) is not IN
    if names.given and names.by is By.SUBJECT and thing and verbs & {"credit", "paid_back"}:
        return OWED, PAID_BACK  # gave me sugar on credit
    if verbs & {"repaid", "paid_back"} or (verbs & {"credit", "owed"} and verbs & {"pay", "they_pay"}):
        return _debt_paid(verbs, names, known)
    if verbs & {"credit", "owed", "lend"}:
        return _debt_made(verbs, names)
    if verbs & {"they_buy", "they_pay", "they_take"}:
        return _theirs(verbs, names)
    if verbs & {"in", "got"}:
        if names.by is By.SUBJECT and "they_buy" not in verbs:
            return OUT, IN  # Malee sold me sugar
        return (IN, *([OUT] if verbs & SPENDING else []))
    return _spent(verbs, names)


def _at_home(verbs: frozenset[str], names: Names) -> Ways:
    """At home: where it was done, or what for; "home 200" says nothing else."""
    if verbs == {"at_home"} and not names.items[0].name:
        return (HOME,)
    return (IN, HOME) if verbs & {"in", "got"} else (HOME, OUT)


def _debt_paid(verbs: frozenset[str], names: Names, known: Known) -> Ways:
    if "got" in verbs or "in" in verbs:
        paid = "paid_back" in verbs and names.by in (By.SUBJECT, By.FROM)
        return (PAID_BACK,) if paid else (PAID_BACK, CREDIT)
    if "repaid" in verbs:
        if names.they:
            return REPAID, PAID_BACK
        return (REPAID, CREDIT) if _usual(names) is IN else (REPAID,)
    if names.by is By.TO:
        return REPAID, PAID_BACK
    if "paid_back" in verbs or "they_pay" in verbs:
        if names.by in (By.SUBJECT, By.FROM):
            return (
                (PAID_BACK, IN) if names.items[0].name and not verbs & {"credit", "owed", "paid_back"} else (PAID_BACK,)
            )
        mine = names.after and not names.verb_last and names.who not in known.owing
        return (REPAID, PAID_BACK) if mine else (PAID_BACK, REPAID)
    return REPAID, PAID_BACK


def _debt_made(verbs: frozenset[str], names: Names) -> Ways:
    if "owed" in verbs:
        if names.by is By.NAMED and names.verb_last:
            return OWED, CREDIT
        return (CREDIT,) if names.by is By.SUBJECT else (OWED,)
    if "got" in verbs:
        return _got_on_credit(names)
    if "buy" in verbs:
        return (OWED, CREDIT) if names.turned or "in" in verbs else (OWED,)
    if verbs & {"take"} or names.by is By.FROM:
        return (OWED, CREDIT) if "in" not in verbs else (CREDIT, OWED)
    if "lend" in verbs:
        return (CREDIT,) if names.items[0].name else (CREDIT, OUT)
    if verbs & {"in", "give", "they_buy", "they_take"}:
        return (CREDIT,)
    if names.who:
        if names.unpaid and names.by is By.NAMED:
            return (OWED, CREDIT) if names.unpaid_by_me else (CREDIT, OWED)
        return (OWED, CREDIT) if names.shop and names.by is not By.SUBJECT else (CREDIT,)
    return (CREDIT,) if _usual(names) is IN or names.or_who else (CREDIT, OWED)


def _got_on_credit(names: Names) -> Ways:
    """Somchai got fish on credit; got 300 of the debt from Thoko."""
    if names.items[0].name:
        return (CREDIT,) if names.by is By.SUBJECT else (OWED, CREDIT, PAID_BACK)
    return (PAID_BACK,) if names.by is By.FROM else (PAID_BACK, CREDIT)


def _theirs(verbs: frozenset[str], names: Names) -> Ways:
    if verbs & {"in", "got"} and "they_buy" not in verbs:
        return (IN, PAID_BACK)
    if "they_buy" in verbs:
        return (IN,) if names.they and names.by is not By.TO else (IN, OUT)
    if "they_pay" in verbs:
        return PAID_BACK, IN
    return CREDIT, IN


def _spent(verbs: frozenset[str], names: Names) -> Ways:
    if names.household:
        return (HOME,) if "take" in verbs else (OUT, HOME)
    if names.turned:
        return OUT, IN
    if "take" in verbs and not verbs & {"buy", "pay"}:
        return HOME, OUT
    plain = "buy" in verbs or names.cost or names.items[0].name
    if "give" in verbs and not names.cost and "buy" not in verbs:
        return OUT, CREDIT
    return (OUT,) if plain or not names.who else (OUT, REPAID)
