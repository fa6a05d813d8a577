"""Who is new in a group, from what its leader types: name, gender, age and product of each. Pure.

What is doubtful is asked, never guessed; each but the name may be left out.
"""

from bot.domain.groups.new_members.persons import (
    DRAFT,
    GENDERS,
    Doubt,
    Heard,
    NewPerson,
    Wanted,
    age_called,
    ages_in,
    gender_called,
)
from bot.domain.groups.new_members.read import Goods, read_new_members

__all__ = [
    "DRAFT",
    "GENDERS",
    "Doubt",
    "Goods",
    "Heard",
    "NewPerson",
    "Wanted",
    "age_called",
    "ages_in",
    "gender_called",
    "read_new_members",
]
