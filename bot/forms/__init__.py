"""A questionnaire: an XLSForm in, one question at a time out. Pure: no clock, no database, no channel."""

from bot.forms.env import Context
from bot.forms.errors import FormError, Problem, Reason, Refused
from bot.forms.form import Form
from bot.forms.load import load_form
from bot.forms.model import Choice, Field, Kind, Line, Question
from bot.forms.script import Spoken, script, spoken_name
from bot.forms.session import OtherVersion, Session
from bot.forms.tables import Table
from bot.forms.xform import form_from_xml

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
