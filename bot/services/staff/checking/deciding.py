"""What an officer does about figures: accept, hold, leave a wish, about one or about all that are alike; and undo.

Each asks anew where she works, and whether all is as she saw it. A figure that is far from the usual and held is let in
by another than who holds it: no path of taps by one person brings it in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from bot.domain.staff.checking import CAN_BE_UNDONE, MOST_ALIKE, Alike, Deed, Refused, Why
from bot.packs import Pack
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.checking import looking, wishes
from bot.services.staff.checking.looking import Item
from bot.services.work import Connection
from bot.store.groups.members import members
from bot.store.people import audit, merges
from bot.store.people.audit import Deed as Line
from bot.store.people.audit import Words
from bot.store.staff.checking import deeds, queue

__all__ = ["Because", "Outcome", "decide", "mark_of", "meant", "undo"]


@dataclass(frozen=True, slots=True)
class Because:
    """Why: a ready reason, or words that were typed."""

    why: Why
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: its number, what, about how many, and whether she can undo it."""

    deed_id: int
    deed: Deed
    n: int
    can_undo: bool


def mark_of(items: Sequence[Item]) -> int:
    """Another one as soon as anything of them is different, or others are alike."""
    told = " ".join(str(one.mark) for one in sorted(items, key=lambda one: one.id))
    return int.from_bytes(blake2b(told.encode(), digest_size=4).digest())


def meant(connection: Connection, person_id: int | None, pack: Pack, number: int, how: Alike | None) -> Sequence[Item]:
    """What a tap on one of hers is about: it alone, or all that are like it and that she may let in; empty: it is in
    her queue no longer. Raises NotAllowed.
    """
    her = looking.reader(connection, person_id, pack)
    found = queue.load(connection, queue.of_reader(connection, her, [number]))
    if not found or how is None:
        return found
    others = looking.alike(connection, person_id, pack, found[0], how, MOST_ALIKE)
    return [one for one in others if looking.may_accept(one, her.person_id)]


def decide(
    connection: Connection,
    person_id: int | None,
    loaded: LoadedPacks,
    pack: Pack,
    number: int,
    mark: int,
    deed: Deed,
    because: Because,
    how: Alike | None,
    now: datetime,
) -> Outcome | Refused:
    """Do it, about all that is meant or about nothing. `mark`: of what she saw. Raises NotAllowed."""
    seen = meant(connection, person_id, pack, number, how)
    queue.lock(connection, [one.id for one in seen])
    items = meant(connection, person_id, pack, number, how)
    if person_id is None or not items:
        return Refused.GONE
    if mark_of(items) != mark:
        return Refused.CHANGED
    work = _Work(connection, person_id, loaded, pack, because, now)
    refused = work.refused(items, deed, how)
    return work.done(items, deed) if refused is None else refused


@dataclass(frozen=True, slots=True)
class _Work:
    connection: Connection
    person_id: int
    loaded: LoadedPacks
    pack: Pack
    because: Because
    now: datetime

    def refused(self, items: Sequence[Item], deed: Deed, how: Alike | None) -> Refused | None:
        """Why it cannot be done. Wishes are granted one by one."""
        wishes = any(one.is_wish for one in items)
        if deed is Deed.CORRECT or (deed is Deed.LEAVE and not wishes) or (how is not None and wishes):
            return Refused.CHANGED
        if deed is Deed.HOLD:
            return None if all(self.paths(one) and not one.held for one in items) else Refused.NO_FIGURE
        return None if all(looking.may_accept(one, self.person_id) for one in items) else Refused.NEEDS_ANOTHER

    def paths(self, one: Item) -> list[str]:
        return [] if one.form_hash is None else looking.paths(one, self.loaded.form(one.form_hash))

    def done(self, items: Sequence[Item], deed: Deed) -> Outcome:
        """All of it, with a line of the audit log each."""
        number = deeds.add(self.connection, self.person_id, deed, self.because.why, self.now)
        submissions = {one.submission_id for one in items if one.submission_id is not None}
        far = queue.far_paths(self.connection, submissions)
        for one in items:
            deeds.add_item(self.connection, number, one, self.note(one, deed, number))
        is_far = False
        if deed is Deed.HOLD:
            for one in items:
                paths = self.paths(one)
                hers = {path for submission, path in far if submission == one.submission_id}
                is_far = is_far or bool(hers.intersection(paths))
                deeds.hold(self.connection, number, one, paths, hers)
        else:
            which = [one.id for one in items]
            deeds.let_go(self.connection, which)
            deeds.end_asked(self.connection, which, self.now)
            queue.finish(self.connection, which, self.now)
        granted = deed is Deed.ACCEPT and items[0].is_wish
        if granted:
            wishes.grant(self.connection, items[0], self.loaded, self.pack, self.now)
        return Outcome(number, deed, len(items), not is_far and not granted)

    def note(self, one: Item, deed: Deed, number: int) -> int | None:
        return note(self.connection, self.person_id, one, f"{deed} figure", number, self.because, self.now)


def note(
    connection: Connection,
    person_id: int,
    one: Item,
    action: str,
    number: int,
    because: Because | None,
    now: datetime,
) -> int | None:
    """A line of the audit log about one item, with what was typed beside it; gives the number of a line with words."""
    subject = f"submission {one.submission_id}" if one.submission_id is not None else f"report {one.report_id}"
    detail = {"deed": number, "about": one.reason} | ({"why": because.why} if because else {})
    words = None
    if because is not None and because.words:
        about, _ = members.who_answers(connection, one.producer_id)
        words = Words(because.words, about=about, by=person_id)
    return audit.record(connection, Line(f"person {person_id}", action, subject, detail, one.producer_id), now, words)


def undo(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Outcome | Refused:
    """What she has done within ten minutes is as if she had not, all of it or nothing. What is far from the usual and
    held stays held: another lets it go. Raises NotAllowed.
    """
    looking.reader(connection, person_id, pack)
    which = deeds.items(connection, number)
    queue.lock(connection, which)
    done = deeds.find(connection, number)
    if done is None or person_id is None or done.person_id != person_id or done.undone_at is not None:
        return Refused.GONE
    if now >= done.at + CAN_BE_UNDONE:
        return Refused.GONE
    items = queue.load(connection, which)
    refused = _not_as_left(connection, person_id, pack, items, done)
    if refused is not None:
        return refused
    deeds.undo(connection, number, now)
    queue.finish(connection, which, None)
    for one in items:
        note(connection, person_id, one, "undo figure", number, None, now)
    return Outcome(number, done.deed, len(items), can_undo=False)


def _not_as_left(
    connection: Connection, person_id: int, pack: Pack, items: Sequence[Item], done: deeds.Done
) -> Refused | None:
    """Whether something has happened since to one of them, or she works there no longer."""
    her = looking.reader(connection, person_id, pack)
    newest = deeds.newest(connection, [one.id for one in items])
    is_hold = done.deed is Deed.HOLD
    for one in items:
        here = one.programme == her.programme and (her.areas is None or one.area in her.areas)
        if not here or newest[one.id].id != done.id or one.done is is_hold:
            return Refused.CHANGED
        if one.name is None or merges.kept(connection, one.producer_id) is not None:
            return Refused.CHANGED
        if one.is_wish and done.deed is Deed.ACCEPT:
            return Refused.CHANGED
        if is_hold and any(kept.is_far for kept in one.held):
            return Refused.NEEDS_ANOTHER
    return None
