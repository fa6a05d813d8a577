"""regex(): does the whole of a text match a pattern."""

import re


def matches(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:
        return False
