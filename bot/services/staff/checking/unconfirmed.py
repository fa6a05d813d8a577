"""What a leader has reported and the member, who was told of it, has said nothing of for as long as it can be changed:
staff look at it. Silence stays silence; the figure counts meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.domain.programme import Programme
from bot.left_out import LeftOut
from bot.services.groups.report.last_word import TOLD_WITHIN
from bot.services.work import Connection
from bot.store.evaluation import follow_ups
from bot.store.evaluation.follow_ups import UNCONFIRMED, Note, Point
from bot.store.groups.report import last_word

WHAT = "Reports that nobody confirms: submission"
AT_ONCE = 500


def note_all(connection: Connection, left_out: LeftOut, programmes: Sequence[Programme], now: datetime) -> int:
    """Note some of those of each programme; gives how many: none, and there are no more."""
    noted = 0
    for one in programmes:
        until = now - timedelta(days=one.correct_within_days)
        since, most = until - TOLD_WITHIN, AT_ONCE + len(left_out)
        silent = last_word.silent(connection, one.code, since, until, UNCONFIRMED, most)
        waiting = left_out.others(WHAT, silent, AT_ONCE)
        noted += sum(left_out.each(connection, WHAT, waiting, partial(_note, now=now)))
    return noted


def _note(connection: Connection, numbers: Sequence[int], *, now: datetime) -> int:
    for one in last_word.load(connection, numbers):
        points = [Point(path, value, None) for path, value in sorted(one.answers.items())]
        note = Note(one.submission_id, one.member_id, UNCONFIRMED, points)
        follow_ups.note(connection, note, now, anew=True)
    return len(numbers)
