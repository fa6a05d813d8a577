"""What a member says of her leader's report changes no figure and no count, wherever they are shown."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.services.evaluation import progress
from bot.services.groups import leading
from bot.services.groups.report import four_facts, last_word, reported
from bot.services.groups.report.last_word import Word
from bot.store.keeping import export, export_pages
from bot.store.schema import answer, correction, report, slot, submission
from tests.services.groups.report.told_group import CODE, OCTOBER, Group, group, here
from tests.services.town import pack

__all__ = ["group", "here"]  # fixtures
WORDS = [(word,) for word in Word] + [(Word.WRONG, Word.RIGHT), (Word.RIGHT, Word.WRONG), (Word.PRIVATE, Word.WRONG)]


def told(group: Group) -> dict[str, Any]:
    """All figures and counts of a group: as they are kept, as its leader sees them, in progress and in exports."""
    place, programme = group.place, pack(CODE).programme
    day = place.now.date()
    record = place.run(progress.of_producer, group.member.producer, pack(CODE))
    pages = place.run(lambda connection: list(export.submissions(connection, export_pages.Scope())))
    return {
        "kept": [[tuple(row) for row in place.rows(select(table))] for table in (answer, submission, slot, correction)],
        "report": [tuple(row) for row in place.rows(select(report))],
        "stand": place.run(leading.stand, group.number, programme, day),
        "facts": place.run(four_facts.look, group.leader.person, group.number, programme, day),
        "figures": place.run(reported.figures, group.number, OCTOBER, ["sales"]),
        "progress": [
            [replace(figure, word=None) for figure in track.figures] + [track.progress.change, track.progress.verdict]
            for track in record.tracks
        ],
        "counts": (record.answered, record.asked, record.checkins, record.standings),
        "export": [{name: value for name, value in row.items() if name != "word"} for page in pages for row in page],
    }


@pytest.mark.parametrize("words", WORDS, ids=str)
def test_her_word_changes_no_figure_and_no_count(here: Group, words: tuple[Word, ...]) -> None:
    number = here.report()
    here.place.rows_changed(update(slot).where(slot.c.producer_id == here.member.producer).values(state="answered"))
    before = told(here)
    assert before["figures"] and before["kept"][0], "there is something to be changed"
    for word in words:
        here.say(number, word)
        assert told(here) == before, word
    here.place.run(last_word.ask, here.member.person, number, "Why so little?", here.place.now)
    assert told(here) == before
