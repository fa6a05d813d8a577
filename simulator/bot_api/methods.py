"""Which function answers which method."""

from collections.abc import Callable
from typing import Any

from simulator.bot_api import editing, profile, sending
from simulator.world.bots import Bot

METHODS: dict[str, Callable[[Bot, dict[str, Any]], Any]] = {
    "getMe": profile.get_me,
    "getChat": editing.get_chat,
    "getFile": editing.get_file,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendAudio": sending.send_audio,
    "sendLocation": sending.send_location,
    "sendContact": sending.send_contact,
    "sendChatAction": sending.send_chat_action,
    "answerCallbackQuery": sending.answer_callback_query,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
}
