"""Atoms become entries: who, and what stands beside her. A figure belongs to the name that it stands beside."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.groups.report.atoms import Atom
from bot.domain.groups.report.entry import FIGURES, PEOPLE, SAYINGS, TELLING, About, Entry, Join, denies
from bot.domain.groups.report.vocabulary import DENIES_AFTER, DENIES_BEFORE, Kind


@dataclass(slots=True)
class Stretch:
    """The entries of a stretch of a line, up to a full stop, while they are made.

    `forward`: what is said of those who are named after it, and from which entry on; `each`: figures said so;
    `denied`: what says of the figures of the next that they do not count.
    """

    many: int
    columns: tuple[str, ...]
    entries: list[Entry] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    forward: Atom | None = None
    since: int = 0
    each: list[Atom] = field(default_factory=list)
    join: Join = Join.LINE
    corrects: bool = False
    denied: list[Atom] = field(default_factory=list)
    lead: list[Atom] = field(default_factory=list)

    @property
    def last(self) -> Entry | None:
        return self.entries[-1] if self.entries else None

    def begin(self, atom: Atom, about: About = About.MEMBER) -> None:
        """An entry of its own, or one more word of the name before."""
        if atom.apart and self.lead:
            self.words.append(" ".join(one.text for one in self.lead))
            self.lead = []
        last = self.last
        if about is About.MEMBER and last and self.join is Join.NOTHING and not last.values and _is_same(last, atom):
            last.who.append(atom)
        else:
            entry = Entry(about, [atom], self.lead, self.denied, self.join, self.corrects, columns=self.columns)
            self.entries.append(entry)
            self.lead, self.denied, self.corrects = [], [], False
        self.join = Join.NOTHING

    def say(self, atom: Atom, *, before_name: bool) -> None:
        """What is said of somebody: of who is named before it, where nothing is said of her yet."""
        last = self.last
        if last is None or (not last.is_bare and before_name):
            self._open(atom)
        else:
            last.values.append(atom)

    def _open(self, atom: Atom) -> None:
        if self.forward:
            self.words.append(self.forward.text)
        self.forward, self.since = atom, len(self.entries)

    def finish(self) -> None:
        """Share out what was said for several."""
        bare = [entry for entry in self.entries[self.since :] if entry.is_bare and entry.names]
        beside = [self.forward] if self.forward else self.each
        for entry in bare if beside else ():
            entry.values = [atom for atom in beside if atom.kind is not Kind.EACH]
        if self.forward and not bare:
            self.words.append(self.forward.text)
        if self.each and not bare:
            self.words.append(" ".join(atom.text for atom in self.each))
        self.words.extend(atom.text for atom in self.lead)
        _share(self.entries)


def _is_same(last: Entry, atom: Atom) -> bool:
    """Whether a word goes on with a name: a strange one does, and a family name after a strange one."""
    if atom.kind is Kind.STRANGE:
        return last.about is About.MEMBER
    return bool(last.strange) and not last.names and atom.family


def _share(entries: Sequence[Entry]) -> None:
    """What stands after several names is said of all of them where a word says so, and asked where none does."""
    first = 0
    for place, entry in enumerate(entries):
        if entry.about is not About.MEMBER or entry.has(Kind.ASKS):
            first = place + 1
        if entry.is_bare or first > place:
            continue
        run = [one for one in entries[first:place] if one.names]
        if run and (entry.has(Kind.EACH) or (entry.has(*SAYINGS) and not entry.figures)):
            for one in (*run, entry):
                one.values = [atom for atom in entry.values if atom.kind is not Kind.EACH]
        elif run:
            _leave_open(list(entries[first : place + 1]))
        first = place + 1


def _leave_open(run: list[Entry]) -> None:
    """Malee and Somchai 500: of each, or of both together? What a comma parts is not meant."""
    begin = len(run) - 1
    while begin and run[begin].join in (Join.AND, Join.NOTHING):
        begin -= 1
    together = [entry for entry in run[begin:] if entry.names]
    if len(together) < 2:
        return
    words = [f"{entry.name} &" for entry in together[:-1]] + [together[-1].typed]
    for entry in together:
        entry.open = " ".join(words)
        entry.values = list(together[-1].values)


def stretch_of(atoms: Sequence[Atom], many: int, columns: tuple[str, ...], section: Atom | None) -> Stretch:
    """The entries of a stretch that has names or figures; `many`: figures a member; `section`: what a line above says
    of all who are only named."""
    made = Stretch(many, columns)
    if section and not any(atom.kind in TELLING for atom in atoms):
        made.forward = section
    piece: list[Atom] = []
    for atom in atoms:
        if atom.kind is Kind.COMMA:
            _take(made, piece)
            piece, made.join = [], Join.COMMA
        else:
            piece.append(atom)
    _take(made, piece)
    made.finish()
    return made


def _take(made: Stretch, piece: list[Atom]) -> None:
    """What stands between commas."""
    named = PEOPLE | {Kind.OTHERS, Kind.TOTAL, Kind.CARD}
    people = [place for place, atom in enumerate(piece) if atom.kind in named or _is_card(piece, place, made.many)]
    if not people:
        _take_nameless(made, piece)
        return
    before, after = piece[: people[0]], piece[people[-1] + 1 :]
    if any(atom.kind in FIGURES for atom in before) and piece[people[-1]].kind in PEOPLE and not _tells(after):
        if any(atom.kind is Kind.EACH for atom in before):
            made.each, made.since = before, len(made.entries)
            piece = piece[people[0] :]
        elif not _is_lead(before, piece, made.many):
            piece = _turned(piece)
    _take_named(made, piece)


def _is_card(piece: Sequence[Atom], place: int, many: int) -> bool:
    """ "No 12 1550": a word that also corrects, and one figure more than a member has: the first is a card's number."""
    atom, after = piece[place], piece[place + 1 :]
    figures = sum(one.kind in FIGURES for one in piece)
    return place == 0 and atom.is_card and bool(after) and after[0].kind is Kind.NUMERAL and figures == many + 1


