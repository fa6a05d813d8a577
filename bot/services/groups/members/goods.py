"""What a reader of who is new knows of a pack: what its products are called, and its bands of age."""

from bot.domain.groups.new_members import Goods
from bot.i18n.languages import SOURCE
from bot.packs import Pack, places
from bot.packs.needed_questions import codes_of_people


def bands_of(pack: Pack) -> tuple[str, ...]:
    """The codes of the age bands, the youngest first."""
    return codes_of_people(pack.programme)["age_band"]


def goods_of(pack: Pack, language: str) -> tuple[Goods, ...]:
    """Each product with its label in a language, in the pack's others, and what else it is called."""
    languages = tuple(dict.fromkeys((language, SOURCE, *pack.programme.languages)))
    return tuple(
        Goods(
            row["name"],
            tuple(
                dict.fromkeys(
                    name
                    for name in (
                        places.label(pack, pack.products, row["name"], language),
                        *(pack.products.label(row, "label", (one,)) for one in languages),
                        *row.get("aka", "").split("|"),
                    )
                    if name
                )
            ),
        )
        for row in pack.products.rows
    )
