"""Statements of a book with loans, gifts, bank and wallet: none of it is a sale, all of it is told, and all adds up."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.book import Direction, Place, undone
from bot.domain.book.statement import Owing
from bot.i18n import Money
from bot.render.fonts import load_fonts
from bot.render.statement import statement_pdf
from bot.services.book import entries as book
from bot.services.book import statements
from bot.services.book.statement_json import figures_from, figures_to
from bot.services.book.statement_paper import Paper, page
from bot.services.book.statement_table import months_table
from bot.services.book.statement_told import told
from bot.services.book.statement_totals import CHANGE, ELSEWHERE, LEFT, SURPLUS, totals
from bot.services.book.statement_words import Voice
from bot.services.book.statements import Verdict
from tests.services.book.test_statements import CODE, MONTH, TODAY, WHERE, entry, issued, live, owner, wish, write
from tests.services.town import Member, Town

LENT = date(2026, 1, 6)


@pytest.fixture
def her(place: Town) -> Member:
    return place.join(CODE, name="Somsri")


def with_other_money(place: Town, member: Member) -> None:
    """The month in which everything happens once, and all that is no sale."""
    live(place, member)
    write(
        place,
        member,
        entry(place, LENT, 5000_00, Direction.LOAN_GOT, counterparty="Fund", due=date(2026, 2, 6)),
        entry(place, TODAY, 400_00, Direction.LOAN_PAID, counterparty="Fund", due=date(2026, 3, 6)),
        entry(place, TODAY, 20_00, Direction.OUT, category="interest"),
        entry(place, TODAY, 800_00, Direction.GRANT),
        entry(place, TODAY, 90_00, Direction.PUT_IN),
        entry(place, TODAY, 50_00, Direction.REFUND_GIVEN, category="sales"),
        entry(place, TODAY, 30_00, Direction.REFUND_GOT, category="costs"),
        entry(place, TODAY, 3000_00, Direction.TO_BANK),
        entry(place, TODAY, 200_00, Direction.FROM_BANK),
        entry(place, TODAY, 100_00, Direction.BANK_TO_WALLET),
        replace(entry(place, TODAY, 60_00), place=Place.WALLET),
    )


def test_what_is_no_sale_is_in_no_sales(place: Town, her: Member) -> None:
    with_other_money(place, her)
    figures = statements.figures_of(issued(place, her))
    assert (figures.came, figures.went, figures.home) == (660_00, 190_00, 100_00)
    assert (figures.bank, figures.wallet) == (2700_00, 160_00)
    assert figures.loans == Owing(4600_00, 1, LENT, date(2026, 3, 6))
    assert figures.closing == place.run(book.balance, owner(her), TODAY)
    shown = {one.label: one.minor for one in totals(figures)}
    assert (shown["A loan I got"], shown["Loan paid back"], shown[ELSEWHERE]) == (5000_00, 400_00, 2860_00)
    assert shown["Grant or gift"] == 800_00 and shown["My own money put in"] == 90_00


def test_the_totals_of_the_paper_add_up(place: Town, her: Member) -> None:
    """As somebody with a pocket calculator would do it."""
    with_other_money(place, her)
    figures = statements.figures_of(issued(place, her))
    rows = [(one.label, one.minor) for one in totals(figures)]
    names = [name for name, _ in rows if name != SURPLUS]
    # what is a sum of those before it is not added once more
    rows = [row for row in rows if row[0] != SURPLUS]
    less = {"Money out", "Taken for home", "Loan paid back", ELSEWHERE}
    before = rows[: names.index(CHANGE)]
    assert sum(-minor if name in less else minor for name, minor in before) == dict(rows)[LEFT]


def test_the_table_adds_up_too(place: Town, her: Member) -> None:
    with_other_money(place, her)
    figures = statements.figures_of(issued(place, her))
    voice = Voice(place.loaded.catalogues, ("en",), figures.currency, figures.calendar)
    table = months_table(figures, voice)
    assert len(table.columns) == 1
    cells = {row.label[0]: row.cells[0][0] for row in table.rows}
    assert (cells["A loan I got"], cells["Loan paid back"], cells[ELSEWHERE]) == ("5,000", "400", "2,860")
    assert (cells["Grant or gift"], cells["My own money put in"]) == ("800", "90")
    assert cells[SURPLUS] == format(figures.surplus // 100, ",") and cells[LEFT] == format(figures.closing // 100, ",")


def test_who_has_the_code_is_told_the_same(place: Town, her: Member) -> None:
    with_other_money(place, her)
    found = place.run(statements.verify, issued(place, her).code)
    assert found.verdict is Verdict.GOOD and found.figures is not None
    figures = {label.message: value for label, value in told(found).figures}
    assert figures["A loan I got"] == Money(5000_00, "THB")
    assert figures["In the bank at the end"] == Money(2700_00, "THB")
    assert CHANGE not in figures


@pytest.mark.parametrize("direction", [Direction.LOAN_GOT, Direction.GRANT, Direction.TO_BANK, Direction.REFUND_GIVEN])
def test_whatever_is_taken_back_later_is_a_change(place: Town, her: Member, direction: Direction) -> None:
    [one] = write(place, her, entry(place, LENT, 700, direction))
    write(place, her, entry(place, LENT, 600))
    code = issued(place, her).code
    write(place, her, undone(one, "f" * 32))
    assert place.run(statements.verify, code).verdict is Verdict.CHANGED


def test_a_sale_that_was_a_loan_is_a_change_and_no_sale_in_the_next(place: Town, her: Member) -> None:
    [one] = write(place, her, entry(place, LENT, 5000_00, item="loan"))
    code = issued(place, her).code
    moved = replace(one, id="f" * 32, supersedes=one.id, direction=Direction.LOAN_GOT, category="loan")
    write(place, her, moved)
    assert place.run(statements.verify, code).verdict is Verdict.CHANGED
    new = statements.figures_of(issued(place, her, wish("b")))
    assert (new.came, new.closing, new.loans.amount) == (0, 5000_00, 5000_00)


def test_a_statement_of_before_is_read_as_it_was(place: Town, her: Member) -> None:
    live(place, her)
    found = issued(place, her)
    kept = figures_to(statements.figures_of(found))
    assert figures_from(kept) == statements.figures_of(found)
    for name in ("loans", "bank", "wallet"):
        del kept[name]
    for month in kept["months"]:
        del month["sums"]["beside"], month["sums"]["elsewhere"]
    assert figures_from(kept) == statements.figures_of(found)


@pytest.mark.parametrize("languages", [("th", "en"), ("ne", "en"), ("ny", "en")])
def test_the_page_has_room_for_all_of_it(place: Town, her: Member, languages: tuple[str, ...]) -> None:
    with_other_money(place, her)
    found = issued(place, her, wish(wanted=MONTH, languages=languages))
    figures = statements.figures_of(found)
    paper = Paper(statements.about_of(found), figures, found.issued_on, languages, found.code, WHERE)
    drawn = page(paper, place.loaded.pack(CODE), place.loaded)
    debts = [fact.label[-1] for fact in drawn.boxes[0].facts]
    assert "Loan of 1 lender, to be paid back, since 6 Jan 2026" in debts
    assert "Next payment of a loan" in debts
    assert statement_pdf(drawn, load_fonts()).count(b"/Type /Page\n") <= 1


def test_a_book_without_loans_says_nothing_of_them(place: Town, her: Member) -> None:
    live(place, her)
    found = issued(place, her)
    figures = statements.figures_of(found)
    paper = Paper(statements.about_of(found), figures, found.issued_on, ("en",), found.code, WHERE)
    drawn = page(paper, place.loaded.pack(CODE), place.loaded)
    said = [*drawn.totals, *drawn.boxes[0].facts]
    assert not [fact for fact in said if "oan" in fact.label[0] or "bank" in fact.label[0]]
