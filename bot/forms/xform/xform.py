"""Reads XForm XML, as pyxform writes it, into a Form."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, ParseError, fromstring

from bot.forms.errors import ExpressionError, FormError, Problem
from bot.forms.xform.controls import Control, control_of
from bot.forms.xform.fields import Doubt, FieldReader
from bot.forms.xform.form import Form
from bot.forms.xform.instances import (
    FILE_CSV,
    file_table,
    is_table,
    list_table,
    no_table,
    paths_below,
    read_outline,
    user_of,
)
from bot.forms.xform.itext import Texts, read_itext
from bot.forms.xform.last_saved import blank_last_saved, is_last_saved
from bot.forms.xform.model import UNASKED, Field, Kind, Repeat
from bot.forms.xform.plan import CycleError, Plan, make_plan
from bot.forms.xform.settings import metadata_left_out, settings_left_out
from bot.forms.xform.xml import children, find, only, tag
from bot.forms.xpath.choice_tables import Table
from bot.forms.xpath.compile import Compiler
from bot.forms.xpath.env import Env, Expression

_FIRST_LOAD = {"odk-instance-first-load", "odk-new-repeat"}
ENTITIES_SHEET = "entities"  # among the rows by path: where that sheet begins
_SETTINGS_ROW = 2  # there is one, below the headings
CHOICES = "choices:"  # before a choice's text id, likewise
LAST_SAVED = "${last-saved#…} is blank here, as it is in ODK for the first form that somebody fills in."
_ENTITIES = "{http://www.opendatakit.org/xforms/entities}entities-version"


def form_from_xml(xml: str, tables: Mapping[str, Table] | None = None) -> Form:
    """The form of a stored version. Raises FormError."""
    return read_xform(xml, tables, {})


def read_xform(xml: str, tables: Mapping[str, Table] | None, rows: Mapping[str, int]) -> Form:
    """A form from XForm XML; `rows` gives the survey sheet's row of each path below the root.

    tables: None if it is not known yet which there are: those that are missing count as empty, with a warning.
    """
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

    def __init__(self, document: Element, tables: Mapping[str, Table] | None, rows: Mapping[str, int]) -> None:
        self._problems: list[Problem] = []
        self._doubts: list[tuple[str, str | None, Doubt]] = []
        self._warnings: list[Problem] = []
        self._model = only(document, "head", "model")
        self._body = only(document, "body")
        self._title = only(document, "head", "title").text or ""
        self._instances = [one for one in children(self._model, "instance") if not is_last_saved(one)]
        self._data = only(self._model, "instance")[0]
        root = f"/{tag(self._data)}"
        self._rows = {f"{root}{path}" if path.startswith("/") else path: row for path, row in rows.items()}
        self._entities_row = rows.get(ENTITIES_SHEET)
        self._binds = {bind.get("nodeset", ""): bind for bind in children(self._model, "bind")}
        self._controls = {control.path: control for control in self._walk_controls(self._body)}
        self._files = frozenset(one.get("id", "") for one in self._instances if one.get("src") is not None)
        self._tables = dict(self._read_tables(tables))
        for path in dict.fromkeys(blank_last_saved(document)):
            self._warnings.append(self._problem(path, None, LAST_SAVED))

    def form(self, xml: str) -> Form:
        labels = _Labels()
        repeats = frozenset(path for path, control in self._controls.items() if control.kind is Kind.REPEAT)
        outline = read_outline(self._data, self._binds, repeats, self._tables, self._files)
        compiler = Compiler(outline, labels)
        labels.texts = texts = Texts(read_itext(self._model), compiler)
        reader = FieldReader(
            data=self._data,
            binds=self._binds,
            controls=self._controls,
            outline=outline,
            compiler=compiler,
            texts=texts,
            defaults=self._read_setvalues(),
            setters=self._read_setters(),
            trouble=self._trouble,
            doubt=self._doubt,
        )
        fields = {path: reader.field(path) for path in paths_below(outline, outline.root)}
        for path, word in sorted(compiler.unknown):
            said = (
                f"The word {word} in an expression of {path.rpartition('/')[2]!r} is no question: it counts as blank."
            )
            self._warnings.append(self._problem(path, None, said))
        name = self._instance_name(compiler, f"{outline.root}/meta/instanceName")
        self._settle_doubts(compiler.read_anywhere())
        self._leave_out_entities()
        self._leave_out_settings()
        if self._problems:
            raise FormError(self._problems)
        labels.fields.update(fields)
        return replace(self._made(xml, fields, texts, self._plan(fields)), instance_name=name)

    def _instance_name(self, compiler: Compiler, path: str) -> Expression | None:
        """Without it no answer is lost: one that is no expression is left out."""
        bind = self._binds.get(path)
        written = (bind.get("calculate") if bind is not None else None) or ""
        try:
            return compiler.compile(written, path) if written.strip() else None
        except ExpressionError as error:
            said = f"The instance_name is no expression: submissions get no name ({error})."
            self._warnings.append(Problem(said, "settings", None, "instance_name"))
            return None

    def _plan(self, fields: Mapping[str, Field]) -> Plan:
        try:
            return make_plan(fields)
        except CycleError as error:
            names = ", ".join(f"${{{path.rpartition('/')[2]}}}" for path in error.paths)
            sentence = f"These rows wait for each other in a circle: {names}. Let one of them do without the others."
            raise FormError([self._problem(error.paths[0], None, sentence)]) from error

    def _made(self, xml: str, fields: Mapping[str, Field], texts: Texts, plan: Plan) -> Form:
        items = self._items(self._body)
        never = frozenset(path for path, one in fields.items() if one.kind in UNASKED or one.calculate is not None)
        return Form(
            hash=hashlib.sha256(xml.encode()).hexdigest()[:16],
            name=tag(self._data),
            id=self._data.get("id", ""),
            title=self._title,
            version=self._data.get("version", ""),
            xml=xml,
            languages=texts.itext.languages,
            default_language=texts.itext.default,
            root=f"/{tag(self._data)}",
            fields=fields,
            items=items,
            plan=plan,
            has_repeats=bool(plan.repeats),
            never_asked=never,
            sometimes_asked=frozenset(path for path, one in fields.items() if one.readonly is not None) - never,
            warnings=tuple(self._warnings),
            rows=self._rows,
        )

    def _problem(self, path: str, column: str | None, sentence: str) -> Problem:
        row = self._rows.get(path)
        if row is None:  # pyxform adds nodes of its own: the number of a repeat's entries, what "other" is
            row = self._rows.get(path.removesuffix("_count").removesuffix("_other"))
        return Problem(sentence, "survey", row, column)

    def _path_of(self, name: str) -> str:
        """The row that has a name and no question of its own: xml-external, csv-external."""
        return next((path for path in self._rows if path.rpartition("/")[2] == name), "")

    def _trouble(self, path: str, column: str | None, sentence: str) -> None:
        self._problems.append(self._problem(path, column, sentence))

    def _doubt(self, path: str, column: str | None, said: Doubt) -> None:
        self._doubts.append((path, column, said))

    def _settle_doubts(self, read: Collection[str]) -> None:
        """What nothing else in the form reads is left out with a warning; what is needed is a problem."""
        for path, column, (said, left_out, needed) in self._doubts:
            if column == "calculation" and path in read:
                self._trouble(path, column, said + needed)
            else:
                self._warnings.append(self._problem(path, column, said + left_out))

    def _walk_controls(self, element: Element) -> Iterator[Control]:
        """All controls; a repeat's texts are those of the group around it."""
        for child in element:
            control = control_of(child, self._binds)
            if control is not None:
                yield replace(control, element=element) if control.kind is Kind.REPEAT else control
            if tag(child) in ("group", "repeat"):
                yield from self._walk_controls(child)

    def _read_tables(self, tables: Mapping[str, Table] | None) -> Iterator[tuple[str, Table]]:
        for instance in self._instances[1:]:
            name, source = instance.get("id", ""), instance.get("src")
            if source is None:
                yield name, list_table(instance)
            elif (table := file_table(source, tables or {})) is not None:
                yield name, table
            else:
                yield name, Table(())
                self._no_table(user_of(name, self._model, self._body) or self._path_of(name), source, tables)
        for control in self._controls.values():
            if control.search is not None:
                source = f"{FILE_CSV}{control.search.file}"
                table = file_table(source, tables or {})
                yield control.search.file, table or Table(())
                if table is None:
                    self._no_table(control.path, source, tables)

    def _no_table(self, path: str, source: str, tables: Mapping[str, Table] | None) -> None:
        told = self._problem(path, "type", no_table(source, sorted(tables or {})))
        if tables is None and is_table(source):
            self._warnings.append(told)
        else:
            self._problems.append(told)

    def _read_setvalues(self) -> Mapping[str, str]:
        """Dynamic defaults by path."""
        found: dict[str, str] = {}
        for element in [*self._model.iter(), *self._body.iter()]:
            path, events = element.get("ref", ""), element.get("event", "").split()
            if tag(element) == "setvalue" and not path.startswith(f"/{tag(self._data)}/meta/"):
                if not _FIRST_LOAD.isdisjoint(events):
                    found[path] = element.get("value", "")
            elif tag(element) in ("setgeopoint", "recordaudio"):
                said = f"A chat cannot find out {path.rpartition('/')[2]!r} by itself: it stays empty."
                self._warnings.append(self._problem(path, "type", said))
        return found

    def _read_setters(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """What an answer sets at the moment it is given: by its path the paths and expressions."""
        found: dict[str, list[tuple[str, str]]] = {}
        for control in self._body.iter():
            for element in children(control, "setvalue"):
                if "xforms-value-changed" in element.get("event", "").split():
                    one = element.get("ref", ""), element.get("value") or ""
                    found.setdefault(control.get("ref", ""), []).append(one)
        return found

    def _leave_out_entities(self) -> None:
        if self._model.get(_ENTITIES):
            said = "The answers are kept, but no entities are made of them: a chat has no list of entities."
            self._warnings.append(Problem(said, "entities", self._entities_row))

    def _leave_out_settings(self) -> None:
        for column, said in settings_left_out(self._model):
            self._warnings.append(Problem(said, "settings", _SETTINGS_ROW, column))
        for path, said in metadata_left_out(self._data, self._binds):
            self._warnings.append(self._problem(path, "type", said))

    def _heading(self, group: Element, control: Control | None) -> Iterator[str]:
        """A group's label is told above its first question; a repeat's stands in the question for one more."""
        labelled = control is not None and find(group, "label") is not None
        if control is not None and labelled and self._controls[control.path].kind is Kind.GROUP:
            yield control.path

    def _items(self, element: Element) -> tuple[str | Repeat, ...]:
        found: list[str | Repeat] = []
        for child in element:
            control = control_of(child, self._binds)
            if tag(child) == "repeat" and control is not None:
                found.append(Repeat(control.path, self._items(child)))
            elif tag(child) == "group":
                found.extend(self._heading(child, control))
                found.extend(self._items(child))
            elif control is not None:
                found.append(control.path)
        return tuple(found)
