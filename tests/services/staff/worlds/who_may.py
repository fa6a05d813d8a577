"""Who may call which function of the room, and what the others are told. Whoever adds a function says so here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.staff.checking import Refused as Stale
from bot.services.staff.announced.answering import Late
from tests.services.staff.worlds.people import FAR, HERE, REFUSED, THERE

# Nobody is asked: they are the clock's, or parts of another function that has asked.
NOBODYS = {
    "after_merge.follow_her", "merge_told.groups_of", "merge_told.merged", "merge_told.undone", "merging.compare",
    "merging.compare_with_all", "vouching.lost.give_back", "vouching.told.tell",
    # the clock's
    "announced.leaders.tell", "announcing.handing_over.changes", "announcing.handing_over.messages",
    "announcing.live.bring_up_to_date", "announcing.second.ask", "announcing.sending.hold", "announcing.sending.step",
    "asking.waiting.raise_late", "checking.answered.lapse", "checking.answered.tell", "checking.levels.move_up",
    "checking.unconfirmed.note_all",
    # given what another has found for who asks
    "announced.around.around", "announced.around.look", "announcing.files.expect", "announcing.live.keep",
    "announcing.live.shown", "announcing.previews.messages", "announcing.previews.of_words",
    "asking.answering.higher", "asking.asking.listeners", "asking.asking.readers", "asking.telling.file_for",
    "asking.telling.to_asker", "asking.telling.to_staff", "checking.wishes.grant",
    # the form that she has just sent, by the door that took it
    "announced.answering.form_sent",
}  # fmt: skip
# Parts too: whom they name is whom something is written down about, or who is called so, and not who asks.
OF_SOMEBODY = {"announcing.noted.note", "asking.answering.first_name", "asking.asking.keep", "asking.asking.note",
               "checking.deciding.note"}  # fmt: skip


class Something:
    """Whatever it says, none of the area's secrets is in it."""


LESS = Something()


@dataclass(frozen=True)
class Rule:
    """Who may; `others`: what those are told who may not, where it is not NotAllowed. `shows`: a secret of the area;
    `writes`: rows.
    """

    may: frozenset[str] = THERE
    others: Mapping[str, Any] = field(default_factory=dict)
    shows: bool = False
    writes: bool = False

    def told(self, who: str) -> Any:
        return self.others.get(who, REFUSED)


def there(said: Any = REFUSED, *, shows: bool = False, writes: bool = False) -> Rule:
    """Who works there; `said`: what who works elsewhere is told, as of what is not there."""
    return Rule(THERE, {} if said is REFUSED else dict.fromkeys(FAR, said), shows, writes)


def hers(said: Any, far: Any = None, *, shows: bool = False, writes: bool = False) -> Rule:
    """The officer's alone who has begun or done it; `said`: what others of the staff are told."""
    others = dict.fromkeys(THERE - {HERE}, said) | dict.fromkeys(FAR, said if far is None else far)
    return Rule(frozenset({HERE}), others, shows, writes)


