"""Whose a button is: its data says so, and a tap on a shared phone acts for nobody else. And who a message is for."""

from collections.abc import Iterable

_SIGN = "~"
# Whose a button is that was shown to somebody not registered.
NOBODY = 0
# What people write before their names, in the languages of the programmes.
TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "bambo", "mayi", "mai", "นาย", "นาง", "นางสาว", "คุณ", "ดร", "श्री", "श्रीमती",
    "सुश्री", "डा",
})  # fmt: skip


def marked(data: str, person_id: int | None) -> str:
    """A button's data with its owner."""
    return f"{data}{_SIGN}{person_id or NOBODY:x}"


def unmarked(data: str) -> tuple[str, int | None]:
    """The data as it was, and the owner's number; None: nobody was named."""
    before, sign, number = data.rpartition(_SIGN)
    try:
        return (before, int(number, 16)) if sign else (data, None)
    except ValueError:
        return data, None


def called(name: str, others: Iterable[str]) -> str:
    """What somebody is called among those who share a phone: her first name, or all of it where another has the same.

    `others`: the names of the others.
    """
    first = first_name(name)
    same = any(first_name(other).casefold() == first.casefold() for other in others)
    return " ".join(name.split()) if same else first


def first_name(name: str) -> str:
    """The first word of a name that is no title."""
    words = name.split()
    return next((word for word in words if word.rstrip(".").casefold() not in TITLES), words[0] if words else "")
