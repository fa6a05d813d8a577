"""Phones and messages as JSON for the page."""

from itertools import count
from typing import Any

from simulator.world.chats import MEDIA, Keyboard, Shown
from simulator.world.media import File
from simulator.world.phones import Phone

Json = dict[str, Any]
_ASKS: dict[str, Json] = {"text": {}, "contact": {"request_contact": True}, "location": {"request_location": True}}
_LOOKS = count(1)


def look() -> int:
    """The number of a look at how things are: what was asked for may arrive after news of what came later."""
    return next(_LOOKS)


def phone(phone: Phone) -> Json:
    """One phone with all that its screen shows."""
    return {
        "look": look(),
        "id": phone.id,
        "name": phone.owner.name,
        "language": phone.owner.language,
        "role": phone.owner.role,
        "hint": phone.owner.hint,
        "screen": [message(phone, each) for each in phone.screen],
        "keyboard": keyboard(phone.keyboard, phone.chat.placeholder),
        "placeholder": phone.chat.placeholder,
        "commands": phone.commands,
        "blocked": phone.blocked,
        "started": phone.chat.started,
        "description": phone.bot.text("description", phone.owner.language[:2]),
    }


def keyboard(shown: Keyboard | None, placeholder: str) -> Json | None:
    """The reply keyboard, if there is one; a key that asks for more than its text says so."""
    if shown is None:
        return None
    rows = [[{"text": key.text, **_ASKS[key.kind]} for key in row] for row in shown.rows]
    about = {"one_time": shown.one_time, "resize": shown.resize, "persistent": shown.persistent}
    return {"rows": rows, "placeholder": placeholder, **about}


def message(phone: Phone, shown: Shown) -> Json:
    """One message; `html` holds only b, i, u, s, code, pre, a, blockquote, tg-spoiler."""
    answer: Json = {
        "id": shown.id,
        "mine": shown.mine,
        "kind": shown.kind,
        "html": shown.html,
        "text": shown.text,
        "buttons": [[{"text": b.text, "data": b.data, "url": b.url} for b in row] for row in shown.buttons],
        "edited": shown.edited,
        "time": shown.time.isoformat(),
    }
    if shown.kind in MEDIA and shown.file:
        answer[shown.kind] = file(phone, shown.file)
        answer["caption"] = shown.html
    for kind in ("contact", "location"):
        if kind in shown.api:
            answer[kind] = shown.api[kind]
    return answer


def file(phone: Phone, shown: File) -> Json:
    """A file that a message carries: where to fetch it, bytes, pixels and seconds."""
    return {
        "url": f"/sim/files/{phone.bot.id}/{shown.path}",
        "name": shown.name,
        "mime": shown.mime,
        "size": len(shown.data),
        "width": shown.width,
        "height": shown.height,
        "duration": shown.duration,
    }
