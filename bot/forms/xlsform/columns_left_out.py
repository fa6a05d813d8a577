"""Columns of a spreadsheet that are one, that mean nothing to a chat, or that are for its author alone."""

import re

from pyxform.aliases import survey_header

from bot.forms.xlsform.book import Repairs
from bot.forms.xlsform.sheets import MEDIA, plain_heading

_WITH_LANGUAGE = {
    "survey": {
        "label",
        "hint",
        "guidance_hint",
        "constraint_message",
        "required_message",
        "caption",
        "requiredmsg",
        *MEDIA,
    },
    "choices": {"label", "caption", *MEDIA},
}
_PREFIXES = {"media", "bind", "control", "body", "instance", "custom", "jr", "odk"}
_NO_COLUMNS = {"instance::tag"}  # pyxform stumbles over it
_SURVEY = {
    "type", "name", "label", "hint", "guidance_hint", "default", "choice_filter", "parameters", "trigger", "intent",
    "media", "disabled", *map(plain_heading, survey_header),
}  # fmt: skip
_NAME = re.compile(r"[A-Za-z_][\w.\-]*")
_OF_ANOTHER_APP = re.compile(r"\w+::esri:", re.IGNORECASE)


def settle_columns(repairs: Repairs) -> None:
    """Read two columns for the same as one, and leave out those that mean nothing here."""
    for sheet in ("survey", "choices"):
        _merge_columns(repairs, sheet)
        _drop_columns(repairs, sheet)
    _drop_notes(repairs)


def _merge_columns(repairs: Repairs, sheet: str) -> None:
    seen: dict[str, str] = {}
    for heading in repairs.headings(sheet):
        first = seen.setdefault(plain_heading(heading), heading)
        if first == heading:
            continue
        for cells in repairs.rows(sheet):
            if heading in cells:
                cells.setdefault(first, cells[heading])
        repairs.drop(sheet, heading)
        repairs.tell(
            f"The columns {first!r} and {heading!r} mean the same: they are read as one.", sheet, None, heading
        )


def _drop_columns(repairs: Repairs, sheet: str) -> None:
    for heading in repairs.headings(sheet):
        base, mark, language = plain_heading(heading).partition("::")
        if mark:
            one_language = base in MEDIA or base == "media" or "::" not in language
            known = (base in _WITH_LANGUAGE[sheet] and one_language) or (
                base in _PREFIXES and heading not in _NO_COLUMNS and not _OF_ANOTHER_APP.match(heading)
            )
        else:
            named = base == "list_name" or bool(_NAME.fullmatch(heading.strip()))
            known = base in _SURVEY if sheet == "survey" else named
        if not known:
            _drop(repairs, sheet, heading)


def _drop_notes(repairs: Repairs) -> None:
    """Of the settings the instance_name alone can name questions; what saves to a list needs that list's sheet."""
    for heading in repairs.headings("settings"):
        names = any("${" in cells.get(heading, "") for cells in repairs.rows("settings"))
        if names and plain_heading(heading) != "instance_name":
            _drop(repairs, "settings", heading)
    for heading in repairs.headings("survey"):
        if plain_heading(heading) == "save_to" and not repairs.rows("entities"):
            _drop(repairs, "survey", heading)


def _drop(repairs: Repairs, sheet: str, heading: str) -> None:
    repairs.drop(sheet, heading)
    repairs.warn(f"The column {heading!r} means nothing here: it is left out.", sheet, None, heading)
