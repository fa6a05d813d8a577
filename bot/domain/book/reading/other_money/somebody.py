"""Who stands in a line of other money: somebody who did it, a customer, a shop."""

from bot.domain.book.reading.line import KnownItem
from bot.domain.book.reading.line_part import Parts
from bot.domain.book.reading.names.customers import By
from bot.domain.book.reading.names.names import Names
from bot.domain.book.reading.words.nouns import nouns
from bot.domain.book.reading.words.spelling import spelt_text
from bot.domain.book.reading.words.vocabulary import Kind, marked, table
from bot.i18n.reading.common_words import fold


def is_somebody(parts: Parts) -> bool:
    """The customer did it: said before the verb."""
    verb = next((at for at, part in enumerate(parts.line) if part.verb), 0)
    return any(part.kind is Kind.THEY for part in parts.line[:verb])


def is_customer(parts: Parts, language: str) -> bool:
    """To whom it was given: where the verb comes early, after it."""
    at = next((at for at, part in enumerate(parts.line) if part.text in marked("customer", language)), -1)
    verb = next((at for at, part in enumerate(parts.line) if part.verb), -1)
    return at >= 0 and (at > verb or bool(table(language)["grammar"]["verb_last"]))


def name_of_shop(parts: Parts, names: Names, typed: str, language: str) -> None:
    """The shop gave back: it is who did it, and no item."""
    told = any(part.word and part.word.beside == "refund" for part in parts.line)
    if not told and not any(part.text in marked("given_back", language) for part in parts.line):
        return
    for part in parts.line:
        if part.is_text and not part.person and part.text in nouns(language)["places"] and not names.who:
            part.person = True
            names.who, names.by = spelt_text(part.text, typed), By.SUBJECT
            names.items = [item for item in names.items if fold(item.name) != part.text] or [KnownItem("")]
            names.sure = len(names.items) == 1


def is_shop(who: str, language: str) -> bool:
    return fold(who) in nouns(language)["places"]


def is_shop_told(parts: Parts, language: str) -> bool:
    places = nouns(language)["places"]
    return any(part.text in places or part.text.split(" ")[-1] in places for part in parts.line)
