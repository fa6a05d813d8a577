"""Phones and messages as JSON for the page."""

from typing import Any

from simulator.chats import MEDIA, Keyboard, Shown
from simulator.phones import Phone

Json = dict[str, Any]


def phone(phone: Phone) -> Json:
    """One phone with all that its screen shows."""
    return {
        "id": phone.id,
        "name": phone.owner.name,
        "language": phone.owner.language,
        "role": phone.owner.role,
        "messages": [message(phone, each) for each in phone.screen],
        "keyboard": keyboard(phone.keyboard),
        "placeholder": phone.chat.placeholder,
        "commands": phone.commands,
        "blocked": phone.blocked,
        "started": phone.chat.started,
        "bot": phone.bot.user["first_name"],
        "description": phone.bot.text("description", phone.owner.language[:2]),
    }


def keyboard(shown: Keyboard | None) -> Json | None:
    """The reply keyboard, if there is one."""
    if shown is None:
        return None
    rows = [[{"text": key.text, "kind": key.kind} for key in row] for row in shown.rows]
    return {"rows": rows, "one_time": shown.one_time, "resize": shown.resize, "persistent": shown.persistent}


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
        answer[shown.kind] = f"/sim/files/{phone.bot.id}/{shown.file.path}"
        answer["caption"] = shown.html
        answer["file"] = {"name": shown.file.name, "mime": shown.file.mime, "size": len(shown.file.data)}
        answer["file"] |= {"width": shown.file.width, "height": shown.file.height, "duration": shown.file.duration}
    for kind in ("contact", "location"):
        if kind in shown.api:
            answer[kind] = shown.api[kind]
    return answer
