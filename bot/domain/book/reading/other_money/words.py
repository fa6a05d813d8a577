"""Words of money that is neither a sale nor a cost: `beside` and `keepers` of a language's book.toml, as text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.domain.book.kinds import Place
from bot.i18n.languages import language_file
from bot.i18n.reading.common_words import fold

# Built verbs that say it: who does it has it from somebody, or somebody else has it from her.
BORROW, LOAN_GOT, LENT = "borrow", "loan_got", "lent"
# By the keys of [keepers].
PLACES: Mapping[str, Place] = {
    "bank": Place.BANK,
    "group": Place.BANK,
    "pay": Place.BANK,
    "wallet": Place.WALLET,
    "phone": Place.WALLET,
    "agent": Place.WALLET,
    "box": Place.BOX,
}
# A key of [paid_by]: to a bank, where no other place is named.
TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Keeper:
    """`kind`: a key of [keepers]; `name`: without the small words around it; `affix`: such a word, "" for none."""

    text: str
    kind: str
    name: str
    affix: str = ""

    @property
    def is_small(self) -> bool:
        """A way of paying too, that says nothing where something was sold."""
        return self.kind in ("phone", "pay")


def keepers(data: Mapping[str, Any]) -> Iterator[Keeper]:
    """All forms of the keepers of a book.toml, folded: "bank", "the bank"."""
    before, after = data["markers"]["keeper_before"], data["markers"]["keeper_after"]
    for kind, words in data["keepers"].items():
        for word in words:
            ending = next((end for end in sorted(after, key=len, reverse=True) if word.endswith(end)), "")
            yield Keeper(fold(word), kind, word.removesuffix(ending), fold(ending))
            if not ending:
                yield from (Keeper(fold(one + word), kind, word, fold(one)) for one in before)
                yield from (Keeper(fold(word + one), kind, word, fold(one)) for one in after)


def paid_by(data: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Ways to pay, folded, each with its key of [paid_by], and whether it is a verb: "via mpamba", "paid by bank"."""
    for key, words in data["paid_by"].items():
        yield from ((fold(word), key, False) for word in words)
    for kind in ("bank", "pay", "wallet", "phone"):
        for word in data["keepers"][kind]:
            for marker, is_verb in (("way_before", False), ("paid_way_before", True)):
                yield from ((fold(one + word), PLACES[kind].value, is_verb) for one in data["markers"][marker])


@cache
def said(language: str, key: str) -> frozenset[str]:
    """The folded words of a marker of a language."""
    return frozenset(fold(word) for word in language_file(language, "book")["markers"][key])
