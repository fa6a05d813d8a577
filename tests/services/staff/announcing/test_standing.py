"""What is said of how an announcement stands, and which buttons are below it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.staff.announcement import Announcement, Change, Counts, State, Words
from bot.domain.staff.audience import Audience
from bot.i18n import load_catalogues
from bot.services.staff.announcing import standing
from bot.services.staff.announcing.report import Report
from tests.house import pack

CATALOGUES, PACK = load_catalogues(), pack("malawi-ovop")
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
ONE = Announcement(
    7, "malawi-ovop", 1, State.UNDER_WAY, ("MW-BA",), Audience(), "en", composed=120, left=118, left_at=NOW,
    words={"en": Words("The buyer comes <on> Friday & brings scales")},
)  # fmt: skip
COUNTS = Counts(120, 60, 50, 3, 2, 1, 4)
UNDER_WAY = Report(ONE, COUNTS, {"no connection": 3}, {"stopped": 2, "opted_out": 2}, {}, None)


def told(one: Report) -> str:
    return standing.words(CATALOGUES, PACK, one, "en")


def labels(one: Report, at: datetime = NOW) -> list[str]:
    rows = standing.buttons(one, at)
    return [CATALOGUES.render(button.text, "en") for row in rows for button in row]


def over(state: State, counts: Counts = COUNTS, **values: object) -> Report:
    return replace(UNDER_WAY, announcement=replace(ONE, state=state, ended_at=NOW, **values), counts=counts)  # type: ignore[arg-type]


def test_each_fact_has_a_line_and_what_is_nought_has_none() -> None:
    assert told(UNDER_WAY).splitlines() == [
        "📣 <b>The buyer comes &lt;on&gt; Friday &amp; brings scales</b>",
        "▶️ Under way",
        "▓▓▓▓▓░░░░░ 58%",
        "👥 Audience: 120",
        "🔢 Counted when composed: 120, when it left: 118",
        "✅ Delivered: 60",
        "⏳ Waiting: 50",
        "❌ Failed: 3",
        "• no connection: 3",
        "🚫 Have blocked me: 2",
        "❓ Unsure, may have arrived: 1",
        "🔕 Not sent, as things have changed: 4",
        "• want no announcements: 2",
        "• have said stop: 2",
    ]
    alone = Report(replace(ONE, left=120), Counts(120, 0, 120), {}, {}, {}, None)
    assert told(alone).splitlines()[1:] == [
        "▶️ Under way", "░░░░░░░░░░ 0%", "👥 Audience: 120", "✅ Delivered: 0", "⏳ Waiting: 120",
    ]  # fmt: skip


@pytest.mark.parametrize("waiting", [1, 119])
def test_the_bar_is_full_only_when_nobody_waits(waiting: int) -> None:
    shown = told(replace(UNDER_WAY, counts=Counts(120, 120 - waiting, waiting)))
    assert "░" in shown
    assert "100%" not in shown
    assert "▓▓▓▓▓▓▓▓▓▓ 100%" in told(replace(UNDER_WAY, counts=Counts(120, 120)))


def test_before_it_leaves_and_at_night_the_next_moment_is_said() -> None:
    later = datetime(2026, 11, 30, 5, tzinfo=UTC)
    planned = replace(UNDER_WAY, announcement=replace(ONE, state=State.PLANNED), leaves_at=later)
    assert "🕒 Leaves on 30 Nov 2026 at 07:00" in told(planned)
    assert "🌙 Waits until 30 Nov 2026 at 07:00" in told(replace(UNDER_WAY, leaves_at=later))
    held = replace(planned, announcement=replace(ONE, state=State.PAUSED))
    assert "07:00" not in told(held)


TABLE = "📄 As a table (CSV)"
CHANGED = ["✏️ Change the words", "↩️ Take back"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (State.GATHERING, ["⏸ Pause", "⏹ Send no more", *CHANGED, TABLE]),
        (State.TO_APPROVE, ["⏹ Send no more", *CHANGED, TABLE]),
        (State.PLANNED, ["⏸ Pause", "⏹ Send no more", *CHANGED, TABLE]),
        (State.UNDER_WAY, ["⏸ Pause", "⏹ Send no more", *CHANGED, TABLE]),
        (State.PAUSED, ["▶️ Let it go on", "⏹ Send no more", *CHANGED, TABLE]),
        (State.STOPPED, [*CHANGED, TABLE]),
        (State.DONE, ["🔁 Send again to the 3 that failed", "🔁 Send again to the 1 unsure", *CHANGED, TABLE]),
    ],
)
def test_what_can_be_done_follows_from_where_it_stands(state: State, shown: list[str]) -> None:
    assert labels(replace(UNDER_WAY, announcement=replace(ONE, state=state))) == shown


def test_what_is_older_than_two_days_is_neither_changed_nor_taken_back() -> None:
    done = over(State.DONE, Counts(3, 3))
    assert labels(done) == [*CHANGED, TABLE]
    assert labels(done, NOW + timedelta(hours=47, minutes=59)) == [*CHANGED, TABLE]
    assert labels(done, NOW + timedelta(hours=48)) == [TABLE]
    assert labels(over(State.DONE, taken_back_at=NOW)) == [TABLE]


def test_what_became_of_a_change_is_said() -> None:
    back = over(State.DONE, Counts(3, 3), taken_back_at=NOW)
    shown = told(replace(back, changed={Change.TAKEN_BACK: 2, Change.NOT_TAKEN_BACK: 1}))
    assert "↩️ Taken back" in shown
    assert "↩️ Gone from their phones: 2" in shown
    assert "⚠️ Could not be taken back: 1" in shown


def test_it_is_looked_after_as_long_as_something_of_it_moves() -> None:
    assert standing.moves(UNDER_WAY, NOW)
    assert standing.moves(over(State.DONE, changing=True), NOW + timedelta(days=1))
    assert standing.moves(over(State.STOPPED), NOW + timedelta(minutes=9))
    assert not standing.moves(over(State.STOPPED), NOW + timedelta(minutes=10))
    assert not standing.moves(over(State.DONE, Counts(3, 3)), NOW)


def test_a_file_without_words_has_a_name_and_long_words_are_cut() -> None:
    silent = replace(UNDER_WAY, announcement=replace(ONE, words={"en": Words("")}))
    assert told(silent).startswith("📣 <b>a photo, a voice or a file</b>")
    long = replace(UNDER_WAY, announcement=replace(ONE, words={"en": Words("word " * 40)}))
    assert told(long).splitlines()[0] == f"📣 <b>{'word ' * 11}word…</b>"