def _tells(atoms: Sequence[Atom]) -> bool:
    return any(atom.kind in TELLING for atom in atoms)


def _is_lead(before: Sequence[Atom], piece: Sequence[Atom], many: int) -> bool:
    """A card's number or a list's own numbering before a name that has no figures."""
    return before[0].numbered or sum(atom.kind in FIGURES for atom in piece) == 0


def _turned(piece: Sequence[Atom]) -> list[Atom]:
    """ "1200 Malee 800 Somchai" with each name before its figures."""
    found: list[Atom] = []
    waiting: list[Atom] = []
    for place, atom in enumerate(piece):
        if atom.kind not in PEOPLE:
            waiting.append(atom)
            continue
        found.append(atom)
        if place + 1 == len(piece) or piece[place + 1].kind not in PEOPLE:
            found, waiting = found + waiting, []
    return found + waiting


def _take_named(made: Stretch, piece: Sequence[Atom]) -> None:
    place = 0
    inside = False  # somebody is named in this piece
    while place < len(piece):
        atom = piece[place]
        follows = piece[place + 1] if place + 1 < len(piece) else None
        if atom.kind is Kind.CARD or (atom.kind is Kind.CORRECTS and atom.is_card and not _has_figures(made, inside)):
            place += _take_card(made, atom, follows, inside)
            inside = True
            continue
        if atom.kind in PEOPLE:
            made.begin(atom)
            inside = True
        elif atom.kind is Kind.OTHERS:
            made.begin(atom, About.OTHERS)
            inside = True
        elif atom.kind is Kind.TOTAL:
            made.begin(atom, About.TOTAL)
            inside = True
        elif atom.kind is Kind.AND:
            made.join = Join.AND
        elif atom.kind is Kind.CORRECTS:
            _correct(made, atom, follows, inside=inside)
        elif atom.kind in SAYINGS:
            named_next = follows is not None and follows.kind in PEOPLE | {Kind.AND}
            made.say(atom, before_name=named_next)
        elif not inside and atom.kind is not Kind.DASH:
            made.lead.append(atom)
        elif inside and made.last:
            made.last.values.append(atom)
        place += 1
    _give_leads(made)


def _has_figures(made: Stretch, inside: bool) -> bool:
    return inside and made.last is not None and not made.last.is_bare


def _take_card(made: Stretch, atom: Atom, follows: Atom | None, inside: bool) -> int:
    """ "No 7": the number of a card, of the one that is named before it, or of one who is not named."""
    if made.lead and not inside and atom.kind is Kind.CARD and not made.lead[0].numbered:  # "6 no"
        made.entries.append(Entry(lead=[atom, *made.lead], join=made.join, columns=made.columns))
        made.lead, made.join = [], Join.NOTHING
        return 1
    if follows is None or follows.kind is not Kind.NUMERAL:
        made.corrects = made.corrects or atom.kind is Kind.CORRECTS
        return 1
    if inside and made.last and made.last.is_bare and made.last.who:
        made.last.lead += [atom, follows]
    else:
        made.entries.append(Entry(lead=[atom, follows], join=made.join, corrects=made.corrects, columns=made.columns))
        made.corrects = False
    made.join = Join.NOTHING
    return 2


def _correct(made: Stretch, atom: Atom, follows: Atom | None, *, inside: bool) -> None:
    """Before a name the next entry is a correction; after figures the figures that follow are. What denies a figure
    goes to who has it."""
    last = made.last
    names = follows is not None and follows.kind in PEOPLE
    if last and follows and not names and (not last.is_bare or (inside and denies(atom))):
        last.values.append(atom)
        return
    made.corrects = True
    if atom.value == DENIES_AFTER and names:
        made.denied = [atom]
    elif atom.value == DENIES_BEFORE and last and inside and not last.is_bare:
        last.values.append(atom)


def _give_leads(made: Stretch) -> None:
    """ "1 Malee 1200 2 Somchai 800": where the first has a numeral before her name, so have the next."""
    if not made.entries or not made.entries[0].lead:
        return
    for entry, after in zip(made.entries, made.entries[1:], strict=False):
        if len(entry.figures) > made.many and entry.values[-1].kind is Kind.NUMERAL and not after.lead:
            after.lead.append(entry.values.pop())


def _take_nameless(made: Stretch, piece: list[Atom]) -> None:
    """Figures or a word without a name: of who was named just before it, or of a card's number."""
    piece = [atom for atom in piece if atom.kind is not Kind.AND]
    last = made.last
    figures = sum(atom.kind in FIGURES for atom in piece)
    corrects = any(atom.kind is Kind.CORRECTS for atom in piece)
    if not figures and not any(atom.kind is Kind.DASH for atom in piece):
        for atom in piece:
            if atom.kind in SAYINGS:
                made.say(atom, before_name=True)
            elif last and atom.kind not in (Kind.CORRECTS, Kind.COLUMN):
                last.values.append(atom)
        made.corrects = made.corrects or corrects
    elif last and last.about is About.MEMBER and (corrects or len(last.figures) + figures <= made.many):
        last.values += [replace(piece[0], apart=True), *piece[1:]]
    else:
        kept = [replace(atom, numbered=False) for atom in piece if atom.kind is not Kind.CORRECTS]
        made.entries.append(Entry(values=kept, join=made.join, corrects=corrects, columns=made.columns))
    made.join = Join.NOTHING
