"""Corrections: within the window they are kept beside the first version; later they are a wish; twice is once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.domain.evaluation.progress import Verdict
from bot.forms import Context, Form, load_form
from bot.services.evaluation import corrections, progress
from bot.services.evaluation.corrections import Message, Own, Result, Why, Wish
from bot.store.schema import correction, follow_up, typed
from tests.services.conftest import START
from tests.services.town import BOT, Member, Town, pack

TH = "thailand-otop"
EVERYTHING = Path(__file__).parents[2] / "handlers" / "forms" / "everything.md"
AS_OF = Context(today=START.date(), now=START)


def newest(place: Town, member: Member) -> Own:
    return place.run(corrections.of_person, member.person, 10)[0]


def form_of(own: Own) -> Form:
    return pack(TH).forms[own.form_name]


def send(place: Town, member: Member, why: Why = Why.MISTYPED, **answers: Any) -> Result:
    """She changes some answers of what she has sent last; None: leaves one out."""
    own = newest(place, member)
    form = form_of(own)
    wanted = dict(place.run(corrections.answers, own.id))
    for name, value in answers.items():
        wanted.pop(f"{form.root}/{name}", None)
        if value is not None:
            wanted[f"{form.root}/{name}"] = str(value)
    return place.run(corrections.send, Wish(own, member.person, wanted, why), form, pack(TH), place.now)


def kept(place: Town) -> list[tuple[str, str | None, str | None, str]]:
    rows = place.rows(select(correction).order_by(correction.c.id))
    return [(row.path.rpartition("/")[2], row.old, row.new, row.reason) for row in rows]


def named(place: Town, own: Own) -> Mapping[str, str]:
    found = place.run(corrections.answers, own.id)
    return {path.rpartition("/")[2]: value for path, value in found.items()}


def test_the_first_version_stays_and_progress_follows(place: Town) -> None:
    woman = place.join(TH)
    place.answer(woman, sales=1_000, produced=20)
    place.at(TH, date(2026, 3, 1))
    place.answer(woman, operating="yes", sales=100, produced=20)
    slots = place.slots(woman)
    assert send(place, woman, sales=1_100, produced=None, costs=30) is Result.KEPT
    assert kept(place) == [
        ("costs", None, "30", "mistyped"),
        ("produced", "20", None, "mistyped"),
        ("sales", "100", "1100", "mistyped"),
    ]
    assert named(place, newest(place, woman)) == {"operating": "yes", "sales": "1100", "costs": "30"}
    record = place.run(progress.of_producer, woman.producer, pack(TH))
    assert [track.progress.verdict for track in record.tracks if track.indicator.name == "sales"] == [Verdict.SAME]
    assert place.slots(woman) == slots


def test_sent_twice_it_is_one(place: Town) -> None:
    woman = place.join(TH)
    place.answer(woman, sales=1_000)
    assert send(place, woman, sales=1_100) is Result.KEPT
    assert send(place, woman, sales=1_100) is Result.NOTHING
    assert len(kept(place)) == 1


def test_an_unusual_figure_that_is_put_right_needs_no_look(place: Town) -> None:
    woman = place.join(TH)
    place.answer(woman, sales=1_000)
    place.at(TH, date(2026, 3, 1))
    place.answer(woman, operating="yes", sales=1_200)
    waiting = select(follow_up.c.reason).where(follow_up.c.submission_id.is_not(None), follow_up.c.done_at.is_(None))
    assert send(place, woman, sales=12_000) is Result.KEPT
    assert [row.reason for row in place.rows(waiting)] == ["unusual_figure"]
    assert send(place, woman, sales=1_200) is Result.KEPT
    assert place.rows(waiting) == []


def test_after_the_window_it_is_a_wish(place: Town) -> None:
    woman = place.join(TH)
    place.answer(woman, sales=1_000, produced=20)
    place.now += timedelta(days=30)
    assert send(place, woman, Why.CHANGED, sales=1_100) is Result.WANTED
    assert send(place, woman, Why.OTHER, produced=25) is Result.WANTED
    assert send(place, woman, Why.OTHER, produced=25) is Result.WANTED
    assert kept(place) == [] and named(place, newest(place, woman))["sales"] == "1000"
    (row,) = place.rows(select(follow_up).where(follow_up.c.reason == "correction_wanted"))
    root = form_of(newest(place, woman)).root
    assert row.detail == {
        "answers": [
            {"path": f"{root}/produced", "value": "25", "beside": "20"},
            {"path": f"{root}/sales", "value": "1100", "beside": "1000"},
        ],
        "why": "other",
    }


def test_the_pack_sets_the_window(place: Town) -> None:
    woman = place.join(TH)
    place.answer(woman, sales=1_000)
    own, home = newest(place, woman), pack(TH)
    longer = replace(home, programme=replace(home.programme, correct_within_days=60))
    place.now += timedelta(days=45)
    assert not corrections.can_change(own, home, place.now)
    assert corrections.can_change(own, longer, place.now)


def test_what_is_not_hers_is_not_found(place: Town) -> None:
    woman, other = place.join(TH), place.join(TH)
    place.answer(woman, sales=1_000)
    own = newest(place, woman)
    assert place.run(corrections.find, woman.person, own.id) == own
    assert place.run(corrections.find, other.person, own.id) is None


def test_messages_are_known_as_long_as_they_can_be_corrected(place: Town) -> None:
    woman = place.join(TH)
    place.answer(woman, sales=1_000)
    own, message = newest(place, woman), Message(BOT, woman.chat, 12)
    for _ in range(2):
        place.run(corrections.remember, own.id, {message: "/data/sales"}, own.sent_at, pack(TH))
    assert place.run(corrections.typed_in, message, place.now) == (own.id, "/data/sales")
    assert place.run(corrections.typed_in, Message(BOT, woman.chat + 1, 12), place.now) is None
    assert place.run(corrections.typed_in, message, own.sent_at + timedelta(days=30)) is None
    assert [row.until for row in place.rows(select(typed))] == [own.sent_at.astimezone(UTC) + timedelta(days=30)]


def test_a_form_is_opened_again_as_it_was_sent() -> None:
    form = load_form(EVERYTHING.read_text(encoding="utf-8"), "md", "everything", {})
    root = form.root
    given = {f"{root}/word": "word", f"{root}/whole": "12", f"{root}/fine": "OK"}
    given |= {f"{root}/member[{number}]/who": who for number, who in ((1, "Amina"), (2, "Chisomo"))}
    session = corrections.as_sent(form, given, AS_OF, "en")
    assert session.question is None
    assert session.result() == given
    assert corrections.changes(form, given, session.result()) == []
    changed = session.goto(f"{root}/member[2]/who").answer("Chikondi").result()
    assert [(one.old, one.new) for one in corrections.changes(form, given, changed)] == [("Chisomo", "Chikondi")]
