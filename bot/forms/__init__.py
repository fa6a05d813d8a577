"""A questionnaire: an XLSForm in, one question at a time out. Pure: no clock, no database, no channel."""

from collections.abc import Mapping
from typing import Literal

from bot.forms.answering.session import OtherVersion, Session
from bot.forms.errors import FormError, Problem, Reason, Refused
from bot.forms.xform.form import Form
from bot.forms.xform.model import Choice, Field, Kind, Line, Question
from bot.forms.xform.xform import form_from_xml
from bot.forms.xlsform.script import Spoken, script, spoken_name
from bot.forms.xpath.choice_tables import Table
from bot.forms.xpath.env import Context

__all__ = [
    "Choice",
    "Context",
    "Field",
    "Form",
    "FormError",
    "Kind",
    "Line",
    "OtherVersion",
    "Problem",
    "Question",
    "Reason",
    "Refused",
    "Session",
    "Spoken",
    "Table",
    "form_from_xml",
    "load_form",
    "script",
    "spoken_name",
]

SourceKind = Literal["md", "xlsx", "xls"]


def load_form(source: str | bytes, kind: SourceKind, name: str, tables: Mapping[str, Table] | None = None) -> Form:
    """The form in `source`: text for "md", bytes for "xlsx" and "xls"; see bot.forms.xlsform.load. Raises FormError."""
    # here, because converting takes eleven MB that a running bot can do without (bot/packs/apart.py)
    from bot.forms.xlsform import load

    return load.load_form(source, kind, name, tables)
