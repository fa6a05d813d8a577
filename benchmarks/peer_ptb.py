"""The same registration with python-telegram-bot as its guide shows it: a ConversationHandler, answers in memory.

Arguments: the API's root and the database's file. Six messages; the row is written at the last.
"""

import argparse
import logging

import aiosqlite
from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

NAME, VILLAGE, PRODUCT, PEOPLE, SURE = range(5)
TABLE = "CREATE TABLE producer (person INTEGER PRIMARY KEY, name TEXT, village TEXT, product TEXT, people INTEGER)"


async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> int:
    await update.message.reply_text("Welcome! What is your name?")
    return NAME


async def name(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    context.user_data["name"] = update.message.text
    await update.message.reply_text("Which village do you live in?")
    return VILLAGE


async def village(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    context.user_data["village"] = update.message.text
    await update.message.reply_text("What do you make?")
    return PRODUCT


async def product(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    context.user_data["product"] = update.message.text
    await update.message.reply_text("How many people work in it, you too?")
    return PEOPLE


async def people(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    context.user_data["people"] = int(update.message.text)
    said = context.user_data
    await update.message.reply_text(
        f"{said['name']}, {said['village']}, {said['product']}, {said['people']}: is everything right?"
    )
    return SURE


async def sure(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    said, database = context.user_data, context.bot_data["database"]
    row = (update.effective_user.id, said["name"], said["village"], said["product"], said["people"])
    await database.execute("INSERT INTO producer VALUES (?, ?, ?, ?, ?)", row)
    await database.commit()
    await update.message.reply_text("You are registered.")
    said.clear()
    return ConversationHandler.END


def build(root: str, file: str) -> Application:
    """The bot, with its database opened when it starts."""

    async def open_database(application: Application) -> None:
        application.bot_data["database"] = await aiosqlite.connect(file)
        await application.bot_data["database"].execute("PRAGMA journal_mode=WAL")
        await application.bot_data["database"].execute(TABLE)

    async def close_database(application: Application) -> None:
        await application.bot_data["database"].close()

    builder = ApplicationBuilder().token("42:TEST").base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
    application = builder.post_init(open_database).post_shutdown(close_database).build()
    steps = {NAME: name, VILLAGE: village, PRODUCT: product, PEOPLE: people, SURE: sure}
    text = filters.TEXT & ~filters.COMMAND
    states = {step: [MessageHandler(text, answer)] for step, answer in steps.items()}
    application.add_handler(ConversationHandler([CommandHandler("start", start)], states, fallbacks=[]))
    return application


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root")
    parser.add_argument("file")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    build(given.root, given.file).run_polling(bootstrap_retries=5)
