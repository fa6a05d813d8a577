"""What came in, as one of few kinds of event; made from PTB's Update, which tolerates what it does not know."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from telegram import ChatMember, Message, Update

from bot.domain.wire import bot_api, button_owner


class Kind(StrEnum):
    """What the person did."""

    TEXT = "text"
    TAP = "tap"
    CONTACT = "contact"
    PLACE = "place"
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"
    EDITED = "edited"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Event:
    """One update, read. `said` is a text, a caption, a button's data or a file's id, by kind."""

    kind: Kind
    chat: int
    private: bool
    said: str = ""
    language_code: str = ""
    message_id: int | None = None
    query_id: str | None = None
    # whose button was tapped: a person's number, 0 for somebody not registered; None: nobody is named
    whose: int | None = None
    phone: str | None = None
    # a forwarded contact is nobody's phone number
    own_phone: bool = False
    place: tuple[float, float] | None = None
    user_name: str = ""
    # the tapped message is a voice note or a picture: it can change its caption, but never become a text
    captioned: bool = False
    # of a sound or a file: what kind Telegram says it is
    mime: str = ""
    # of a document: what its sender calls it
    file_name: str = ""
    # what is written under a photo or a file
    caption: str = ""
    # the data of the buttons under the message that she replies to
    replied: tuple[str, ...] = ()
    # when a message was sent: after a time without a network, or of the bot, long before it came in
    sent_at: datetime | None = None
    # when a message was changed
    changed_at: datetime | None = None


def read_event(update: Update) -> Event | None:
    """The event of an update; None for kinds that concern nobody (a channel's post, a poll …)."""
    if update.callback_query is not None:
        return _tap(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.edited_message is not None:
        return _said(update.edited_message, edited=True)
    if update.message is not None:
        return _said(update.message)
    return None


def _tap(query: Any) -> Event | None:
    message = query.message
    if message is None or query.data is None:
        return None
    said, whose = button_owner.unmarked(query.data)
    return Event(
        Kind.TAP,
        chat=message.chat.id,
        private=message.chat.type == "private",
        said=said,
        whose=whose,
        language_code=query.from_user.language_code or "",
        message_id=message.message_id,
        query_id=query.id,
        user_name=query.from_user.first_name,
        captioned=not getattr(message, "text", None),
    )


def _membership(change: Any) -> Event:
    gone = change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
    return Event(
        Kind.BLOCKED if gone else Kind.UNBLOCKED,
        chat=change.chat.id,
        private=change.chat.type == "private",
        language_code=change.from_user.language_code or "",
    )


def _said(message: Message, edited: bool = False) -> Event:
    kind, said = _content(message)
    if edited:
        # of a photo only the words under it can be changed
        said = message.text or message.caption or ""
    user = message.from_user
    contact = message.contact
    return Event(
        Kind.EDITED if edited else kind,
        chat=message.chat.id,
        private=message.chat.type == "private",
        said=said,
        language_code=(user.language_code or "") if user else "",
        message_id=message.message_id,
        phone=contact.phone_number if contact else None,
        own_phone=bool(contact and user and contact.user_id == user.id),
        place=(message.location.latitude, message.location.longitude) if message.location else None,
        user_name=user.first_name if user else "",
        mime=_mime(message),
        file_name=(message.document.file_name or "") if message.document else "",
        caption=message.caption or "",
        replied=_replied(message.reply_to_message),
        sent_at=message.date,
        changed_at=message.edit_date,
    )


def _replied(message: Message | None) -> tuple[str, ...]:
    """What stands on the buttons of a message, without whose they are: who may do something is asked all the same."""
    return tuple(button_owner.unmarked(data)[0] for data in bot_api.data_below(message))


def _mime(message: Message) -> str:
    file = message.audio or message.document
    return (file.mime_type or "application/octet-stream") if file else ""


def _content(message: Message) -> tuple[Kind, str]:
    if message.text is not None:
        return Kind.TEXT, message.text
    if message.contact is not None:
        return Kind.CONTACT, message.contact.phone_number
    if message.location is not None:
        return Kind.PLACE, f"{message.location.latitude} {message.location.longitude}"
    if message.photo:
        return Kind.PHOTO, message.photo[-1].file_id
    if message.voice is not None:
        return Kind.VOICE, message.voice.file_id
    if message.audio is not None:
        return Kind.VOICE, message.audio.file_id
    if message.video is not None:
        return Kind.VIDEO, message.video.file_id
    if message.document is not None:
        return Kind.DOCUMENT, message.document.file_id
    return Kind.OTHER, ""
