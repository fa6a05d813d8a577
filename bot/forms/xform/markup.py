"""Labels as plain words: the HTML and Markdown that phones with ODK show in colour are taken out."""

import re

_BREAKS = re.compile(r"\s*<(?:br|/p|/div|/h[1-6])\s*/?>\s*", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:a|b|big|center|div|em|font|h[1-6]|i|p|small|span|strong|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_HEADINGS = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+")
_BOLD = "**"


def plain_words(parts: list[str]) -> list[str]:
    """The pieces of one text, cut where answers are filled in, without their marks."""
    found = [_TAGS.sub("", _BREAKS.sub("\n", part)) if "<" in part else part for part in parts]
    if found and "#" in found[0]:
        found[0] = _HEADINGS.sub("", found[0])
    stars = sum(part.count(_BOLD) for part in found)
    return [part.replace(_BOLD, "") for part in found] if stars and stars % 2 == 0 else found
