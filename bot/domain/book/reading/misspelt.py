"""Misspellings: a letter lost, doubled or swapped is the same word; another letter in its place may be another word."""

from rapidfuzz.distance import OSA

LONG = 7  # letters from which on one wrong letter is still the same word


# Tone marks and the length of vowels, which are mistyped most.
LOOSE = str.maketrans({"ู": "ุ", "ี": "ิ", "ื": "ิ", "ึ": "ิ", "่": None, "้": None, "๊": None, "๋": None, "์": None})


def _is_thai(text: str) -> bool:
    return "\u0e00" <= text[:1] <= "\u0e7f"


def _loose(text: str) -> str:
    return text.translate(LOOSE)


def near(typed: str, word: str) -> bool:
    """Sure enough to be taken for `word` and echoed: hony, soaap, sopa; not soup for soap."""
    if _is_thai(typed) and _loose(typed) == _loose(word):
        return len(word) > 2
    if typed[:1] != word[:1] or abs(len(typed) - len(word)) > 1 or min(len(typed), len(word)) < 3:
        return False
    distance = OSA.distance(typed, word, score_cutoff=2)
    if len(typed) != len(word):
        return distance == 1
    return distance <= 2 if sorted(typed) == sorted(word) else distance == 1 and len(word) >= LONG


def perhaps(typed: str, word: str) -> bool:
    """Near enough to be asked: soup for soap."""
    return (
        typed[:1] == word[:1]
        and min(len(typed), len(word)) >= 4
        and OSA.distance(typed, word, score_cutoff=1 if len(word) < LONG else 2) <= (1 if len(word) < LONG else 2)
    )
