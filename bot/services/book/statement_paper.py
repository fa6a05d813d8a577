"""The words of a statement: figures as issued become a page, in her language or with English beside it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bot.domain.book import Source
from bot.domain.book.ledger.debts import LENT, LOANS
from bot.domain.book.statement import Owing, Period
from bot.domain.book.statement_code import dashed
from bot.i18n import N_, Text, plural
from bot.packs import Pack
from bot.render.statement import Box, Fact, Statement, Words
from bot.services.book.statement_table import DAYS, months_table
from bot.services.book.statement_totals import totals
from bot.services.book.statement_whose import PERIOD, Address, Paper, about_facts
from bot.services.book.statement_words import NOBODY, Voice
from bot.services.loaded_packs import LoadedPacks

__all__ = ["PERIOD", "Address", "Paper", "address", "page"]

# In a link to the bot: what comes before the code.
LINK = "verify_"
# Gaps that are named one by one.
MOST_GAPS = 3
# Below so many of a hundred the reader's eye is drawn to it.
LITTLE = 50

TITLE = N_("Cash book statement")
SHARE = N_("{n} of {of} ({percent}%)")
AT_PAGE = N_("Is it real? Scan the square, or go to {where} and type {code}")
AT_BOT = N_("Is it real? Scan the square, or write to {where}: /verify {code}")
UNCHECKED = N_("The figures are as this person wrote them down. Nobody has compared them with receipts or the box.")
OF_GROUP = N_(
    "The figures are as the group's leaders wrote them down. Nobody has compared them with receipts or the box."
)
SIGN = N_("Signature of who keeps the book, and day"), N_("Signature and stamp of the programme")
OF_GROUP_SIGN = N_("Signature of the leader, and day"), N_("Signature of a member, and day")
SOURCES: Mapping[Source, str] = {
    Source.TYPED: N_("Typed in words"),
    Source.TAPPED: N_("Entered by buttons"),
    Source.COUNT: N_("By counting the box"),
    Source.OPENING: N_("What was there at the start"),
}


def address(code: str, public_url: str, username: str) -> Address:
    """The page of the web app where anybody reaches it; else the chat with the bot, which answers at once."""
    if public_url:
        page_of_all = f"{public_url.rstrip('/')}/verify"
        return Address(f"{page_of_all}/{code}", page_of_all.partition("://")[2], is_page=True)
    return Address(f"https://t.me/{username}?start={LINK}{code}", f"t.me/{username}", is_page=False)


def page(paper: Paper, pack: Pack, loaded: LoadedPacks) -> Statement:
    """The page, ready to be drawn."""
    return _Writer(paper, pack, loaded).page()


class _Writer:
    """Says everything in each of the page's languages."""

    def __init__(self, paper: Paper, pack: Pack, loaded: LoadedPacks) -> None:
        self._paper, self._pack, self._figures = paper, pack, paper.figures
        languages = tuple(dict.fromkeys(paper.languages))
        self._voice = Voice(loaded.catalogues, languages, paper.figures.currency, paper.figures.calendar)

    def page(self) -> Statement:
        table, languages = months_table(self._figures, self._voice), self._voice.languages
        return Statement(
            languages=languages,
            title=self._voice.say(TITLE),
            programme=self._voice.each(self._pack.programme.title_in),
            about=tuple(about_facts(self._paper, self._pack, self._voice)),
            totals=tuple(self._totals()),
            columns=table.columns,
            rows=table.rows,
            legend=table.legend,
            boxes=(self._debts(), self._kept(), self._who()),
            notes=(self._voice.say(OF_GROUP if self._paper.of_group else UNCHECKED),),
            how=self._how(),
            code=dashed(self._paper.code),
            link="" if self._paper.address is None else self._paper.address.link,
            where="" if self._paper.address is None else self._paper.address.where,
            across=table.across,
            signatures=tuple(map(self._voice.say, OF_GROUP_SIGN if self._paper.of_group else SIGN)),
            rtl=self._voice.locale(languages[0]).direction == "rtl",
        )

    def _how(self) -> Words:
        address = self._paper.address
        if address is None:
            return ()
        message = AT_PAGE if address.is_page else AT_BOT
        return self._voice.say(message, where=address.where, code=dashed(self._paper.code))

    # Figures

    def _totals(self) -> Iterator[Fact]:
        for one in totals(self._figures):
            yield Fact(self._voice.say(one.label), self._voice.money(one.minor), one.marked)

    # The three boxes

    def _debts(self) -> Box:
        to_her = self._owing(
            self._figures.to_her,
            N_("Customers still owe"),
            lambda n, day: plural(
                "{n} customer still owes, since {day}", "{n} customers still owe, since {day}", n, day=day
            ),
        )
        by_her = self._owing(
            self._figures.by_her,
            N_("Still to be paid to others"),
            lambda n, day: plural(
                "Still to be paid to {n} person, since {day}", "Still to be paid to {n} people, since {day}", n, day=day
            ),
        )
        sold = Fact(self._voice.say(N_("Sold on credit in this period")), self._voice.money(self._figures.on_credit))
        facts = (to_her, by_her, *self._loans(), *self._lent(), sold)
        return Box(self._voice.say(N_("Debts on {day}"), day=self._paper.issued), facts)

    def _loans(self) -> Iterator[Fact]:
        """Where there is one, or was one in this period."""
        loans = self._figures.loans
        if loans.amount or any(self._figures.beside.get(one) for one in LOANS):
            yield self._owing(
                loans,
                N_("Loans still to be paid back"),
                lambda n, day: plural(
                    "Loan of {n} lender, to be paid back, since {day}",
                    "Loans of {n} lenders, to be paid back, since {day}",
                    n,
                    day=day,
                ),
            )
        if loans.due is not None:
            yield Fact(self._voice.say(N_("Next payment of a loan")), self._voice.show(loans.due))

    def _lent(self) -> Iterator[Fact]:
        """The same of money that was lent to others."""
        lent = self._figures.lent
        if lent.amount or any(self._figures.beside.get(one) for one in LENT):
            yield self._owing(
                lent,
                N_("Money lent, to come back"),
                lambda n, day: plural(
                    "Money lent to {n} person, to come back, since {day}",
                    "Money lent to {n} people, to come back, since {day}",
                    n,
                    day=day,
                ),
            )

    def _owing(self, owing: Owing, none: str, some: Callable[[int, date], Text]) -> Fact:
        label = self._voice.say(none) if owing.since is None else self._voice.say(some(owing.people, owing.since))
        return Fact(label, self._voice.money(owing.amount))

    def _kept(self) -> Box:
        kept = self._figures.kept
        facts = [
            self._share(DAYS, kept.with_entries, kept.days),
            self._share(N_("Written down within two days"), kept.soon, kept.entries),
            Fact(self._voice.say(N_("Corrected later")), self._voice.show(kept.changed)),
            Fact(self._voice.say(N_("Entries taken back")), self._voice.show(kept.taken_back)),
            Fact(self._voice.say(N_("Gaps of a week or more")), self._voice.show(len(kept.gaps)), bool(kept.gaps)),
            *(self._gap(gap) for gap in kept.gaps[:MOST_GAPS]),
        ]
        if len(kept.gaps) > MOST_GAPS:
            facts.append(
                Fact(self._voice.say(N_("and more")), self._voice.show(len(kept.gaps) - MOST_GAPS), marked=True)
            )
        return Box(self._voice.say(N_("How the book was kept")), tuple(facts))

    def _gap(self, gap: Period) -> Fact:
        label = self._voice.say(PERIOD, first=gap.first, last=gap.last)
        return Fact(label, self._voice.say(plural("{n} day", "{n} days", len(gap))), marked=True)

    def _share(self, message: str, n: int, of: int) -> Fact:
        if not of:
            return Fact(self._voice.say(message), (NOBODY,))
        percent = round(100 * n / of)
        return Fact(self._voice.say(message), self._voice.say(SHARE, n=n, of=of, percent=percent), percent < LITTLE)

    def _who(self) -> Box:
        kept = self._figures.kept
        others = kept.entries - kept.herself
        facts = [
            Fact(self._voice.say(N_("This person")), self._voice.show(kept.herself)),
            Fact(self._voice.say(N_("Somebody else for this person")), self._voice.show(others), bool(others)),
        ]
        if self._paper.of_group:
            facts = []
        for source, message in SOURCES.items():
            if number := kept.sources.get(source):
                facts.append(Fact(self._voice.say(message), self._voice.show(number)))
        return Box(self._voice.say(N_("Who wrote the entries")), tuple(facts))
