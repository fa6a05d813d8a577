"""A person whose words are like nobody else's, so that they can be looked for."""

from simulator.world.phones import Phone

NAME, PRODUCT, PHONE = "Zaphira Quellmist", "glimmerwort cordial", "+265991234567"


async def register(phone: Phone) -> None:
    """She registers in Malawi, and words of her own go into each answer that takes any."""
    await _then(phone, phone.start(), "choose your language")
    await _then(phone, phone.tap("English"), "We keep your name")
    await _then(phone, phone.tap("▶️ Next"), "You and programme staff")
    await _then(phone, phone.tap("▶️ Next"), "You may say no")
    await _then(phone, phone.tap("✅ Yes, I agree"), "What is your name?")
    answers = (
        (NAME, "phone number"),
        (PHONE, "Which region"),
        ("Central", "Which district"),
        ("Lilongwe", "What do you make?"),
        ("Something else", "What is it?"),
        (PRODUCT, "alone or in a group"),
        ("alone", "How many people"),
        ("3", "woman or a man"),
        ("skip", "How old"),
        ("skip", "Is it hard for you"),
        ("skip", "Is everything right?"),
    )
    for answer, question in answers:
        await _then(phone, phone.say(answer), question)
    await _then(phone, phone.tap("✅ Send"), "First, a few questions")


async def _then(phone: Phone, deed: object, heard: str) -> None:
    await deed  # type: ignore[misc]
    await phone.until(heard)
