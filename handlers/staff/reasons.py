"""Why somebody is to be followed up, in words, and what the buttons of her page are called."""

from bot.i18n import N_

FOLLOW_UPS = "followups"
# Her page is opened.
OPEN = "o"
NOBODYS_NAME = N_("a producer without a name")
WHY = {
    "no_answer": N_("did not answer a check-in"),
    "silent_leader": N_("nothing was heard of the leader for months"),
    "group_no_answer": N_("the questions about the group itself were not answered"),
    "account_lost": N_("has a new phone, and wants the account back"),
    "not_agreed": N_("did not agree, and is asked nothing any more"),
}
