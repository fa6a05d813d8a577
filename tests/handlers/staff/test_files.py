"""Whose names are in what a chat can send as a file: her own, or those of the group that she leads, on its paper.

What staff get as a file holds numbers: names leave by `ovop export --with-names` alone. Whoever adds a kind says here
what is in it.
"""

from handlers.book import statement_file
from handlers.groups.paper import paper_files
from handlers.people import mydata
from handlers.wire.pictures import DRAWINGS
from tests.house import stage

HER_OWN = {mydata.KIND, statement_file.KIND, "progress", "book"}
# For who leads the group alone, asked again as it is drawn: docs/decisions/0042-paper.md.
PAPER_OF_A_GROUP = {
    paper_files.CARDS, paper_files.SLIPS, paper_files.SHEET, paper_files.MEETING, paper_files.POSTER,
    paper_files.SHEET_PHOTO, paper_files.WHOLE, paper_files.RECEIPTS, paper_files.STATEMENT,
}  # fmt: skip
# What staff get: tests/handlers/staff/test_who_sees_what.py opens each on an officer's phone.
NUMBERS = {"announced"}


async def test_whose_names_are_in_a_file_is_said_of_each_kind(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running:
        maker = running.house._files(running.house.lines[0].application)
        known = {*maker._draw, *maker._fetch, *maker._prepare}
    unsaid = sorted(known - HER_OWN - PAPER_OF_A_GROUP - NUMBERS)
    assert unsaid == [], f"say whose names are in: {', '.join(unsaid)}"
    assert known == HER_OWN | PAPER_OF_A_GROUP | NUMBERS and DRAWINGS.keys() <= HER_OWN
