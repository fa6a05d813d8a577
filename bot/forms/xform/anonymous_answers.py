"""Figures: which answers of a form say nothing but a number or a choice, and may outlive the person who gave them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element, fromstring

from bot.forms.xform.columns import PERSONAL_NAMES, PERSONAL_PRELOAD
from bot.forms.xform.xml import PRELOAD, binds_of, children, every, tag

NUMBERS = frozenset({"int", "integer", "decimal", "boolean"})
CHOICES = frozenset({"select", "select1", "rank", "trigger", "range"})
# Who she is (bot/packs/people_codes.toml): beside an area and a product it can make one person known, without a name.
WHO_SHE_IS = frozenset({"gender", "age_band", "disability"})
TAKES_WORDS = frozenset({"input", "upload", "secret"})

_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")
_ENTRY = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Figures:
    """The answers of a form that are figures. `always`: paths; `if_plain`: paths that hold what an earlier form has
    handed on, a figure only where it is a number or one of `choices`.
    """

    always: frozenset[str]
    if_plain: frozenset[str]
    choices: frozenset[str]

    def has(self, path: str, value: str) -> bool:
        """Whether this answer is a figure; what the form does not know is none."""
        plain = _ENTRY.sub("", path)
        if plain in self.if_plain:
            return value in self.choices or _NUMBER.fullmatch(value) is not None
        return plain in self.always


@lru_cache(maxsize=64)
def figures_of(xml: str) -> Figures:
    """Read from the XForm itself: old versions are kept as nothing else.

    Words, dates, places, pictures, voices and who she is are no figures, nor is a calculation that mentions one of
    them, at whatever distance.
    """
    root = fromstring(xml)
    controls = {one.get("ref", ""): tag(one) for one in root.iter() if (one.get("ref") or "").startswith("/")}
    binds = binds_of(root)
    asked = {path for path, control in controls.items() if control in CHOICES | TAKES_WORDS}
    words = {path for path in asked if not _is_figure(path, controls[path], binds.get(path))}
    words |= {path for path, bind in binds.items() if bind.get(PRELOAD) == PERSONAL_PRELOAD}
    derived = {path: bind.get("calculate", "") for path, bind in binds.items() if bind.get("calculate")}
    words |= _derived_from(words, derived)
    hidden = {path for path in binds if path not in asked and path not in derived} - words
    names = {(name.text or "").strip() for item in every(root, "item") for name in children(item, "name")}
    return Figures(frozenset((asked | derived.keys()) - words), frozenset(hidden), frozenset(names))


def _is_figure(path: str, control: str, bind: Element | None) -> bool:
    if path.rpartition("/")[2] in PERSONAL_NAMES | WHO_SHE_IS:
        return False
    return control in CHOICES or (bind is not None and bind.get("type") in NUMBERS)


def _derived_from(words: set[str], calculations: Mapping[str, str]) -> set[str]:
    """The calculations in which one of these nodes is named, or another such calculation."""
    found: set[str] = set()
    while True:
        names = "|".join(sorted({re.escape(path.rpartition("/")[2]) for path in words | found}))
        mention = re.compile(rf"(?<![\w.-])(?:{names})(?![\w.-])")
        more = {path for path, told in calculations.items() if names and mention.search(told)} - found
        if not more:
            return found
        found |= more
