"""Numbers that are nobody else's business: one-time codes, PINs, passwords, accounts and cards; and mere references.

By shape: a word of some language's secrets.toml, and beside it digits that nothing says to be money.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.domain.book.reading.words.vocabulary import vocabulary
from bot.i18n.language_data import money_letters
from bot.i18n.languages import SOURCE, language_file, languages
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.lexer import prepared, tokens
from bot.i18n.reading.numbers.number_words import Kind, number_vocabulary
from bot.i18n.scripts import any_of, is_spaceless, signs

# Of a number that stands somewhere in the text, of one right beside the word: "482 913", "482-913", "G-482913".
FEWEST, FEWEST_BESIDE = 4, 3
LONG = 6
MOST_LINKS = 10
NUMBER = re.compile(
    r"(?<![A-Za-z0-9.,$])(?:[a-z]{1,3}-)?"
    r"(?:\d(?: \d){3,}|\d{1,5}(?:-\d{1,5}){2,}|\d{2,4}(?:[ -]\d{2,4})+|\d{3,})(?![0-9A-Za-z]|[.,]\d)",
    re.ASCII | re.I,
)
CARD = re.compile(r"\W*\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}\W*", re.ASCII)
# What is written as money is: with a comma or with cents. 4111-1111 is not.
SUM = re.compile(r"\d[.,]\d")
TRADE = frozenset({"in", "buy"})
SURE_SIGNS = (":", "=")


def is_secret(text: str, language: str) -> bool:
    """Whether a text tells a number that she should tell nobody."""
    folded = fold(text)
    if CARD.fullmatch(folded):
        return True
    if not any(letter.isdigit() for letter in folded) or not _mentions(folded, "names", "perhaps"):
        return False
    if re.search(rf"{_words('names')}{_links()}{a_letter()}+\d{{2,}}", folded):
        return True  # a password of letters and digits
    folded = _references().sub(" ", folded)
    numbers = [one for one in NUMBER.finditer(folded) if not _is_money(folded, one)]
    return any(_names(folded, one, language) or _beside(folded, one, language) for one in numbers)


def without_references(prepared_line: str) -> str:
    """A prepared line without numbers of transactions, receipts and accounts: none of them is a sum."""
    if not _mentions(prepared_line, "references", "perhaps"):
        return prepared_line
    line = _references().sub(" ", prepared_line)
    return re.sub(rf"({_words('perhaps')})({_links()})(?:\d{{6,}})(?![\d.,])", r"\1 ", line)


def _mentions(text: str, *keys: str) -> bool:
    """The cheap question first: most lines have none of these words."""
    return any(word in text for key in keys for word in _folded(key))


def _is_money(text: str, number: re.Match[str]) -> bool:
    before, after = text[: number.start()], text[number.end() :]
    return bool(_currency(before=True).search(before) or _currency(before=False).match(after))


def _names(text: str, number: re.Match[str], language: str) -> bool:
    """A password, an OTP: whatever else the text says, but for a price: "sold a password book 1500"."""
    found = _stands_by(text, number, "names")
    if _digits(number) < (FEWEST_BESIDE if found else FEWEST) or not _pattern("names").search(text):
        return False
    return not _trades(text, language) or _is_told(text, number, found) or not _may_be_price(text, number, found)


def _is_told(text: str, number: re.Match[str], found: tuple[str, str] | None) -> bool:
    """Somebody says whose it is, or what it is for, or "it is": no price."""
    if _pattern("handling").search(text) or (found is not None and _is_sure("".join(found))):
        return True
    words = any_of(_folded("told"))
    before = re.search(rf"(?<!{a_letter()})(?:{words})\s+$", text[: number.start()])
    return before is not None or re.match(rf"\s+(?:{words})(?!{a_letter()})", text[number.end() :]) is not None


def _may_be_price(text: str, number: re.Match[str], found: tuple[str, str] | None) -> bool:
    """Where another number may be the sum, it is none; nor is 482913."""
    if _digits(number) >= LONG and not number[0].endswith("0"):
        return False
    others = re.findall(r"\d+", text[: number.start()] + "\n" + text[number.end() :])
    return not any(found is not None or len(one) >= FEWEST_BESIDE for one in others)


def _beside(text: str, number: re.Match[str], language: str) -> bool:
    """A code, a PIN: where the number stands right beside it, and the text is about no trade."""
    found = _stands_by(text, number, "perhaps")
    if found is None or _digits(number) < FEWEST:
        return False
    if _pattern("handling").search(text):
        return True
    trades = _trades(text, language)
    if not trades and _pattern("paid_with").search(text):
        return True
    if SUM.search(text) or _other_money(text, number):
        return False
    lead, between = found
    return _is_sure(lead + between) or (not trades and (not lead or bool(_ending_in("leads").search(lead))))


def _is_sure(text: str) -> bool:
    sure = (*SURE_SIGNS, *_folded("sure"))
    return any(re.search(rf"(?<!{a_letter()}){re.escape(word)}(?!{a_letter()})", text) for word in sure)


def _stands_by(text: str, number: re.Match[str], words: str) -> tuple[str, str] | None:
    """What leads to such a word, and what stands between it and the number: nothing but links."""
    before = re.search(rf"({_words(words)})({_links()})$", text[: number.start()])
    if before is not None:
        return text[: before.start()].rstrip(), before[2]
    after = re.match(rf"({_links(1)})({_words(words)})", text[number.end() :])
    if after is None or not (after[1].strip() or _opens_long(text, number)):
        return None
    return "", after[1]


def _opens_long(text: str, number: re.Match[str]) -> bool:
    """482913 code: no sum, and no number of pieces."""
    return not text[: number.start()].strip() and _digits(number) >= LONG and not number[0].endswith("00")


def _other_money(text: str, number: re.Match[str]) -> bool:
    rest = text[: number.start()] + "\n" + text[number.end() :]
    return any(_is_money(rest, one) for one in re.finditer(r"\d+", rest))


def _trades(text: str, language: str) -> bool:
    found = (token.kind for token in tokens(prepared(text), vocabulary(language)))
    return any(word is not None and word.value in TRADE for word in found)


def _digits(number: re.Match[str]) -> int:
    return sum(letter.isdigit() for letter in number[0])


# Patterns of the words


@cache
def a_letter() -> str:
    """A letter, or a sign that is written on one."""
    return rf"(?:[^\W\d_]|[{signs()}])"


@cache
def _references() -> re.Pattern[str]:
    links = any_of(_folded("reference_links"))
    return _pattern("references", rf"[\s:#.]*(?:(?:{links})\s+)?[a-z]*\d[a-z0-9-]*")


@cache
def _folded(key: str) -> Sequence[str]:
    """The words of all languages at once: providers write English to everybody."""
    return tuple(fold(word) for language in languages() for word in language_file(language, "secrets")[key])


def _edged(words: Sequence[str]) -> Iterator[str]:
    for word in sorted(map(fold, words), key=len, reverse=True):
        plain = re.escape(word).replace(r"\ ", r"\s+")
        # where there are no spaces a word may stand anywhere
        anywhere = len(word) > 2 and any(map(is_spaceless, word))
        edge_before = "" if anywhere or not word[0].isalpha() else f"(?<!{a_letter()})"
        edge_after = "" if anywhere or not word[-1].isalnum() else f"(?:{_endings()})?(?!{a_letter()})"
        yield f"{edge_before}{plain}{edge_after}"


@cache
def _endings() -> str:
    return "|".join(re.escape(word) for word in _folded("endings"))


@cache
def _words(key: str) -> str:
    return "(?:" + "|".join(_edged(_folded(key))) + ")"


@cache
def _links(least: int = 0) -> str:
    """A few of them: without an end, a text made for it would take for ever."""
    return rf"(?:(?:\s|{_words('links')}){{{least},{MOST_LINKS}}})"


@cache
def _pattern(key: str, after: str = "") -> re.Pattern[str]:
    return re.compile(_words(key) + after)


@cache
def _ending_in(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_words(key)}|[.,:;!?()\n])\s*$")


@cache
def _currency(*, before: bool) -> re.Pattern[str]:
    words = [text for text, phrase in number_vocabulary(SOURCE).phrases.items() if phrase.kind is Kind.CURRENCY]
    found = "|".join(_edged([*words, *money_letters()]))
    return re.compile(rf"(?:{found})\s*$" if before else rf"\s*(?:{found})")
