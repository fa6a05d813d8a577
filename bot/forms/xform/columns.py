"""Which columns a form's answers fill in an export, by the convention of ODK: groups are joined to names by hyphens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import fromstring

from bot.forms.xform.form import Form
from bot.forms.xform.model import Field, Kind
from bot.forms.xform.xml import PRELOAD, binds_of

# Names of questions that every pack has in common (programmes/README.md).
PERSONAL_NAMES = frozenset({"name", "phone"})
# What a question for somebody's name or number is called in other forms: owner_name, phoneOfBuyer.
PERSONAL_WORDS = frozenset(
    {"name", "names", "firstname", "lastname", "surname", "fullname", "nickname", "address", "email"}
)
PHONE_WORDS = frozenset({"phone", "telephone", "tel", "mobile", "cellphone", "whatsapp", "contact"})
NUMBER_WORDS = frozenset({"number", "no", "nr"})
# Where somebody lives, what they look and sound like.
PERSONAL_TYPES = frozenset({"geopoint", "geotrace", "geoshape", "binary"})
# Of the phone and its owner.
PERSONAL_PRELOAD = "property"

_WORD = re.compile(r"[A-Z]*[a-z]+|[A-Z]+|[^\W\d_A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One question. `path` is without the form's root: /group/name; `personal` ones leave only with the names.

    A `repeated` one has several answers in a submission: they are told apart in the long form alone.
    """

    path: str
    personal: bool
    repeated: bool

    @property
    def heading(self) -> str:
        return heading(self.path)


def heading(path: str) -> str:
    """/group/name as a heading: group-name."""
    return path.removeprefix("/").replace("/", "-")


def below_root(path: str) -> str:
    """/form/group/name without the form: /group/name, the same in every form."""
    return "/" + path.removeprefix("/").partition("/")[2]


def columns_of(form: Form) -> list[Column]:
    """The questions and calculations of a form, in its order: all that can hold a value."""
    personal = _personal(form)
    return [
        Column(below_root(path), path in personal, bool(form.plan.above[path]))
        for path, one in form.fields.items()
        if one.holds_value
    ]


def asks_for_a_person(name: str, is_text: bool) -> bool:
    """Whether a question is for somebody's name, number or address, by what it is called."""
    words = {word.lower() for word in _WORD.findall(name)}
    if name in PERSONAL_NAMES or (is_text and words & (PERSONAL_WORDS | PHONE_WORDS)):
        return True
    return bool(words & PHONE_WORDS) and words <= PHONE_WORDS | NUMBER_WORDS


def _personal(form: Form) -> set[str]:
    """What is somebody's, and what is made of it at whatever distance: calculations, defaults, answers as choices."""
    types = {
        path: bind.get("type") in PERSONAL_TYPES or bind.get(PRELOAD) == PERSONAL_PRELOAD
        for path, bind in binds_of(fromstring(form.xml)).items()
    }
    found = {path for path, one in form.fields.items() if types.get(path) or _is_personal(one)}
    while more := {path for path, one in form.fields.items() if found.intersection(_made_of(one))} - found:
        found |= more
    return found


def _is_personal(one: Field) -> bool:
    if one.kind is Kind.TEXT and "phone" in one.appearance:
        return True
    if one.calculate is not None or one.choices is not None:
        return one.name in PERSONAL_NAMES
    return asks_for_a_person(one.name, one.kind is Kind.TEXT)


def _made_of(one: Field) -> Iterator[str]:
    for expression in (one.calculate, one.dynamic_default):
        yield from expression.reads if expression is not None else ()
    if one.choices is not None and not one.choices.table.rows:
        # its choices are the answers of a repeat
        yield from one.choices.reads
