"""How an announcement stands, in words and buttons: a bar while it is under way, and the report when it is done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.staff.announcement import CHANGED_WITHIN, Announcement, Change, Counts, State
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Catalogues, Html, Text, joined
from bot.packs import Pack
from bot.services.staff.announcing.report import Report

# Buttons about an announcement: handlers/staff/announcing/under_way.py.
PREFIX = "cast"
OPEN, PAUSE, GO_ON, STOP, STOP_REALLY = "o", "p", "g", "s", "z"
AGAIN, UNSURE_TOO, TABLE, EDIT, BACK, BACK_REALLY = "a", "u", "t", "e", "b", "y"
BLOCKS, FULL, EMPTY = 10, "▓", "░"
SETTLES = timedelta(minutes=10)
LONGEST_TITLE, REASONS, LONGEST_REASON = 60, 3, 80

TITLE, OF_A_FILE = N_("📣 <b>{title}</b>"), N_("a photo, a voice or a file")
URGENT = N_("🚨 Emergency")
STANDS = {
    State.DRAFT: N_("✏️ Not sent yet"),
    State.GATHERING: N_("⏳ I am writing down whom it is for"),
    State.TO_APPROVE: N_("✋ Waits for the yes of a second person"),
    State.PLANNED: N_("🕒 Waits for its time"),
    State.UNDER_WAY: N_("▶️ Under way"),
    State.PAUSED: N_("⏸ Held up: nothing leaves until somebody taps “Let it go on”"),
    State.STOPPED: N_("⏹ Stopped: nothing leaves any more"),
    State.DONE: N_("🏁 Done: nothing waits any more"),
}
LEAVES, GOES_ON = N_("🕒 Leaves on {day} at {hour}"), N_("🌙 Waits until {day} at {hour}")
TAKEN_BACK = N_("↩️ Taken back")
BAR = N_("{bar} {percent}%")
AUDIENCE, DELIVERED, WAITING = N_("👥 Audience: {n}"), N_("✅ Delivered: {n}"), N_("⏳ Waiting: {n}")
# what the counts call waiting, of one that is over
NEVER_SENT = N_("⏹ Never sent: {n}")
FAILED, BLOCKED = N_("❌ Failed: {n}"), N_("🚫 Have blocked me: {n}")
UNSURE = N_("❓ Unsure, may have arrived: {n}")
WITHDRAWN = N_("🔕 Not sent, as things have changed: {n}")
REASON = N_("• {reason}: {n}")
COUNTED = N_("🔢 Counted when composed: {composed}, when it left: {left}")
SAID_STOP = N_("have said stop")
WHY_WITHDRAWN = {
    "stopped": SAID_STOP,
    "opted_out": N_("want no announcements"),
    "erased": N_("were erased"),
    "merged": N_("stood twice"),
    "gone": N_("belong to it no longer"),
    "shares_the_chat": N_("now use the phone of somebody who gets it"),
}
CHANGED = {
    Change.EDITED: N_("✏️ Changed on their phones: {n}"),
    Change.TAKEN_BACK: N_("↩️ Gone from their phones: {n}"),
    Change.NOT_EDITED: N_("⚠️ Still with the old words: {n}"),
    Change.NOT_TAKEN_BACK: N_("⚠️ Could not be taken back: {n}"),
}
HOLD, ON, END = N_("⏸ Pause"), N_("▶️ Let it go on"), N_("⏹ Send no more")
ONCE_MORE, ALSO_UNSURE = N_("🔁 Send again to the {n} that failed"), N_("🔁 Send again to the {n} unsure")
AS_A_TABLE, CHANGE, TAKE_IT_BACK = N_("📄 As a table (CSV)"), N_("✏️ Change the words"), N_("↩️ Take back")


def title(catalogues: Catalogues, one: Announcement, language: str) -> str:
    """The beginning of its words in the language in which it was written, on one line."""
    words = " ".join(one.words[one.fallback].text.split()) if one.fallback in one.words else ""
    if not words:
        return catalogues.render(Text(OF_A_FILE), language)
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"


def words(catalogues: Catalogues, pack: Pack, one: Report, language: str, answered: Sequence[Html] = ()) -> Html:
    """All of it, a line a fact; what is nought is not said. `answered`: what people have said to what it asks."""
    lines = [Text(TITLE, {"title": title(catalogues, one.announcement, language)})]
    lines += [Text(URGENT)] if one.announcement.emergency else []
    lines += [_stands(pack, one), *_bar(one.counts), *_counts(one), *_changed(one)]
    return joined([*(catalogues.html(line, language) for line in lines), *answered])


def _stands(pack: Pack, one: Report) -> Text:
    here = one.announcement
    if here.taken_back_at is not None:
        return Text(TAKEN_BACK)
    if one.leaves_at is None or here.state not in (State.PLANNED, State.UNDER_WAY):
        return Text(STANDS[here.state])
    at = one.leaves_at.astimezone(ZoneInfo(pack.programme.timezone))
    return Text(LEAVES if here.state is State.PLANNED else GOES_ON, {"day": at.date(), "hour": at.time()})


def _bar(counts: Counts) -> list[Text]:
    """How much of it waits no more; full only when all of it does."""
    if not counts.audience:
        return []
    gone = counts.audience - counts.waiting
    full = gone * BLOCKS // counts.audience
    shown = FULL * full + EMPTY * (BLOCKS - full)
    return [Text(BAR, {"bar": shown, "percent": gone * 100 // counts.audience})]


def _counts(one: Report) -> list[Text]:
    counts, here = one.counts, one.announcement
    if not counts.audience:
        return []
    lines = [Text(AUDIENCE, {"n": counts.audience})]
    if here.composed is not None and here.left is not None and here.composed != here.left:
        lines.append(Text(COUNTED, {"composed": here.composed, "left": here.left}))
    lines.append(Text(DELIVERED, {"n": counts.delivered}))
    lines += [Text(NEVER_SENT if here.state.is_over else WAITING, {"n": counts.waiting})] if counts.waiting else []
    lines += [Text(FAILED, {"n": counts.failed})] if counts.failed else []
    most = sorted(one.failed.items(), key=lambda pair: (-pair[1], pair[0]))[:REASONS]
    lines += [Text(REASON, {"reason": reason[:LONGEST_REASON], "n": n}) for reason, n in most]
    lines += [Text(BLOCKED, {"n": counts.blocked})] if counts.blocked else []
    lines += [Text(UNSURE, {"n": counts.unsure})] if counts.unsure else []
    lines += [Text(WITHDRAWN, {"n": counts.withdrawn})] if counts.withdrawn else []
    whys = [(WHY_WITHDRAWN.get(reason), reason, n) for reason, n in sorted(one.withdrawn.items())]
    return [*lines, *(Text(REASON, {"reason": Text(why) if why else reason, "n": n}) for why, reason, n in whys)]


def _changed(one: Report) -> list[Text]:
    return [Text(CHANGED[what], {"n": n}) for what, n in sorted(one.changed.items()) if n and what in CHANGED]


def buttons(one: Report, now: datetime) -> Rows:
    """What can be done with it as it stands."""
    here, counts, rows = one.announcement, one.counts, []
    if here.state.can_pause:
        rows.append([_button(HOLD, PAUSE, here.id), _button(END, STOP, here.id)])
    elif here.state is State.PAUSED:
        rows.append([_button(ON, GO_ON, here.id), _button(END, STOP, here.id)])
    elif here.state is State.TO_APPROVE:
        rows.append([_button(END, STOP, here.id)])
    if here.state is State.DONE and here.taken_back_at is None:
        rows += [[_button(ONCE_MORE, AGAIN, here.id, counts.failed)]] if counts.failed else []
        rows += [[_button(ALSO_UNSURE, UNSURE_TOO, here.id, counts.unsure)]] if counts.unsure else []
    if can_be_changed(one, now):
        rows.append([_button(CHANGE, EDIT, here.id), _button(TAKE_IT_BACK, BACK, here.id)])
    return [*rows, *([[_button(AS_A_TABLE, TABLE, here.id)]] if counts.audience else [])]


def can_be_changed(one: Report, now: datetime) -> bool:
    """Whether somebody may have it for less than 48 hours."""
    here = one.announcement
    since = here.ended_at or now
    return bool(one.counts.delivered) and here.taken_back_at is None and now - since < CHANGED_WITHIN


def _button(label: str, deed: str, number: int, n: int | None = None) -> Button:
    return Button(Text(label, {} if n is None else {"n": n}), Meaning.of(PREFIX, deed, number))


def moves(one: Report, now: datetime) -> bool:
    """Whether anything of it may still change by itself, so that its message has to be looked after."""
    here = one.announcement
    if not here.state.is_over or here.changing:
        return True
    # what was in flight as it ended arrives soon after
    return bool(one.counts.waiting) and here.ended_at is not None and now - here.ended_at < SETTLES
