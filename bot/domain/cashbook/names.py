"""Item and customer of a line: the words that are left over, matched with her own earlier items and customers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bot.domain.cashbook.line import Known, KnownItem
from bot.domain.cashbook.near import near, perhaps
from bot.domain.cashbook.parts import Part, Parts, texts
from bot.domain.cashbook.words import Kind, table
from bot.i18n.words import fold


@dataclass(slots=True)
class Names:
    """`items`: what the item can be, likeliest first, "" for none; `unclear`: one name that may be customer or item."""

    items: list[KnownItem] = field(default_factory=lambda: [KnownItem("")])
    who: str = ""
    pays: bool = False  # said to be the one who pays: रामले
    turned: bool = False  # who buys or pays may be somebody else: "Somchai bought", "คืนเงินลูกค้า"
    unclear: bool = False
    cost: str = ""
    sure: bool = True


def find_names(parts: Parts, typed: str, language: str, known: Known) -> Names:
    """`typed`: the line as it was typed, for the spelling of what is not known yet."""
    found = Names()
    left: list[list[Part]] = []
    for at, run in texts(parts.line, _folded(language, "grammar", "joins")):
        if _is_who(parts, at, run, known) and not found.who:
            found.who = _spelt(run, typed)
            run[0].person = True
        else:
            left.append(_without_people(run, found, typed, language, known))
    left = [run for run in left if run]
    found.cost = next((part.word.value for run in left for part in run if part.kind is Kind.COST and part.word), "")
    _settle(found, left, parts, typed, language, known)
    return found


def _settle(found: Names, left: list[list[Part]], parts: Parts, typed: str, language: str, known: Known) -> None:
    if parts.verbs & {"credit", "paid_back"} and not found.who and len(left) == 1:
        item = _known_item(_joined(left[0]), known.items)
        if not item:
            found.unclear = "paid_back" not in parts.verbs
            found.who = _spelt(left.pop(), typed) if not found.unclear else ""
    if left:
        found.items = _items(left, typed, language, known)
    if not table(language)["grammar"]["verb_last"]:
        found.turned = _is_turned(parts, known)
    found.sure = found.sure and _is_sure(found, left, parts, known)


def _is_turned(parts: Parts, known: Known) -> bool:
    """Where the verb comes early: a name before "bought", "gave" or "paid", or one after "paid back"."""
    for at, part in enumerate(parts.line):
        before, after = parts.at(at - 1), parts.at(at + 1)
        if part.verb in ("buy", "pay", "give") and before is not None and before.kind is Kind.TEXT:
            return not _known_item(before.text, known.items)
        if part.verb == "paid_back" and part.word and part.word.subject and after is not None and after.is_text:
            return before is None or not before.is_text
    return False


def _is_sure(found: Names, left: list[list[Part]], parts: Parts, known: Known) -> bool:
    """New words beside debts and home, or in two places, may be a verb that we do not know: asked."""
    is_new = bool(left) and found.items[-1] not in known.items
    money = parts.verbs & {"credit", "paid_back", "repaid", "taken_home"}
    return not (is_new and (money or len(left) > 1))


def _is_who(parts: Parts, at: int, run: Sequence[Part], known: Known) -> bool:
    """After "to" and "from", or before "owes" and "paid back"."""
    before, after = parts.at(at - 1), parts.at(at + len(run))
    if before is not None and before.kind is Kind.WHO_BEFORE:
        return not _known_item(_joined(run), known.items)
    subject = after is not None and after.word is not None and after.word.subject
    return subject and not _known_item(_joined(run), known.items)


def _without_people(run: list[Part], found: Names, typed: str, language: str, known: Known) -> list[Part]:
    """The words of a run that are no customer; Nepali says "to" and "by" at the end of the name."""
    rest: list[Part] = []
    for part in run:
        person = next(filter(None, (_person(text, known) for text in _forms(part.text, language))), "")
        ending = next((end for end in _folded(language, "markers", "who_after") if part.text.endswith(end)), "")
        stem = part.text.removesuffix(ending) if ending else ""
        if person and not found.who:
            found.who, part.person = person, True
        elif len(stem) > 1 and not found.who and not _known_item(part.text, known.items):
            found.who, part.person = _person(stem, known) or as_typed(stem, typed), True
            found.pays = ending == "ले"
            found.sure = not rest or bool(_person(stem, known))  # a name of two words is asked
        else:
            rest.append(part)
    return rest


@lru_cache(maxsize=16384)
def folded_name(name: str) -> str:
    """The names of items and customers come again with every line."""
    return fold(name)


def _person(text: str, known: Known) -> str:
    return next((name for name in known.people if folded_name(name) == text), "")


def _items(left: list[list[Part]], typed: str, language: str, known: Known) -> list[KnownItem]:
    for run in left:
        for text in _forms(_joined(run), language):
            item = _known_item(text, known.items)
            if item:
                return [item]
    text = " ".join(_joined(run) for run in left)
    new = KnownItem(" ".join(_spelt(run, typed, _folded(language, "markers", "text_after")) for run in left))
    likely = [item for item in known.items if perhaps(text, folded_name(item.name))]
    return [*likely[:1], new]


def _forms(text: str, language: str) -> list[str]:
    """The word itself, and without the ending that a sentence gives it: धागोमा."""
    stems = [text.removesuffix(end) for end in _folded(language, "markers", "text_after") if text.endswith(end)]
    return [text, *stems]


def _known_item(text: str, items: Iterable[KnownItem]) -> KnownItem | None:
    """The same word, its plural, or a misspelling that can be nothing else."""
    exact = misspelt = None
    for item in items:
        name = folded_name(item.name)
        if name in (text, text.removesuffix("s"), text.removesuffix("es")):
            exact = exact or item
        elif near(text, name):
            misspelt = misspelt or item
    return exact or misspelt


def _joined(run: Sequence[Part]) -> str:
    return "".join(part.text if part.glued or not at else " " + part.text for at, part in enumerate(run))


def _spelt(run: Sequence[Part], typed: str, endings: Iterable[str] = ()) -> str:
    words = _joined(run).split(" ")
    last = next((words[-1].removesuffix(end) for end in endings if words[-1].endswith(end)), "")
    if len(last) > 2:
        words[-1] = last
    return " ".join(as_typed(word, typed) for word in words)


def as_typed(word: str, typed: str) -> str:
    """A folded word as it stood in the line: folding loses capitals and the length of vowels."""
    for candidate in typed.split():
        if word[:1] and fold(candidate[:1]) == word[:1]:
            for end in range(len(candidate), 0, -1):
                if fold(candidate[:end]) == word:
                    return candidate[:end]
    return word.replace("\u0e4d\u0e32", "\u0e33")  # what NFKC takes apart: ํ + า is written ำ


@cache
def _folded(language: str, section: str, key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in table(language)[section][key])
