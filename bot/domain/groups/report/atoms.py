"""A line of a report cut into atoms: names of the roster, figures, words, signs; what is strange stays so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.groups.report.names import Names
from bot.domain.groups.report.roster import Sheet
from bot.domain.groups.report.vocabulary import Kind, Word, endings
from bot.i18n.language_data import currency_table, money_letters
from bot.i18n.reading.lexer import Token, Vocabulary, is_letter, prepared, tokens
from bot.i18n.reading.numbers.number_words import Kind as Number
from bot.i18n.reading.numbers.numbers_read import CLOSING
from bot.i18n.scripts import is_spaceless, joining, sentence_ends

DASHES = frozenset("-x×✗✘❌")
STOPS = frozenset(";/.!")
# Other signs for the same: what parts, and brackets.
SAME_SIGNS = str.maketrans("|[]{}", ";()()")
# "1. Malee", "(2) Noi": a list's own numbering.
NUMBERING = re.compile(r"^\W*\d{1,3}[.)\]:]+\s*(?=[^\d\s])")
DOTS = re.compile(r"\.{2,}|…")
DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20|25)\d\d\b")
# Without spaces, what is written on to these makes another word of them; short ones of other kinds, too.
GLUED = frozenset({Kind.NAME, Kind.NUMBER, Kind.AROUND, Kind.HEAD, Kind.CORRECTS, Kind.STRANGE, Kind.UNIT})
SHORT = 3
# Words that change nothing of what stands beside them.
SMALL = frozenset({Kind.AND, Kind.AROUND, Kind.HEAD})
# What may stand between the two names of one person: Noi (Kham).
BETWEEN = frozenset({Kind.SIGN, Kind.TITLE, Kind.AROUND, Kind.HEAD})
MULTIPLIES = frozenset({Number.SCALE, Number.SCALE_BEFORE, Number.FRACTION, Number.AFTER, Number.POINT})
NOT_INITIALS = frozenset({Kind.AND, Kind.TITLE, Kind.AROUND, Kind.NAME, Kind.NUMERAL, Kind.DASH})


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a line, from `start` to `end`.

    `members`: whom a name names, by place on the roster; `near`: it is not spelt as there; `family`:
    it is nobody's but as a family name. `numbered`: the numeral is
    a list's own numbering. `apart`: a word that changes nothing, but is no title, stands before it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    word: Word | None = None
    members: tuple[int, ...] = ()
    near: bool = False
    family: bool = False
    numbered: bool = False
    apart: bool = False

    @property
    def is_card(self) -> bool:
        """Whether it may stand before the number of a card."""
        return self.word is not None and self.word.card

    @property
    def value(self) -> str:
        return self.word.value if self.word else ""


def days_of(text: str) -> tuple[list[str], str]:
    """Days that are written out in figures, and a message without them: no figure of anybody."""
    return DAY.findall(text), DAY.sub(" ", text)


def lines_of(text: str) -> list[str]:
    """The lines of a message, folded, without what closes an amount."""
    plain = text.translate(SAME_SIGNS)
    lines = (CLOSING.sub("", prepared(DOTS.sub(" - ", line))) for line in plain.splitlines())
    return [line for line in lines if line]


def atoms_of(line: str, names: Names, vocabulary: Vocabulary[Word], sheet: Sheet) -> list[Atom]:
    """The atoms of one line."""
    found = _glued(_cut(line, vocabulary), endings(sheet.locale.language))
    found = [_known(atom, names, sheet) for atom in _money(found)]
    return _spoken(_people(found, names, sheet), line, several=len(sheet.columns) > 1)


def _cut(line: str, vocabulary: Vocabulary[Word]) -> list[Atom]:
    found: list[Atom] = []
    at = 0
    numbering = NUMBERING.match(line)
    for token in tokens(line, vocabulary):
        at = line.index(token.text, at)
        found.extend(_atoms_of(token, at))
        at += len(token.text)
    if numbering:
        found = [
            replace(one, numbered=one.kind is Kind.NUMERAL) if one.end <= numbering.end() else one for one in found
        ]
        found = [one for one in found if one.end > numbering.end() or one.kind is Kind.NUMERAL]
    return found


def _atoms_of(token: Token[Word], start: int) -> list[Atom]:
    """One; of a numeral that a space joins, its parts: whether they are one figure is seen later. A comma that
    parts it from the name before it is none of it: ram,1010."""
    if not token.numeral:
        word = token.kind
        return [Atom(word.kind if word else _sign(token.text), token.text, start, start + len(token.text), word)]
    if token.text.startswith(","):
        mark = Atom(Kind.COMMA, ",", start, start + 1)
        return [mark, *_atoms_of(replace(token, text=token.text[1:]), start + 1)]
    spans = [match.span() for match in re.finditer(r"\S+", token.text)]
    return [Atom(Kind.NUMERAL, token.text[one:end], start + one, start + end) for one, end in spans]


def _sign(text: str) -> Kind:
    if text in DASHES:
        return Kind.DASH
    if text == "?":
        return Kind.ASKS
    if text == ",":
        return Kind.COMMA
    if text in STOPS or text in sentence_ends():
        return Kind.STOP
    return Kind.STRANGE if any(map(is_letter, text)) else Kind.SIGN


def _glued(line: Sequence[Atom], ends: Sequence[str]) -> list[Atom]:
    """Letters that are written on to a word, where no spaces part words, make another word of both. `ends`: what is
    written on to a name."""
    found: list[Atom] = []
    for atom in line:
        last = found[-1] if found else None
        if last and last.end == atom.start and _makes_one(last, atom, ends):
            found[-1] = Atom(Kind.STRANGE, last.text + atom.text, last.start, atom.end)
            if len(found) > 1 and found[-2].kind is Kind.STRANGE and found[-2].end == last.start:
                found[-2:] = [Atom(Kind.STRANGE, found[-2].text + found[-1].text, found[-2].start, atom.end)]
        else:
            found.append(atom)
    return found


def _makes_one(last: Atom, atom: Atom, ends: Sequence[str]) -> bool:
    if last.text[-1] in joining() and atom.text[0] in joining():
        # two names are a third one's: Hari and Maya, Harimaya; and small words that say nothing alone may be a name
        if last.kind is Kind.TITLE:
            return atom.kind in SMALL and atom.text not in ends
        return last.kind is atom.kind is Kind.NAME or (last.kind in SMALL and atom.kind in {*SMALL, Kind.TITLE})
    if not is_spaceless(atom.text) or not is_spaceless(last.text):
        return False
    if last.kind is Kind.STRANGE and atom.kind is Kind.NAME:
        return True
    return atom.kind is Kind.STRANGE and (
        last.kind in GLUED or (len(last.text) <= SHORT and last.kind is not Kind.TITLE)
    )


def _money(line: Sequence[Atom]) -> list[Atom]:
    """Before a figure a letter that also means a thousand is money: K500."""
    follows = [*(atom.kind for atom in line[1:]), None]
    return [
        replace(atom, kind=Kind.CURRENCY, word=Word(Kind.CURRENCY, money_letters()[atom.text]))
        if atom.text in money_letters() and after is Kind.NUMERAL and not _is_after_numeral(line, place)
        else atom
        for place, (atom, after) in enumerate(zip(line, follows, strict=True))
    ]


def _is_after_numeral(line: Sequence[Atom], place: int) -> bool:
    return place > 0 and line[place - 1].kind is Kind.NUMERAL


def _known(atom: Atom, names: Names, sheet: Sheet) -> Atom:
    """Whose name it is; of a strange word, whose it nearly is."""
    if atom.kind is Kind.NAME:
        return _named(atom, names, atom.text)
    if atom.kind is not Kind.STRANGE:
        return atom
    for end in endings(sheet.locale.language):
        if atom.text.endswith(end) and names.called(stem := atom.text.removesuffix(end)):
            return _named(atom, names, stem)
    near = names.near(atom.text)
    return replace(atom, kind=Kind.NAME, members=near.members, near=True) if near.sure else atom


def _named(atom: Atom, names: Names, name: str) -> Atom:
    members, family = names.called(name), names.is_family(name)
    return Atom(Kind.NAME, atom.text, atom.start, atom.end, atom.word, members, family=family)


def _people(line: Sequence[Atom], names: Names, sheet: Sheet) -> list[Atom]:
    """A given name with its family name, or the beginning of it, is one person's."""
    found: list[Atom] = []
    for place, atom in enumerate(line):
        last = next((one for one in reversed(found) if one.kind not in BETWEEN), None)
        both: tuple[int, ...] = ()
        if last and last.kind is Kind.NAME:
            both = _both(last, atom, names)
            if not both and found[-1] is last and not _is_money(line[place : place + 2], sheet):
                both = _begun(last, atom, names)
        if last and both:
            text = f"{last.text} {atom.text}"
            one = replace(last, text=text, end=atom.end, members=both, near=last.near and atom.near, family=False)
            found[found.index(last) :] = [one]
        else:
            found.append(atom)
    return found


