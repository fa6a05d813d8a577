"""Wording: what the questions of a form say, so that only answers to the same question are compared.

Read from the XForm itself, since the versions that people answered long ago are kept as nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as Xml

UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked, in the form's own language; `counts_units` if it names the unit that people chose."""

    words: str
    counts_units: bool


@lru_cache(maxsize=64)
def wordings(xml: str) -> Mapping[str, Asked]:
    """What a form asks, by the question's name."""
    root = Xml.fromstring(xml)
    texts = _texts(root)
    found = {}
    for control in root.iter():
        path = control.get("ref", "")
        if path.startswith("/") and _part(control, "label") is not None:
            label, hint = (_words(_part(control, part), texts) for part in ("label", "hint"))
            found[path.rpartition("/")[2]] = Asked(" ".join(label.split()), f"{{{UNIT}" in label + hint)
    return found


def _texts(root: Xml.Element) -> Mapping[str, str]:
    """The texts of the form's own language by their ids."""
    languages = list(root.findall(".//{*}translation")) or [Xml.Element("none")]
    own = next((one for one in languages if one.get("default") == "true()"), languages[0])
    return {text.get("id", ""): _plain(value) for text in own for value in text if value.get("form") is None}


def _part(control: Xml.Element, name: str) -> Xml.Element | None:
    return control.find(f"{{*}}{name}")


def _words(part: Xml.Element | None, texts: Mapping[str, str]) -> str:
    if part is None:
        return ""
    reference = part.get("ref", "")
    return texts.get(reference.removeprefix("jr:itext('").removesuffix("')"), "") if reference else _plain(part)


def _plain(element: Xml.Element) -> str:
    """The text, with the names of the answers that are filled in: {unit}."""
    pieces = [element.text or ""]
    for inner in element:
        name = inner.get("value", "").strip().rpartition("/")[2]
        pieces += [f"{{{name}}}", inner.tail or ""]
    return "".join(pieces)
