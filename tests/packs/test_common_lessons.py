"""The course that every programme has: whole, in all languages, and with sums that are right in every currency."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from bot.domain.lessons.lessons import Lesson, LessonText, Signal
from bot.packs import COMMON_LESSONS
from bot.packs.lessons import lacking, read_folder, room
from bot.packs.problems import Problem

LANGUAGES, CURRENCIES = ("en", "th", "ne", "ny"), ("THB", "NPR", "MWK")
LONGEST_ANSWER = 30  # a button on a small phone

# What each example says, in the order of the course. `a` holds the amounts of one currency.
ARITHMETIC: dict[str, Callable[[SimpleNamespace], tuple[bool, ...]]] = {
    "write-it-down": lambda a: (a.sales - a.known == a.missing,),
    "two-purses": lambda a: (a.left - a.home == a.stays,),
    "keep-receipts": lambda a: (a.oil + a.boxes == a.paid,),
    "count-the-box": lambda a: (a.book - a.box == a.missing,),
    "cost-of-one": lambda a: (a.oil + a.soda + a.scent == a.all, a.all / 20 == a.one, a.honey / 10 == a.jar),
    "your-time": lambda a: (a.day / 2 == a.half, a.bamboo + a.half == a.cost),
    "hidden-costs": lambda a: (a.bus + a.stall + a.bags + a.broken == a.small, a.small / 20 == a.each),
    "setting-a-price": lambda a: (a.cost + a.profit == a.price,),
    "trader-or-market": lambda a: (
        a.trader * 20 == a.quick,
        a.market * 20 == a.sales,
        a.sales - a.way == a.left,
        a.left - a.quick == a.more,
        a.trader < a.market,
    ),
    "profit-is-not-cash": lambda a: (a.price - a.cost == a.profit,),
    "stock-sleeps": lambda a: (a.cost * 40 == a.asleep,),
    "selling-on-credit": lambda a: (a.owes + a.more == a.both,),
    "ask-for-your-money": lambda a: (a.part + a.rest == a.owes,),
    "buying-on-credit": lambda a: (a.cash + a.extra == a.credit,),
    "save-each-week": lambda a: (a.week * 52 == a.year,),
    "loan-and-interest": lambda a: (a.loan + a.interest == a.back,),
    "can-i-repay": lambda a: (a.left - a.pay == a.rest, a.left - a.big == a.little, a.pay * 3 <= a.left < a.big * 2),
    "read-a-month": lambda a: (a.sales - a.costs == a.left, a.left - a.before == a.more),
    "how-many-must-i-sell": lambda a: (a.price - a.cost == a.each, a.each * 30 == a.rent),
    "the-season": lambda a: (a.need - a.lean == a.short, a.good - a.short >= a.need),
    "pay-yourself": lambda a: (a.bit * 30 == a.month, a.month - a.left == a.over, a.left - a.own == a.stays),
    "quality-and-price": lambda a: (a.new - a.old == a.up, a.up - a.label == a.more),
    "more-than-one-customer": lambda a: (a.sales - a.shop == a.rest, a.shop * 5 >= a.sales * 4),
    "records-a-bank-wants": lambda a: (a.sales - a.costs == a.left, a.left / 6 == a.month),
}

# (lesson, amount): the same thing, so the same money in all of them.
SAME = {
    "a soap's price": [
        ("setting-a-price", "price"),
        ("trader-or-market", "market"),
        ("how-many-must-i-sell", "price"),
        ("quality-and-price", "old"),
    ],
    "a soap's cost": [("setting-a-price", "cost"), ("stock-sleeps", "cost"), ("how-many-must-i-sell", "cost")],
    "left in a month": [("read-a-month", "left"), ("records-a-bank-wants", "month")],
}

# The lesson that comes first when something is seen in a book, or said in a check-in.
FIRST = {
    Signal.NO_ENTRIES: "write-it-down",
    Signal.COSTS_ABOVE_SALES: "cost-of-one",
    Signal.PRICE_BELOW_COST: "cost-of-one",
    Signal.HOME_ABOVE_NET: "two-purses",
    Signal.DEBTS_GROWING: "selling-on-credit",
    Signal.OWING_GROWING: "buying-on-credit",
    Signal.NO_COUNT: "count-the-box",
    Signal.ONE_CUSTOMER: "more-than-one-customer",
    Signal.NO_RECORDS: "write-it-down",
}


def read() -> tuple[list[Lesson], list[Problem]]:
    problems: list[Problem] = []
    return read_folder(COMMON_LESSONS, problems), problems


LESSONS = {lesson.slug: lesson for lesson in read()[0]}


def parts(text: LessonText) -> tuple[str, ...]:
    return (text.title, text.idea, text.example, text.question, *text.answers, text.right, text.wrong)


def places(text: LessonText) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", " ".join(parts(text))))


def test_the_course_is_whole() -> None:
    lessons, problems = read()
    assert problems == []
    assert [(lesson.number, lesson.slug) for lesson in lessons] == [*enumerate(ARITHMETIC, 1)]
    assert {lesson.slug: [*lacking(lesson, LANGUAGES, CURRENCIES)] for lesson in lessons if lesson.has_places} == {
        slug: [] for slug in ARITHMETIC
    }


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("slug", ARITHMETIC)
def test_what_an_example_says_is_right(slug: str, currency: str) -> None:
    amounts = {name: money.amount for name, money in LESSONS[slug].amounts[currency].items()}
    assert all(ARITHMETIC[slug](SimpleNamespace(**amounts))), amounts


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("what", SAME)
def test_the_same_thing_costs_the_same_throughout(what: str, currency: str) -> None:
    assert len({LESSONS[slug].amounts[currency][name] for slug, name in SAME[what]}) == 1


@pytest.mark.parametrize("slug", ARITHMETIC)
def test_every_language_tells_the_same_example(slug: str) -> None:
    lesson = LESSONS[slug]
    names = set(lesson.amounts["THB"])
    assert {language: places(text) for language, text in lesson.texts.items()} == dict.fromkeys(LANGUAGES, names)
    shapes = {(len(text.answers), text.right_answer, len(text.idea.split("\n"))) for text in lesson.texts.values()}
    assert len(shapes) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_fit_a_button_and_an_example_is_three_lines(language: str) -> None:
    for lesson in LESSONS.values():
        text = lesson.texts[language]
        assert [answer for answer in text.answers if room(answer) > LONGEST_ANSWER] == []
        assert len(text.example.split("\n")) == 3, lesson.slug


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_in_the_digits_of_the_language(language: str) -> None:
    other = "[0-9๐-๙]" if language == "ne" else "[०-९๐-๙]"
    words = re.sub(r"\{\w+\}", "", " ".join(part for one in LESSONS.values() for part in parts(one.texts[language])))
    assert re.findall(other, words) == []


def test_a_language_has_only_its_own_letters() -> None:
    for lesson in LESSONS.values():
        for language, text in lesson.texts.items():
            words = re.sub(r"\{\w+\}|/statement", "", " ".join(parts(text)))
            scripts = {name for name, pattern in SCRIPTS.items() if re.search(pattern, words)}
            assert scripts == {SCRIPT_OF[language]}, (lesson.slug, language)


SCRIPTS = {"Latin": "[A-Za-z]", "Thai": "[\u0e00-\u0e7f]", "Devanagari": "[\u0900-\u0963]"}
SCRIPT_OF = {"en": "Latin", "th": "Thai", "ne": "Devanagari", "ny": "Latin"}


def test_whatever_is_seen_in_a_book_has_a_lesson() -> None:
    first = {signal: next(one.slug for one in LESSONS.values() if signal in one.signals) for signal in Signal}
    assert first == FIRST
