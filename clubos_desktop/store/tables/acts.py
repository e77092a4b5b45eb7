"""What people and the program do, and what is printed: settings, people, history, registers, plan, packs."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text, text

from clubos_desktop.store.tables.naming import metadata

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("pin", Text),  # salted scrypt hash
    Column("active", Boolean, nullable=False, server_default=text("1")),
    Column("added", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),  # canonical JSON: keys and salted hashes, no personal values
    Column("hash", LargeBinary, nullable=False),  # SHA-256 over the previous hash and this row's canonical JSON
)

evaluation = Table(
    "evaluation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON of model.readiness.Readiness
)

register_entry = Table(
    "register_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("register", Text, nullable=False),  # model.registers.ACTS
    Column("item", Text, nullable=False),  # what it is about
    Column("act", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("second", Text, nullable=False, server_default=text("''")),  # the second person where one was needed
    Column("body", Text, nullable=False),  # canonical JSON of the act
)
Index("ix_register_entry_register", register_entry.c.register, register_entry.c.item)
"""What people record; only ever added to. The audit entry of each holds its hash."""

due = Table(
    "due",
    metadata,
    Column("day", Text, primary_key=True),  # a club day on which a copy was due
    Column("opens", Text, nullable=False),  # the window in which a copy counts as on time
    Column("closes", Text, nullable=False),
    Column("state", Text, nullable=False),  # model.plan.DueState
    Column("copy", Integer),  # the copy that counts for the day
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("settled", Text),  # when nothing could change any more; null: still open
)

notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("subject", Text, nullable=False),  # what it is about: schedule, sign-in
    Column("state", Text, nullable=False),  # one notice per change of this
    Column("sentence", Text, nullable=False),
    Column("remedy", Text, nullable=False, server_default=text("''")),
    Column("seen", Text),
    Column("mailed", Text),
)
Index("ix_notice_subject", notice.c.subject, notice.c.id)

pack = Table(
    "pack",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("names_shown", Boolean, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("anchor", Text, nullable=False),  # hash of the audit entry that sealed it
    Column("snapshot", LargeBinary, nullable=False),  # canonical JSON of the figures' sources, sealed by the audit
)