SHOWN, DONE = {"shows": True}, {"writes": True}
_ANNOUNCING: Mapping[str, Rule] = {
    "audiences.groups": there(LESS, **SHOWN), "audiences.reaches": there(LESS), "audiences.wanted": there(LESS),
    "audiences.who": there(LESS, **SHOWN), "languages.count": there(LESS),
    "composing.address": hers(None, **DONE), "composing.count": hers(None),
    "composing.begin": Rule(THERE | FAR, writes=True), "composing.draft": hers(None, **SHOWN),
    "composing.fall_back_on": hers(None, **DONE), "composing.leave": hers(None, **DONE),
    "composing.write": hers(None, **DONE),
    "noted.covers": there(False), "noted.hers": there(None, **SHOWN),
    "report.look": there(None, **SHOWN), "report.recent": there([], **SHOWN), "report.rows": there(None),
    "report.to_approve": there([], **SHOWN),
    "saved_audiences.delete": there(**DONE), "saved_audiences.find": there(**SHOWN),
    "saved_audiences.listed": there(LESS, **SHOWN), "saved_audiences.rename": there(**DONE),
    # for those who work where she does
    "saved_audiences.save": Rule(THERE | FAR, writes=True),
    "second.look": there([], **SHOWN), "second.refused": there(None, **DONE),
    **{f"steering.{name}": there(None, **DONE) for name in ("again", "edit", "go_on", "pause", "stop", "take_back")},
    "steering.approve": there(False, **DONE), "steering.refuse": there(False, **DONE),
    "table.as_csv": there(None), "table.listed": there((0, []), **SHOWN), "unsure.again": there(None, **DONE),
}  # fmt: skip
_ANNOUNCED: Mapping[str, Rule] = {
    "asking.languages": hers(()), "asking.put": hers(False, **DONE), "asking.until": hers(False, **DONE),
    "counted_words.lines": there([], **SHOWN), "counting.counts": there(None, **SHOWN),
}  # fmt: skip
# What is none of her own answers is there for nobody, whoever she is.
_ANSWERS = dict.fromkeys(
    ("a stranger", "a member", "a leader", "a suspended leader", "an officer whose role has ended", "an evaluator",
     "a ministry", "a trainer", *FAR, *(THERE - {HERE}))
)  # fmt: skip
_ASKING: Mapping[str, Rule] = {
    **{f"answering.{name}": there(**DONE) for name in ("answer", "answered_otherwise", "claim", "hand_over")},
    "answering.hand_up": there(**DONE), "answering.let_go": there(**DONE),
    "answering.change": Rule(frozenset({HERE}), _ANSWERS, writes=True),
    "answering.may_change": Rule(frozenset({HERE}), _ANSWERS),
    "answering.colleagues": there(), "answering.look": there(**SHOWN), "answering.page": there((0, []), **SHOWN),
    "lesson_drafts.drop": there(False, **DONE), "lesson_drafts.listed": there([]),
    "lesson_drafts.text": there(None, **SHOWN),
}  # fmt: skip
_CHECKING: Mapping[str, Rule] = {
    "asking.propose": there(Stale.GONE, **DONE), "deciding.decide": there(Stale.GONE, **DONE),
    "deciding.meant": there([], **SHOWN), "deciding.undo": hers(Stale.GONE, **DONE),
    "looking.alike": there([], **SHOWN), "looking.listed": there(LESS, **SHOWN), "looking.one": there(None, **SHOWN),
    "looking.reader": there(LESS),
}  # fmt: skip
RULES: Mapping[str, Rule] = {
    **{f"announcing.{name}": rule for name, rule in _ANNOUNCING.items()},
    **{f"announced.{name}": rule for name, rule in _ANNOUNCED.items()},
    **{f"asking.{name}": rule for name, rule in _ASKING.items()},
    **{f"checking.{name}": rule for name, rule in _CHECKING.items()},
    "asking_less.ask_again": there(**DONE),
    "asking_less.ask_less": there(**DONE),
    "merging.different": there(**DONE),
    "merging.done": there(LESS, **SHOWN),
    "merging.look": there(**SHOWN),
    "merging.merge": there(**DONE),
    "merging.pair_at": there(LESS),
    "merging.pairs": there(LESS),
    "merging.place_of": there(LESS),
    "merging.recent": there(LESS),
    "merging.undo": there(**DONE),
    **{f"outcomes.{name}": there(**DONE) for name in ("call_again", "close", "note", "visited")},
    "outcomes.look": there(**SHOWN),
    "outcomes.undo": hers(False, REFUSED, **DONE),
    **{f"pacing.{name}": there(**DONE) for name in ("every", "once", "take_off")},
    "pacing.look": there(**SHOWN),
    "vouching.lost.is_her": there(**DONE),
    "vouching.lost.look": there(**SHOWN),
    "vouching.lost.not_her": there(**DONE),
    "vouching.lost.take_back": there(),
    "vouching.lost.waiting": there(LESS, **SHOWN),
    "vouching.unconfirmed.lists": there(LESS),
    "vouching.unconfirmed.look": there(**SHOWN),
    "vouching.unconfirmed.not_known": there(**DONE),
    "vouching.unconfirmed.page": there(LESS, **SHOWN),
    "vouching.unconfirmed.undo": there(**DONE),
    "vouching.unconfirmed.vouch": there(**DONE),
    # it confirms those of her own areas alone
    "vouching.unconfirmed.vouch_for_list": there(LESS, **DONE),
    "work.look": there(LESS, **SHOWN),
    "work.reader": there(LESS),
}

# Her own, whoever she is, who asked or was asked: what everybody else is told, staff of the area among them.
OWN: Mapping[str, Rule] = {
    "announced.answering.answer": Rule(others={"": Late.NEVER}, shows=True, writes=True),
    "announced.answering.asked": Rule(others={"": Late.NEVER}, shows=True),
    "announced.answering.said": Rule(others={"": None}),
    "asking.asking.judge": Rule(others={"": False}, writes=True),
    "asking.asking.more": Rule(others={"": False}, writes=True),
    "asking.asking.own": Rule(others={"": None}),
    "checking.asking.find": Rule(others={"": None}, shows=True),
    "checking.asking.say": Rule(others={"": None}, shows=True, writes=True),
}
# About whoever calls, and nobody else.
ABOUT_HERSELF = {
    "announced.opting_out.is_out", "announced.opting_out.out", "announced.opting_out.take_back", "asking.asking.ask",
    "asking.asking.can_ask", "asking.asking.way",
}  # fmt: skip
WRITES_OF_HERSELF = {"announced.opting_out.out", "announced.opting_out.take_back", "asking.asking.ask"}
# What leaves no line in the audit log though it changes rows: a draft is hers alone until it leaves, and that its
# author is told of a refusal goes with the refusal, which has its line.
UNSAID = {
    *(f"announcing.composing.{name}" for name in ("address", "begin", "fall_back_on", "write")),
    "announced.asking.put", "announced.asking.until", "announcing.second.refused",
}  # fmt: skip
