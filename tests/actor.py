"""A person who answers whatever the screen asks, always the same way: for crash, fault and load tests."""

import asyncio
import contextlib
import re
from dataclasses import dataclass, field

from simulator.world.chats import Shown
from simulator.world.phones import Phone

# Seconds without an answer after which it is wrong: much more than it takes, also on a machine that others need.
PATIENCE = 240
# A reply that was in flight when the bot was killed comes twice: so many seconds nobody answers the same screen again.
TWICE = 15
NUMBER = re.compile(r"\d+")


class Stuck(AssertionError):
    """The bot has been silent for too long, or asks what this person has no answer to."""


@dataclass(slots=True)
class Actor:
    """One person; `number` tells her from the others and goes into her answers."""

    phone: Phone
    number: int
    language: str = "English"
    patience: float = PATIENCE
    done: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return f"Person {self.number}"

    async def meet(self, payload: str = "") -> None:
        """Register and answer the baseline: until the bot says that it was sent."""
        await self._act(self.phone.start(payload))
        await self.go_on(until="Sent. Thank you!")

    async def work(self, payload: str) -> None:
        """Register, and take up the work that a link offers: she is both."""
        await self.meet()
        await self._act(self.phone.start(payload))
        await self.go_on(until="from now on you")

    async def check_in(self) -> None:
        """Answer what is due."""
        await self._act(self.phone.say("/checkin"))
        await self.go_on(until="Sent. Thank you!")

    async def go_on(self, until: str, most: int = 80) -> None:
        """Answer what is asked, step by step, until the newest message says `until`."""
        self.answered.clear()
        for _ in range(most):
            message = self._newest()
            if until in message.text:
                self.done.append(until)
                return
            await self._answer(message)
        raise Stuck(f"{self.name} is still not done: {self._newest().text!r}")

    def _newest(self) -> Shown:
        """The message that asks: the one the bot sent or changed last."""
        return (self._news() or self.phone.heard or [message for message in self.phone.screen if not message.mine])[-1]

    def _news(self) -> list[Shown]:
        """What she has heard since she acted, without what she has answered already and hears for the second time."""
        return [message for message in self.phone.heard if _look(message) not in self.answered]

    async def _answer(self, message: Shown) -> None:
        self.answered.add(_look(message))
        labels = {button.text: button for row in message.buttons for button in row}
        for label in (self.language, "▶️ Next", "✅ Yes, I agree", "▶️ Now", "▶️ Go on", "✅ Check-in", "✅ Send"):
            if found := next((text for text in labels if text.startswith(label)), None):
                await self._act(self.phone.tap(found, message.id))
                return
        choices = [button for button in labels.values() if (button.data or "").count("|") == 4 and "|c|" in button.data]
        ticks = [button for button in labels.values() if "|t|" in (button.data or "")]
        if choices:
            await self._act(self.phone.tap(choices[self.number % len(choices)].data, message.id))
        elif ticks and not any(button.text.startswith("☑️") for button in ticks):
            await self._act(self.phone.tap(ticks[0].data, message.id))
        elif ticks:
            await self._act(self.phone.tap("✅ Done", message.id))
        elif "📱" in message.text:
            await self._act(self.phone.contact())
        else:
            await self._act(self.phone.say(self._words(message)))

    def _words(self, message: Shown) -> str:
        """A name where a text is asked, else a number of her own."""
        return self.name if "✏️" in message.text else str(self.number % 90 + 1)

    async def _act(self, deed: object) -> None:
        """Do something and wait until the bot has answered it, however often it is killed meanwhile.

        Who answers each screen as often as it comes is a step behind for each that came twice, and answers the next
        question with what she says to the one before.
        """
        before = len(self.phone.chat.heard)
        await deed  # type: ignore[misc]
        try:
            async with asyncio.timeout(self.patience):
                while not self.phone.heard:
                    await self.phone.chat.news()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TWICE):
                    while not self._news():
                        await self.phone.chat.news()
        except TimeoutError:
            raise Stuck(f"{self.name} heard nothing for {self.patience} s after {before} messages") from None


def _look(message: Shown) -> str:
    """What one sees of a message: one that comes twice is another message that looks the same."""
    return f"{message.text}{message.buttons}"
