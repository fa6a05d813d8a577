"""A value that an officer proposes, which only a yes makes the answer: hers, or what her leader says for who has no
phone.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.staff.checking import Deed, How, Refused, Said
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Button, Message
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, Text
from bot.packs import Pack
from bot.services import roles
from bot.services.evaluation import corrections, usual
from bot.services.evaluation.corrections import Why
from bot.services.groups import telling
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.checking import answered, deciding, looking, wishes
from bot.services.staff.checking.deciding import Because
from bot.services.staff.checking.looking import Item
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.evaluation.follow_ups import UNUSUAL
from bot.store.groups import groups
from bot.store.groups.members import members
from bot.store.people import people
from bot.store.staff.checking import asked, deeds, queue
from bot.store.staff.checking.asked import Proposed
from bot.store.staff.checking.queue import Asked

__all__ = ["PREFIX", "SEE", "Question", "find", "propose", "say"]

# Buttons of who is asked; what they do: handlers/staff/checking/asked.py.
PREFIX, SEE = "figureasked", "s"
IS_ASKED = N_("Programme staff have a question about a number that you gave.")
IS_ASKED_FOR = N_("Programme staff have a question about a number of {name}.")
SEE_IT = N_("👀 See it")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is asked. `name`: of the producer, where it is asked for her; None: it is her own."""

    item: Item
    asked: Asked
    name: str | None


def propose(
    connection: Connection,
    person_id: int | None,
    loaded: LoadedPacks,
    pack: Pack,
    number: int,
    mark: int,
    path: str,
    value: str,
    because: Because,
    now: datetime,
) -> Refused | None:
    """Ask whether an answer is to be `value`, by day; what was asked before about it is asked no longer. None: it is
    asked. Raises NotAllowed.
    """
    queue.lock(connection, [number])
    found = deciding.meant(connection, person_id, pack, number, None)
    if not found or person_id is None:
        return Refused.GONE
    (one,) = found
    if deciding.mark_of(found) != mark or one.form_hash is None or one.submission_id is None:
        return Refused.CHANGED
    old = one.answers.get(path)
    if path not in looking.paths(one, loaded.form(one.form_hash)) or old is None or old == value:
        return Refused.NO_FIGURE
    whom, is_hers = _whom(connection, one, person_id)
    if not whom:
        return Refused.NOBODY_TO_ASK
    deeds.end_asked(connection, [one.id], now)
    asks = asked.add(connection, Proposed(one.id, one.submission_id, path, old, value, person_id), now)
    done = deeds.add(connection, person_id, Deed.CORRECT, because.why, now)
    deeds.add_item(
        connection, done, one, deciding.note(connection, person_id, one, "propose figure", done, because, now)
    )
    text = Text(IS_ASKED) if is_hers else Text(IS_ASKED_FOR, {"name": one.name or "–"})
    message = Message(text, [[Button(Text(SEE_IT), Meaning.of(PREFIX, SEE, asks))]])
    at = awake_from(now, ZoneInfo(pack.programme.timezone), pack.programme.nudges)
    _send(connection, loaded.catalogues, dict.fromkeys(whom, message), at)
    return None


def _send(connection: Connection, catalogues: Catalogues, told: dict[int, Message], at: datetime) -> None:
    telling.send(connection, catalogues, told, at, Lane.NUDGE)


def _whom(connection: Connection, one: Item, but: int) -> tuple[list[int], bool]:
    """Who is asked: she who answers for it, else the leaders of her group where she has no phone; and whether it is
    she. Never who proposes it; nobody, where she wants no messages.
    """
    speaker = recipients.speakers(connection, [one.producer_id]).get(one.producer_id)
    if speaker is None or not members.who_answers(connection, one.producer_id)[1]:
        led = [one.producer_id, *members.groups_of(connection, one.producer_id)]
        leaders = list(dict.fromkeys(who for group in led for who in groups.leaders(connection, group)))
        return [who for who in _reached(connection, leaders) if who != but], speaker is None
    return [who for who in _reached(connection, [speaker]) if who != but], True


def _reached(connection: Connection, who: list[int]) -> list[int]:
    known = recipients.load(connection, who)
    return [
        number
        for number in who
        if (one := known.get(number)) is not None and one.address is not None and one.address.state is ChatState.ACTIVE
    ]


def find(connection: Connection, person_id: int | None, number: int) -> Question | None:
    """What is asked, if it is hers to say; None: it is not, or was answered."""
    found = asked.find(connection, number)
    if found is None or person_id is None or found[1].person_id == person_id:
        return None
    item = next(iter(queue.load(connection, [found[0]])), None)
    if item is None or item.done:
        return None
    if item.producer_id in people.producers_of(connection, person_id):
        return Question(item, found[1], None)
    if roles.leads(connection, person_id, item.producer_id):
        return Question(item, found[1], None)
    has_phone = members.who_answers(connection, item.producer_id)[1]
    leads = any(roles.leads(connection, person_id, one) for one in members.groups_of(connection, item.producer_id))
    return Question(item, found[1], item.name or "–") if leads and not has_phone else None


def say(
    connection: Connection,
    person_id: int | None,
    number: int,
    said: Said,
    how: How | None,
    loaded: LoadedPacks,
    pack: Pack,
    now: datetime,
) -> Question | None:
    """What she says to it, or her leader for her (`how` she agreed). A yes makes it the answer, and lets go what was
    held unless it is far from the usual; after a no it waits for staff again. None: it was not hers to say, or the
    answer is another by now.
    """
    question = find(connection, person_id, number)
    if question is None:
        return None
    queue.lock(connection, [question.item.id])
    question = find(connection, person_id, number)
    if (
        question is None
        or person_id is None
        or said is Said.NOTHING
        or (said is Said.YES and (how is None) is (question.name is not None))
    ):
        return None
    item, what = question.item, question.asked
    if item.answers.get(what.path) != what.old:
        asked.end(connection, number, now)
        return None
    asked.say(connection, number, said, how, person_id, now)
    action = "agree to figure" if said is Said.YES else "refuse figure"
    deciding.note(connection, person_id, item, action, number, None, now)
    if said is Said.YES:
        _change(connection, question, person_id, loaded, pack, now)
    answered.tell(connection, item, what.person_id, said, loaded, pack, now)
    return question


def _change(
    connection: Connection, question: Question, person_id: int, loaded: LoadedPacks, pack: Pack, now: datetime
) -> None:
    item, what = question.item, question.asked
    own = wishes.own_of(item)
    if own is None:
        return
    form, name = loaded.form(own.form_hash), what.path.rpartition("/")[2]
    corrections.agreed(connection, own, person_id, {what.path: what.new}, Why.AGREED, form, pack, now)
    far = usual.far_off(connection, own.producer_id, name, what.new, pack, practice=False, but=own.id)
    if far is not None:
        return
    deeds.let_go(connection, [item.id], what.path)
    if item.reason == UNUSUAL:
        # what else is far from the usual waits on
        usual.mark(connection, own.producer_id, own.id, form, pack, now)
    elif len(looking.paths(item, form)) == 1:
        queue.finish(connection, [item.id], now)
