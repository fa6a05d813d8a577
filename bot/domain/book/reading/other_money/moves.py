"""Money between box, bank and wallet, and what a bank, a lender or a project does where no more is said."""

from bot.domain.book.kinds import Direction, Place
from bot.domain.book.reading.line import Outside
from bot.domain.book.reading.other_money.said import GOT, INTO, OUT_OF, PAID, Beside, Said

IN, OUT, PAID_BACK = Direction.IN, Direction.OUT, Direction.PAID_BACK
LOAN_GOT, LOAN_PAID = Direction.LOAN_GOT, Direction.LOAN_PAID
GRANT, PUT_IN = Direction.GRANT, Direction.PUT_IN
TO_BANK, FROM_BANK = Direction.TO_BANK, Direction.FROM_BANK
TO_WALLET, FROM_WALLET = Direction.TO_WALLET, Direction.FROM_WALLET
MOVES = {
    (Place.BOX, Place.BANK): TO_BANK,
    (Place.BANK, Place.BOX): FROM_BANK,
    (Place.BOX, Place.WALLET): TO_WALLET,
    (Place.WALLET, Place.BOX): FROM_WALLET,
    (Place.BANK, Place.WALLET): Direction.BANK_TO_WALLET,
    (Place.WALLET, Place.BANK): Direction.WALLET_TO_BANK,
}


def moved(told: Said) -> Beside | None:
    """Between box, bank and wallet; from who gives or lends."""
    if told.customer:
        return None
    source, target = told.places(OUT_OF), told.places(INTO)
    if told.has("kept") and (told.puts or told.takes):
        (target if told.puts else source).add(Place.BANK)
    ways = [MOVES[pair] for pair in ((one, other) for one in source for other in target) if pair in MOVES]
    if len(ways) == 1:
        return Beside((ways[0],), group=told.named(), sure=len(source) == len(target) == 1 and told.are_all_used)
    if len({one.place for one in told.kept if one.place}) > 1:
        return Beside((TO_BANK, FROM_BANK, Direction.BANK_TO_WALLET, Direction.WALLET_TO_BANK), group=told.named())
    if not source and not target:
        return _nowhere(told)
    if target == {Place.BOX}:
        return Beside((PUT_IN, FROM_BANK, FROM_WALLET))
    return _into(told, target) if target else _out_of(told, source)


def _nowhere(told: Said) -> Beside | None:
    """It is not said where: into a bank sooner than elsewhere."""
    if any(one.kind == "giver" for one in told.kept):
        return Beside((GRANT, LOAN_GOT, IN), told.giver()) if told.verbs & GOT else None
    if any(one.kind == "lender" for one in told.kept):
        return Beside((LOAN_PAID, OUT) if told.verbs & PAID else (LOAN_GOT, LOAN_PAID), told.giver())
    if told.moves:
        return Beside((TO_BANK, FROM_BANK, *((TO_WALLET, FROM_WALLET) if told.has("moved") else (IN, OUT))))
    if told.has("advance"):
        return Beside((TO_BANK, OUT, IN), likely=Outside.LAST)
    if told.has("put"):
        return Beside((PUT_IN, TO_BANK, TO_WALLET), likely=Outside.LAST)
    if told.puts:
        return Beside((TO_BANK, TO_WALLET))
    if told.takes and told.has("drawn"):
        return Beside((FROM_BANK, FROM_WALLET))
    if told.kept and "they_pay" in told.verbs:
        return Beside((LOAN_GOT, FROM_BANK, GRANT), told.giver())
    if not told.kept and not told.has("kept"):
        return None
    return Beside((TO_BANK, FROM_BANK, OUT) if told.verbs else (TO_BANK, FROM_BANK), likely=Outside.LAST)


def _into(told: Said, target: set[Place]) -> Beside:
    way = TO_BANK if Place.BANK in target else TO_WALLET
    if told.verbs & {"pay", "repaid", "paid_back"}:
        return Beside((LOAN_PAID, way, OUT), told.giver())
    if told.verbs & GOT:
        return Beside((IN, PAID_BACK, GRANT), likely=Outside.FIRST)
    if told.puts or told.takes or told.moves or told.has("kept") or "give" in told.verbs:
        return Beside((way,), group=told.named(), sure=not told.has("advance"))
    return Beside((way, FROM_BANK if way is TO_BANK else FROM_WALLET), group=told.named())


def _out_of(told: Said, source: set[Place]) -> Beside:
    way = FROM_BANK if Place.BANK in source else FROM_WALLET
    if told.verbs & GOT or not (told.puts or told.takes or told.moves or told.has("kept")):
        return Beside((way, LOAN_GOT, GRANT) if way is FROM_BANK else (way, IN), told.giver())
    return Beside((way,), group=told.named(), sure=True)
