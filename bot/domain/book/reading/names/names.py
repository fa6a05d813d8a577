"""What a line is about: the words that are left over, matched with her own items; what is strange is not sure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.domain.book.kinds import Direction
from bot.domain.book.reading.line import KnownItem
from bot.domain.book.reading.line_part import Part, Parts, texts
from bot.domain.book.reading.names.customers import By, did_after, find_who
from bot.domain.book.reading.names.her_items import Hers, folded_name
from bot.domain.book.reading.names.sure_names import DEBTS, has_strange, is_for_sale, is_sure, only_describes, words_of
from bot.domain.book.reading.names.titled import OWING, is_before_title
from bot.domain.book.reading.words.nouns import nouns
from bot.domain.book.reading.words.spelling import as_typed, joined, spelt_text
from bot.domain.book.reading.words.vocabulary import PERSONS, Kind, marked, table
from bot.i18n.reading.common_words import edges, fold

__all__ = ["Names", "find_names", "folded_name"]

# Keys of units. What holds things is a thing itself where nothing else is named: sold 5 baskets.
THINGS = frozenset(
    [
        "basket",
        "bag",
        "box",
        "bottle",
        "jar",
        "tin",
        "tray",
        "bucket",
        "basin",
        "cup",
        "glass",
        "bowl",
        "plate",
        "pair",
        "set",
        "pack",
        "roll",
        "sheet",
        "sack",
        "crate",
        "carton",
        "case",
        "can",
        "sachet",
        "pouch",
    ]
)
THEY_VERBS = frozenset({"they_buy", "they_pay", "they_take"})
RECEIVED = frozenset({"paid_back", "got", "in", "came", "they_pay"})
OWN_VERBS = frozenset({"buy", "pay", "give", "take"})  # whose subject may be somebody else


@dataclass(slots=True)
class Names:
    """`items`: what the item can be, likeliest first, "" for none; `or_who`: whose, if there is no item."""

    items: list[KnownItem] = field(default_factory=lambda: [KnownItem("")])
    who: str = ""
    by: By = By.NOBODY
    they: bool = False  # somebody else did it: Malee bought, "he paid"
    turned: bool = False  # a new word stands where that somebody would: "Dokmai bought"
    unpaid: bool = False  # who owes should stand before the verb: "has not paid"
    unpaid_by_me: bool = False  # somebody stands after it: "haven't paid Mary"
    given: bool = False  # somebody gave it to me: no word of paying
    shop: bool = False  # who is named is a shop
    or_who: str = ""
    cost: str = ""
    came: bool = False
    after: bool = False  # who is named after the verb: I paid Malee
    alike: bool = False  # the verb is spelt alike for me and for them
    household: bool = False
    verb_last: bool = False
    sure: bool = True

    @property
    def ways(self) -> list[tuple[KnownItem, str]]:
        """What it is about, and whose it is, likeliest first."""
        found = [(item, self.who) for item in self.items]
        other = [(KnownItem(""), self.or_who)] if self.or_who else []
        return [*other, *found] if self.who and self.items[0].direction is None else [*found, *other]


def find_names(parts: Parts, typed: str, language: str, own: Hers) -> Names:
    """`typed`: the line as it was typed, for the spelling of what is not known yet."""
    who = find_who(parts, typed, language, own)
    found = Names(who=who.name, by=who.by, sure=who.sure)
    left = [run for _, run in texts(parts.line, words_of(language, "grammar", "joins"))]
    found.they = who.by is By.SUBJECT or bool(parts.verbs & THEY_VERBS) or _somebody(parts, language)
    found.came = _came(parts)
    found.after = "stems" not in table(language)["verbs"] and _is_after(parts)  # else the verb says who
    found.alike = _is_alike(parts, typed, language)
    if found.came or (parts.verbs and (not parts.verbs & {"buy", "pay"} or found.they)):
        left = [_for_what(run, parts, language, own) for run in left]
    if not left:
        left = _things(parts)
    unpaid = [part for part in parts.line if part.verb == "credit"]
    unsaid = words_of(language, "markers", "unpaid") | (
        words_of(language, "markers", "unpaid_alone") if not left else set()
    )
    found.unpaid_by_me = found.after and any(part.text in unsaid for part in unpaid)
    found.unpaid = found.unpaid_by_me or any(part.word and part.word.subject for part in unpaid)
    found.given = any(_is_given(part, language) for part in parts.line)
    found.shop = _is_shop(found.who, language)
    left = _without_chatter(left, parts, typed)
    if parts.verbs & DEBTS:
        left = [run for run in left if not only_describes(run)]  # the old debt
    found.cost = next((part.word.value for run in left for part in run if part.kind is Kind.COST and part.word), "")
    found.household = any(part.kind is Kind.HOUSEHOLD for run in left for part in run)
    _settle(found, left, parts, typed, language, own)
    return found


def _without_chatter(left: list[list[Part]], parts: Parts, typed: str) -> list[list[Part]]:
    """ "Today went fine, sold soap 600": new words before a comma, where nothing was done or counted yet, say nothing.

    One word with a capital may be a name.
    """
    end = next((at for at, part in enumerate(parts.line) if part.kind is Kind.BREAK), 0)
    early = [part for part in parts.line[:end] if part.kind is not Kind.FILLER]
    if not early or not all(part.is_strange and not part.person for part in early):
        return left
    if len(early) == 1 and as_typed(early[0].text, typed)[:1].isupper():
        return left
    return [run for run in left if all(run[0] is not part for part in early)]


def _somebody(parts: Parts, language: str) -> bool:
    """ "A tourist bought", "bought from me": somebody whose name is not said. Where the verb comes early, before it."""
    if any(part.kind is Kind.FROM_ME for part in parts.line):
        return True
    early = not table(language)["grammar"]["verb_last"]
    verb = next((at for at, part in enumerate(parts.line) if part.kind is Kind.VERB), len(parts.line))
    if not early and any(part.kind is Kind.KEEPER and part.text.endswith(did_after()) for part in parts.line):
        return True
    kinds = (Kind.THEY, Kind.KEEPER) if early else (Kind.THEY,)
    return any(part.kind in kinds for part in (parts.line[:verb] if early else parts.line))


def _is_after(parts: Parts) -> bool:
    verbs = [at for at, part in enumerate(parts.line) if part.verb]
    people = [at for at, part in enumerate(parts.line) if part.person]
    return bool(verbs and people) and max(verbs) < people[0]


def _is_alike(parts: Parts, typed: str, language: str) -> bool:
    """Whether only a sign that was not typed, and is often left out, would say that I did it; "I" says so too."""
    alike = words_of(language, "markers", "alike")
    if not alike or any(
        word in words_of(language, "markers", "i") for part in parts.line for word in part.text.split()
    ):
        return False
    signs = set(table(language)["grammar"]["alike_signs"])
    signed = any(fold(word.strip(edges())) in alike and set(word) & signs for word in typed.split())
    return not signed and any(part.verb and part.text.split(" ")[-1] in alike for part in parts.line)


def _is_given(part: Part, language: str) -> bool:
    """ "Gave me", "gave on credit"; not "gave back"."""
    gave = {part.text, part.text.split(" ")[-1]} & words_of(language, "markers", "perhaps_outside")
    given_back = part.text in words_of(language, "markers", "given_back")
    return part.verb in ("they_pay", "paid_back") and bool(gave) and not given_back


def _is_shop(who: str, language: str) -> bool:
    """ "The shop", "the shop of aunt"."""
    name = fold(who)
    return bool(name) and any(
        name.startswith(place) or name.endswith(f" {place}") for place in nouns(language)["places"]
    )


def _came(parts: Parts) -> bool:
    """A cost that came in: got wages."""
    return any(one.text in marked("came") and other.kind is Kind.COST for one, other in pairwise(parts.line))


def _for_what(run: list[Part], parts: Parts, language: str, own: Hers) -> list[Part]:
    """Got money "cost of soap": the money was for soap, not a cost of soap."""
    cost_of = table(language)["grammar"]["cost_of"]
    thing = run[0].text.removeprefix(cost_of)
    if not cost_of or thing == run[0].text:
        return run
    if own.item(thing, strange=False) or (parts.verbs & RECEIVED and is_for_sale(thing, language)):
        return [Part(Kind.KNOWN, thing), *run[1:]]
    return run[1:] if not thing and len(run) > 1 and run[1].kind is Kind.KNOWN else run


def _things(parts: Parts) -> list[list[Part]]:
    held = [number for number in parts.numbers if number.unit in THINGS or not number.unit.isascii()]
    if len(held) != 1:
        return []
    held[0].unit = ""
    return [[Part(Kind.GOODS, held[0].unit_word)]]


def _settle(found: Names, left: list[list[Part]], parts: Parts, typed: str, language: str, own: Hers) -> None:
    debt = parts.verbs & OWING and not found.who and len(left) == 1
    unclear = debt and all(part.is_strange for part in left[0]) and not own.item(joined(left[0]))
    if unclear:
        unclear = not parts.verbs & {"paid_back", "repaid"}
        found.who = spelt_text(joined(left.pop()), typed) if not unclear else ""
        found.by = By.NAMED
    found.sure = found.sure and not _counts_people(parts)
    if left:
        found.items = _items(left, typed, language, own)
    thing = not found.who and len(left) == 1 and all(part.kind is Kind.GOODS for part in left[0])
    if unclear or (thing and parts.verbs & DEBTS and _owes(parts, left[0])):
        found.or_who = found.items[0].name
    elif found.who and len(left) == 1 and is_before_title(parts, left[0], language):
        found.or_who = f"{found.items[0].name} {found.who}"
    found.verb_last = table(language)["grammar"]["verb_last"]
    if not found.verb_last:
        found.turned = _is_turned(parts, own)
    loose = any(_is_loose(parts, at, left) for at, part in enumerate(parts.line) if part.kind is Kind.AND)
    vague = parts.verbs & {"made", "came"} and not parts.verbs & {"in", "got"}
    made = bool(vague and left) and not _is_for(left[0], found.items, parts, made="made" in parts.verbs)
    found.sure = found.sure and not loose and not made and is_sure(left, parts, language, own)


def _owes(parts: Parts, run: Sequence[Part]) -> bool:
    """Right before "owes" and "paid back" a thing may be a name: Ginger owes 400."""
    at = next((place for place, part in enumerate(parts.line) if part is run[-1]), None)
    after = None if at is None else parts.at(at + 1)  # what holds things stands nowhere by itself
    return after is not None and after.word is not None and after.word.subject


def _counts_people(parts: Parts) -> bool:
    """Three workers for their wages is a quantity; soap to three people is none."""
    counted = [number for number in parts.numbers if number.unit == PERSONS]
    for number in counted:
        number.unit = ""
    return bool(counted) and not any(part.kind is Kind.COST for part in parts.line)


def _is_for(run: Sequence[Part], items: Sequence[KnownItem], parts: Parts, *, made: bool) -> bool:
    """Money that came for something; "got 5 kg sugar 150" is sooner sugar that was bought."""
    start = next((at for at, part in enumerate(parts.line) if part is run[0]), 0)
    before, after = parts.at(start - 1), parts.at(start + len(run))
    if before is not None and (before.kind is Kind.AMOUNT_BEFORE or before.text in marked("from")):
        return True
    if after is not None and after.kind is Kind.AMOUNT_AFTER:
        return True
    if run[0].kind is Kind.COST:
        return True
    money = [number for number in parts.numbers if number.figure and number.figure.money]
    usual = len(items) == 1 and items[0].direction is Direction.IN
    return usual and not made and len(money) == len(parts.numbers) == 1


def _is_loose(parts: Parts, at: int, left: Sequence[Sequence[Part]]) -> bool:
    """An "and" that joins neither two things nor what was done: "sold soap and got 600", "and on Friday I sold"."""
    if any(parts.line[at] is part for run in left for part in run):
        return False
    if all(part.kind in (Kind.FILLER, Kind.BREAK) for part in parts.line[:at]):
        return False
    after = next((part for part in parts.line[at + 1 :] if part.kind not in (Kind.FILLER, Kind.BREAK)), None)
    return after is None or after.kind is not Kind.VERB


def _is_turned(parts: Parts, own: Hers) -> bool:
    """Where the verb comes early, a new word before "bought", "gave" or "paid" may be who did it."""
    for at, part in enumerate(parts.line):
        before = parts.at(at - 1)
        if part.verb in OWN_VERBS and before is not None and before.is_strange and not before.person:
            return not own.item(before.text)
    return False


def _items(left: Sequence[Sequence[Part]], typed: str, language: str, own: Hers) -> list[KnownItem]:
    for run in left:
        for text in _forms(joined(run), language):
            item = own.item(text, strange=has_strange(run))
            if item:
                return [item]
    text = " ".join(joined(run) for run in left)
    new = KnownItem(" ".join(_spelt(run, typed, words_of(language, "markers", "text_after")) for run in left))
    likely = own.like(text)
    return [likely, new] if likely else [new]


def _forms(text: str, language: str) -> list[str]:
    """The word itself, and without the ending that a sentence gives it."""
    stems = [text.removesuffix(end) for end in words_of(language, "markers", "text_after") if text.endswith(end)]
    return [text, *stems]


def _spelt(run: Sequence[Part], typed: str, endings: Iterable[str] = ()) -> str:
    words = joined(run).split(" ")
    last = next((words[-1].removesuffix(end) for end in endings if words[-1].endswith(end)), "")
    if len(last) > 2 and run[-1].is_strange:
        words[-1] = last
    return spelt_text(" ".join(words), typed)
