"""Small helpers to read XForm XML without its namespaces."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bot.forms.errors import FormError, Problem

JR = "{http://openrosa.org/javarosa}"
# What the phone or its owner fills in: "property" are phonenumber, username, email …
PRELOAD = JR + "preload"


def tag(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if tag(child) == name)


def every(element: Element, name: str) -> Iterator[Element]:
    """All elements of a name, at whatever depth."""
    return (one for one in element.iter() if tag(one) == name)


def binds_of(document: Element) -> dict[str, Element]:
    """What is said of each path: its type, calculation …"""
    return {bind.get("nodeset", ""): bind for bind in every(document, "bind")}


def find(element: Element, name: str) -> Element | None:
    return next(children(element, name), None)


def only(element: Element, *names: str) -> Element:
    """The element at the end of a path of names; raises FormError if it is not there."""
    for name in names:
        found = find(element, name)
        if found is None:
            raise FormError([Problem(f"This is no XForm: it has no <{name}>. Load the XLSForm again.")])
        element = found
    return element
