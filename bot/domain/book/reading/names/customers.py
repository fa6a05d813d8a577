"""Who a line is about: the customer or supplier, and whether that one did it, gave it or got it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.domain.book.reading.line_part import Part, Parts
from bot.domain.book.reading.names.her_items import Hers
from bot.domain.book.reading.names.titled import THINGS, is_name, is_written_as_name, name_things
from bot.domain.book.reading.words.nouns import nouns
from bot.domain.book.reading.words.spelling import joined, spelt_text
from bot.domain.book.reading.words.vocabulary import Kind, marked, place_said, table
from bot.i18n.reading.common_words import fold
from bot.i18n.scripts import is_spaceless

SHORT, TAIL = 5, 2
# After these stands to whom it was done.
DONE_TO = frozenset({"pay", "give", "lend", "repaid"})


class By(StrEnum):
    """What the person does in the line."""

    NOBODY = ""
    SUBJECT = "subject"  # did it: Malee bought
    TO = "to"
    FROM = "from"
    NAMED = "named"  # stands there, and it is not said what for


@dataclass(slots=True)
class Who:
    """`sure` is False where the words may be no name, or name two people."""

    name: str = ""
    by: By = By.NOBODY
    sure: bool = True


def find_who(parts: Parts, typed: str, language: str, own: Hers) -> Who:
    """The person of a line; the parts that name her are marked. `typed`: for the spelling."""
    found = Who()
    verb_last = table(language)["grammar"]["verb_last"]
    name_things(parts, typed, language)
    _kin_who_sold(parts, language)
    for span, by, sure in _spans(parts, typed, language, own):
        name = _name_of(span, typed, own, language)
        for part in span:
            part.person = True
        if found.name and fold(found.name) != fold(name):
            found.sure = False
            continue
        by = By.SUBJECT if by is By.NAMED and not verb_last and _does(parts, span) else by
        found.name, found.by = name, found.by if by is By.NAMED and found.by else by
        found.sure = found.sure and sure and not any(part.misspelt for part in span)
    if not found.name and "owed" in parts.verbs and not any(part.is_text for part in parts.line):
        places = (place_said(language).get(part.text) for part in parts.line if part.kind is Kind.FILLER)
        found.name = spelt_text(next(filter(None, places), ""), typed)  # what is owed at the shop is owed to it
        found.by = By.TO if found.name else found.by
    return found


def _kin_who_sold(parts: Parts, language: str) -> None:
    """My daughter sold: her own business, where it was for her; it is asked."""
    sold = next((at for at, part in enumerate(parts.line) if part.verb == "in"), 0)
    kin, verb_last = marked("kin", language), table(language)["grammar"]["verb_last"]
    for at, part in enumerate(parts.line[:sold]):
        after = parts.at(at + 1)
        did = verb_last and after is not None and after.text in did_after()
        beside = at == sold - 1 or did or (verb_last and part.text.endswith(did_after()))
        if part.is_text and beside and part.text in kin:
            part.kind, parts.unclear = Kind.FILLER, True
            if did and after is not None:
                after.kind = Kind.FILLER


def _spans(parts: Parts, typed: str, language: str, own: Hers) -> Iterable[tuple[list[Part], By, bool]]:
    at = 0
    while at < len(parts.line):
        part, before = parts.line[at], _before(parts, at)
        taken = None
        if part.is_text and before is not None and before.kind is Kind.WHO_BEFORE:
            taken = _after_marker(parts, at, typed, language)
        elif part.is_text:
            taken = _named(parts, at, language, own) or _before_subject_verb(parts, at, own)
        if taken is None:
            at += 1
            continue
        span, by, sure = taken
        yield span, by, sure
        at += len(span)


def _before(parts: Parts, at: int) -> Part | None:
    """What stands before, without an article: to the driver."""
    while (before := parts.at(at - 1)) is not None and before.kind is Kind.FILLER and before.text in marked("articles"):
        at -= 1
    return before


def _after_marker(parts: Parts, at: int, typed: str, language: str) -> tuple[list[Part], By, bool] | None:
    """After "to" and "from": names as long as they go on. A thing there is no person: "to make soap"."""
    marker = _before(parts, at)
    assert marker is not None
    by = By.FROM if marker.text in marked("from") else By.TO
    run = _run(parts, at, lambda part: part.kind in (Kind.PERSON, Kind.TEXT))
    if not run and parts.line[at].kind in THINGS and is_written_as_name(parts.line[at], typed):
        return [parts.line[at]], by, False  # to Ginger
    if not run and parts.line[at].is_describing and is_spaceless(parts.line[at].text):
        return [parts.line[at]], by, True  # to Small, a nickname
    if not run:
        earns = by is By.FROM and parts.verbs & {"in", "got", "made", "came"}  # income from soap
        marker.kind = Kind.FILLER if earns else Kind.DOUBT
        return None
    if run[0].kind is Kind.PERSON:
        return _listed(parts, at, language)[0], by, True
    named = [part for part in run if part.kind is Kind.PERSON]
    after = parts.at(at + len(run))
    goes_on = after is not None and after.is_text
    strange = sum(1 for part in run if part.is_strange)
    return run, by, bool(named) or is_name(run, typed) or (strange == 1 and not goes_on and not run[0].grown)


def _named(parts: Parts, at: int, language: str, own: Hers) -> tuple[list[Part], By, bool] | None:
    """Someone own, a listed name or title with the word beside it; with an ending, somebody new."""
    part = parts.line[at]
    if part.kind is Kind.PERSON:
        return _listed(parts, at, language) if _stands_as_name(parts, at, own) else None
    ending = next((end for end in who_endings(language) if part.text.endswith(end)), "")
    stem = part.text.removesuffix(ending) if ending else part.text
    known_one = own.person(stem) or own.person(part.text)
    if known_one:
        return [part], _by_ending(ending) if own.person(stem) and ending else _by_after(parts, at + 1), True
    title = table(language)["grammar"]["title_after"] and (after := parts.at(at + 1)) and after.is_title
    if title and part.is_strange and not ending:
        return _listed(parts, at, language)
    if ending and part.is_strange and len(stem) > 1:
        before = parts.at(at - 1)
        alone = before is None or not before.is_text or before.person
        return [part], _by_ending(ending), alone and (not stem.isascii() or stem in nouns(language)["people"])
    after_it = parts.at(at + 1)
    if (
        part.is_strange
        and after_it is not None
        and after_it.kind is Kind.WHO_AFTER
        and table(language)["markers"]["who_after"]
    ):
        return [part], _by_ending(after_it.text), True
    return None


def _stands_as_name(parts: Parts, at: int, own: Hers) -> bool:
    """Where there are no spaces a short name may be any word, "little".

    It is a name where a name stands: before a verb, first or last.
    """
    part = parts.line[at]
    if not is_spaceless(part.text) or part.is_title or len(part.text) > SHORT or own.person(part.text):
        return True
    last = not part.glued and all(after.kind is Kind.FILLER for after in parts.line[at + 1 :])
    return last or _does(parts, [part]) or all(before.kind is Kind.FILLER for before in parts.line[:at])


def _listed(parts: Parts, at: int, language: str) -> tuple[list[Part], By, bool]:
    """Names and titles that stand together, with the new word that a title goes with."""
    run = _run(parts, at, lambda part: part.kind is Kind.PERSON or part.is_strange)
    taken: list[Part] = []
    after_title = table(language)["grammar"]["title_after"]
    for place, part in enumerate(run):
        following = run[place + 1] if place + 1 < len(run) else None
        before = run[place - 1] if place else None
        with_title = (
            (following is not None and following.is_title) if after_title else (before is not None and before.is_title)
        )
        if part.kind is Kind.PERSON or with_title:
            taken.append(part)
        else:
            break
    glued = parts.at(at + len(taken))
    if is_spaceless(taken[-1].text) and glued is not None and glued.glued:
        tail = glued.is_strange and len(glued.text) <= TAIL
        if tail or (taken[-1].is_title and glued.kind in (Kind.GOODS, Kind.TEXT)):
            taken.append(glued)  # aunt Red; Pim|p
    return taken, _by_after(parts, at + len(taken)), True


def _by_after(parts: Parts, at: int) -> By:
    after = parts.at(at)
    return _by_ending(after.text) if after is not None and after.kind is Kind.WHO_AFTER else By.NAMED


def _by_ending(ending: str) -> By:
    if ending in did_after():
        return By.SUBJECT
    return By.FROM if ending in marked("from") else By.TO


def _before_subject_verb(parts: Parts, at: int, own: Hers) -> tuple[list[Part], By, bool] | None:
    """New words right before "owes" and "paid back"; an item of hers there is no person."""
    run = _run(parts, at, lambda part: part.is_text)
    after = parts.at(at + len(run))
    if after is None or after.word is None or not after.word.subject:
        return None
    if len(run) == 1 and run[0].is_describing and is_spaceless(run[0].text):
        return run, By.SUBJECT, True
    if any(part.kind in (Kind.KNOWN, Kind.GOODS, Kind.COST, Kind.HOUSEHOLD) for part in run):
        return None
    return run, By.SUBJECT, len(run) <= 2 and not any(part.grown for part in run)


def _does(parts: Parts, span: Sequence[Part]) -> bool:
    """Where the verb comes early: right before it, and not right after what I did: "I gave Mary a loan"."""
    start = next(at for at, part in enumerate(parts.line) if part is span[0]) - 1
    while (part := parts.at(start)) is not None and part.kind in (Kind.FILLER, Kind.AMOUNT_BEFORE):
        start -= 1  # a filling word may be a title too
    if part is not None and part.verb in DONE_TO:
        return False
    end = next(at for at, part in enumerate(parts.line) if part is span[-1]) + 1
    while (part := parts.at(end)) is not None and part.kind in (Kind.FILLER, Kind.WHO_BEFORE):
        end += 1  # Pim came to pay
    mine = part is not None and part.verb in DONE_TO and part.word is not None and part.word.mine
    return part is not None and part.kind is Kind.VERB and not mine  # "Mary I-paid": I paid her


def _run(parts: Parts, at: int, takes: Callable[[Part], bool]) -> list[Part]:
    found: list[Part] = []
    while (part := parts.at(at)) is not None and takes(part):
        found.append(part)
        at += 1
    return found


def _name_of(span: Sequence[Part], typed: str, own: Hers, language: str) -> str:
    text = joined(span)
    whole = own.person(text)
    if whole:
        return whole
    ending = next((end for end in who_endings(language) if text.endswith(end)), "")
    if ending and span[-1].kind is not Kind.PERSON:
        return own.person(text.removesuffix(ending)) or spelt_text(text.removesuffix(ending), typed)
    return spelt_text(text, typed)


@cache
def did_after() -> tuple[str, ...]:
    """Endings of who did it, in every language."""
    return tuple(marked("did_after"))


@cache
def who_endings(language: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in table(language)["markers"]["who_after"])
