"""Entries as they are understood: whom each may be about, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.groups.report.entry import About, Entry
from bot.domain.groups.report.figures import Found, find_figures
from bot.domain.groups.report.names import Names
from bot.domain.groups.report.roster import Sheet
from bot.domain.groups.report.table import Figures, Said
from bot.domain.groups.report.vocabulary import Kind

# More strange words than a name has.
PROSE = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """`members`: whom it may be about, by place on the roster; `known`: the name says so, `near`: it is not spelt so.

    `said` is None where the figures are not sure; `choices`: what they may be. `is_words`: it says nothing of anybody;
    `left`: what stands before the name and says nothing of her.
    """

    entry: Entry
    members: tuple[int, ...] = ()
    known: bool = False
    near: bool = False
    said: Said | None = None
    figures: Figures = ()
    choices: tuple[Figures, ...] = ()
    is_words: bool = False
    left: str = ""

    @property
    def is_of_one(self) -> bool:
        """Whether one member is meant: by her name, or by it and a strange word that says nothing else."""
        return len(self.members) == 1 and (self.known or (self.entry.is_bare and bool(self.entry.names)))

    @property
    def content(self) -> tuple[Said | None, Figures, tuple[Figures, ...]]:
        return self.said, self.figures, self.choices


def is_numbering(entries: Sequence[Entry]) -> bool:
    """Whether the numerals before the names are the numbers of a list: 1, 2, 3, in whatever order."""
    leads = [entry.number.text for entry in entries if entry.who and entry.number]
    return len(leads) > 1 and set(leads) == {str(number + 1) for number in range(len(leads))}


def understood(entry: Entry, names: Names, sheet: Sheet, *, numbering: bool) -> Mention:
    """Whom an entry is about, and what it says of her."""
    if entry.about is not About.MEMBER:
        mention = _with_content(Mention(entry), sheet)
        told = entry.about is About.OTHERS and mention.said not in (None, Said.FIGURES)
        return replace(mention, is_words=not told)
    if not entry.who:
        return _by_card(entry, names, sheet)
    if entry.strange:
        return _strange(entry, names, sheet)
    members = _numbered(entry, entry.names[0].members, names, numbering=numbering)
    told = numbering or members != entry.names[0].members or not members or _is_hers(entry, members, names)
    left = "" if told else " ".join(atom.text for atom in entry.lead)
    mention = Mention(entry, members, known=True, near=entry.names[0].near, left=left)
    mention = _with_content(mention, sheet, names)
    return replace(mention, is_words=True) if entry.is_bare and mention.near else mention


def _by_card(entry: Entry, names: Names, sheet: Sheet) -> Mention:
    """A card's number and figures."""
    first, rest = (entry.number, entry.values) if entry.lead else (entry.values[0], entry.values[1:])
    if first is None or first.kind is not Kind.NUMERAL or not first.text.isdigit():
        return Mention(entry, is_words=True)
    if rest and not entry.lead and rest[0].apart:
        return Mention(entry, is_words=True)
    place = names.cards.get(int(first.text))
    if place is None:
        return replace(_with_content(Mention(entry), sheet), is_words=not entry.lead or entry.is_bare)
    known = Mention(replace(entry, lead=[first], values=rest), (place,), known=True)
    mention = replace(_with_content(known, sheet), entry=entry)
    return replace(mention, is_words=not entry.lead and mention.said is None and not mention.choices)


def _strange(entry: Entry, names: Names, sheet: Sheet) -> Mention:
    """A name that is not on the roster, with those that it may be."""
    members = entry.names[0].members if entry.names else names.nearest(entry.name)
    mention = _with_content(Mention(entry, members), sheet)
    prose = len(entry.strange) > PROSE or (entry.is_bare and not _is_said(entry))
    return replace(mention, is_words=prose and not _is_said(entry))


def _is_said(entry: Entry) -> bool:
    """Whether a member's own name is in it, as it stands on the roster: she is mentioned whatever else is there."""
    return any(not atom.near for atom in entry.names)


def _numbered(entry: Entry, members: tuple[int, ...], names: Names, *, numbering: bool) -> tuple[int, ...]:
    """The number before a name, or after it, tells who is meant, unless it is that of a list."""
    number = entry.number
    if number is None or number.numbered:
        return members
    place = names.cards.get(int(number.text))
    if place in members and place is not None:
        return (place,)
    if numbering:
        return members
    return tuple(dict.fromkeys((*members, place))) if place is not None else members


def _is_hers(entry: Entry, members: tuple[int, ...], names: Names) -> bool:
    """Whether the numeral before a name is the number of her card, or of a list."""
    number = entry.number
    return number is not None and (number.numbered or names.cards.get(int(number.text)) in members)


def _with_content(mention: Mention, sheet: Sheet, names: Names | None = None) -> Mention:
    """What is said; where several may be meant, a card's number before the figures tells who."""
    entry = mention.entry
    if entry.is_bare:
        return mention
    if not entry.figures:
        return replace(mention, said=_saying(entry, sheet))
    if names is None:
        return _with_figures(mention, _figures(entry, sheet, None))
    cards = {place: names.roster[place].card for place in mention.members}
    if len(cards) == 1:
        return _with_figures(mention, _figures(entry, sheet, next(iter(cards.values()))))
    found = _figures(entry, sheet, None)
    first = entry.figures[0].text
    told = {place: _figures(entry, sheet, card) for place, card in cards.items() if str(card) == first}
    told = {place: one for place, one in told.items() if one.choices != found.choices}
    if len(told) == 1 and not found.choices:
        place, found = next(iter(told.items()))
        mention = replace(mention, members=(place,))
    elif told:
        found = Found(tuple(dict.fromkeys(choice for one in (found, *told.values()) for choice in one.choices)))
    return _with_figures(mention, found)


def _with_figures(mention: Mention, found: Found) -> Mention:
    if mention.entry.open or not found.sure:
        return replace(mention, choices=found.choices)
    return replace(mention, said=Said.FIGURES, figures=found.choices[0])


def _saying(entry: Entry, sheet: Sheet) -> Said | None:
    """Absent, nothing or a dash; None where it is doubted, or both are said."""
    said = [one for kind, one in ((Kind.ABSENT, Said.ABSENT), (Kind.NOTHING, Said.NOTHING)) if entry.has(kind)]
    if entry.has(Kind.ASKS, Kind.UNSURE) or len(said) > 1:
        return None
    return said[0] if said else sheet.dash or Said.DASH


def _figures(entry: Entry, sheet: Sheet, card: int | None) -> Found:
    """In the order of the head line above, else in that of the form."""
    keys = [column.key for column in sheet.columns]
    everything = range(len(keys))
    order = [keys.index(key) for key in entry.columns] or everything
    found = find_figures(entry.values, order, sheet, card)
    return found if found.choices or len(order) == len(keys) else find_figures(entry.values, everything, sheet, card)
