"""The language of a page: of those that we have, the one that the reader's browser likes best."""

from collections.abc import Sequence

from bot.i18n.languages import SOURCE


def preferred(header: str, known: Sequence[str]) -> str:
    """From Accept-Language ("pt-BR,pt;q=0.9,fr;q=0.8"); English where none is known, or the header is none."""
    wishes = sorted((_wish(part) for part in header.split(",")), key=lambda wish: -wish[1])
    return next((code for code, weight in wishes if weight > 0 and code in known), SOURCE)


def _wish(part: str) -> tuple[str, float]:
    tag, _, parameters = part.partition(";")
    name, _, value = parameters.partition("=")
    try:
        weight = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return tag.strip().partition("-")[0].lower(), weight
