"""A leader's message about who is new, read: whose words are whose, and what each of them says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.groups.new_members.ages import age_of, exact_age, is_age
from bot.domain.groups.new_members.atoms import Atom, atoms_of, lines_of
from bot.domain.groups.new_members.persons import GENDERS, Doubt, Heard, NewPerson, Wanted
from bot.domain.groups.new_members.words import NO_PRODUCT, TITLES, Goods, Kind, names_of, vocabulary
from bot.i18n.locale import Locale
from bot.i18n.reading.choices import read_choice
from bot.i18n.reading.lexer import prepared
from bot.i18n.reading.outcome import Ask, Read

__all__ = ["Goods", "read_new_members", "read_of_one"]

# Stands for the name of whom something is said.
NAMELESS = "Xxx"

OF_GENDER = {
    Kind.FEMALE: "female",
    Kind.MALE: "male",
    Kind.OTHER: "other",
    Kind.OF_WOMEN: "female",
    Kind.OF_MEN: "male",
}
GENDER = frozenset({Kind.FEMALE, Kind.MALE, Kind.OTHER, Kind.UNCLEAR})
# A shorter word that no list knows names no product.
SHORTEST = 3
# What changes nothing where it stands.
NOTHING = frozenset({Kind.AROUND, Kind.SIGN, Kind.YEARS, Kind.RANGE, Kind.ABOUT})


@dataclass(slots=True)
class _Person:
    """Somebody, as what is said of her is gathered. `named`: her name; `goods`: words for what she makes."""

    line: str
    named: list[Atom] = field(default_factory=list)
    titles: list[Atom] = field(default_factory=list)
    genders: list[Atom] = field(default_factory=list)
    ages: list[Atom] = field(default_factory=list)
    products: list[Atom] = field(default_factory=list)
    goods: list[Atom] = field(default_factory=list)
    # a word that may be her name, and may be what the one before makes
    doubtful: bool = False

    @property
    def is_described(self) -> bool:
        """Whether more is known than a name."""
        return bool(self.genders or self.ages or self.products or self.goods)


def read_new_members(text: str, goods: Sequence[Goods], bands: Sequence[str], locale: Locale) -> Heard:
    """Who is new by a message. `goods`: the pack's products, `bands`: its age bands, as they are offered."""
    known = tuple(goods)
    words: list[str] = []
    people: list[_Person] = []
    for line, folded in lines_of(text):
        begins = len(people)
        for part in _parts(atoms_of(folded, vocabulary(locale.language, known))):
            _hear(part, line, people, begins, words)
    found = tuple(_person(one, known, bands, locale, words) for one in people if one.named)
    return Heard(found, tuple(words) if found else (text.strip(),))


def read_of_one(text: str, bands: Sequence[str], locale: Locale) -> NewPerson | None:
    """What words say of somebody whose name stands elsewhere; None where anything else is among them, or in doubt."""
    found = read_new_members(f"{NAMELESS} {text}", (), bands, locale).people
    sure = len(found) == 1 and found[0].name == NAMELESS and not found[0].doubts
    return found[0] if sure else None


def _parts(line: Sequence[Atom]) -> Iterator[list[Atom]]:
    """What stands between commas, or between two people who are joined by "and"."""
    part: list[Atom] = []
    for place, atom in enumerate(line):
        if atom.kind in (Kind.ENDS, Kind.AND):
            yield _as_range(part)
            part = []
        elif atom.kind is Kind.SIGN and _is_between_figures(line, place):
            part.append(Atom(Kind.RANGE, atom.text, atom.start, atom.end))
        else:
            part.append(atom)
    yield _as_range(part)


def _is_between_figures(line: Sequence[Atom], place: int) -> bool:
    beside = (*line[place - 1 : place], *line[place + 1 : place + 2])
    return line[place].text in "-~" and len(beside) == 2 and all(one.kind is Kind.NUMERAL for one in beside)


def _as_range(part: list[Atom]) -> list[Atom]:
    """Without the figure that numbers a line: "1 Malee f 54"; what is the first word of a name is a name."""
    figures = [atom for atom in part if atom.kind is Kind.NUMERAL]
    if len(figures) > 1 and part[0] is figures[0] and len(part) > 1 and part[1].kind not in (Kind.RANGE, Kind.YEARS):
        part = part[1:]
    return _named(part)


def _named(part: list[Atom]) -> list[Atom]:
    """A name that is a word too ("Honey f 40", "Rice Banda f 33"): it stands first, before a gender or an age."""
    told = [atom for atom in part if atom.kind not in NOTHING]
    if not told or told[0].kind not in {Kind.PRODUCT, Kind.SPOKEN, *TITLES}:
        return part
    first = told[0]
    describes = any(atom.kind in GENDER or is_age(atom) for atom in told[1:])
    named = [atom for atom in told[1:] if atom.kind is Kind.NAME]
    follows = told[1] if len(told) > 1 else None
    is_word = first.kind not in TITLES and follows is not None and follows.kind is Kind.NAME and describes
    if (named and not is_word) or not describes:
        return part
    return [Atom(Kind.NAME, atom.text, atom.start, atom.end) if atom is first else atom for atom in part]


def _hear(part: Sequence[Atom], line: str, people: list[_Person], begins: int, words: list[str]) -> None:
    """What a part says, of somebody new or of the one before her."""
    told = [atom for atom in part if atom.kind not in NOTHING or is_age(atom)]
    if not told:
        return
    last = people[-1] if len(people) > begins else None
    if not any(atom.kind is Kind.NAME for atom in told) or (last and told[0].kind is Kind.MAKES):
        _hear_without_a_name(told, line, last, people, words)
        return
    one = _Person(line)
    people.append(one)
    for place, atom in enumerate(told):
        if atom.kind is Kind.NAME and _begins_anew(told, place, one):
            one = _Person(line)
            people.append(one)
        _take(one, atom, told, place, words)


