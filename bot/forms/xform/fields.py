"""Makes one node of a form out of its bind, its control and its texts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from xml.etree.ElementTree import Element

from bot.forms.errors import ExpressionError
from bot.forms.xform.controls import Control
from bot.forms.xform.instances import first_value
from bot.forms.xform.itext import Texts
from bot.forms.xform.model import NO_TEXT, ChoiceList, Field, Kind, Text
from bot.forms.xform.or_other import NAME, SUFFIX, other_choice, other_question
from bot.forms.xform.search import Search, choice_list, items_of
from bot.forms.xform.xml import JR, find, tag
from bot.forms.xpath.choice_tables import Table
from bot.forms.xpath.compile import Compiler
from bot.forms.xpath.env import Expression
from bot.forms.xpath.outline import Outline

Made = TypeVar("Made")
Doubt = tuple[str, str, str]

_ITEXT = "itextId"  # the column of a list in the form that names its text


@dataclass(frozen=True, slots=True)
class FieldReader:
    """What all nodes of one form share. setters: what an answer at a path sets, each a path and an expression.

    trouble: told the path, the column and a sentence of what cannot be used;
    doubt: of what can be left out without losing an answer, unless somebody reads it: a sentence's beginning, and its
    two ends, when it is left out and when it cannot be.
    """

    data: Element
    binds: Mapping[str, Element]
    controls: Mapping[str, Control]
    outline: Outline
    compiler: Compiler
    texts: Texts
    defaults: Mapping[str, str]
    setters: Mapping[str, Sequence[tuple[str, str]]]
    trouble: Callable[[str, str | None, str], None]
    doubt: Callable[[str, str | None, Doubt], None]

    def field(self, path: str) -> Field:
        """The node at a path; what cannot be used is told and left out."""
        bind = self.binds.get(path)
        control = self.controls.get(path)
        if control is not None and control.refusal:
            self.trouble(path, "type", control.refusal)
        if control is not None and control.left_out:
            self.doubt(path, "type", (control.left_out, "", ""))
        kind = control.kind if control else Kind.GROUP if path in self.outline.children else Kind.HIDDEN
        element = control.element if control else None
        return Field(
            path=path,
            kind=kind,
            parent=path.rpartition("/")[0],
            label=self._label(element, path),
            hint=self._text(element, "hint", path),
            appearance=((element.get("appearance") or "") if element is not None else "").strip(),
            integral=bind is not None and bind.get("type") == "int",
            default=first_value(self.data, path),
            dynamic_default=self._expression(self.defaults.get(path), path, "default"),
            preload=_preload(bind),
            relevant=self._bound(bind, "relevant", path, "relevant"),
            required=self._bound(bind, "required", path, "required"),
            required_message=self._message(bind, "requiredMsg", "required_message", path),
            constraint=self._bound(bind, "constraint", path, "constraint"),
            constraint_message=self._message(bind, "constraintMsg", "constraint_message", path),
            calculate=self._calculation(bind, path, control),
            readonly=self._bound(bind, "readonly", path, "read_only"),
            choices=self._choices(control, path),
            count=self._expression(control.count if control else None, path, "repeat_count"),
            limits=control.limits if control else None,
            sets=tuple(self._sets(path)),
            is_set=any(target == path for found in self.setters.values() for target, _ in found),
        )

    def _sets(self, path: str) -> Iterator[tuple[str, Expression]]:
        for target, written in self.setters.get(path, ()):
            expression = self._expression(written.strip() or "''", target, "calculation")
            if expression is not None:
                yield target, expression

    def _bound(self, bind: Element | None, name: str, path: str, column: str) -> Expression | None:
        return self._expression(bind.get(name) if bind is not None else None, path, column)

    def _calculation(self, bind: Element | None, path: str, control: Control | None) -> Expression | None:
        """Of a row that is never asked, one that is no expression only leaves its own column empty."""
        written = bind.get("calculate") if bind is not None else None
        if control is not None or not written:
            return self._expression(written, path, "calculation")
        try:
            return self.compiler.compile(written, path)
        except ExpressionError as error:
            said = f"The calculation of {name_of(path)!r} is no expression"
            self.doubt(
                path, "calculation", (said, f": it stays empty ({error}).", f", and other rows read it: {error}.")
            )
            return None

    def _expression(self, source: str | None, path: str, column: str) -> Expression | None:
        if source is None or not source.strip():
            return None
        return self._tried(path, column, lambda: self.compiler.compile(source, path))

    def _tried(self, path: str, column: str, make: Callable[[], Made]) -> Made | None:
        """What `make` gives; None, and the trouble told, if an expression in it cannot be used."""
        try:
            return make()
        except ExpressionError as error:
            self.trouble(path, column, f"The {column} of {name_of(path)!r} cannot be used: {error}.")
            return None

    def _text(self, element: Element | None, name: str, path: str) -> Text:
        found = find(element, name) if element is not None else None
        if found is None:
            return NO_TEXT
        return self._tried(path, name, lambda: self.texts.of_element(found, path)) or NO_TEXT

    def _label(self, element: Element | None, path: str) -> Text:
        text = self._text(element, "label", path)
        control = self.controls.get(path)
        if control is not None and control.kind is Kind.REPEAT and not text.parts:
            return self._label_of_repeat(path)
        return other_question(text, self.texts.itext.languages) if path.endswith(SUFFIX) else text

    def _label_of_repeat(self, path: str) -> Text:
        """One without a label is asked by that of the group around it or in it, else by its name in words."""
        inside = self.outline.children.get(path, ())
        near = (path.rpartition("/")[0], *(inside if len(inside) == 1 else ()))
        groups = (one for one in map(self.controls.get, near) if one is not None and one.kind is Kind.GROUP)
        labels = (self._text(one.element, "label", one.path) for one in groups)
        words = name_of(path).replace("_", " ").strip().capitalize()
        found = next((label for label in labels if label.parts), Text({"": (words,)}))
        shown = "".join(part for part in next(iter(found.parts.values())) if isinstance(part, str))
        said = f"The repeat {name_of(path)!r} has no label: it is asked as “{shown.strip()}”."
        self.doubt(path, "label", (said, "", ""))
        return found

    def _message(self, bind: Element | None, name: str, column: str, path: str) -> Text:
        written = bind.get(JR + name) if bind is not None else None
        if not written:
            return NO_TEXT
        return self._tried(path, column, lambda: self.texts.of_message(written, path)) or NO_TEXT

    def _choices(self, control: Control | None, path: str) -> ChoiceList | None:
        if control is None or control.refusal or tag(control.element) not in ("select", "select1", "rank"):
            return None
        if control.search is not None:
            return self._searched(control.element, control.search, path)
        itemset = find(control.element, "itemset")
        if itemset is None:
            self.trouble(path, "type", "The question has no list of choices; write one on the choices sheet.")
            return None
        source = itemset.get("nodeset", "")
        try:
            return self._choice_list(itemset, source, path)
        except ExpressionError as error:
            whole = _unfiltered(source)
            if whole is None:
                self.trouble(path, "choice_filter", f"The choice_filter of {name_of(path)!r} cannot be used: {error}.")
                return None
            said = f"The choice_filter of {name_of(path)!r} is no expression"
            self.doubt(path, "choice_filter", (said, f": all choices are shown ({error}).", f": {error}."))
        return self._tried(path, "choice_filter", lambda: self._choice_list(itemset, whole, path))

    def _searched(self, element: Element, search: Search, path: str) -> ChoiceList | None:
        def made() -> ChoiceList:
            items = list(items_of(element, lambda label: self.texts.of_element(label, path)))
            return choice_list(self.compiler.selection(search.source, path), items)

        return self._tried(path, "appearance", made)

    def _list_texts(self, table: Table, path: str) -> Mapping[str, Text]:
        texts = dict(self.texts.of_list([row.get(_ITEXT, "") for row in table.rows], path))
        for key in (row.get(_ITEXT, "") for row in table.rows if row.get("name") == NAME):
            texts[key] = other_choice(texts[key], self.texts.itext.languages)
        return texts

    def _choice_list(self, itemset: Element, source: str, path: str) -> ChoiceList:
        selection = self.compiler.selection(source, path)
        label = _reference(itemset, "label")
        texts = None
        if "jr:itext" in label:
            texts = self._list_texts(selection.table, path)
        return ChoiceList(
            table=selection.table,
            rows=selection.rows,
            reads=selection.reads,
            filtered=selection.filtered,
            shared=selection.shared,
            value=_reference(itemset, "value") or "name",
            label=_ITEXT if texts is not None else label or "label",
            texts=texts,
            dynamic=any(text.is_dynamic for text in (texts or {}).values()),
            shuffled=selection.shuffled,
            seed=selection.seed,
        )


def name_of(path: str) -> str:
    """The row's own name in a path."""
    return path.rpartition("/")[2]


def _unfiltered(nodeset: str) -> str | None:
    """The whole list of instance('x')/root/item[…]; None for what is no such list."""
    before, bracket, _ = nodeset.partition("[")
    return before if bracket and before.startswith("instance(") else None


def _reference(itemset: Element, name: str) -> str:
    found = find(itemset, name)
    return (found.get("ref") or "") if found is not None else ""


def _preload(bind: Element | None) -> str:
    """Which metadata a node holds: start, end, today, deviceid …"""
    if bind is None or bind.get(JR + "preload") is None:
        return ""
    return bind.get(JR + "preloadParams") or bind.get(JR + "preload") or ""
