"""What is said of a tap that comes too late, or on nothing of ours: the two sentences, for whoever has to say them."""

from bot.i18n import N_

NO_LONGER = N_("This button no longer works.")
ANSWERED = N_("This was answered already.")
