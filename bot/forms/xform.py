"""Reads XForm XML, as pyxform writes it, into a Form."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, ParseError, fromstring

from bot.forms.compile import Compiler
from bot.forms.controls import Control, control_of
from bot.forms.env import Env, Expression
from bot.forms.errors import ExpressionError, FormError, Problem
from bot.forms.form import Form
from bot.forms.itext import Texts, read_itext
from bot.forms.model import NO_TEXT, UNASKED, ChoiceList, Field, Kind, Repeat, Text
from bot.forms.outline import Outline
from bot.forms.plan import CycleError, make_plan
from bot.forms.tables import Table
from bot.forms.xml import JR, children, find, only, tag

_NUMBERS = {"int", "decimal"}
_TABLE = re.compile(r"jr://file-csv/(.+)")
_LISTS = re.compile(r"^randomize\((.+?)(?:,\s*([^,\]]+))?\)$", re.DOTALL)


def form_from_xml(xml: str, tables: Mapping[str, Table] | None = None) -> Form:
    """The form of a stored version. Raises FormError."""
    return read_xform(xml, tables or {}, {})


def read_xform(xml: str, tables: Mapping[str, Table], rows: Mapping[str, int]) -> Form:
    """A form from XForm XML; `rows` gives the survey sheet's row of each path, for the problems."""
    try:
        document = fromstring(xml)
    except ParseError as error:
        raise FormError([Problem(f"The form's XML cannot be read: {error}.")]) from error
    return _Reader(document, tables, rows).form(xml)


@dataclass(slots=True)
class _Labels:
    """What choice names and texts by id look up while expressions run."""

    fields: dict[str, Field] = field(default_factory=dict)
    texts: Texts | None = None

    def choice_name(self, path: str, value: str, env: Env) -> str:
        one = self.fields.get(path)
        if one is None or one.choices is None:
            return value
        choices = one.choices
        return ", ".join(choices.label_of(name, env) for name in value.split())

    def itext(self, key: str, env: Env) -> str:
        return self.texts.shared(key).show(env) if self.texts is not None else key


