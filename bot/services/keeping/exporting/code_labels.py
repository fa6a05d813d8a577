"""What the codes of an export stand for, in a language: of the packs, of the cash book, and our own (codes.toml)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.domain.book.ledger.labels import CATEGORIES, DIRECTIONS, UNITS
from bot.domain.programme import in_language
from bot.forms import Table
from bot.i18n import Catalogues, Text
from bot.i18n.languages import SOURCE, language_file
from bot.packs import Pack

OWN = "codes"
"""The file of a language's folder that has our own codes."""
_OF_A_PACK = ("programme", "area", "product", "lesson")


class CodeLabels:
    """The lists of codes, each by its name. `forms`: what forms outside the packs are called, by their name."""

    def __init__(self, packs: Mapping[str, Pack], catalogues: Catalogues, forms: Mapping[str, str]) -> None:
        self._packs = packs
        self._catalogues = catalogues
        self._forms = forms
        self._known: dict[tuple[str, str, str, str], str] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of all packs, each once."""
        return tuple(dict.fromkeys(code for pack in self._packs.values() for code in pack.programme.languages))

    def label(self, of: str, programme: str, code: str, language: str) -> str:
        """What a code of a list stands for; the code itself where nobody says it. Each is worked out once."""
        key = (of, programme if of in _OF_A_PACK else "", code, language)
        if key not in self._known:
            self._known[key] = self._label(*key) or code
        return self._known[key]

    def codes(self, of: str) -> Iterator[tuple[str, str]]:
        """The codes of a list, each with its programme; "" where all programmes share it."""
        if of in _OF_A_PACK:
            for programme, pack in self._packs.items():
                yield from ((programme, code) for code in _codes_of(pack, of))
        else:
            yield from (("", code) for code in self._shared(of))

    def _shared(self, of: str) -> Iterator[str]:
        match of:
            case "direction":
                yield from DIRECTIONS
            case "category":
                yield from CATEGORIES
            case "unit":
                yield from UNITS
            case "language":
                yield from self.languages
            case _:
                yield from language_file(SOURCE, OWN)[of]
                yield from self._forms if of == "form" else ()

    def _label(self, of: str, programme: str, code: str, language: str) -> str:
        if of in _OF_A_PACK:
            return _label_of(self._packs[programme], of, code, language) if programme in self._packs else ""
        match of:
            case "direction":
                return self._said({str(one): said for one, said in DIRECTIONS.items()}.get(code), language)
            case "category":
                return self._said(CATEGORIES.get(code), language)
            case "unit":
                return self._unit(code, language)
            case "language":
                return self._catalogues.locale(code).name if code in self._catalogues.languages else ""
            case _:
                own: str = language_file(language, OWN)[of].get(code, "")
                return own or (self._forms.get(code, "") if of == "form" else "")

    def _said(self, message: str | None, language: str) -> str:
        return self._catalogues.render(Text(message), language) if message else ""

    def _unit(self, code: str, language: str) -> str:
        """The word alone, as it is after many."""
        label = UNITS.get(code)
        if label is None:
            return ""
        many = label.plural[0] if label.plural else label.message
        return self._catalogues.render(replace(label, values={"n": ""}, plural=(many, 2)), language).strip()


def _codes_of(pack: Pack, of: str) -> Iterator[str]:
    match of:
        case "programme":
            yield pack.programme.code
        case "area" | "product":
            yield from (row["name"] for row in _table(pack, of).rows)
        case _:
            yield from (lesson.slug for lesson in pack.lessons)


def _label_of(pack: Pack, of: str, code: str, language: str) -> str:
    match of:
        case "programme":
            return pack.programme.title_in(language)
        case "area" | "product":
            table = _table(pack, of)
            return next((table.label(row, "label", _spoken(pack, language)) for row in table.where("name", code)), "")
        case _:
            titles = {one.slug: {spoken: text.title for spoken, text in one.texts.items()} for one in pack.lessons}
            return in_language(titles[code], language) if titles.get(code) else ""


def _table(pack: Pack, of: str) -> Table:
    return pack.areas if of == "area" else pack.products


def _spoken(pack: Pack, language: str) -> tuple[str, ...]:
    return (language, SOURCE, *pack.programme.languages)
