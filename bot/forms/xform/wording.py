"""Wording: what the questions of a form say, so that only answers to the same question are compared.

Read from the XForm itself, since the versions that people answered long ago are kept as nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element, fromstring

from bot.forms.xform.itext import Itext, read_itext, reference_of
from bot.forms.xform.xml import find, only

UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked, in the form's own language; `counts_units` if it names the unit that people chose."""

    words: str
    counts_units: bool


@lru_cache(maxsize=64)
def wordings(xml: str) -> Mapping[str, Asked]:
    """What a form asks, by the question's name."""
    root = fromstring(xml)
    itext = read_itext(only(root, "head", "model"))
    found = {}
    for control in root.iter():
        path = control.get("ref", "")
        if path.startswith("/") and find(control, "label") is not None:
            label, hint = (_words(find(control, part), itext) for part in ("label", "hint"))
            found[path.rpartition("/")[2]] = Asked(" ".join(label.split()), f"{{{UNIT}" in label + hint)
    return found


def _words(part: Element | None, itext: Itext) -> str:
    """In the form's own language."""
    if part is None:
        return ""
    if (key := reference_of(part)) is None:
        return _plain(part)
    values = itext.values.get(key, {}).get(itext.default, ())
    return next((_plain(value) for value in values if value.get("form") is None), "")


def _plain(element: Element) -> str:
    """The text, with the names of the answers that are filled in: {unit}."""
    pieces = [element.text or ""]
    for inner in element:
        name = inner.get("value", "").strip().rpartition("/")[2]
        pieces += [f"{{{name}}}", inner.tail or ""]
    return "".join(pieces)
