"""JSON written quickly: each message is written for the outbox and once more for the wire."""

import json
from typing import Any

import orjson

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def written(value: Any) -> str:
    """A value as JSON: the shortest text, in its own letters. Raises TypeError for what JSON has no way of writing."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        # a whole number past 64 bits, half a letter, a key that is no text: the slower way knows them all
        return _ENCODE(value)
