"""Who and when: what stands at the head of a statement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.book.statement import Figures, Span, period, year_name
from bot.forms import Table
from bot.i18n import N_, plural
from bot.i18n.languages import SOURCE
from bot.i18n.writing.numbers_write import local_digits
from bot.packs import Pack
from bot.render.statement import Fact, Words
from bot.services.book.statement_words import NOBODY, Voice

PERIOD = N_("{first} to {last}")
ALONE, GROUP = N_("Alone or with the family"), N_("In a group")
# Who has said that she is who she says.
VOUCHED: Mapping[str, str] = {
    "staff": N_("Programme staff vouched, {day}"),
    "leader": N_("The leader of her group vouched, {day}"),
    "": N_("Confirmed, {day}"),
}


@dataclass(frozen=True, slots=True)
class About:
    """Whose book it is, as she registered: codes of the pack and her own words. `number`: by which the programme knows
    her; `phone`: where she wants it on the paper; `vouched_by`, `vouched_on`: who has said that she is known, and when.
    """

    name: str
    area: str | None = None
    product: str | None = None
    product_other: str = ""
    works: str = ""
    people: int | None = None
    number: int | None = None
    phone: str = ""
    group: str = ""
    vouched_by: str = ""
    vouched_on: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a code is verified. `link`: what the QR code holds; `where`: what is typed by hand, a page or a bot."""

    link: str
    where: str
    is_page: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page is made of. `languages`: hers, and English where she wants it beside. `address` None: it is for a
    meeting, and has no code. `of_group`: several people may have written in turn, and none of them is its person.
    """

    about: About
    figures: Figures
    issued: date
    languages: tuple[str, ...]
    code: str
    address: Address | None
    of_group: bool = False


def about_facts(paper: Paper, pack: Pack, voice: Voice) -> Iterator[Fact]:
    """In the page's languages."""
    return _Head(paper, pack, voice).facts()


@dataclass(frozen=True, slots=True)
class _Head:
    _paper: Paper
    _pack: Pack
    _voice: Voice

    def facts(self) -> Iterator[Fact]:
        about, days = self._paper.about, self._paper.figures.period
        yield Fact(self._voice.say(N_("Name")), (about.name or NOBODY,))
        if about.number is not None:
            yield Fact(self._voice.say(N_("Number in the programme")), (str(about.number),))
        if about.phone:
            yield Fact(self._voice.say(N_("Phone")), (about.phone,))
        if fiscal := self._fiscal_year():
            yield Fact(self._voice.say(N_("Year")), fiscal)
        yield Fact(self._voice.say(N_("Period")), self._voice.say(PERIOD, first=days.first, last=days.last))
        yield Fact(self._voice.say(N_("Product")), self._product())
        yield Fact(self._voice.say(N_("Issued on")), self._voice.show(self._paper.issued))
        yield Fact(self._voice.say(N_("Works")), self._works())
        yield self._book_began()
        if about.group:
            yield Fact(self._voice.say(N_("Group")), (about.group,))
        if about.number is not None:
            yield Fact(self._voice.say(N_("Known to the programme")), self._vouched(), marked=not about.vouched_on)
        yield Fact(self._voice.say(N_("Place")), self._voice.each(self._place))
        yield Fact(self._voice.say(N_("Currency")), (self._paper.figures.currency,))

    def _fiscal_year(self) -> Words:
        """The year of the country's banks, where the period is one of them."""
        programme, first = self._pack.programme, self._paper.figures.period.first
        fiscal = programme.fiscal_year
        if fiscal is None or first != period(Span.YEAR, first, programme.calendar, fiscal.begins).first:
            return ()
        whole = period(Span.LAST_YEAR, self._paper.issued, programme.calendar, fiscal.begins)
        if self._paper.figures.period.last not in (whole.last, self._paper.issued):
            return ()
        year = year_name(first, programme.calendar)
        return self._voice.each(lambda one: fiscal.name(one, local_digits(year, self._voice.locale(one))))

    def _book_began(self) -> Fact:
        began = self._paper.figures.began
        label = self._voice.say(N_("The book began on"))
        if began is None:
            return Fact(label, (NOBODY,))
        return Fact(label, self._voice.show(began), marked=began > self._paper.figures.period.first)

    def _product(self) -> Words:
        about = self._paper.about
        if about.product_other:
            return (about.product_other,)
        return self._voice.each(lambda language: self._label(self._pack.products, about.product, language))

    def _vouched(self) -> Words:
        about = self._paper.about
        if not about.vouched_on:
            return self._voice.say(N_("Nobody has said so yet"))
        return self._voice.say(VOUCHED[about.vouched_by], day=date.fromisoformat(about.vouched_on))

    def _works(self) -> Words:
        about = self._paper.about
        if about.works == "group" and about.people:
            return self._voice.say(plural("In a group, {n} person", "In a group, {n} people", about.people))
        message = {"alone": ALONE, "group": GROUP}.get(about.works)
        return self._voice.say(message) if message else (NOBODY,)

    def _place(self, language: str) -> str:
        """The area with all above it: district, province."""
        names, code = [], self._paper.about.area
        while code and (rows := self._pack.areas.where("name", code)):
            names.append(self._label(self._pack.areas, code, language))
            code = rows[0].get("parent")
        return ", ".join(names) or NOBODY

    def _label(self, table: Table, code: str | None, language: str) -> str:
        rows = table.where("name", code) if code else ()
        languages = (language, SOURCE, *self._pack.programme.languages)
        return table.label(rows[0], "label", languages) if rows else code or NOBODY
