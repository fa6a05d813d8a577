"""A form as it is once loaded: its questions, texts and lists of choices. Immutable; the answers are in session.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.forms.xpath.choice_tables import Row, Table
from bot.forms.xpath.env import Env, Expression, Run
from bot.forms.xpath.values import string


class Kind(StrEnum):
    """What a node of the form is to the person who answers."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    RANGE = "range"
    ACKNOWLEDGE = "acknowledge"
    GEOPOINT = "geopoint"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    BARCODE = "barcode"
    NOTE = "note"
    REPEAT = "repeat"  # "another one?", answered yes or no
    GROUP = "group"
    HIDDEN = "hidden"  # calculate, hidden, metadata: never asked


SELECTS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})
UNASKED = frozenset({Kind.NOTE, Kind.GROUP, Kind.HIDDEN})


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the form by language code ("" where the form names no language), with a slot for a picture and a
    recording.
    """

    parts: Mapping[str, tuple[str | Expression, ...]]
    media: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # "image" | "audio" | "video" → language → file

    @property
    def is_dynamic(self) -> bool:
        """Whether answers are filled in."""
        return any(not isinstance(part, str) for parts in self.parts.values() for part in parts)

    def show(self, env: Env) -> str:
        """The text in the first language of `env` that has it, with the answers filled in."""
        for language in env.languages:
            if (parts := self.parts.get(language)) is not None:
                return _filled(parts, env)
        return _filled(next(iter(self.parts.values()), ()), env)

    def file(self, medium: str, env: Env) -> str | None:
        """The picture or recording in the first language of `env` that has one."""
        files = self.media.get(medium)
        if not files:
            return None
        return next((files[language] for language in env.languages if language in files), next(iter(files.values())))


def _filled(parts: Sequence[str | Expression], env: Env) -> str:
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    return "".join(part if isinstance(part, str) else _said(part, env) for part in parts).strip()


def _said(part: Expression, env: Env) -> str:
    said = string(part.run(env))
    if env.holes and said in ("", "NaN") and part.reads:
        return "".join(f"⟨{name}⟩" for name in sorted(path.rpartition("/")[2] for path in part.reads))
    return said


NO_TEXT = Text({})


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: `name` is the value, the rest is shown."""

    name: str
    label: str
    image: str | None = None
    audio: str | None = None


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """Where a question takes its choices from.

    table: where the rows come from, empty if they are the answers of a repeat. rows: those that the filter lets
    through. reads: paths that the filter looks at. shared: the table holds more than this question's choices. texts:
    the labels by id if they are in the form, None if they are columns of the table. seed: what to mix them by, where
    the form says so.
    """

    table: Table
    rows: Callable[[Env], Sequence[Row]]
    reads: frozenset[str]
    filtered: bool
    shared: bool
    value: str = "name"
    label: str = "label"
    texts: Mapping[str, Text] | None = None
    dynamic: bool = False  # answers are filled into the labels
    shuffled: bool = False
    seed: Run | None = None
    _always: dict[tuple[str, ...], tuple[Choice, ...]] = field(default_factory=dict, repr=False, compare=False)

    def now(self, env: Env) -> tuple[Choice, ...]:
        """The choices that the filter lets through, in the table's order; made once where nothing can change them."""
        if self.filtered or self.dynamic:
            return tuple(self.choice(row, env) for row in self.rows(env))
        languages = tuple(env.languages)
        if languages not in self._always:
            self._always[languages] = tuple(self.choice(row, env) for row in self.table.rows)
        return self._always[languages]

    def names(self, env: Env) -> set[str]:
        return {row.get(self.value, "") for row in self.rows(env)}

    def holds(self, name: str, env: Env) -> bool:
        """Whether `name` can be chosen now."""
        if not self.filtered:
            return bool(self.table.where(self.value, name))
        return any(row.get(self.value) == name for row in self.rows(env))

    def label_of(self, name: str, env: Env) -> str:
        """The label of a choice, filtered away or not; the name itself if there is none any more."""
        found = self.table.where(self.value, name)
        if len(found) != 1:  # answers as choices, or a name used twice: the filter knows which
            found = [row for row in self.rows(env) if row.get(self.value) == name] or found
        return self.choice(found[0], env).label if found else name

    def choice(self, row: Row, env: Env) -> Choice:
        name = row.get(self.value, "")
        if self.texts is None:
            return Choice(
                name,
                self.table.label(row, self.label, env.languages),
                row.get("image") or None,
                row.get("audio") or None,
            )
        text = self.texts.get(row.get(self.label, ""), NO_TEXT)
        return Choice(name, text.show(env) or name, text.file("image", env), text.file("audio", env))


@dataclass(frozen=True, slots=True)
class Field:
    """A node of the form. Paths here carry no entry numbers: /data/members/age."""

    path: str
    kind: Kind
    parent: str
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    appearance: str = ""
    integral: bool = False  # a range that holds whole numbers
    default: str = ""
    dynamic_default: Expression | None = None
    preload: str = ""  # metadata: start, end, today, deviceid …
    relevant: Expression | None = None
    required: Expression | None = None
    required_message: Text = NO_TEXT
    constraint: Expression | None = None
    constraint_message: Text = NO_TEXT
    calculate: Expression | None = None
    readonly: Expression | None = None
    choices: ChoiceList | None = None
    count: Expression | None = None  # of a repeat
    limits: tuple[float, float, float] | None = None  # of a range: lowest, highest, step
    sets: tuple[tuple[str, Expression], ...] = ()  # what an answer here sets, by path, at the moment it is given
    is_set: bool = False  # by an answer to another question

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def holds_value(self) -> bool:
        """Whether a value can stand here: groups have none, nor what only tells something."""
        given = self.default or self.dynamic_default is not None or self.calculate is not None or self.is_set
        return self.kind not in (Kind.GROUP, Kind.REPEAT) and (self.kind is not Kind.NOTE or bool(given))


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part of the form that is asked several times, with what is in it."""

    path: str
    items: tuple["str | Repeat", ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is to be asked now, in the session's language. Paths of entries carry their number:
    /data/members[2]/age.

    value: the present answer or the default, '' if none. notes: texts to show before it. choices: as the filters allow
    now. entries: the entries of repeats that it is in, outermost first, each with the repeat's label: (("Member", 2),).
    """

    path: str
    name: str
    kind: Kind
    label: str
    hint: str
    required: bool
    value: str
    choices: tuple[Choice, ...]
    notes: tuple[str, ...]
    appearance: str
    image: str | None
    audio: str | None
    limits: tuple[float, float, float] | None
    required_message: str | None
    constraint_message: str | None
    entries: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the review. `display` has the labels of what was chosen; numbers and dates are as in `value`.

    The line of a repeat says "no" to another entry; to go there is to add one. entries: as in a question.
    """

    path: str
    label: str
    value: str
    display: str
    kind: Kind
    entries: tuple[tuple[str, int], ...] = ()
