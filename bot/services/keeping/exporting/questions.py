"""The questions of all forms in an export: which column each has, what its answers are, and what their codes stand for.

A question asked in baseline and check-in is one column, to be compared; each answer is read by the version of the form
that it was given to.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from bot.forms import Field, Form
from bot.forms import Kind as Asks
from bot.forms.xform.columns import Column, asks_for_a_person, below_root, columns_of, heading
from bot.forms.xform.model import Text
from bot.services.keeping.exporting.export_columns import LABEL
from bot.services.keeping.exporting.values import Kind

# In front of a question that is called as a column of ours.
QUESTION = "question-"
# Where an answer is filled into a text.
BLANK = "…"

_INDEX = re.compile(r"\[\d+\]")
_KINDS: Mapping[Asks, Kind] = {
    Asks.INTEGER: Kind.NUMBER, Asks.DECIMAL: Kind.NUMBER, Asks.RANGE: Kind.NUMBER, Asks.DATE: Kind.DATE,
    Asks.TIME: Kind.TIME, Asks.DATETIME: Kind.TIME, Asks.SELECT_ONE: Kind.CODE, Asks.SELECT_MULTIPLE: Kind.CODES,
    Asks.RANK: Kind.CODES, Asks.GEOPOINT: Kind.PLACE, Asks.NOTE: Kind.CALCULATED, Asks.HIDDEN: Kind.CALCULATED,
}  # fmt: skip


def kind_of(one: Field) -> Kind:
    """What the answers to a question are."""
    if "phone" in one.appearance:
        return Kind.PHONE
    if one.kind in (Asks.TEXT, Asks.INTEGER) and one.name != "name" and asks_for_a_person(one.name, is_text=False):
        return Kind.PHONE
    if one.calculate is not None:
        return Kind.CALCULATED
    return _KINDS.get(one.kind, Kind.TEXT)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of one version of a form of a programme."""

    programme: str
    form: Form
    field: Field

    @property
    def kind(self) -> Kind:
        return kind_of(self.field)

    @property
    def is_money(self) -> bool:
        return "money" in self.field.appearance

    def said(self, value: str | None, language: str) -> str | None:
        """What an answer of codes stands for, one or several; None for other answers."""
        if not value or self.field.choices is None:
            return None
        return "; ".join(self.label(code, language) for code in value.split())

    def words(self, language: str) -> str:
        """The question as it is asked, with a sign where answers are filled in."""
        return self._said(self.field.label, language)

    @property
    def explained(self) -> str:
        """What stands in for a text, where nobody is asked."""
        if self.field.calculate is not None:
            return f"Calculated: {self.field.calculate.source}"
        return f"The phone's or form's own: {self.field.preload}" if self.field.preload else ""

    def codes(self) -> Iterator[str]:
        """Those that the question has of itself; the answers of a repeat are none."""
        choices = self.field.choices
        if choices is not None:
            yield from dict.fromkeys(row[choices.value] for row in choices.table.rows if row.get(choices.value))

    def has(self, code: str) -> bool:
        choices = self.field.choices
        return choices is not None and bool(choices.table.where(choices.value, code))

    def label(self, code: str, language: str) -> str:
        """What one code stands for; the code itself where nobody says it."""
        choices = self.field.choices
        row = next(iter(choices.table.where(choices.value, code)), None) if choices is not None else None
        if choices is None or row is None:
            return code
        if choices.texts is None:
            return choices.table.label(row, choices.label, (language, self.form.default_language))
        text = choices.texts.get(row.get(choices.label, ""))
        return (self._said(text, language) if text is not None else "") or code

    def _said(self, text: Text, language: str) -> str:
        wanted = (language, self.form.default_language, *text.parts)
        parts = next((text.parts[one] for one in wanted if one in text.parts), ())
        return "".join(part if isinstance(part, str) else BLANK for part in parts).strip()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answers of one path go: the heading, the question's name, and whether they have a column."""

    path: str
    heading: str
    name: str
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a form, by the programme that asks it."""

    hash: str
    programme: str
    form: Form


@dataclass(slots=True)
class Questions:
    """What the answers of these versions are, the oldest first. `taken`: headings of ours, which no question gets."""

    versions: Sequence[Version]
    with_names: bool
    taken: Collection[str] = ()
    columns: dict[str, list[Column]] = field(init=False)
    headings: Mapping[str, str] = field(init=False)
    _forms: Mapping[str, Form] = field(init=False)
    _known: Mapping[tuple[str, str], Asked] = field(init=False)
    _places: dict[str, Place | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._forms = {version.hash: version.form for version in self.versions}
        self.columns = {}
        for version in self.versions:
            for column in columns_of(version.form):
                self.columns.setdefault(column.path, []).append(column)
        if not self.with_names:
            # personal in one version, personal in all
            self.columns = {path: ones for path, ones in self.columns.items() if not any(one.personal for one in ones)}
        self.headings = _headings(self.columns, self.taken)
        self._known = {
            (version.hash, path): asked
            for version in self.versions
            for path in self.columns
            if (asked := _asked(version, path)) is not None
        }

    @property
    def wide(self) -> list[str]:
        """The paths that have a column of their own, in the forms' order."""
        return [path for path in self.headings if self._is_wide(path)]

    def asked(self, path: str) -> list[Asked]:
        """A question in all versions that have it, the oldest first."""
        known = (self._known.get((version.hash, path)) for version in self.versions)
        return [one for one in known if one is not None]

    def place(self, path: str) -> Place | None:
        """Where a stored path goes; None for what stays. Millions of answers share a few paths, worked out once."""
        if path not in self._places:
            self._places[path] = self._work_out(below_root(path))
        return self._places[path]

    def _work_out(self, path: str) -> Place | None:
        plain = _INDEX.sub("", path)
        if plain not in self.columns:
            return None
        entry = self.headings[plain] if plain == path else heading(path)
        return Place(plain, entry, plain.rpartition("/")[2], path == plain and self._is_wide(plain))

    def _is_wide(self, path: str) -> bool:
        return not self.columns[path][-1].repeated

    def form(self, hash: str) -> Form | None:
        """A version by its hash."""
        return self._forms.get(hash)

    def by_version(self, hash: str | None, place: Place) -> Asked | None:
        """The question as it was asked in one version; None where that is not known."""
        return self._known.get((hash or "", place.path))


def _asked(version: Version, path: str) -> Asked | None:
    one = version.form.fields.get(f"{version.form.root}{path}")
    return Asked(version.programme, version.form, one) if one is not None and one.holds_value else None


def _headings(paths: Iterable[str], taken: Collection[str]) -> Mapping[str, str]:
    """A heading for each path, no two alike, and none that is ours, nor that of a label."""
    found: dict[str, str] = {}
    used = set(taken)
    for path in paths:
        found[path] = next(one for one in _candidates(heading(path)) if not {one, one + LABEL} & used)
        used |= {found[path], found[path] + LABEL}
    return found


def _candidates(name: str) -> Iterator[str]:
    yield name
    yield f"{QUESTION}{name}"
    yield from (f"{QUESTION}{name}-{number}" for number in count(2))
