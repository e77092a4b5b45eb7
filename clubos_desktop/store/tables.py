"""Every table of a workspace, declared once. Migrations in ``migrations/`` bring an older file to this state.

Mirror: ``record`` is one row a record of a side, ``version`` its contents over time (append-only; ``to_run`` closes
one), ``presence`` which keys a complete run listed. Comparison: ``pair``, ``suggestion``, ``difference``, ``counter``.
All instants are text in UTC (model.records.Instant); lists and free maps are canonical JSON text; hashes are bytes.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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

pair = Table(
    "pair",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("domain", Text, nullable=False),
    Column("legacy", Integer, ForeignKey("record.id"), nullable=False, unique=True),
    Column("clubos", Integer, ForeignKey("record.id"), nullable=False, unique=True),
    Column("method", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("legacy_print", LargeBinary, nullable=False),
    Column("clubos_print", LargeBinary, nullable=False),
)
Index(
    "ix_pair_unequal",
    pair.c.domain,
    pair.c.id,
    sqlite_where=text("legacy_print <> clubos_print"),
)
Index("ix_pair_domain", pair.c.domain)

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("domain", Text, nullable=False, index=True),
    Column("legacy", Integer, ForeignKey("record.id"), nullable=False),
    Column("clubos", Integer, ForeignKey("record.id"), nullable=False),
    Column("score", Integer, nullable=False),
    Column("reasons", Text, nullable=False),  # JSON list
    UniqueConstraint("legacy", "clubos", name="uq_suggestion_pair"),
)

difference = Table(
    "difference",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("domain", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("pair", Integer, ForeignKey("pair.id")),  # null: an unpaired record
    Column("record", Integer, ForeignKey("record.id")),  # the unpaired record
    Column("legacy_id", Text),
    Column("clubos_id", Text),
    Column("who", Text, nullable=False),
    Column("field", Text, nullable=False, server_default=text("''")),
    Column("legacy", Text),
    Column("clubos", Text),
    Column("rule", Text, nullable=False, server_default=text("''")),
    Column("detail", Text, nullable=False, server_default=text("''")),
    Column("first_seen", Text, nullable=False),
    Column("first_copy", Integer, nullable=False),
    Column("confirmed", Text),
    Column("closed", Text),
    Column("status", Text, nullable=False),
    Column("decision", Integer),  # decision.id of what stands about it
)
Index(
    "ix_difference_open",
    difference.c.domain,
    difference.c.kind,
    difference.c.field,
    difference.c.id,
    sqlite_where=text("closed IS NULL"),
)
Index("ix_difference_pair", difference.c.pair)
Index("ix_difference_record", difference.c.record)
Index(
    "ix_difference_decided",
    difference.c.decision,
    sqlite_where=text("decision IS NOT NULL AND closed IS NULL"),
)

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("act", Text, nullable=False),  # model.findings.Choice, or together, apart
    Column("n", Integer, nullable=False),
    Column("undone", Text),
    Column("undone_by", Text, nullable=False, server_default=text("''")),
)
"""What is decided, and undone, in one go."""

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Integer, ForeignKey("batch.id"), nullable=False, index=True),
    Column("domain", Text, nullable=False),  # the place by the sources' keys, so that it outlives a difference's row
    Column("legacy_id", Text, nullable=False),  # "" where there is none
    Column("clubos_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("value", Text),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("owner", Text, nullable=False, server_default=text("''")),
    Column("expires", Text),
    Column("seen", LargeBinary, nullable=False),  # xxh3-128 of both values as they were seen
    Column("copy", Integer, nullable=False),  # the last copy begun before
    Column("stands", Boolean, nullable=False),
    Column("ended", Text, nullable=False, server_default=text("''")),  # model.findings.Ended
)
_PLACE = (decision.c.domain, decision.c.legacy_id, decision.c.clubos_id, decision.c.field, decision.c.kind)
Index("ix_decision_place", *_PLACE, decision.c.id)
Index("ix_decision_stands", *_PLACE, unique=True, sqlite_where=text("stands = 1"))

verdict = Table(
    "verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Integer, ForeignKey("batch.id"), nullable=False, index=True),
    Column("domain", Text, nullable=False),
    Column("legacy", Text, nullable=False),  # the sources' keys
    Column("clubos", Text, nullable=False),
    Column("choice", Text, nullable=False),  # together, apart
    Column("method", Text, nullable=False),  # how the pair that was parted had been made; "" of a suggestion
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("stands", Boolean, nullable=False),
)
Index(
    "ix_verdict_stands",
    verdict.c.domain,
    verdict.c.legacy,
    verdict.c.clubos,
    unique=True,
    sqlite_where=text("stands = 1"),
)

spot_check = Table(
    "spot_check",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("population", Integer, nullable=False),
)

spot_item = Table(
    "spot_item",
    metadata,
    Column("spot_check", Integer, ForeignKey("spot_check.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("legacy_id", Text),
    Column("clubos_id", Text),
    Column("result", Text, nullable=False, server_default=text("''")),  # right, wrong, not_seen
    Column("note", Text, nullable=False, server_default=text("''")),
    Column("at", Text),
    Column("actor", Text, nullable=False, server_default=text("''")),
)

counter = Table(
    "counter",
    metadata,
    Column("domain", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("status", Text, primary_key=True),
    Column("n", Integer, nullable=False),
)
"""Kept in the transaction that changes what is counted. Kinds of model.differences.Kind count differences; besides
them "record" (field is the side, status present, missing or gone; missing ones are among the present), "pair" and
"suggestion"."""

rules = Table(
    "rules",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON of diff.rules.RuleSet
    Column("actor", Text, nullable=False, server_default=text("''")),
    Column("reason", Text, nullable=False, server_default=text("''")),
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
