"""The code of a statement: nobody guesses it, a slip in typing is found, and it can be read out over the phone."""

import re
from collections.abc import Sequence

# A code: what cannot be mistaken for something else is left out (0 O, 1 I L), and 31 signs that are left are a prime.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# So many by chance, 4.95 bits each: 69 bits; then one to check them.
CHANCE = 14
GROUP = 5

_SIGN, _DASH = r"[^\W_]", r"\s?[-‐‑–—−]\s?"
# As it is printed, with spaces or nothing for its dashes; with a sign too many or too few.
_ALONE = re.compile(rf"{_SIGN}{{5}}(?:(?:{_DASH}|\s?){_SIGN}{{5}}){{2}}")
_PARTED = re.compile(rf"{_SIGN}{{4,6}}(?:{_DASH}{_SIGN}{{4,6}}){{2}}")
_AMONG = re.compile(rf"(?<!{_SIGN}){_SIGN}{{5}}(?:{_DASH}{_SIGN}{{5}}){{2}}(?!{_SIGN})")
# Where its square leads, the page or the chat.
_ADDRESS = re.compile(r"^\S+(?:/verify/|start=verify_)(\S+)$")
_FEW_WORDS = 80


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


def code_in(text: str) -> str | None:
    """What of a message is the code of a statement and can be nothing else: the code alone, with a slip in it too if it
    is parted as on the paper; the paper's address; or a code among a few words. None: it says something else.
    """
    said = text.strip()
    address = _ADDRESS.search(said)
    alone = _ALONE.fullmatch(address[1] if address else said)
    if alone is not None and read_code(alone[0]) and (_mixed(alone[0]) or len(alone[0].split()) == 1):
        return alone[0] if _has_letter(alone[0]) else None
    if _PARTED.fullmatch(said) and _mixed(said):
        return said
    among = _AMONG.search(said) if len(said) <= _FEW_WORDS else None
    return among[0] if among and _mixed(among[0]) and read_code(among[0]) else None


def _has_letter(code: str) -> bool:
    return any(char.isalpha() for char in code)


def _mixed(code: str) -> bool:
    """Three words are no code, and a long number is somebody's account."""
    return _has_letter(code) and any(char.isdecimal() for char in code)
