"""All that is kept about one person, for her own eyes."""

from bot.store.people.mydata.every_row import everything
from bot.store.people.mydata.in_short import About, Business, about

__all__ = ["About", "Business", "about", "everything"]
