"""${last-saved#…}: what was answered in the form before this one; here each form is the first, as ODK has it then."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bot.forms.xform.xml import tag

_SOURCE = "jr://instance/last-saved"
_READ = re.compile(r"instance\(\s*(['\"])__last-saved\1\s*\)(?:/[\w.\-]+)+")


def is_last_saved(instance: Element) -> bool:
    """Whether an instance stands for the answers that were saved before."""
    return (instance.get("src") or "").startswith(_SOURCE)


def blank_last_saved(document: Element) -> Iterator[str]:
    """Read them as blank wherever an expression does; gives the paths whose row that is."""
    above: list[str] = []
    for element in document.iter():
        if (path := element.get("nodeset") or element.get("ref") or "").startswith("/"):
            above = [path]
        elif tag(element) == "text" and element.get("id", "").startswith("/"):
            above = [element.get("id", "").rpartition(":")[0]]
        for name, written in element.attrib.items():
            if _READ.search(written):
                element.set(name, _READ.sub("''", written))
                yield from above
