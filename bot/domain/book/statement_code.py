"""The code of a statement: nobody guesses it, a slip in typing is found, and it can be read out over the phone."""

from collections.abc import Sequence

# A code: what cannot be mistaken for something else is left out (0 O, 1 I L), and 31 signs that are left are a prime.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# So many by chance, 4.95 bits each: 69 bits; then one to check them.
CHANCE = 14
GROUP = 5


def with_check(chance: Sequence[int]) -> str:
    """The code of so many numbers below 31, with its check sign, without dashes.

    The check is a sum with weights modulo a prime: one wrong sign is always found, and so are two that changed places.
    """
    return "".join(SIGNS[number] for number in (*chance, _check(chance)))


def _check(numbers: Sequence[int]) -> int:
    return sum((place + 2) * number for place, number in enumerate(numbers)) % len(SIGNS)


def dashed(code: str) -> str:
    """In groups of five, as it is printed: "7KQ2M-…"."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(text: str) -> str | None:
    """A typed code without what is between its signs; None when there is a slip in it, or when it is none."""
    signs = [_sign(char) for char in text if char.isalnum()]
    numbers = [SIGNS.find(sign) for sign in signs]
    if len(numbers) != CHANCE + 1 or -1 in numbers or _check(numbers[:-1]) != numbers[-1]:
        return None
    return "".join(signs)


def _sign(char: str) -> str:
    """In capitals; a digit of any script is a digit."""
    return str(int(char)) if char.isdecimal() else char.upper()
