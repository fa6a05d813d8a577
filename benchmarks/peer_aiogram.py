"""The same registration with aiogram as its guide shows it: a finite state machine, states and answers in memory.

Arguments: the API's root, the database's file, and --uvloop for the faster event loop. Six messages; the row is
written at the last.
"""

import argparse
import asyncio
import logging

import aiosqlite
import uvloop
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Message

TABLE = "CREATE TABLE producer (person INTEGER PRIMARY KEY, name TEXT, village TEXT, product TEXT, people INTEGER)"


class Registration(StatesGroup):
    """What is asked for."""

    name = State()
    village = State()
    product = State()
    people = State()
    sure = State()


router = Router()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.set_state(Registration.name)
    await message.answer("Welcome! What is your name?")


@router.message(Registration.name, F.text)
async def name(message: Message, state: FSMContext) -> None:
    await state.update_data(name=message.text)
    await state.set_state(Registration.village)
    await message.answer("Which village do you live in?")


@router.message(Registration.village, F.text)
async def village(message: Message, state: FSMContext) -> None:
    await state.update_data(village=message.text)
    await state.set_state(Registration.product)
    await message.answer("What do you make?")


@router.message(Registration.product, F.text)
async def product(message: Message, state: FSMContext) -> None:
    await state.update_data(product=message.text)
    await state.set_state(Registration.people)
    await message.answer("How many people work in it, you too?")


@router.message(Registration.people, F.text)
async def people(message: Message, state: FSMContext) -> None:
    said = await state.update_data(people=int(message.text))
    await state.set_state(Registration.sure)
    await message.answer(
        f"{said['name']}, {said['village']}, {said['product']}, {said['people']}: is everything right?"
    )


@router.message(Registration.sure, F.text)
async def sure(message: Message, state: FSMContext, database: aiosqlite.Connection) -> None:
    said = await state.get_data()
    row = (message.from_user.id, said["name"], said["village"], said["product"], said["people"])
    await database.execute("INSERT INTO producer VALUES (?, ?, ?, ?, ?)", row)
    await database.commit()
    await state.clear()
    await message.answer("You are registered.")


async def serve(root: str, file: str) -> None:
    """Poll until told to stop."""
    async with aiosqlite.connect(file) as database:
        await database.execute("PRAGMA journal_mode=WAL")
        await database.execute(TABLE)
        bot = Bot("42:TEST", session=AiohttpSession(api=TelegramAPIServer.from_base(root)))
        dispatcher = Dispatcher(storage=MemoryStorage())
        dispatcher.include_router(router)
        await dispatcher.start_polling(bot, database=database)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root")
    parser.add_argument("file")
    parser.add_argument("--uvloop", action="store_true")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop if given.uvloop else None) as runner:
        runner.run(serve(given.root, given.file))
