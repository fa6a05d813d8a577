"""Valid updates of every kind, made at random from Telegram's own tables: all that a bot may be sent."""

import json
import random
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

DEEPEST = 4
STATUS = {"owner": "creator", "banned": "kicked"}
WORDS = (
    "/start", "/help", "/book", "/stop", "/forget", "/checkin", "/who", "/pin", "/mydata", "/statement", "/tips",
    "sold 12 soap 600", "bought oil 200", "yes", "no", "7", "100", "soap", "stop", "back", "skip", "ขายได้ 500",
    "१२ बेचें", "ndagulitsa sopo 600", "", " ", "\u202e", "🙂", "x" * 4096, "=1+1", "<b>", "0", "-1", "1e9", "2026-11-28",
)  # fmt: skip


@cache
def _types() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("simulator") / "data" / "bot-api.json").read_text("utf-8"))["types"]
    return found


class Updates:
    """Makes updates of these chats, one number after the other; `data`: what stands on buttons that are there."""

    def __init__(self, chance: random.Random, chats: Sequence[int], data: Sequence[str] = (), first: int = 1) -> None:
        self._chance, self._chats, self._data, self._next = chance, chats, data, first
        self._kinds = [name for name in _types()["Update"]["fields"] if name != "update_id"]
        self._chat = 0

    def make(self) -> dict[str, Any]:
        """One update; most are of the kinds that people send."""
        self._next += 1
        self._chat = self._chance.choice(self._chats)
        usual = ("message", "message", "message", "edited_message", "callback_query", "my_chat_member")
        kind = self._chance.choice(usual if self._chance.random() < 0.6 else self._kinds)
        (name,) = _types()["Update"]["fields"][kind]["types"]
        return {"update_id": self._next, kind: self._object(name, 0)}

    def _object(self, name: str, depth: int) -> Any:
        if subtypes := _types()[name].get("subtypes"):
            return self._one_of(name, subtypes, depth)
        if name == "Chat":
            return {"id": self._chat, "type": "private", "first_name": "Somebody"}
        if name == "User":
            spoken = self._chance.choice(("en", "th", "ne", "ny", "xx", ""))
            return {"id": self._chat, "is_bot": False, "first_name": "Somebody", "language_code": spoken}
        likely = 0.25 / (depth + 1) if depth else 0.12
        made = {}
        for field, rule in _types()[name]["fields"].items():
            if rule["required"] or (depth < DEEPEST and self._chance.random() < likely):
                made[field] = self._value(field, self._chance.choice(rule["types"]), depth + 1)
        return self._completed(name, made)

    def _one_of(self, name: str, subtypes: Sequence[str], depth: int) -> Any:
        # what may hold itself comes to an end
        plain = [one for one in subtypes if one == "String"] if depth >= DEEPEST else []
        chosen = self._chance.choice(plain or subtypes)
        made = self._value("", chosen, depth + 1)
        if isinstance(made, dict):
            word = re.sub(r"(?<!^)(?=[A-Z])", "_", chosen.removeprefix(name)).lower()
            for field in ("type", "source"):
                if field in made:
                    made[field] = word
            if "status" in made:
                made["status"] = STATUS.get(word, word)
        return made

    def _completed(self, name: str, made: dict[str, Any]) -> dict[str, Any]:
        """What Telegram always sends, whatever its tables leave open."""
        if name == "Message":
            made |= {"from": self._object("User", DEEPEST), "date": self._date()}
            if self._chance.random() < 0.6:
                made["text"] = self._text()
        if name == "CallbackQuery":
            made.pop("inline_message_id", None)
            made["data"] = (
                self._text() if not self._data or self._chance.random() < 0.3 else self._chance.choice(self._data)
            )
        return made

    def _value(self, field: str, kind: str, depth: int) -> Any:
        if kind.startswith("Array of "):
            many = self._chance.randint(0, 3) if depth < DEEPEST else 1
            return [self._value(field, kind.removeprefix("Array of "), depth) for _ in range(many)]
        match kind:
            case "Integer":
                # only numbers of something are longer than 32 bits
                long = (2**52,) if field.endswith("id") else ()
                return self._date() if field.endswith("date") else self._chance.choice((0, 1, 5, 60, 2**31 - 1, *long))
            case "Float":
                return self._chance.choice((0.0, 1.5, -90.0, 180.0))
            case "Boolean":
                return self._chance.random() < 0.5
            case "True":
                return True
            case "String":
                return self._text() if field != "type" else self._chance.choice(("mention", "url", "regular", "bold"))
        return self._object(kind, depth)

    def _text(self) -> str:
        return self._chance.choice(WORDS)

    def _date(self) -> int:
        return 1_772_420_400 + self._chance.choice((0, 0, 0, -86_400, 60, -400 * 86_400))
