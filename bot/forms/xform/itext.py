"""The texts of a form in its languages, with the places where answers are filled in."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from xml.etree.ElementTree import Element

from bot.forms.xform.markup import plain_words
from bot.forms.xform.model import NO_TEXT, Text
from bot.forms.xform.xml import children, find, tag
from bot.forms.xpath.choice_tables import language_code
from bot.forms.xpath.compile import Compiler
from bot.forms.xpath.env import Expression
from bot.i18n.languages import language_names, languages

_REFERENCE = re.compile(r"^\s*jr:itext\(\s*['\"](.+?)['\"]\s*\)\s*$", re.DOTALL)
_MISSING = "-"  # what pyxform writes where a language has no text


@dataclass(frozen=True, slots=True)
class Itext:
    """The translations as they stand in the XML: text id → language code → its <value> elements."""

    languages: tuple[str, ...]
    default: str
    values: Mapping[str, Mapping[str, Sequence[Element]]]


def read_itext(model: Element) -> Itext:
    block = find(model, "itext")
    if block is None:
        return Itext(("",), "", {})
    values: dict[str, dict[str, Sequence[Element]]] = {}
    languages: list[str] = []
    default = ""
    for translation in children(block, "translation"):
        code = _code(translation.get("lang", ""))
        languages.append(code)
        if translation.get("default") or not default:
            default = code
        for text in children(translation, "text"):
            values.setdefault(text.get("id", ""), {})[code] = list(children(text, "value"))
    return Itext(tuple(dict.fromkeys(languages)), default, values)


@cache
def _named() -> Mapping[str, str]:
    """Codes by the names of languages as authors of forms write them: of the world's, and of ours."""
    world = tomllib.loads((files("bot.forms.xform") / "language_names.toml").read_text(encoding="utf-8"))
    return {**world, **{name.lower(): code for code in languages() for name in language_names(code)}}


def reference_of(element: Element) -> str | None:
    """The id of the text that a <label> or <hint> refers to; None where it is written inside it."""
    reference = _REFERENCE.match(element.get("ref") or "")
    return reference[1] if reference else None


def _code(name: str) -> str:
    """The code of a language; staff's forms often have its name alone."""
    code = language_code(name)
    return "" if code == "default" else _named().get(code.lower(), code)


@dataclass(slots=True)
class Texts:
    """Makes ready the texts of one form."""

    itext: Itext
    compiler: Compiler
    _plain: dict[str, Text] = field(default_factory=dict)

    def of_element(self, element: Element, path: str) -> Text:
        """The text of a <label> or <hint>: by reference, or written inside it."""
        key = reference_of(element)
        if key is not None:
            return self._by_id(key, path)
        return _with_text({"": self._parts(element, path)}, {})

    def of_message(self, written: str, path: str) -> Text:
        reference = _REFERENCE.match(written)
        return self._by_id(reference[1], path) if reference else Text({"": tuple(plain_words([written]))})

    def of_list(self, keys: Sequence[str], path: str) -> Mapping[str, Text]:
        return {key: self._by_id(key, path) for key in keys}

    def shared(self, key: str) -> Text:
        """A text that is asked for while an expression runs; only those without answers in them are found."""
        return self._plain.get(key, NO_TEXT)

    def _by_id(self, key: str, path: str) -> Text:
        if key in self._plain:
            return self._plain[key]
        text = self._made(key, path)
        if not any(isinstance(part, Expression) for parts in text.parts.values() for part in parts):
            self._plain[key] = text
        return text

    def _made(self, key: str, path: str) -> Text:
        parts: dict[str, tuple[str | Expression, ...]] = {}
        media: dict[str, dict[str, str]] = {}
        for code, elements in self.itext.values.get(key, {}).items():
            for element in elements:
                form = element.get("form")
                if form in ("image", "audio", "video"):
                    media.setdefault(form, {})[code] = (element.text or "").rpartition("/")[2]
                elif form is None:
                    parts[code] = self._parts(element, path)
        return _with_text(parts, media)

    def _parts(self, element: Element, path: str) -> tuple[str | Expression, ...]:
        found: list[str | Expression] = [element.text or ""]
        for child in element:
            if tag(child) == "output":
                found.append(self.compiler.compile(child.get("value") or "''", path))
            found.append(child.tail or "")
        words = iter(plain_words([part for part in found if isinstance(part, str)]))
        kept = tuple(part for part in (next(words) if isinstance(one, str) else one for one in found) if part != "")
        return (kept[0].strip(),) if len(kept) == 1 and isinstance(kept[0], str) else kept


def _with_text(parts: Mapping[str, tuple[str | Expression, ...]], media: Mapping[str, Mapping[str, str]]) -> Text:
    """A dash stands for a missing translation, unless every language has one."""
    there = {code: written for code, written in parts.items() if written and written not in (("",), (_MISSING,))}
    return Text(there, media) if there or media else NO_TEXT
