"""Plain updates: a text or a tap in a private chat, read straight from the JSON.

Nearly all updates are such, and PTB's objects for one cost more than all else that an answer needs. What is in any way
unusual is not read here: PTB reads it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.wire import bot_api
from bot.domain.wire.button_owner import unmarked
from handlers.wire.events import Event, Kind


def plain_event(raw: Mapping[str, Any]) -> Event | None:
    """The event of a plain text or tap; None for everything else."""
    if bot_api.answers_buttons(raw):
        return None
    match raw:
        case {
            "message": {
                "message_id": int(number),
                "date": int(sent),
                "chat": {"id": int(chat), "type": "private"},
                "from": {"id": int(), "first_name": str(name), **user},
                "text": str(said),
            }
        }:
            return Event(
                Kind.TEXT,
                chat,
                private=True,
                said=said,
                language_code=_language(user),
                message_id=number,
                user_name=name,
                sent_at=datetime.fromtimestamp(sent, UTC),
            )
        case {
            "callback_query": {
                "id": str(query),
                "from": {"id": int(), "first_name": str(name), **user},
                "message": {"message_id": int(number), "chat": {"id": int(chat), "type": "private"}, **shown},
                "data": str(said),
            }
        }:
            said, whose = unmarked(said)
            return Event(
                Kind.TAP,
                chat,
                private=True,
                said=said,
                whose=whose,
                language_code=_language(user),
                message_id=number,
                query_id=query,
                user_name=name,
                captioned=not shown.get("text"),
            )
    return None


def _language(user: Mapping[Any, Any]) -> str:
    code = user.get("language_code")
    return code if isinstance(code, str) else ""
