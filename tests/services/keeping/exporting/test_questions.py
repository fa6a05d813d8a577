"""What the answers to a question are in an export, and which questions leave: by all versions of a form."""

import pytest

from bot.forms import load_form
from bot.services.keeping.exporting.export_columns import export_files
from bot.services.keeping.exporting.questions import Questions, Version, kind_of
from bot.services.keeping.exporting.values import Exact, Kind, typed

SURVEY = """
| survey |
| | type | name | label | calculation | appearance |
"""


def version(hash: str, *rows: str) -> Version:
    text = SURVEY + "".join(f"| | {row} |\n" for row in rows)
    return Version(hash, "nepal-odop", load_form(text, "md", "data", {}))


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("text | phone | P? | |", Kind.PHONE),
        ("text | call_me | P? | | phone", Kind.PHONE),
        ("integer | call_me | P? | | phone", Kind.PHONE),
        ("integer | mobile_number | P? | |", Kind.PHONE),
        ("text | told | T? | |", Kind.TEXT),
        ("integer | trees | T? | |", Kind.NUMBER),
        ("decimal | weight | T? | |", Kind.NUMBER),
        ("date | since | T? | |", Kind.DATE),
        ("calculate | twice | | 1 + 1 |", Kind.CALCULATED),
        ("geopoint | where | W? | |", Kind.PLACE),
    ],
)
def test_what_the_answers_are(row: str, kind: Kind) -> None:
    form = version("1", row).form
    assert [kind_of(one) for one in form.fields.values() if one.name != "data" and one.holds_value][-1:] == [kind]


def test_a_phone_stays_a_text_though_it_is_a_plain_number() -> None:
    assert isinstance(typed("66812345678", Kind.PHONE), Exact)


@pytest.mark.parametrize("newest", [0, 1])
def test_personal_in_one_version_is_personal_in_all(newest: int) -> None:
    ones = [version("1", "text | told | T? | |"), version("2", "text | told | T? | | phone")]
    ordered = [ones[1 - newest], ones[newest]]
    other = version("3", "integer | trees | T? | |")
    assert [*Questions([*ordered, other], False).headings.values()] == ["trees"]
    assert [*Questions([*ordered, other], True).headings.values()] == ["told", "trees"]


def test_what_leaves_with_the_names_only_stands_last() -> None:
    """Whoever reads a file by the place of its columns finds the same with the names and without."""
    for file in export_files().values():
        assert [*file.leaving(True)][: len(file.leaving(False))] == [*file.leaving(False)]
