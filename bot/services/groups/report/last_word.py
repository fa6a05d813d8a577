"""A member has the last word on her own figures: she is told that her leader reported, and says what she thinks of it.

Silence is silence: what she says nothing of stays as the leader has reported it, and is shown as that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import quiet
from bot.domain.evaluation.progress import Word
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.forms import Form
from bot.forms.xform.model import UNASKED
from bot.i18n import N_, Catalogues, MonthOf, Text
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.evaluation import calendar as evaluation
from bot.services.groups import telling
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.work import Connection
from bot.store.evaluation import follow_ups, recipients, submissions
from bot.store.evaluation.follow_ups import DISPUTED, PRIVATE, QUESTION, UNCONFIRMED, Note, Point
from bot.store.evaluation.submissions import Sent
from bot.store.groups.report import last_word as rows
from bot.store.groups.report.last_word import Reported
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.wire import outbox

__all__ = ["Reported", "Round", "Word", "ask", "figures", "find", "headline", "keep_own", "say", "tell", "unanswered"]

REASONS = {Word.WRONG: DISPUTED, Word.PRIVATE: PRIVATE}
AT_ONCE = 100
# Who could not be told for so long is not told any more: by then there are newer figures.
TOLD_WITHIN = timedelta(days=30)
TELLING = "Telling of a leader's report: submission"

# Buttons about what was reported; what they do: handlers/groups/report/last_word.py.
PREFIX, SEE = "word", "s"
REPORTED = N_("{leader} reported {month} for you.")
ANSWERED_FIRST = N_("{leader} answered the first questions for you.")
A_LEADER = N_("The leader of your group")
SEE_IT = N_("👀 See it")


@dataclass(slots=True)
class Round:
    """How many were told in one round; `left`: there is more to do at once."""

    told: int
    left: bool


def tell(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime, limit: int = AT_ONCE) -> Round:
    """Tell up to `limit` members of each programme where it is day that their leader has reported; each once a report,
    and again when a figure has changed.
    """
    counts = [_tell(connection, loaded, pack, left_out, now, limit) for pack in loaded.packs.values()]
    return Round(sum(counts), limit in counts)


def versions_told(pack: Pack, now: datetime) -> list[str]:
    """Who has agreed to one of these versions of the consent may be told of a report now; none: nobody, or at night."""
    programme = pack.programme
    if programme.consent.leader_from is None or quiet(now, ZoneInfo(programme.timezone), programme.nudges):
        return []
    return [str(one) for one in range(programme.consent.leader_from, programme.consent.version + 1)]


def _tell(connection: Connection, loaded: LoadedPacks, pack: Pack, left_out: LeftOut, now: datetime, limit: int) -> int:
    versions = versions_told(pack, now)
    if not versions:
        return 0
    since, most = now - TOLD_WITHIN, limit + len(left_out)
    waiting = left_out.others(TELLING, rows.to_tell(connection, pack.programme.code, versions, since, most), limit)
    return sum(left_out.each(connection, TELLING, waiting, partial(_round, loaded=loaded, now=now)))


def _round(connection: Connection, numbers: Sequence[int], *, loaded: LoadedPacks, now: datetime) -> int:
    reported = rows.claim(connection, numbers)
    speakers = recipients.speakers(connection, [one.member_id for one in reported])
    people = recipients.load(connection, set(speakers.values()))
    told = [_notice(loaded, one, people[speakers[one.member_id]]) for one in reported]
    rows.told(connection, [one.submission_id for one in reported], now)
    outbox.add(connection, [one for one in told if one is not None], now)
    return len(told)


def _notice(loaded: LoadedPacks, one: Reported, person: recipients.Asked) -> Outgoing | None:
    return notice(loaded, one, Meaning.of(PREFIX, SEE, one.submission_id), person)


def notice(loaded: LoadedPacks, one: telling.OfReport, sees: Meaning, person: recipients.Asked) -> Outgoing | None:
    """Without figures: they are behind the button, and her PIN."""
    if person.address is None:
        return None
    where = person.address
    to = Recipient(where.bot, where.chat, person.language, person.id, person.called, shared=where.shared)
    message = Message(headline(one), [[Button(Text(SEE_IT), sees)]])
    return bot_api.outgoing(loaded.catalogues, to, message, Lane.NUDGE)


def headline(one: telling.OfReport) -> Text:
    """Who reported what, without figures."""
    leader = one.leader or Text(A_LEADER)
    if one.is_first:
        return Text(ANSWERED_FIRST, {"leader": leader})
    return Text(REPORTED, {"leader": leader, "month": MonthOf(one.month)})


def find(connection: Connection, person_id: int | None, submission_id: int) -> Reported | None:
    """What was reported, as it is now; None: nothing of the kind is hers."""
    return None if person_id is None else rows.find(connection, person_id, submission_id)


def _hers(connection: Connection, person_id: int | None, submission_id: int) -> Reported:
    found = find(connection, person_id, submission_id)
    if found is None:
        raise NotAllowed(f"person {person_id} has no say about submission {submission_id}")
    return found


def figures(one: Reported, form: Form) -> list[str]:
    """The paths of the questions that the leader has answered."""
    asked = (path for path, field in form.fields.items() if field.kind not in UNASKED)
    return [path for path in asked if path in one.answers]


def unanswered(connection: Connection, one: Reported, form: Form) -> list[str]:
    """Those of them that she has not answered herself."""
    hers = rows.answered_herself(connection, one)
    return [path for path in figures(one, form) if path not in hers]


def say(
    connection: Connection,
    person_id: int | None,
    submission_id: int,
    word: Word,
    pack: Pack,
    catalogues: Catalogues,
    now: datetime,
) -> None:
    """What she says of it. That it is not right, staff are told, and the leader, unless it is for their ears alone.
    Raises NotAllowed.
    """
    one = _hers(connection, person_id, submission_id)
    if one.word is word:
        return
    rows.say(connection, submission_id, word, now)
    points = [Point(path, value, None) for path, value in sorted(one.answers.items())]
    note_word(connection, Note(submission_id, one.member_id, "", points), word, now)
    if word is Word.WRONG and person_id is not None:
        telling.disputed(connection, pack.programme, one, person_id, catalogues, now)
    _deed(connection, one, person_id, "last word", {"word": word}, now)


def note_word(connection: Connection, about: Note, word: Word, now: datetime) -> None:
    """What staff are to look at after her word, and what has settled itself by it."""
    for said, reason in REASONS.items():
        if said is word:
            follow_ups.note(connection, replace(about, reason=reason), now, anew=True)
        else:
            follow_ups.settle(connection, replace(about, reason=reason), now)
    follow_ups.settle(connection, replace(about, reason=UNCONFIRMED), now)


def ask(connection: Connection, person_id: int | None, submission_id: int, words: str, now: datetime) -> None:
    """She has a question about it; `words`: as far as she has written it, empty: not yet. Raises NotAllowed."""
    one = _hers(connection, person_id, submission_id)
    before = follow_ups.words(connection, submission_id, QUESTION)
    asked = "\n".join(filter(None, [before, words]))
    follow_ups.note(connection, Note(submission_id, one.member_id, QUESTION, words=asked), now)
    _deed(connection, one, person_id, "ask about report", {}, now)


def keep_own(connection: Connection, submission_id: int, sent: Sent, pack: Pack, now: datetime) -> int | None:
    """Her own figures beside the leader's, for the very same slot; None: they were kept before. Raises NotAllowed."""
    one = _hers(connection, sent.person_id, submission_id)
    number = submissions.add(connection, sent, now)
    if number is not None and one.slot_id is not None:
        evaluation.answered(connection, one.slot_id, now, pack)
    return number


def _deed(
    connection: Connection, one: Reported, person_id: int | None, what: str, detail: dict[str, str], now: datetime
) -> None:
    about = f"submission {one.submission_id}"
    audit.record(connection, Deed(f"person {person_id}", what, about, detail, one.member_id), now)
