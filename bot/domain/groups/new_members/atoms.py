"""A line about who is new, cut into atoms: known words, figures, signs, and names, which nothing knows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.groups.new_members.words import TITLES, Kind, Word
from bot.i18n.reading.lexer import Token, Vocabulary, is_letter, prepared, tokens
from bot.i18n.scripts import is_spaceless, sentence_ends

# "1. Malee", "(2) Noi": a list's own numbering.
NUMBERING = re.compile(r"^\W*\d{1,3}[.)\]:]+\s*(?=[^\d\s])")
ENDS = frozenset(",;|/")
# Where no spaces part words, what is written on to one of these makes another word of both: a name, most often.
GLUED = frozenset({Kind.FEMALE, Kind.MALE, Kind.PRODUCT, Kind.SPOKEN, Kind.YEARS, Kind.UNCLEAR, Kind.VAGUE, Kind.NAME})
SHORT = 3
NEVER_GLUED = frozenset({Kind.MAKES, Kind.AND, Kind.ENDS, Kind.SIGN, Kind.NUMERAL})


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a line; `value`: the code of a product; `end`: where it ends."""

    kind: Kind
    text: str
    start: int
    end: int
    value: str = ""


def lines_of(text: str) -> Iterator[tuple[str, str]]:
    """Each line as it was typed, and folded without its numbering."""
    for line in text.splitlines():
        folded = NUMBERING.sub("", prepared(line))
        if folded:
            yield line, folded


def atoms_of(line: str, vocabulary: Vocabulary[Word]) -> list[Atom]:
    """The atoms of a folded line."""
    found: list[Atom] = []
    at = 0
    for token in tokens(line, vocabulary):
        at = line.index(token.text, at)
        for atom in _atoms(token, at):
            _add(found, atom)
        at += len(token.text)
    return _spoken(found, line)


def _atoms(token: Token[Word], start: int) -> Iterator[Atom]:
    """One; a numeral that a space joins is several: "1 200" is an age and something else."""
    if token.numeral:
        for match in re.finditer(r"\d+", token.text):
            yield Atom(Kind.NUMERAL, match[0], start + match.start(), start + match.end())
        return
    word = token.kind
    kind = word.kind if word else _sign(token.text)
    yield Atom(kind, token.text, start, start + len(token.text), word.value if word else "")


def _sign(text: str) -> Kind:
    if text in ENDS or text in sentence_ends():
        return Kind.ENDS
    return Kind.NAME if any(map(is_letter, text)) else Kind.ABOVE if text == "+" else Kind.SIGN


def _add(found: list[Atom], atom: Atom) -> None:
    last = found[-1] if found else None
    if last and last.end == atom.start and _makes_one(last, atom):
        found[-1] = Atom(Kind.NAME, last.text + atom.text, last.start, atom.end)
    else:
        found.append(atom)


def _makes_one(last: Atom, atom: Atom) -> bool:
    if not (is_spaceless(last.text) and is_spaceless(atom.text)) or NEVER_GLUED & {last.kind, atom.kind}:
        return False
    if last.kind is Kind.NAME:
        return True
    if last.kind in TITLES:
        return atom.kind is Kind.NAME and len(atom.text) == 1
    return atom.kind is Kind.NAME and (last.kind in GLUED or len(last.text) <= SHORT)


def _spoken(line: Sequence[Atom], text: str) -> list[Atom]:
    """A figure in several words is one: fifty and four."""
    found: list[Atom] = []
    for place, atom in enumerate(line):
        last = found[-1] if found else None
        joins = atom.kind is Kind.AND and line[place + 1 : place + 2] and line[place + 1].kind is Kind.SPOKEN
        if last and last.kind is Kind.SPOKEN and (atom.kind is Kind.SPOKEN or joins):
            found[-1] = Atom(Kind.SPOKEN, text[last.start : atom.end], last.start, atom.end)
        else:
            found.append(atom)
    return found
