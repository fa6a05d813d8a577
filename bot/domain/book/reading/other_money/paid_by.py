"""Where the money of a line came to or from, where it says so: by mobile money, from the bank, into my account.

The words are [paid_by] and [keepers] of a language's book.toml. Once they have said it they say nothing else: a bank
that something was paid from is neither who lent money nor where it was put. A line that moves money from one place to
another says that itself.
"""

from bot.domain.book.kinds import Place
from bot.domain.book.reading.line_part import Part, Parts
from bot.domain.book.reading.other_money.words import PLACES, TRANSFER, said
from bot.domain.book.reading.words.vocabulary import OUTSIDE, Kind

SPENT = frozenset({"buy", "pay", "give", "lend", "repaid", "taken_home"})
DRAWN = frozenset({"got", "came"})
CAME = DRAWN | {"in", "they_buy", "they_pay", "paid_back"}
# Keys of [beside] by which money goes from one place to another.
MOVING = frozenset(
    {"put", "deposit", "advance", "bank_put", "box_put", "drawn", "bank_drawn", "wallet_drawn", "moved", "kept"}
)
INTEREST = "interest"  # a key of [costs]; from a bank it comes
# Where money lies, rather than who sells or takes it there; things are bought of a group, too.
LYING, PAYING = frozenset({"bank", "wallet"}), frozenset({"bank", "wallet", "group"})
THINGS = frozenset({Kind.COST, Kind.KNOWN, Kind.GOODS, Kind.HOUSEHOLD})


def take_place(parts: Parts, language: str) -> Place | None:
    """The place; None where none is said, or several. What says it is a small word from then on."""
    if _moves(parts, language):
        return None
    said_at = {at: place for at in range(len(parts.line)) if (place := _place(parts, at, language))}
    by_name = {at: place for at, place in said_at.items() if parts.line[at].word_paid != TRANSFER}
    if len(set((by_name or said_at).values())) != 1:
        return None
    if parts.verbs or _has_thing(parts):  # else it may say what was done: "transferred 500"
        for at in said_at:
            _use_up(parts, at, language)
    return next(iter((by_name or said_at).values()))


def _has_thing(parts: Parts) -> bool:
    return any(part.kind in THINGS and not part.person for part in parts.line)


def _moves(parts: Parts, language: str) -> bool:
    """It only goes from one place to another: put, taken out of the wallet, topped up."""
    if any(part.word and part.word.beside in MOVING for part in parts.line):
        return True
    acts = said(language, "or_put") | said(language, "or_drawn")
    act = parts.verbs == {"take"} or any(part.text in acts for part in parts.line)
    return act and not _has_thing(parts)


def _place(parts: Parts, at: int, language: str) -> Place | None:
    """What one word says of it."""
    part = parts.line[at]
    if part.word_paid:
        return Place.BANK if part.word_paid == TRANSFER else Place(part.word_paid)
    keeper = part.word.keeper if part.word else None
    if keeper is None:
        return None
    last = parts.at(at - 1)
    before = {keeper.affix.strip(), last.text if last is not None else ""}
    out_of = any(f"{one} ".startswith(f"{word} ") for one in before for word in said(language, "out_of"))
    into = before & said(language, "paid_into")
    if keeper.is_small:
        drawn = out_of and parts.verbs & DRAWN and not _has_thing(parts)  # got 500 from the wallet
        return None if drawn else PLACES[keeper.kind]
    if _is_spent(parts):
        kinds = LYING if "buy" in parts.verbs else PAYING
        return PLACES[keeper.kind] if out_of and keeper.kind in kinds and OUTSIDE not in parts.verbs else None
    return PLACES[keeper.kind] if into and keeper.kind in LYING else None


def _is_spent(parts: Parts) -> bool:
    costs = any(part.kind is Kind.COST and part.word and part.word.value != INTEREST for part in parts.line)
    return bool(parts.verbs & SPENT or costs) and not parts.verbs & CAME


def _use_up(parts: Parts, at: int, language: str) -> None:
    """A verb stays one where no other says what was done."""
    part, last = parts.line[at], parts.at(at - 1)
    others = [one for one in parts.line if one.verb and one is not part]
    if not part.verb or others:
        parts.line[at] = Part(Kind.FILLER, part.text, part.glued)
    if last is not None and not last.verb and last.text in said(language, "out_of") | said(language, "paid_into"):
        parts.line[at - 1] = Part(Kind.FILLER, last.text, last.glued)
