"""Answers as other tools of the field take them: ODK's instance XML (Kobo, Central), and tables of columns (R, a
spreadsheet).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.forms.answering.session import languages
from bot.forms.xform.form import Form
from bot.forms.xform.model import Field, Kind
from bot.forms.xpath.env import Context, Env, bases_of, template
from bot.forms.xpath.values import string

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTRY = re.compile(r"\[(\d+)\]$")


def instance_xml(form: Form, result: Mapping[str, str], instance_id: str) -> str:
    """A submission of `form` as XML; `result` is what Session.result() gave, `instance_id` a name such as uuid:…"""
    root = Element(form.name, {"id": form.id, **({"version": form.version} if form.version else {})})
    counts = _counts(result)
    below: dict[str, list[Field]] = defaultdict(list)
    for one in form.fields.values():
        below[one.parent].append(one)
    _fill(root, form.root, form.root, below, result, counts)
    meta = SubElement(root, "meta")
    SubElement(meta, "instanceID").text = instance_id
    if name := result.get(form.instance_name_path):
        SubElement(meta, "instanceName").text = _NO_XML.sub("", name)
    return tostring(root, encoding="unicode")


def instance_name(form: Form, result: Mapping[str, str], language: str, sent_at: datetime) -> dict[str, str]:
    """The name of a submission at its path, worked out from these answers alone; empty where the form says none."""
    if form.instance_name is None:
        return {}
    context = Context(sent_at.date(), sent_at)
    spoken = languages(form, context, language)
    name = string(form.instance_name.run(Env(result, frozenset(), _counts(result), context, spoken))).strip()
    return {form.instance_name_path: name} if name else {}


def _fill(
    element: Element,
    plain: str,
    path: str,
    below: Mapping[str, Sequence[Field]],
    result: Mapping[str, str],
    counts: Mapping[str, int],
) -> None:
    for one in below[plain]:
        own = f"{path}/{one.name}"
        places = [own]
        if one.kind is Kind.REPEAT:
            places = [f"{own}[{number}]" for number in range(1, counts.get(own, 0) + 1)]
        for place in places:
            child = SubElement(element, one.name)
            if one.path in below:
                _fill(child, one.path, place, below, result, counts)
            else:
                child.text = _NO_XML.sub("", result.get(place, "")) or None


def _counts(result: Mapping[str, str]) -> Mapping[str, int]:
    """The entries of each repeat that have an answer in them: full path of the series → the last entry's number."""
    counts: dict[str, int] = {}
    for path in result:
        for base in bases_of(path):
            found = _ENTRY.search(base)
            series = base[: found.start()] if found else base
            counts[series] = max(counts.get(series, 0), int(found[1]) if found else 0)
    return counts


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table of answers: the form's own, or that of one repeat. Rows have a text for each heading, "" for none.

    fields: the question of each heading; None for keys, names and single choices.
    """

    headings: tuple[str, ...]
    fields: tuple[Field | None, ...]
    rows: tuple[tuple[str, ...], ...]


def answer_tables(
    form: Form, results: Mapping[str, Mapping[str, str]], split: bool = False
) -> Mapping[str, AnswerTable]:
    """The answers of many submissions (by their KEY) in tables as ODK Central writes them, by table name.

    Headings join groups to names by hyphens. Each repeat is a table of its own, an entry a row, with PARENT_KEY and
    KEY. split: each choice of a select_multiple gets a column of its own, question/choice, with 1 or 0.
    """
    tables = {form.name: _table(form, "", results, split)}
    for repeat in form.plan.repeats:
        tables[f"{form.name}-{repeat.rpartition('/')[2]}"] = _table(form, repeat, results, split)
    return tables


def _table(form: Form, repeat: str, results: Mapping[str, Mapping[str, str]], split: bool) -> AnswerTable:
    fields = [one for one in form.fields.values() if _is_column(form, one, repeat)]
    base = repeat or form.root
    columns = [(column, owner) for one in fields for column, owner in _columns(one, base, split)]
    keys = ("PARENT_KEY", "KEY") if repeat else (*_named(form), "KEY")
    named = [form.instance_name_path] if _named(form) and not repeat else []
    rows = [row for key, result in results.items() for row in _rows(fields, repeat, key, result, split, named)]
    columns += [(key, None) for key in keys]
    headings, owners = zip(*columns, strict=True)
    return AnswerTable(headings, owners, tuple(rows))


def _named(form: Form) -> tuple[str, ...]:
    """As Central calls the column of a submission's name."""
    return ("meta-instanceName",) if form.instance_name is not None else ()


def _is_column(form: Form, one: Field, repeat: str) -> bool:
    above = form.plan.above[one.path]
    return (above[-1] if above else "") == repeat and one.holds_value


def _columns(one: Field, base: str, split: bool) -> Iterator[tuple[str, Field | None]]:
    heading = one.path[len(base) + 1 :].replace("/", "-")
    yield heading, one
    if split and one.kind is Kind.SELECT_MULTIPLE and one.choices is not None:
        yield from ((f"{heading}/{name}", None) for name in _names(one))


def _names(one: Field) -> Sequence[str]:
    rows = one.choices.table.rows if one.choices is not None else ()
    return list(dict.fromkeys(row.get("name", "") for row in rows))


def _rows(
    fields: Sequence[Field], repeat: str, key: str, result: Mapping[str, str], split: bool, named: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    if not repeat:
        yield (*_cells(fields, "", "", result, split), *(result.get(path, "") for path in named), key)
        return
    entries = dict.fromkeys(base for path in result for base in bases_of(path) if template(base) == repeat)
    for entry in entries:
        outer = bases_of(entry)[:-1]
        parent = f"{key}{_key(outer[-1])}" if outer else key
        yield (*_cells(fields, repeat, entry, result, split), parent, f"{key}{_key(entry)}")


def _key(entry: str) -> str:
    """An entry in Central's keys: /form/member[2] → /member[2]."""
    return "/" + entry.removeprefix("/").partition("/")[2]


def _cells(fields: Sequence[Field], repeat: str, entry: str, result: Mapping[str, str], split: bool) -> Iterator[str]:
    for one in fields:
        value = result.get(entry + one.path[len(repeat) :], "")
        yield value
        if split and one.kind is Kind.SELECT_MULTIPLE and one.choices is not None:
            chosen = value.split()
            yield from ("" if not value else "1" if name in chosen else "0" for name in _names(one))
