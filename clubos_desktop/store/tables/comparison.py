"""What is compared, what differs, and what people decided about it."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from clubos_desktop.store.tables.naming import metadata

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
_OPEN = text("closed IS NULL")
_WHO = text("lower(who)")
# One for each order of store.lists, so that the first rows of a sorted list are there at once at any size.
Index("ix_difference_who", _WHO, difference.c.id, sqlite_where=_OPEN)
Index("ix_difference_field", text("domain || '.' || field"), _WHO, difference.c.id, sqlite_where=_OPEN)
Index("ix_difference_legacy", text("lower(substr(coalesce(legacy, ''), 1, 60))"), difference.c.id, sqlite_where=_OPEN)
Index("ix_difference_clubos", text("lower(substr(coalesce(clubos, ''), 1, 60))"), difference.c.id, sqlite_where=_OPEN)
Index("ix_difference_seen", difference.c.first_seen, difference.c.id, sqlite_where=_OPEN)
Index(
    "ix_difference_by_record",
    difference.c.domain,
    _WHO,
    text("coalesce(legacy_id, '')"),
    text("coalesce(clubos_id, '')"),
    difference.c.id,
    sqlite_where=_OPEN,
)
Index(
    "ix_difference_alone",  # holds all that is looked for in records of one system alone
    difference.c.domain,
    difference.c.kind,
    difference.c.id,
    difference.c.who,
    difference.c.legacy_id,
    difference.c.clubos_id,
    sqlite_where=text("closed IS NULL AND kind IN ('only_legacy', 'only_clubos')"),
)
Index("ix_difference_pair", difference.c.pair)
Index("ix_difference_record", difference.c.record)
Index(
    "ix_difference_decided",
    difference.c.decision,
    sqlite_where=text("decision IS NOT NULL AND closed IS NULL"),
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
