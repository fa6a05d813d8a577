"""What kind of question an element of the form's body is."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from bot.forms.errors import ExpressionError
from bot.forms.xform.model import Kind
from bot.forms.xform.search import Search, search_of
from bot.forms.xform.xml import JR, tag

_BY_TYPE = {
    "int": Kind.INTEGER, "integer": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "time": Kind.TIME,
    "dateTime": Kind.DATETIME, "geopoint": Kind.GEOPOINT, "barcode": Kind.BARCODE,
}  # fmt: skip
_BY_TAG = {
    "select1": Kind.SELECT_ONE, "select": Kind.SELECT_MULTIPLE, "rank": Kind.RANK, "trigger": Kind.ACKNOWLEDGE,
    "range": Kind.RANGE, "group": Kind.GROUP, "repeat": Kind.REPEAT,
}  # fmt: skip
_BY_MEDIUM = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
_ON_A_MAP = {"geotrace": "A line on a map", "geoshape": "An area on a map"}
_LEFT_OUT = "{what} cannot be answered in a chat: it is not asked, and stays empty."
_NEEDED = (
    "{what} cannot be answered in a chat; ask for a place (geopoint) instead, or take away that it is required:"
    " then it is left out."
)


@dataclass(frozen=True, slots=True)
class Control:
    """An element of the body with the path that it asks for. refusal: a sentence if a chat cannot carry it; left_out:
    one if it can do without. search: where its choices are from, if they are looked for in a table.
    """

    path: str
    kind: Kind
    element: Element
    count: str | None = None
    limits: tuple[float, float, float] | None = None
    refusal: str = ""
    left_out: str = ""
    search: Search | None = None


def control_of(element: Element, binds: Mapping[str, Element]) -> Control | None:
    """The control that an element is, None if it is none (a label, a hint) or has no path of its own."""
    name = tag(element)
    path = element.get("nodeset") if name == "repeat" else element.get("ref")
    if not path or name not in (*_BY_TAG, "input", "upload", "secret"):
        return None
    bind = binds.get(path)
    kind_of_data = (bind.get("type") or "string") if bind is not None else "string"
    readonly = bind is not None and (bind.get("readonly") or "").strip() == "true()"
    refusal = left_out = ""
    if what := _ON_A_MAP.get(kind_of_data):
        required = bind is not None and (bind.get("required") or "false()").strip() != "false()"
        refusal, left_out = (_NEEDED.format(what=what), "") if required else ("", _LEFT_OUT.format(what=what))
    if element.get("query"):
        refusal = "select_one_external cannot be used; use select_one_from_file with the list as a .csv table."
    search = None
    try:
        search = search_of(element.get("appearance") or "")
    except ExpressionError as error:
        refusal = str(error)
    return Control(
        path=path,
        kind=Kind.HIDDEN if left_out else _kind(element, name, kind_of_data, readonly),
        element=element,
        count=element.get(JR + "count"),
        limits=_limits(element) if name == "range" else None,
        refusal=refusal,
        left_out=left_out,
        search=search,
    )


def _kind(element: Element, name: str, kind_of_data: str, readonly: bool) -> Kind:
    if name == "upload":
        return _BY_MEDIUM.get((element.get("mediatype") or "").partition("/")[0], Kind.FILE)
    if name in ("select", "select1") and "label" in (element.get("appearance") or "").split():
        return Kind.HIDDEN  # the heading of a table on a screen: it shows the choices of the questions below it
    if name in _BY_TAG:
        return _BY_TAG[name]
    return Kind.NOTE if readonly else _BY_TYPE.get(kind_of_data, Kind.TEXT)


def _limits(element: Element) -> tuple[float, float, float]:
    start, end, step = (
        float(element.get(name) or default) for name, default in (("start", 0), ("end", 10), ("step", 1))
    )
    return min(start, end), max(start, end), abs(step) or 1.0
