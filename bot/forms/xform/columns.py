"""Which columns a form's answers fill in an export, by the convention of ODK: groups are joined to names by hyphens."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from bot.forms.xform.instances import leaves
from bot.forms.xform.xml import PRELOAD, binds_of, every, only

# Names of questions that every pack has in common (programmes/README.md).
PERSONAL_NAMES = frozenset({"name", "phone"})
# Where somebody lives, what they look and sound like.
PERSONAL_TYPES = frozenset({"geopoint", "geotrace", "geoshape", "binary"})
# Of the phone and its owner.
PERSONAL_PRELOAD = "property"


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


def columns_of(xml: str) -> list[Column]:
    """The questions and calculations of an XForm, in its order."""
    document = fromstring(xml)
    binds = binds_of(document)
    phones = {item.get("ref", "") for item in every(document, "input") if "phone" in item.get("appearance", "")}
    repeats = tuple(f"{repeat.get('nodeset')}/" for repeat in every(document, "repeat"))
    return [
        Column(below_root(path), _is_personal(path, binds.get(path), phones), path.startswith(repeats))
        for path in leaves(only(document, "head", "model", "instance")[0])
        if not _is_note(binds.get(path))
    ]


def _is_note(bind: Element | None) -> bool:
    return bind is not None and bind.get("readonly") == "true()" and bind.get("calculate") is None


def _is_personal(path: str, bind: Element | None, phones: set[str]) -> bool:
    named = path.rpartition("/")[2] in PERSONAL_NAMES or path in phones
    if bind is None:
        return named
    return named or bind.get("type") in PERSONAL_TYPES or bind.get(PRELOAD) == PERSONAL_PRELOAD