def _both(last: Atom, atom: Atom, names: Names) -> tuple[int, ...]:
    if atom.kind is not Kind.NAME:
        return ()
    first = last.members if last.near or " " in last.text else names.holders(last.text) or last.members
    second = atom.members if atom.near else names.holders(atom.text) or atom.members
    return tuple(place for place in first if place in second) if last.text != atom.text else ()


def _begun(last: Atom, atom: Atom, names: Names) -> tuple[int, ...]:
    """Noi K: one letter, whatever it means elsewhere, or a strange word."""
    letter = len(atom.text) == 1 and atom.kind not in NOT_INITIALS and is_letter(atom.text)
    if not letter and atom.kind is not Kind.STRANGE:
        return ()
    return found if len(found := names.of_family(last.members, atom.text)) == 1 else ()


def _is_money(beside: Sequence[Atom], sheet: Sheet) -> bool:
    """K 500: before a figure the letter of the money is no initial."""
    before = currency_table().get(sheet.currency, {}).get("before", ())
    return beside[0].text in before and len(beside) > 1 and beside[1].kind is Kind.NUMERAL


def _spoken(line: Sequence[Atom], text: str, *, several: bool) -> list[Atom]:
    """Figures with words in them: five hundred and twenty, 2 thousand 500, 5k. `several`: figures stand side by side,
    and a numeral after a word is the next one."""
    found: list[Atom] = []
    at = 0
    while at < len(line):
        end = _end_of_spoken(line, at, several=several)
        if end > at:
            first, last = line[at], line[end - 1]
            found.append(Atom(Kind.SPOKEN, text[first.start : last.end], first.start, last.end))
            at = end
        else:
            found.append(line[at])
            at += 1
    return found


def _end_of_spoken(line: Sequence[Atom], at: int, *, several: bool) -> int:
    """Where a figure that begins here and has a word ends; `at` where there is none."""
    scaled = line[at].kind is Kind.NUMERAL and at + 1 < len(line) and _multiplies(line[at + 1])
    if line[at].kind is not Kind.NUMBER and not scaled:
        return at
    end = at + 1
    while end < len(line):
        follows = line[end + 1].kind if end + 1 < len(line) else None
        joins = line[end].kind is Kind.AND and follows is Kind.NUMBER
        figure = line[end].kind is Kind.NUMERAL and _takes_numeral(line[end - 1], several=several)
        if line[end].kind is not Kind.NUMBER and not joins and not figure:
            break
        end += 1
    return end


def _takes_numeral(atom: Atom, *, several: bool) -> bool:
    """Whether a numeral after this word is of the same figure: half more than 4; and 2 thousand 500, where one figure
    a member is asked."""
    shifts = atom.word is not None and atom.word.number is Number.BEFORE
    return shifts or (_multiplies(atom) and not several)


def _multiplies(atom: Atom) -> bool:
    return atom.word is not None and atom.word.number in MULTIPLIES
