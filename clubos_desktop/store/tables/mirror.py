"""The mirror: what is asked, landed and copied.

``record`` is one row a record of a side, ``version`` its contents over time (append-only; ``to_run`` closes one),
``presence`` which keys a complete run listed.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from clubos_desktop.store.tables.naming import metadata

call = Table(
    "call",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("status", Integer),  # null: no answer
    Column("ms", Integer, nullable=False),
)
Index("ix_call_at", call.c.at)

bucket = Table(
    "bucket",
    metadata,
    Column("account", Text, primary_key=True),  # side and account id
    Column("kind", Text, primary_key=True),  # list, one, other
    Column("taken", Text, nullable=False),  # JSON list of the wall times of the last minute's calls
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("copy", Integer, nullable=False, index=True),  # runs of one press of "Copy now"
    Column("side", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("ended", Text),
    Column("source_count", Integer),
    Column("listed", Integer, nullable=False, server_default=text("0")),
    Column("stored", Integer, nullable=False, server_default=text("0")),
    Column("changed", Integer, nullable=False, server_default=text("0")),
    Column("missing", Integer, nullable=False, server_default=text("0")),
    Column("requests", Integer, nullable=False, server_default=text("0")),
    Column("seconds", Integer, nullable=False, server_default=text("0")),  # milliseconds of wall time
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("watermark", Text),
)
Index("ix_run_side_domain", run.c.side, run.c.domain, run.c.id)

landing = Table(
    "landing",
    metadata,
    Column("run", Integer, ForeignKey("run.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),  # xxh3-128 of the body
    Column("body", LargeBinary, nullable=False),
)

page = Table(
    "page",
    metadata,
    Column("side", Text, primary_key=True),
    Column("domain", Text, primary_key=True),
    Column("hash", LargeBinary, primary_key=True),  # a whole page already read: nothing in it is new
    Column("keys", LargeBinary, nullable=False),  # record ids, packed
)

record = Table(
    "record",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("side", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("raw_hash", LargeBinary, nullable=False),  # xxh3-128 of the raw answer
    Column("fingerprint", LargeBinary),  # xxh3-128 of the normalised compared fields under the present rules
    Column("exact", LargeBinary),  # the same fields as the source gave them
    Column("title", Text, nullable=False, server_default=text("''")),  # what people call it: a name, an event's title
    Column("sort", Text, nullable=False, server_default=text("''")),  # folded title for search and order
    Column("member", Text),  # keys of the member and event that a registration belongs to, on the same side
    Column("event", Text),
    Column("candidate", LargeBinary),  # diff.match.Candidate as MessagePack: what it is paired by
    Column("mark_a", Integer),  # 64-bit hashes of what exact keys hold: e-mail or title,
    Column("mark_b", Integer),  # phone or start
    Column("apart", Text, nullable=False, server_default=text("''")),  # guest, superseded: cannot be compared
    Column("missing_run", Integer),  # first complete run that did not list it
    Column("gone_run", Integer),  # second one: a tombstone, on screen "No longer in ..."
    UniqueConstraint("side", "domain", "key", name="uq_record_key"),
)
Index("ix_record_sort", record.c.domain, record.c.side, record.c.sort)
Index("ix_record_member", record.c.member, sqlite_where=text("member IS NOT NULL"))
Index("ix_record_event", record.c.event, sqlite_where=text("event IS NOT NULL"))
Index("ix_record_mark_a", record.c.mark_a, sqlite_where=text("mark_a IS NOT NULL"))
Index("ix_record_mark_b", record.c.mark_b, sqlite_where=text("mark_b IS NOT NULL"))
Index("ix_record_missing", record.c.side, record.c.domain, sqlite_where=text("missing_run IS NOT NULL"))

version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record", Integer, ForeignKey("record.id"), nullable=False),
    Column("from_run", Integer, nullable=False),
    Column("to_run", Integer),  # null: the present one
    Column("modified", Text),
    Column("fields", LargeBinary, nullable=False),  # the record struct as MessagePack
    Column("raw", LargeBinary, nullable=False),  # the raw answer
)
Index("ix_version_record", version.c.record, version.c.to_run)

presence = Table(
    "presence",
    metadata,
    Column("run", Integer, ForeignKey("run.id"), primary_key=True),
    Column("records", LargeBinary, nullable=False),  # record ids, packed
)
