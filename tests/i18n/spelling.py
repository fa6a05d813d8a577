"""Numbers spelt out as a schoolbook has them, to check the reader against: 0 to 999,999 in four languages."""

from bot.i18n.language_data import language_table

ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
THAI_PLACES = ((100_000, "แสน"), (10_000, "หมื่น"), (1_000, "พัน"), (100, "ร้อย"), (10, "สิบ"))
CHICHEWA_THINGS = ("", "chimodzi", "ziwiri", "zitatu", "zinayi", "zisanu")
CHICHEWA_TENS = ("", "limodzi", "awiri", "atatu", "anayi", "asanu")  # agrees with makumi and mazana


def first(language: str, number: int) -> str:
    """The first word of the table for a number that has one of its own."""
    word: str = language_table(language)["numbers"]["words"][str(number)][0]
    return word


def english(number: int) -> str:
    if number >= 1000:
        return f"{english(number // 1000)} thousand" + (f" {english(number % 1000)}" if number % 1000 else "")
    if number >= 100:
        return f"{first('en', number // 100)} hundred" + (f" and {english(number % 100)}" if number % 100 else "")
    if number < 20:
        return first("en", number)
    return ENGLISH_TENS[number // 10] + (f"-{first('en', number % 10)}" if number % 10 else "")


def thai(number: int) -> str:
    if number < 10:
        return first("th", number)
    place, name = next((place, name) for place, name in THAI_PLACES if number >= place)
    digit, rest = divmod(number, place)
    head = name if (place, digit) == (10, 1) else "ยี่สิบ" if (place, digit) == (10, 2) else first("th", digit) + name
    tail = "เอ็ด" if rest == 1 else thai(rest) if rest else ""
    return head + tail


def nepali(number: int) -> str:
    for place, name in ((100_000, "लाख"), (1_000, "हजार"), (100, "सय")):
        if number >= place:
            return f"{nepali(number // place)} {name}" + (f" {nepali(number % place)}" if number % place else "")
    return first("ne", number)


def chichewa(number: int) -> str:
    parts = []
    for place, one, many in (
        (1_000, "chikwi chimodzi", "zikwi"),
        (100, "zana limodzi", "mazana"),
        (10, "khumi", "makumi"),
    ):
        count, number = divmod(number, place)
        if count:
            agreeing = CHICHEWA_THINGS if place == 1_000 else CHICHEWA_TENS
            parts.append(one if count == 1 else f"{many} {_up_to_nine(count, agreeing)}")
    if number or not parts:
        parts.append(_up_to_nine(number, CHICHEWA_THINGS) if number else "ziro")
    return " ndi ".join(parts)


def _up_to_nine(number: int, words: tuple[str, ...]) -> str:
    return words[number] if number <= 5 else f"{words[5]} ndi {words[number - 5]}"


SPELT = {"en": english, "th": thai, "ne": nepali, "ny": chichewa}
