"""Tables of groups: what is known of each, who is in it and since when, the links by which people join, and cards."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.engine.types import Day, Utc
from bot.store.schema.base import Id, metadata

# A group is a producer of the kind `group`: area, product and inception stand there.
group_about = Table(
    "group_about",
    metadata,
    Column("group_id", ForeignKey("producer.id"), primary_key=True),
    Column("name", Text, nullable=False),
    # the day of the month on which it meets
    Column("meeting_day", Integer),
    # a code or a name of the institution that lends to it
    Column("lender", Text),
    # the last meeting day on whose morning its leaders were told how it stands
    Column("told_on", Day),
    # the group that it is part of; a part has no parts
    Column("part_of", ForeignKey("producer.id")),
    # of the staff, who advises it; nobody, once her work has ended
    Column("advisor_id", ForeignKey("person.id")),
    Index("ix_group_about_part_of", "part_of"),
)

# A member is a household; a group that is part of another is none. Rows are never changed but to end: who was in it
# stays known.
membership = Table(
    "membership",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", ForeignKey("producer.id"), nullable=False),
    Column("member_id", ForeignKey("producer.id"), nullable=False),
    Column("since", Utc, nullable=False),
    # when the leader (or an officer) said that she is one of them; NULL: not yet, or refused
    Column("confirmed_at", Utc),
    Column("until", Utc),
    # left, moved, died, closed, refused
    Column("why", String(16)),
    # her number in the group, on her card and on the sheet; NULL: not confirmed yet
    Column("number", Integer),
    Index("ix_membership_group", "group_id"),
    Index("ix_membership_member", "member_id"),
    # a number on a card means one person for ever
    Index("ix_membership_number", "group_id", "number", unique=True),
    # in one group once at a time
    Index(
        "ix_membership_now",
        "group_id",
        "member_id",
        unique=True,
        sqlite_where=text("until IS NULL"),
        postgresql_where=text("until IS NULL"),
    ),
)

# What a group's join link carries: used by many, until it ends or is taken back.
group_link = Table(
    "group_link",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("group_id", ForeignKey("producer.id"), nullable=False),
    Column("since", Utc, nullable=False),
    Column("until", Utc, nullable=False),
    Index("ix_group_link_group", "group_id"),
)

# What a member's card carries: it opens her on her leader's phone. It ends with her membership and with the leader who
# had it made, whatever stands in `until`.
card = Table(
    "card",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("membership_id", ForeignKey("membership.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("since", Utc, nullable=False),
    # when a new one took its place
    Column("until", Utc),
    # one at a time
    Index(
        "ix_card_now",
        "membership_id",
        unique=True,
        sqlite_where=text("until IS NULL"),
        postgresql_where=text("until IS NULL"),
    ),
)

# Somebody with a phone says that a card is hers: a member without a phone gets one. Until her leader has said yes and
# she herself has agreed there, nothing of her is shown in that chat.
phone_request = Table(
    "phone_request",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", ForeignKey("card.code"), nullable=False),
    Column("bot", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    # to answer in
    Column("language", String(16), nullable=False),
    Column("asked_at", Utc, nullable=False),
    # a leader has said that it is her
    Column("confirmed_at", Utc),
    # who of the leaders answered last
    Column("leader_id", ForeignKey("person.id")),
    Column("settled_at", Utc),
    # linked, refused, declined, replaced, over, taken_back
    Column("outcome", String(16)),
    # what a leader who takes it back puts back: what she had agreed to before, and her language
    Column("consent_before", String(32)),
    Column("language_before", String(16)),
    Index("ix_phone_request_code", "code"),
    # a phone says of one card at a time that it is hers
    Index(
        "ix_phone_request_now",
        "bot",
        "chat",
        unique=True,
        sqlite_where=text("settled_at IS NULL"),
        postgresql_where=text("settled_at IS NULL"),
    ),
)

# What was known of a producer before the programme, from a paper or a file: never compared with what she says later.
opening = Table(
    "opening",
    metadata,
    Column("id", Id, primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    # members, sales, stock, loan_left: the columns of a roster
    Column("figure", String(32), nullable=False),
    # as an answer: plain digits, money in whole units of the programme's currency
    Column("value", Text, nullable=False),
    # of which day it is
    Column("day", Day, nullable=False),
    # where it comes from: import
    Column("source", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("producer_id", "figure"),
)

# Members who say whether a change of leader counts. Rows are never changed but to end.
key_holder = Table(
    "key_holder",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", ForeignKey("producer.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("since", Utc, nullable=False),
    Column("until", Utc),
    Index("ix_key_holder_group", "group_id"),
)

# Somebody has taken up a link to lead a group, and counts once key holders have said so.
leader_change = Table(
    "leader_change",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", ForeignKey("producer.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    # whose role ends then; NULL: the group had no leader, or she comes beside
    Column("replaces", ForeignKey("role.id")),
    Column("term_until", Day),
    Column("asked_at", Utc, nullable=False),
    Column("settled_at", Utc),
    # confirmed, refused, withdrawn
    Column("outcome", String(16)),
    Index("ix_leader_change_group", "group_id"),
)

# What each key holder said to it, once.
leader_word = Table(
    "leader_word",
    metadata,
    Column("change_id", ForeignKey("leader_change.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("agreed", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
)

# She is asked nothing until a day; a pause that was ended early says when.
pause = Table(
    "pause",
    metadata,
    Column("id", Id, primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    # sick, birth, away, season, other
    Column("why", String(16), nullable=False),
    Column("since", Utc, nullable=False),
    Column("until", Day, nullable=False),
    Column("ended_at", Utc),
    Index("ix_pause_producer", "producer_id"),
)

# What came in in a month of her book, shown by a member to who leads her group; the row goes when she takes it back.
shown_month = Table(
    "shown_month",
    metadata,
    Column("id", Id, primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    Column("group_id", ForeignKey("producer.id"), nullable=False),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    Column("since", Utc, nullable=False),
    Index("ix_shown_month", "producer_id", "group_id", "first", unique=True),
)

# A member without a phone, drawn by lot in a month, whom an officer asks whether she agreed; what she said, once.
lot = Table(
    "lot",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", ForeignKey("producer.id"), nullable=False),
    Column("member_id", ForeignKey("producer.id"), nullable=False),
    # its first day, as the programme counts months: the seed of the draw
    Column("month", Day, nullable=False),
    Column("drawn_at", Utc, nullable=False),
    # agreed, not_agreed, not_reached; NULL: nobody has asked her yet
    Column("said", String(16)),
    Column("said_at", Utc),
    # who asked her
    Column("person_id", ForeignKey("person.id")),
    Index("ix_lot_member", "member_id", "month", unique=True),
    Index("ix_lot_group", "group_id"),
)