class _Reader:
    """One form being read; problems are collected, so that all are told at once."""

    def __init__(self, document: Element, tables: Mapping[str, Table], rows: Mapping[str, int]) -> None:
        self._rows = rows
        self._problems: list[Problem] = []
        self._model = only(document, "head", "model")
        self._body = only(document, "body")
        self._title = only(document, "head", "title").text or ""
        instances = list(children(self._model, "instance"))
        self._data = next(iter(instances[0]))
        self._binds = {bind.get("nodeset", ""): bind for bind in children(self._model, "bind")}
        self._controls = {control.path: control for control in self._walk_controls(self._body)}
        self._labels = _Labels()
        self._outline = self._read_outline({name: table for name, table in self._tables(instances[1:], tables)})
        self._compiler = Compiler(self._outline, self._labels)
        self._texts = Texts(read_itext(self._model), self._compiler)
        self._labels.texts = self._texts
        self._defaults = self._read_setvalues()
        self._lists: dict[str, Mapping[str, Text]] = {}

    def form(self, xml: str) -> Form:
        fields = {path: self._field(path) for path in self._paths(self._outline.root)}
        if self._problems:
            raise FormError(self._problems)
        self._labels.fields.update(fields)
        try:
            plan = make_plan(fields)
        except CycleError as error:
            raise FormError([self._circle(error)]) from error
        languages = self._texts.itext.languages
        items = self._items(self._body)
        never_asked = frozenset(
            path for path, one in fields.items() if one.kind in UNASKED or one.calculate is not None
        )
        return Form(
            name=self._outline.root[1:],
            title=self._title,
            version=self._data.get("version", ""),
            hash=hashlib.sha256(xml.encode()).hexdigest()[:16],
            xml=xml,
            languages=languages,
            default_language=self._texts.itext.default,
            root=self._outline.root,
            fields=fields,
            items=items,
            plan=plan,
            has_repeats=bool(plan.repeats),
            plain_questions=tuple(item for item in items if isinstance(item, str) and item not in never_asked),
            never_asked=never_asked,
            sometimes_asked=frozenset(path for path, one in fields.items() if one.readonly is not None) - never_asked,
        )

    def _circle(self, error: CycleError) -> Problem:
        names = ", ".join(f"${{{path.rpartition('/')[2]}}}" for path in error.paths)
        sentence = f"These rows wait for each other in a circle: {names}. Let one of them do without the others."
        return self._problem(error.paths[0], None, sentence)

    def _problem(self, path: str, column: str | None, sentence: str) -> Problem:
        return Problem(sentence, "survey", self._rows.get(path), column)

    def _trouble(self, path: str, column: str | None, sentence: str) -> None:
        self._problems.append(self._problem(path, column, sentence))

    # The form's outline

    def _walk_controls(self, element: Element) -> Iterator[Control]:
        """All controls; a repeat's texts are those of the group around it."""
        for child in element:
            control = control_of(child, self._binds)
            if control is not None:
                yield replace(control, element=element) if control.kind is Kind.REPEAT else control
            if tag(child) in ("group", "repeat"):
                yield from self._walk_controls(child)

    def _read_outline(self, tables: Mapping[str, Table]) -> Outline:
        below: dict[str, list[str]] = {}
        _read_children(self._data, f"/{tag(self._data)}", below)
        numeric = {path for path, bind in self._binds.items() if bind.get("type") in _NUMBERS}
        repeats = {path for path, control in self._controls.items() if control.kind is Kind.REPEAT}
        return Outline(f"/{tag(self._data)}", below, frozenset(repeats), frozenset(numeric), tables)

    def _paths(self, path: str) -> Iterator[str]:
        for child in self._outline.children.get(path, ()):
            if not child.startswith(f"{self._outline.root}/meta"):
                yield child
                yield from self._paths(child)

    def _tables(self, instances: Sequence[Element], tables: Mapping[str, Table]) -> Iterator[tuple[str, Table]]:
        for instance in instances:
            name, source = instance.get("id", ""), instance.get("src")
            if source is None:
                yield name, _list_table(instance)
            elif (file := _TABLE.fullmatch(source)) and (table := _table(tables, file[1])) is not None:
                yield name, table
            else:
                self._problems.append(Problem(_missing_table(source, tables), "survey"))

    def _read_setvalues(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for element in [*self._model.iter(), *self._body.iter()]:
            if tag(element) not in ("setvalue", "setgeopoint"):
                continue
            path, events = element.get("ref", ""), element.get("event", "").split()
            if tag(element) == "setvalue" and {"odk-instance-first-load", "odk-new-repeat"} & set(events):
                found[path] = element.get("value", "")
            else:
                self._trouble(
                    path,
                    "trigger",
                    "A value that is set when another answer changes cannot be used here; use a calculation.",
                )
        return found

    def _items(self, element: Element) -> tuple[str | Repeat, ...]:
        found: list[str | Repeat] = []
        for child in element:
            control = control_of(child, self._binds)
            if tag(child) == "repeat" and control is not None:
                found.append(Repeat(control.path, self._items(child)))
            elif tag(child) == "group":
                found.extend(self._items(child))
            elif control is not None:
                found.append(control.path)
        return tuple(found)

    # Fields

    def _field(self, path: str) -> Field:
        bind = self._binds.get(path)
        control = self._controls.get(path)
        if control is not None and control.refusal:
            self._trouble(path, "type", control.refusal)
        kind = control.kind if control else Kind.GROUP if path in self._outline.children else Kind.HIDDEN
        element = control.element if control else None
        return Field(
            path=path,
            kind=kind,
            parent=path.rpartition("/")[0],
            label=self._text(element, "label", path),
            hint=self._text(element, "hint", path),
            appearance=(element.get("appearance") or "") if element is not None else "",
            integral=bind is not None and bind.get("type") == "int",
            default=self._default(path),
            dynamic_default=self._expression(self._defaults.get(path), path, "default"),
            preload=_preload(bind),
            relevant=self._bound(bind, "relevant", path, "relevant"),
            required=self._bound(bind, "required", path, "required"),
            required_message=self._message(bind, "requiredMsg", path),
            constraint=self._bound(bind, "constraint", path, "constraint"),
            constraint_message=self._message(bind, "constraintMsg", path),
            calculate=self._bound(bind, "calculate", path, "calculation"),
            readonly=self._bound(bind, "readonly", path, "read_only"),
            choices=self._choices(element, path),
            count=self._expression(control.count if control else None, path, "repeat_count"),
            limits=control.limits if control else None,
        )

    def _bound(self, bind: Element | None, name: str, path: str, column: str) -> Expression | None:
        return self._expression(bind.get(name) if bind is not None else None, path, column)

    def _expression(self, source: str | None, path: str, column: str) -> Expression | None:
        if source is None or not source.strip():
            return None
        try:
            return self._compiler.compile(source, path)
        except ExpressionError as error:
            self._trouble(path, column, f"The expression of {path.rpartition('/')[2]!r} cannot be used: {error}.")
            return None

    def _text(self, element: Element | None, name: str, path: str) -> Text:
        found = find(element, name) if element is not None else None
        if found is None:
            return NO_TEXT
        try:
            return self._texts.of_element(found, path)
        except ExpressionError as error:
            self._trouble(path, name, f"The {name} of {path.rpartition('/')[2]!r} cannot be used: {error}.")
            return NO_TEXT

    def _message(self, bind: Element | None, name: str, path: str) -> Text:
        written = bind.get(JR + name) if bind is not None else None
        return self._texts.of_message(written, path) if written else NO_TEXT

    def _default(self, path: str) -> str:
        element: Element | None = self._data
        for name in path.split("/")[2:]:
            element = None if element is None else _last(element, name)
        return (element.text or "").strip() if element is not None else ""

    def _choices(self, element: Element | None, path: str) -> ChoiceList | None:
        itemset = find(element, "itemset") if element is not None else None
        if itemset is None or element is None:
            self._refuse_search(element, path)
            return None
        source = itemset.get("nodeset", "").strip()
        mixed = _LISTS.match(source)
        try:
            rows, reads, tree = self._compiler.rows(mixed[1] if mixed else source, path)
            instance = _instance_name(source)
            texts = self._list_texts(itemset, instance, path)
        except ExpressionError as error:
            self._trouble(path, "choice_filter", f"The choices of {path.rpartition('/')[2]!r} cannot be used: {error}.")
            return None
        label = find(itemset, "label")
        value = find(itemset, "value")
        return ChoiceList(
            table=self._outline.tables[instance],
            rows=rows,
            reads=reads,
            filtered=any(step.predicates for step in tree.steps),
            value=(value.get("ref") or "name") if value is not None else "name",
            label="itextId" if texts is not None else (label.get("ref") or "label") if label is not None else "label",
            texts=texts,
            shuffled=mixed is not None,
            shuffle=self._expression(mixed[2] if mixed else None, path, "parameters"),
        )

    def _refuse_search(self, element: Element | None, path: str) -> None:
        if element is not None and tag(element) in ("select", "select1", "rank"):
            self._trouble(path, "type", "search() and lists without a table cannot be used; use select_one_from_file.")

    def _list_texts(self, itemset: Element, instance: str, path: str) -> Mapping[str, Text] | None:
        label = find(itemset, "label")
        if label is None or "jr:itext" not in (label.get("ref") or ""):
            return None
        return self._texts.of_list([row.get("itextId", "") for row in self._outline.tables[instance].rows], path)


def _instance_name(source: str) -> str:
    found = re.search(r"instance\(\s*['\"]([^'\"]+)['\"]", source)
    return found[1] if found else ""


def _last(element: Element, name: str) -> Element | None:
    found = [child for child in element if tag(child) == name]
    return found[-1] if found else None


def _read_children(element: Element, path: str, below: dict[str, list[str]]) -> None:
    for child in element:
        name = f"{path}/{tag(child)}"
        siblings = below.setdefault(path, [])
        if name not in siblings:
            siblings.append(name)
        _read_children(child, name, below)


def _list_table(instance: Element) -> Table:
    rows = []
    for item in instance.iter():
        if tag(item) == "item":
            rows.append({tag(column): (column.text or "").strip() for column in item})
    return Table(tuple(rows))


def _table(tables: Mapping[str, Table], file: str) -> Table | None:
    return tables.get(file) or tables.get(file.rpartition(".")[0])


def _missing_table(source: str, tables: Mapping[str, Table]) -> str:
    file = source.rpartition("/")[2]
    known = ", ".join(sorted(tables)) or "none"
    return (
        f"The form uses {file}, which is not among the programme's tables ({known}). Use one of them or add the file."
    )


def _preload(bind: Element | None) -> str:
    if bind is None or bind.get(JR + "preload") is None:
        return ""
    return bind.get(JR + "preloadParams") or bind.get(JR + "preload") or ""
