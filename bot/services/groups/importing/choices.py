"""Codes as people write them in a roster: the code, what it is called in any of the programme's languages, or both."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from bot.domain.groups.new_members.persons import age_called, gender_called
from bot.forms import Field, Table
from bot.i18n.languages import SOURCE, language_file
from bot.i18n.reading.common_words import fold
from bot.packs import Pack, places
from bot.packs.needed_questions import codes_of_people
from bot.services.groups.importing.columns import WORDS
from bot.services.groups.members.adding import How

# "Dedza (MW-DE)"
_WITH_CODE = re.compile(r"(.*?)\s*\(([^()]+)\)")
# So many are all named; of more the sheet of the template is.
FEW = 8
NEAR = 75


@dataclass(frozen=True, slots=True)
class Choice:
    """A code, what is shown of it, and its other names."""

    code: str
    shown: str
    names: tuple[str, ...]

    @property
    def written(self) -> str:
        """As it stands in the lists of the template."""
        return f"{self.shown} ({self.code})"


class Unknown(Exception):
    """There is no such code; the message is the end of a sentence that says what to write."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The codes of a column, and the sheet of the template that lists them."""

    sheet: str
    of: Mapping[str, Choice]
    _by_name: dict[str, list[Choice]] = field(default_factory=dict, repr=False)

    @classmethod
    def made(cls, sheet: str, choices: Iterable[Choice]) -> "Choices":
        made = cls(sheet, {one.code: one for one in choices})
        for one in made.of.values():
            for name in {fold(name) for name in (one.shown, *one.names)}:
                made._by_name.setdefault(name, []).append(one)
        return made

    def find(self, text: str) -> str:
        """The code that is meant. Raises Unknown, never takes the nearest."""
        folded = fold(text)
        by_code = next((one for one in self.of.values() if fold(one.code) == folded), None)
        if by_code is not None:
            return by_code.code
        called = self._by_name.get(folded, []) or self._with_code(text)
        if len(called) == 1:
            return called[0].code
        if called:
            raise Unknown(f"can be several; write one of: {_listed(called)}.")
        raise Unknown(f"is not known here; {self._advice(folded)}")

    def _with_code(self, text: str) -> Sequence[Choice]:
        """A name with a code behind it: the one of which both are right, else those of which one is."""
        parted = _WITH_CODE.fullmatch(text.strip())
        if parted is None:
            return ()
        named, code = self._by_name.get(fold(parted[1]), []), fold(parted[2])
        both = [one for one in named if fold(one.code) == code]
        return both or [*named, *(one for one in self.of.values() if named and fold(one.code) == code)]

    def _advice(self, folded: str) -> str:
        if len(self.of) <= FEW:
            return f"write one of: {_listed(self.of.values())}."
        near = process.extractOne(folded, list(self._by_name), scorer=fuzz.ratio, score_cutoff=NEAR)
        if near is not None:
            return f"is {_listed(self._by_name[near[0]])} meant? Then write that."
        return f"write one of the sheet {self.sheet} of the template."


def _listed(choices: Iterable[Choice]) -> str:
    return ", ".join(one.written for one in choices)


def choices_of(pack: Pack) -> Mapping[str, Choices]:
    """The choices of each column of codes, by its key."""
    people = {
        name: Choices.made("codes", _of_people(pack, name, codes))
        for name, codes in codes_of_people(pack.programme).items()
    }
    areas = Choices.made("areas", _of_table(pack, pack.areas))
    products, how = Choices.made("products", _of_table(pack, pack.products)), Choices.made("codes", _of_telling(pack))
    return {"area": areas, "product": products, "told_how": how, **people}


def _of_table(pack: Pack, table: Table) -> Iterator[Choice]:
    speaks = pack.programme.languages
    for row in table.rows:
        labels = [table.label(row, "label", (language,)) for language in speaks]
        yield Choice(row["name"], _apart(pack, table, row, labels[0]), (*labels, *_also(row)))


def _also(row: Mapping[str, str]) -> list[str]:
    return [name for name in (row.get("aka") or "").split("|") if name]


def _apart(pack: Pack, table: Table, row: Mapping[str, str], label: str) -> str:
    """Where an area is, beside what it is called."""
    above, language = row.get("parent"), pack.programme.languages[0]
    return f"{label}, {places.label(pack, table, above, language)}" if above else label


def _of_people(pack: Pack, name: str, codes: Sequence[str]) -> Iterator[Choice]:
    """By what the pack's own form calls them, where it has one that asks."""
    asked = next((one for form in pack.forms.values() for one in form.fields.values() if one.name == name), None)
    for code in codes:
        speaks = tuple(dict.fromkeys((*pack.programme.languages, SOURCE)))
        called = [_CALLED[name](code, language) for language in speaks] if name in _CALLED else []
        labels = [*_labels(asked, code, speaks), *called]
        yield Choice(code, next(iter(labels), code), tuple(labels))


def _of_telling(pack: Pack) -> Iterator[Choice]:
    for one in How:
        labels = [language_file(language, WORDS)["told_how"][one] for language in (*pack.programme.languages, SOURCE)]
        yield Choice(one, labels[0], tuple(labels))


_CALLED = {"gender": gender_called, "age_band": age_called}


def _labels(asked: Field | None, code: str, speaks: Sequence[str]) -> list[str]:
    """What a choice is called in these languages, as far as the form says it."""
    choices = asked.choices if asked is not None else None
    rows = choices.table.where("name", code) if choices is not None else ()
    if choices is None or choices.texts is None or not rows:
        return []
    text = choices.texts.get(rows[0].get(choices.label, ""))
    said = [] if text is None else [text.parts.get(language, ()) for language in dict.fromkeys(speaks)]
    return [" ".join(part for part in parts if isinstance(part, str)) for parts in said if parts]
