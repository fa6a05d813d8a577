"""A small bot for the tests of the page: python-telegram-bot over real HTTP, one of everything a phone can show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from simulator.world.media import PNG

Context = ContextTypes.DEFAULT_TYPE
HELLO = (
    "<b>Hello, {name}</b>\nI show <i>everything</i> that I can &lt;b&gt;.\n"
    '<tg-spoiler>a secret</tg-spoiler> <a href="https://t.me/{bot}?start=again">once more</a> /media'
)
BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Count", callback_data="count"), InlineKeyboardButton("Alert", callback_data="alert")],
        [InlineKeyboardButton("Web page", url="https://example.org/")],
    ]
)
KEYS = ReplyKeyboardMarkup(
    [
        [KeyboardButton("Share my phone number", request_contact=True)],
        [KeyboardButton("Share my place", request_location=True), KeyboardButton("Skip")],
    ],
    resize_keyboard=True,
    input_field_placeholder="Your number",
)


async def start(update: Update, context: Context) -> None:
    """Greets with a formatted text and buttons, and repeats the code of the link."""
    text = HELLO.format(name=update.effective_user.first_name, bot=context.bot.username)
    if context.args:
        text += f"\nCode: {context.args[0]}"
    await update.message.reply_html(text, reply_markup=BUTTONS)


async def keyboard(update: Update, context: Context) -> None:
    """Sets out a reply keyboard."""
    await update.message.reply_text("What is your number?", reply_markup=KEYS)


async def media(update: Update, context: Context) -> None:
    """Sends a photo and a file."""
    await update.message.reply_photo(PNG, caption="Your picture")
    await update.message.reply_document(b"day,sold\n1,12\n", filename="answers.csv", caption="Your answers")


async def tapped(update: Update, context: Context) -> None:
    """Answers a tap with an alert, or with a toast and a changed message."""
    query = update.callback_query
    if query.data == "alert":
        await query.answer("Look here", show_alert=True)
        return
    await query.answer("Counted")
    await query.edit_message_text("Counted once", reply_markup=BUTTONS)


async def told(update: Update, context: Context) -> None:
    """Says back what came, after "typing"."""
    await update.effective_chat.send_action("typing")
    message = update.effective_message
    if message.contact:
        await message.reply_text(f"Number {message.contact.phone_number}", reply_markup=ReplyKeyboardRemove())
    elif message.location:
        await message.reply_text(f"Place {message.location.latitude:.2f} {message.location.longitude:.2f}")
    elif update.edited_message:
        await message.reply_text(f"Now you say: {message.text}")
    else:
        await message.reply_text(f"You said: {message.text}" if message.text else await came(message))


async def came(message) -> str:
    """What file came, and how large it was when fetched."""
    sent = message.photo[-1] if message.photo else message.voice or message.document
    data = await (await sent.get_file()).download_as_bytearray()
    kind = "photo" if message.photo else "voice" if message.voice else "file"
    return f"Got a {kind} of {len(data)} bytes, {message.caption or 'no caption'}"


@asynccontextmanager
async def running(token: str, url: str) -> AsyncIterator[Application]:
    """The bot at work on this API server, by long polling."""
    app = Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    app.add_handlers([CommandHandler("start", start), CommandHandler("keyboard", keyboard)])
    app.add_handlers([CommandHandler("media", media), CallbackQueryHandler(tapped), MessageHandler(filters.ALL, told)])
    async with app:
        await app.bot.set_my_commands([("start", "Begin, or come back"), ("media", "See files")])
        await app.start()
        await app.updater.start_polling(timeout=2)
        yield app
        await app.updater.stop()
        await app.stop()
