"""What she could write, with names of her own group."""

from collections import Counter

from bot.services.groups.report.reporting import Book


def of_roster(book: Book) -> str:
    """Two names of her group that nobody else has, with figures."""
    often = Counter(one.given for one in book.roster)
    names = [one.given for one in book.roster if often[one.given] == 1] or [one.given for one in book.roster]
    figures = " ".join("15" for _ in book.sheet.columns[1:])
    return ", ".join(f"{name} {amount} {figures}".strip() for name, amount in zip(names, (1200, 800), strict=False))
