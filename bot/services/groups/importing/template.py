"""An empty roster in the programme's languages, with the codes that may stand in it and rows that show how."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.i18n.languages import SOURCE, language_file
from bot.packs import Pack
from bot.services.groups.importing.choices import Choices, choices_of
from bot.services.groups.importing.columns import BETWEEN, WORDS, Column, Kind, Of, columns
from bot.services.groups.importing.roster import NOTE

ROSTER, HELP = "roster", "help"
# So many rows offer their lists.
ROWS = 1000
WIDTH = 22


def languages_of(pack: Pack) -> Sequence[str]:
    """In which a template is written: the programme's, and English."""
    return tuple(dict.fromkeys((*pack.programme.languages, SOURCE)))


def heading(column: Column, pack: Pack) -> str:
    """A heading, a line for each language; of money with the currency."""
    money = f" ({pack.programme.currency})" if column.kind is Kind.MONEY else ""
    return BETWEEN.join(column.called(language) + money for language in languages_of(pack))


def write(pack: Pack, file: Path) -> None:
    """Write the template."""
    with Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(ROSTER)
        _headings(book, sheet, pack)
        for at, row in enumerate(examples(pack), 1):
            sheet.write_row(at, 0, row)
        lists = _lists(book, pack)
        for at, column in enumerate(columns().values()):
            if (source := lists.get(column.key)) is not None:
                # whatever else is typed is read too, so that it is never refused here
                sheet.data_validation(1, at, ROWS, at, {"validate": "list", "source": source, "show_error": False})
        _help(book, pack)


def _headings(book: Workbook, sheet: Worksheet, pack: Pack) -> None:
    look = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    colours = {Of.ANY: "#EDEDED", Of.GROUP: "#DDEBF7", Of.MEMBER: "#E2EFDA"}
    forms = {of: book.add_format({**look, "bg_color": colour}) for of, colour in colours.items()}
    text = book.add_format({"num_format": "@"})
    for at, column in enumerate(columns().values()):
        # a phone's first zero, and a day as it was typed, stay
        sheet.set_column(at, at, WIDTH, text if column.kind in (Kind.PHONE, Kind.DAY) else None)
        sheet.write_string(0, at, heading(column, pack), forms[column.of])
    sheet.freeze_panes(1, 2)


def examples(pack: Pack) -> list[list[str]]:
    """A group and a member of it, as notes: they are not read."""
    words = language_file(pack.programme.languages[0], WORDS)["example"]
    choices = choices_of(pack)

    def first(key: str) -> str:
        return next(iter(choices[key].of.values())).written

    shared = {"group": f"{NOTE} {words['group']}", "product": first("product"), "figures_day": "2026-01-31"}
    group = {**shared, "area": list(choices["area"].of.values())[-1].written, "inception": "2025-04-01"}
    group |= {"meeting_day": "8", "members": "24", "sales": "1200", "stock": "300", "loan_left": "5000"}
    told = {"told_on": "2026-01-15", "told_how": first("told_how"), "told_before": words["before"]}
    member = {**shared, "member": words["member"], "number": "1", "leader": yes(pack), "gender": first("gender")}
    member |= {"age_band": list(choices["age_band"].of.values())[-1].written, "sales": "100", **told}
    return [[one.get(key, "") for key in columns()] for one in (group, member)]


def yes(pack: Pack) -> str:
    """As the list of the column for leaders has it."""
    return str(language_file(pack.programme.languages[0], WORDS)["yes"])


def _lists(book: Workbook, pack: Pack) -> Mapping[str, str | list[str]]:
    """Sheets of codes; gives for each column of codes where its list is."""
    found: dict[str, str | list[str]] = {"leader": [yes(pack)]}
    sheets: dict[str, tuple[Worksheet, int]] = {}
    for key, choices in choices_of(pack).items():
        if key in columns():
            known = sheets.get(choices.sheet)
            sheet, at = (known[0], known[1] + 1) if known else (book.add_worksheet(choices.sheet), 0)
            sheets[choices.sheet] = sheet, at
            found[key] = _list(sheet, at, choices, heading(columns()[key], pack))
    return found


def _list(sheet: Worksheet, at: int, choices: Choices, called: str) -> str:
    """A column of what may be written; its first cell is no heading of a roster's own."""
    sheet.set_column(at, at, 2 * WIDTH)
    sheet.write_string(0, at, called)
    for row, one in enumerate(choices.of.values(), 1):
        sheet.write_string(row, at, one.written)
    column = chr(ord("A") + at)
    return f"={sheet.get_name()}!${column}$2:${column}${len(choices.of) + 1}"


def _help(book: Workbook, pack: Pack) -> None:
    sheet = book.add_worksheet(HELP)
    sheet.set_column(0, 0, 5 * WIDTH, book.add_format({"text_wrap": True, "valign": "top"}))
    lines = [line for language in languages_of(pack) for line in (*language_file(language, WORDS)["help"], "")]
    sheet.write_column(0, 0, lines)
