"""What a line says of money that is neither a sale nor a cost: of what it speaks, what was done, from where to."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.book.kinds import Place
from bot.domain.book.reading.directions import Ways
from bot.domain.book.reading.line import Outside
from bot.domain.book.reading.line_part import Part, Parts
from bot.domain.book.reading.names.names import Names
from bot.domain.book.reading.other_money.words import PLACES, said
from bot.domain.book.reading.words.nouns import nouns
from bot.domain.book.reading.words.spelling import spelt_text
from bot.domain.book.reading.words.vocabulary import OUTSIDE, Kind, table
from bot.i18n.reading.common_words import fold

GOT, PAID = frozenset({"got", "came", "they_pay"}), frozenset({"pay", "repaid", "paid_back"})
PUT, TAKEN = frozenset({"put", "deposit", "advance"}), frozenset({"drawn", "take"})
# Verbs that such a line may have, and still be sure.
DOING = GOT | PAID | frozenset({OUTSIDE, "take", "give", "lend"})
# Whose name says more than that it is a bank.
NAMED = frozenset({"group", "phone", "pay"})
LENDING = frozenset({"bank", "group", "lender"})
TRADE = frozenset({"in", "buy", "they_buy", "they_take", "owed", "taken_home", "at_home"})
INTO, OUT_OF = "into", "out_of"


@dataclass(frozen=True, slots=True)
class Beside:
    """`ways`: what it may be, likeliest first.

    `who`: the lender, the giver; `whose`: who it may be, where nobody is named; `group`: where money is kept.
    `likely`: whether it may be still something else.
    """

    ways: Ways
    who: str = ""
    group: str = ""
    sure: bool = False
    whose: tuple[str, ...] = ()
    likely: Outside = Outside.NO


@dataclass(frozen=True, slots=True)
class Kept:
    """A keeper in the line: `way` is where the money went, or came from, as far as it is said."""

    kind: str
    name: str
    way: str

    @property
    def place(self) -> Place | None:
        return PLACES.get(self.kind)


@dataclass(frozen=True, slots=True)
class Said:
    """`words`: keys of [beside]; `verbs`: all others, and those that mean a move here; `alike`: I, or they."""

    words: frozenset[str]
    verbs: frozenset[str]
    kept: tuple[Kept, ...]
    whole: bool  # every other word is accounted for
    whole_but_thing: bool  # but those that name a thing
    place: str  # "shop" of "from the shop"
    alike: bool
    customer: bool  # or anybody whose name is not said
    built: bool  # the verb has "I" in it

    def has(self, *keys: str) -> bool:
        return bool(self.words & set(keys))

    @property
    def puts(self) -> bool:
        return bool((self.words | self.verbs) & PUT) or self.has("bank_put", "box_put")

    @property
    def takes(self) -> bool:
        return bool((self.words | self.verbs) & TAKEN) or self.has("bank_drawn", "wallet_drawn")

    @property
    def moves(self) -> bool:
        return "moved" in self.words | self.verbs

    def places(self, way: str) -> set[Place]:
        """Where the money went, or came from."""
        found = {one.place for one in self.kept if one.way == way and one.place}
        said_so = {INTO: (("bank_put", Place.BANK), ("box_put", Place.BOX))}
        said_so[OUT_OF] = (("bank_drawn", Place.BANK), ("wallet_drawn", Place.WALLET))
        return found | {place for key, place in said_so[way] if key in self.words}

    @property
    def are_all_used(self) -> bool:
        """Whether it is said of each keeper whether the money went there or came from it."""
        return all(one.way for one in self.kept if one.place)

    def giver(self) -> str:
        """The bank, the project: who the money is from, or goes to."""
        return next((one.name for one in self.kept if one.kind != "box"), "")

    def named(self) -> str:
        """The group or the wallet that a move goes to, or comes from."""
        return next((one.name for one in self.kept if one.kind in NAMED), "")


def read_said(parts: Parts, names: Names, typed: str, language: str) -> Said:
    """What the words say; `typed`: for the spelling of names."""
    words = frozenset(part.word.beside for part in parts.line if part.word and part.word.beside)
    kept = tuple(_keepers(parts, typed, language))
    verbs = set(parts.verbs - {OUTSIDE})
    thing = has_thing(parts)
    if _gives(parts):
        verbs = verbs - {"give"} | {"they_pay"}
    for part in parts.line:
        if part.verb == "buy" and not thing and (act := _moving(part, language)):
            verbs = verbs - {"buy"} | {act}
        if part.text in said(language, "perhaps_outside") and len({one.place for one in kept}) and not part.verb:
            verbs.add("moved")
    if (
        any(one.kind in LENDING for one in kept)
        and not verbs & TRADE
        and any(_is_credit(part, language) for part in parts.line)
    ):
        words, verbs = words | {"loan"}, verbs - {"credit"}
    left = [part for part in parts.line if not _is_accounted(part, kept, verbs, language)]
    place = next((name for part in parts.line if (name := _place(part, language))), "")
    things = all(part.is_text for part in left)
    customer = any(part.kind is Kind.THEY or part.text in said(language, "customer") for part in parts.line)
    built = any(part.word and part.word.beside and part.word.mine for part in parts.line)
    return Said(words, frozenset(verbs), kept, not left, things, place, names.alike, customer, built)


def _is_credit(part: Part, language: str) -> bool:
    return part.text.split(" ")[-1] in said(language, "loan_or_credit")


def _place(part: Part, language: str) -> str:
    """The place in a small phrase: "from the shop"."""
    if part.kind is not Kind.FILLER:
        return ""
    places = nouns(language)["places"]
    words = part.text.split(" ")
    before, ends = said(language, OUT_OF) | said(language, "from"), said(language, OUT_OF)
    if len(words) > 1 and words[0] in before and words[-1] in places:
        return words[-1]
    return next(
        (stem for end in ends if part.text.endswith(end) and (stem := part.text.removesuffix(end)) in places), ""
    )


def _gives(parts: Parts) -> bool:
    """The project gave: a keeper right before the verb is who did it."""
    return any(
        part.verb == "give" and parts.line[at - 1].kind is Kind.KEEPER for at, part in enumerate(parts.line) if at
    )


def has_thing(parts: Parts, *, new: bool = False) -> bool:
    """Whether a thing is named; `new`: also one that is in no list."""
    things = (Kind.KNOWN, Kind.GOODS, Kind.HOUSEHOLD)
    return any((part.kind in things or (new and part.is_text)) and not part.person for part in parts.line)


def _moving(part: Part, language: str) -> str:
    if part.text in said(language, "or_put"):
        return "put"
    return "drawn" if part.text in said(language, "or_drawn") else ""


def _is_accounted(part: Part, kept: tuple[Kept, ...], verbs: set[str], language: str) -> bool:
    if (
        part.figure is not None
        or part.person
        or part.kind in (Kind.FILLER, Kind.KEEPER, Kind.BREAK, Kind.AMOUNT_BEFORE)
    ):
        return True
    if _is_credit(part, language) and part.verb == "credit":
        return bool(kept) and "credit" not in verbs
    if part.misspelt:
        return False
    if part.kind is Kind.VERB:
        return part.verb in DOING or (bool(_moving(part, language)) and "buy" not in verbs)
    if part.kind in (Kind.WHO_BEFORE, Kind.WHO_AFTER, Kind.FROM_ME):
        return True
    if part.kind is Kind.THEY or part.text in said(language, "customer"):
        return part.text in said(language, "customer")
    small = said(language, INTO) | said(language, OUT_OF)
    return bool(kept) and (part.text in small or part.text in said(language, "perhaps_outside"))


def _keepers(parts: Parts, typed: str, language: str) -> Iterator[Kept]:
    for at, part in enumerate(parts.line):
        keeper = part.word.keeper if part.word else None
        if keeper is not None:
            name = spelt_text(fold(keeper.name), typed)
            way = INTO if keeper.kind == "box" else _way(parts, at, keeper.affix, language)
            yield Kept(keeper.kind, name, way)


def _way(parts: Parts, at: int, affix: str, language: str) -> str:
    """Its ending says it, or what stands before it, or else what was done."""
    for way in (INTO, OUT_OF):
        if affix.strip().split(" ")[0] in said(language, way):
            return way
    before = at - 1
    while (part := parts.at(before)) is not None:
        if part.text in said(language, OUT_OF):
            return OUT_OF
        if part.text in said(language, INTO):
            return INTO
        if part.kind is not Kind.FILLER:
            break
        before -= 1
    if parts.line[at].text.startswith(tuple(f"{word} " for word in said(language, INTO))):
        return INTO
    return _way_done(parts, at, language)


def _way_done(parts: Parts, at: int, language: str) -> str:
    """By the act right before it, else by the only one."""
    acts = [(place, way) for place, part in enumerate(parts.line) if (way := _act(part))]
    before = [way for place, way in acts if place < at]
    if before or table(language)["grammar"]["verb_last"]:
        return before[-1] if before else acts[0][1] if acts else ""
    return ""  # the bank took 50: it is who did it


def _act(part: Part) -> str:
    key = part.word.beside if part.word else ""
    if key in PUT or key in ("bank_put", "box_put"):
        return INTO
    taken = key in ("drawn", "bank_drawn", "wallet_drawn") or part.verb in ("take", "got", "came")
    if taken:
        return OUT_OF
    return INTO if part.verb in PAID else ""
