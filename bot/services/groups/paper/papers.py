"""The words of what a group prints: cards and slips, each in the language of who has it, and its link to be scanned."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.i18n import N_, Catalogues, Locale, MonthOf, Text, Value, format_number
from bot.packs import Pack
from bot.render.cards import Card
from bot.render.poster import Poster
from bot.render.slips import Slip
from bot.services.groups.members.adding import How
from bot.services.groups.members.joining import Link
from bot.services.groups.paper.cards import LINK, Printed
from bot.services.groups.paper.slips import SlipOf
from bot.services.groups.report import questions

BRING = N_("Bring this card to the meeting. Only your leader's phone opens it.")
WHAT_I_AGREED_TO = N_("What I have agreed to")
NUMBER, TOLD_ON, HOW, BEFORE, TEXT = N_("Number"), N_("Read to me on"), N_("How"), N_("Before"), N_("Text")
VERSION = N_("version {version}, {language}")
SCAN, UNTIL = N_("Scan this with your phone to come into the group."), N_("Good until {day}")
REPORTED = N_("Reported for me")
IS_RIGHT = N_("{month}: {figures}. Right: yes / no")
THUMB = N_("My thumb, or my name")
HOWS: Mapping[str, str] = {How.ALOUD: N_("I said yes"), How.THUMB: N_("With my thumb"), How.SIGNED: N_("With my name")}


@dataclass(frozen=True, slots=True)
class Words:
    """What all papers of a group need. `address`: the link that brings a payload to the bot."""

    group: str
    pack: Pack
    catalogues: Catalogues
    address: Callable[[str], str]

    def say(self, language: str, message: str, /, **values: Value) -> str:
        return self.catalogues.render(Text(message, values), language)

    def is_rtl(self, language: str) -> bool:
        return self.locale(language).direction == "rtl"

    def locale(self, language: str) -> Locale:
        return self.catalogues.locale(language)

    def number(self, one: int | None, language: str) -> str:
        """A member's number; empty where she has none."""
        return "" if one is None else self.say(language, "{number}", number=one)


def card(one: Printed, words: Words) -> Card:
    """A card as it is drawn."""
    language = one.language
    return Card(
        name=one.member.name,
        number=words.number(one.member.number, language),
        group=words.group,
        programme=words.pack.programme.title_in(language),
        how=words.say(language, BRING),
        link=words.address(LINK + one.code),
        language=language,
        rtl=words.is_rtl(language),
    )


def slip(one: SlipOf, words: Words) -> Slip:
    """A slip as it is drawn: the whole text of the consent, how she agreed to it, or room to write that, and what was
    reported for her.
    """
    language, programme = one.language, words.pack.programme
    return Slip(
        title=words.say(language, WHAT_I_AGREED_TO),
        programme=programme.title_in(language),
        group=words.group,
        name=one.member.name,
        texts=programme.consent.screens(language, lambda number: format_number(number, words.locale(language))),
        facts=tuple((words.say(language, label), value) for label, value in _facts(one, words)),
        thumb=words.say(language, THUMB),
        language=language,
        rtl=words.is_rtl(language),
    )


def _facts(one: SlipOf, words: Words) -> Iterator[tuple[str, str]]:
    language, told = one.language, one.told
    if one.member.number is not None:
        yield NUMBER, words.number(one.member.number, language)
    yield (
        TEXT,
        words.say(
            language, VERSION, version=words.pack.programme.consent.version, language=words.locale(language).name
        ),
    )
    yield TOLD_ON, "" if told is None else words.say(language, "{day}", day=told.on)
    yield HOW, "" if told is None else words.say(language, HOWS.get(told.how, told.how))
    yield BEFORE, "" if told is None else told.before or ""
    if one.last is not None:
        figures = _figures(one.last.figures, words, language)
        yield REPORTED, words.say(language, IS_RIGHT, month=MonthOf(one.last.month), figures=figures)


def _figures(figures: Sequence[Value], words: Words, language: str) -> str:
    """Each after its name, where that is not plain."""
    told = [words.say(language, "{n}", n=one) for one in figures]
    if not questions.are_sales_alone(words.pack):
        named = zip(questions.names(words.pack, language), told, strict=True)
        told = [f"{name}: {figure}" for name, figure in named]
    return " · ".join(told)


def poster(link: Link, day: date, words: Words, language: str) -> Poster:
    """The join link of a group, to be scanned; `day`: until when it is good."""
    return Poster(
        group=words.group,
        programme=words.pack.programme.title_in(language),
        how=words.say(language, SCAN),
        until=words.say(language, UNTIL, day=day),
        link=words.address(link.payload),
        language=language,
        rtl=words.is_rtl(language),
    )
