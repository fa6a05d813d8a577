"""What the questions are called that a leader reports of each member: in her message, its table, the sheet, a slip."""

from bot.domain.book.ledger.check_in_answers import Figure
from bot.domain.programme import Purpose
from bot.packs import Pack


def called(pack: Pack, name: str, language: str) -> str:
    """By its short name where it is an indicator, else as the check-in asks it, without what is filled in there."""
    short = next((one for one in pack.programme.indicators if one.name == name), None)
    if short is not None:
        return short.label(language)
    fields = pack.form_for(Purpose.CHECK_IN).fields.values()
    texts = next(one.label.parts for one in fields if one.name == name)
    parts = texts.get(language) or next(iter(texts.values()), ())
    return "".join(part for part in parts if isinstance(part, str)).strip() or name


def names(pack: Pack, language: str) -> tuple[str, ...]:
    """All of them, in the order of the programme."""
    return tuple(called(pack, one, language) for one in pack.programme.report)


def are_sales_alone(pack: Pack) -> bool:
    """Whether nothing but sales is asked, so that “sold” says it."""
    return tuple(pack.programme.report) == (pack.programme.book.get(Figure.SALES),)