def _hear_without_a_name(
    told: Sequence[Atom], line: str, last: _Person | None, people: list[_Person], words: list[str]
) -> None:
    """It belongs to the one before; a product alone may be somebody's name."""
    alone = len(told) == 1 and told[0].kind is Kind.PRODUCT
    if alone and (last is None or not last.is_described):
        atom = told[0]
        named = Atom(Kind.NAME, atom.text, atom.start, atom.end)
        people.append(_Person(line, [named], doubtful=last is not None))
    elif last is not None:
        for place, atom in enumerate(told):
            _take(last, atom, told, place, words)
    else:
        words.append(" ".join(atom.text for atom in told))


def _begins_anew(told: Sequence[Atom], place: int, one: _Person) -> bool:
    """A name after all that was said of somebody, with a gender or an age behind it, is the next one's."""
    if not one.named or not one.is_described or told[place - 1].kind in (Kind.NAME, Kind.MAKES):
        return False
    rest = [atom for atom in told[place:] if atom.kind is not Kind.NAME]
    return bool(rest) and (rest[0].kind in GENDER or is_age(rest[0]))


def _take(one: _Person, atom: Atom, told: Sequence[Atom], place: int, words: list[str]) -> None:
    """One atom of somebody."""
    if atom.kind in TITLES:
        one.titles.append(atom)
    elif atom.kind in GENDER:
        one.genders.append(atom)
    elif is_age(atom):
        one.ages.append(atom)
    elif atom.kind is Kind.PRODUCT:
        one.products.append(atom)
    elif atom.kind is Kind.NAME and _is_of_name(one, told, place):
        one.named.append(atom)
    elif atom.kind is Kind.NAME:
        one.goods.append(atom)
    elif atom.kind is not Kind.MAKES:
        words.append(atom.text)


def _is_of_name(one: _Person, told: Sequence[Atom], place: int) -> bool:
    before = told[place - 1] if place else None
    if before is not None and before.kind is Kind.MAKES:
        return False
    return not one.named or (before is not None and before.kind is Kind.NAME and one.named[-1] is before)


def _person(one: _Person, goods: Sequence[Goods], bands: Sequence[str], locale: Locale, words: list[str]) -> NewPerson:
    """What is sure of somebody, and what is to be asked."""
    doubts = [Doubt(Wanted.NAME, typed=_as_typed(one))] if one.doubtful else []
    found: dict[Wanted, str | None] = {}
    readings = {
        Wanted.GENDER: _gender(one),
        Wanted.AGE: age_of(one.ages, locale, bands),
        Wanted.PRODUCT: _product(one, goods, locale, words),
    }
    for wanted, read in readings.items():
        if isinstance(read, Doubt):
            doubts.append(read)
        found[wanted] = None if isinstance(read, Doubt) else read
    values = found[Wanted.GENDER], found[Wanted.AGE], found[Wanted.PRODUCT]
    return NewPerson(_as_typed(one), *values, tuple(doubts), exact_age(one.ages, locale))


def _gender(one: _Person) -> str | Doubt | None:
    said = [atom for atom in one.genders if atom.kind is not Kind.UNCLEAR] + one.titles
    found = tuple(dict.fromkeys(OF_GENDER[atom.kind] for atom in said if atom.kind in OF_GENDER))
    if len(found) == 1:
        return found[0]
    typed = " ".join(atom.text for atom in one.genders)
    return Doubt(Wanted.GENDER, found or GENDERS, typed) if found or one.genders else None


def _product(one: _Person, goods: Sequence[Goods], locale: Locale, words: list[str]) -> str | Doubt | None:
    """A product of the pack that she named; words that name none are asked."""
    codes = tuple(dict.fromkeys(atom.value for atom in one.products))
    typed = " ".join(atom.text for atom in sorted([*one.products, *one.goods], key=lambda atom: atom.start))
    if len(codes) > 1:
        return Doubt(Wanted.PRODUCT, codes, typed)
    if not codes and len(typed) < SHORTEST:
        words.extend(atom.text for atom in one.goods)
        return None
    options = [(item.code, item.names[0]) for item in goods if item.code != NO_PRODUCT]
    read = read_choice(typed, options, locale, {item.code: tuple(names_of(item)) for item in goods})
    if codes:
        if one.goods and not (isinstance(read, Read) and read.value == codes[0]):
            words.extend(atom.text for atom in one.goods)
        return codes[0]
    if isinstance(read, Read):
        return read.value
    return Doubt(Wanted.PRODUCT, read.choices if isinstance(read, Ask) else (), typed)


def _as_typed(one: _Person) -> str:
    """Her name as it stands in the line; with capitals where it has none."""
    name = " ".join(atom.text for atom in one.named)
    pieces = re.findall(r"[^\s,;:/()|]+", one.line)
    # a word of hers is in one piece; signs that are no words may stand between
    most = 2 * len(one.named) + 1
    spans = [" ".join(pieces[start:end]) for end in range(len(pieces) + 1) for start in range(max(0, end - most), end)]
    near = [span for span in spans if prepared(span).endswith(name)]
    cuts = (span[cut:] for cut in range(max(map(len, near), default=0)) for span in near)
    typed = next((cut for cut in cuts if prepared(cut) == name), name)
    return " ".join(word.capitalize() if word.islower() else word for word in typed.split()).strip(".-")
