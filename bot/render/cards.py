"""Cards for members, to be cut out: eight on a page A4, each with a QR code, a name and a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.render.drawing import drawn, template
from bot.render.fitting import fitting
from bot.render.qr import qr_code

if TYPE_CHECKING:
    import typst

# A page A4 parted into two by four: cards of A7, that go into a pocket, on the paper that offices have.
ON_A_PAGE: Final = 8
# What is longer is cut: a card does not grow.
LONGEST: Final = {"name": 80, "number": 8, "group": 100, "programme": 60, "how": 140}
_TEMPLATE: Final = template("cards.typ")


@dataclass(frozen=True, slots=True)
class Card:
    """One card; all words are ready for who has it. `number`: as she reads it, empty where she has none; `link`: what
    the QR code holds; `how`: what the card is for; `language` and `rtl` guide only how letters are set.
    """

    name: str
    number: str
    group: str
    programme: str
    how: str
    link: str
    language: str
    rtl: bool = False


def cards_pdf(cards: Sequence[Card], fonts: typst.Fonts) -> bytes:
    """All cards as one PDF. Raises ValueError where there are none."""
    if not cards:
        raise ValueError("there is no card to draw")
    return drawn(_TEMPLATE, {"cards": [_data(one) for one in cards]}, fonts)


def _data(card: Card) -> dict[str, Any]:
    words = {one: fitting(getattr(card, one), longest) for one, longest in LONGEST.items()}
    return {**words, "qr": qr_code(card.link, worn=True), "language": card.language, "rtl": card.rtl}
